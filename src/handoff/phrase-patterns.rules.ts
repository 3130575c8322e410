/** Sets of words by name, for phrases to name them as <name>. */
export type Parts = Readonly<Record<string, string>>;

const quotation = /[«“„"][^«»“”„"\n]{0,600}[»”“"]/g;
const sentenceEnd = /[.!?;\n…]+|[:()]/;

/** One sentence in its plain form: its words with a space before and behind each. */
export interface Sentence {
  readonly words: string;
  readonly asks: boolean;
}

/**
 * A text as phrases see it: small letters without accents, apostrophes, soft signs and drawn-out letters, so that «ещё», "don’t" and a
 * transliterated «skolko» meet the spelling of a phrase; commands and quotations are left out.
 */
export function plainText(text: string): string {
  return (
    text
      .normalize('NFKD')
      .replaceAll(/[\p{M}\p{Cf}]/gu, '')
      .toLowerCase()
      .replaceAll(/['’‘`ʼ\u044c\u044a]/g, '')
      .replaceAll(/(?<!\S)\/\w+/g, ' ')
      .replaceAll(/(\p{L})\1{2,}/gu, '$1')
      // A word in quotes is mocked, more of them were said by somebody else.
      .replaceAll(quotation, (quote) => (/\S\s+\S/.test(quote) ? ' _ ' : quote))
  );
}

/** The sentences of a plain text. */
export function sentencesOf(plain: string): Sentence[] {
  const pieces = plain.split(new RegExp(`(${sentenceEnd.source})`));
  return pieces.flatMap((piece, at) => {
    const words = at % 2 === 0 ? (piece.match(/[\p{L}\p{N}_]+/gu) ?? []) : [];
    return words.length > 0 ? [{ words: ` ${words.join(' ')} `, asks: pieces[at + 1]?.includes('?') ?? false }] : [];
  });
}

/**
 * Phrases → one pattern over the words of a sentence. In a phrase a word is itself, `*` in it stands for any letters, `..` for up to four words, `...` for up to eight,
 * `(one|two three)` for either, `(maybe)?` for something or nothing, `<name>` for one of the words of a part, `^` and `$` for the ends of a sentence.
 */
export function phrasePattern(lines: readonly string[], parts: Parts = {}): RegExp {
  const known = Object.entries(parts).reduce(
    (text, [name, words]) => text.replaceAll(`<${name}>`, `(${words.trim().split(/\s+/).join('|')})`),
    lines.join('\n'),
  );
  const sources = plainPhrases(known).split('\n').filter(Boolean).map(sourceOf);
  return new RegExp(`(?<= )(?:${sources.join('|')})`);
}

function plainPhrases(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/['\u044c\u044a]/g, '');
}

const symbols: Readonly<Record<string, string>> = {
  '(': '(?:',
  ')': ')',
  ')?': ')?',
  '|': '|',
  '..': '(?:[^ ]+ ){0,4}?',
  '...': '(?:[^ ]+ ){0,8}?',
  '^': '(?<=^ )',
  $: '$',
};

function sourceOf(phrase: string): string {
  const tokens = phrase.match(/\)\?|\.{2,3}|[()|^$]|[^\s()|^$]+/g) ?? [];
  return tokens.map((token) => symbols[token] ?? `${token.replaceAll('*', '[^ ]*')} `).join('');
}
