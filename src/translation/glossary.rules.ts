/** One thing's name in each language, as a bot's glossary has it: `{ ru: 'тариф «Старт»', en: 'Start plan' }`. */
export type Term = Readonly<Record<string, string>>;

/** What is called so in the language of a text, and how it must be called in that of its translation. */
export interface TermPair {
  readonly from: string;
  readonly to: string;
}

/** The terms that a text uses, in whatever form; of terms that overlap, the longest. */
export function termsIn(text: string, terms: readonly Term[], between: { from: string; to: string }): TermPair[] {
  const pairs = terms.flatMap((term) => {
    const [from, to] = [term[between.from]?.trim(), term[between.to]?.trim()];
    return from && to ? [{ from, to, words: wordsOf(from) }] : [];
  });
  const words: (string | undefined)[] = wordsOf(text);
  return pairs
    .toSorted((a, b) => b.words.length - a.words.length)
    .filter(({ words: wanted }) => {
      const places = placesOf(wanted, words, isForm);
      for (const at of places) words.fill(undefined, at, at + wanted.length);
      return places.length > 0;
    })
    .map(({ from, to }) => ({ from, to }));
}

/** The terms whose required form a translation lacks; in Russian the form may be inflected, in English in the plural. */
export function missingTerms(translation: string, pairs: readonly TermPair[]): TermPair[] {
  const words = wordsOf(translation);
  return pairs.filter(({ to }) => placesOf(wordsOf(to), words, isLikeForm).length === 0);
}

type Same = (wanted: string, found: string) => boolean;

/** Forms of one word: «тариф» and «тарифами», "plan" and "plans". */
const isForm: Same = (wanted, found) =>
  wanted === found || (wanted.length > 2 && found.length > 2 && stem(wanted) === stem(found));

/** The same, but for Russian also what only looks like it, as «заём» and «займа»: a good translation must not be refused. */
const isLikeForm: Same = (wanted, found) => {
  if (isForm(wanted, found)) return true;
  const [short, long] = wanted.length < found.length ? [wanted, found] : [found, wanted];
  if (!cyrillic.test(short) || long.length - short.length > 3) return false;
  return long.startsWith(short.slice(0, Math.max(2, short.length - 2)));
};

function wordsOf(text: string): string[] {
  // Most people write «е» for «ё».
  const plain = text.toLowerCase().normalize('NFD').replaceAll('\u0308', '').normalize('NFC');
  return plain.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

/** Where a sequence of words begins in another. */
function placesOf(wanted: readonly string[], words: readonly (string | undefined)[], same: Same): number[] {
  if (wanted.length === 0) return [];
  const begins = (at: number) =>
    wanted.every((word, index) => {
      const found = words[at + index];
      return found !== undefined && same(word, found);
    });
  return [...words.keys()].filter(begins);
}

const cyrillic = /\p{Script=Cyrillic}/u;
// Cases and numbers of nouns, and the endings of adjectives and participles.
const russianEnding =
  /(?:иями|ями|ами|ыми|ими|ией|иям|ием|иях|ого|его|ому|ему|ая|яя|ое|ее|ые|ие|ую|юю|ой|ей|ый|ий|ою|ею|ым|им|ом|ем|ам|ям|ах|ях|ых|их|ов|ев|ью|ья|ию|ия|ии|а|е|и|й|о|у|ы|ь|ю|я)$/;
// «Рынок» and «рынка», «день» and «дня»: a vowel that comes and goes.
const fleetingVowel = /(?<=[^аеиоуыэюя])[ео](?=[^аеиоуыэюяь]$)/;

function stem(word: string): string {
  if (cyrillic.test(word)) {
    return (word.slice(0, 2) + word.slice(2).replace(russianEnding, '')).replace(fleetingVowel, '');
  }
  return word
    .replace(/ies$/, 'y')
    .replace(/(?<=ss|sh|ch|x|z)es$/, '')
    .replace(/(?<![su])s$/, '');
}
