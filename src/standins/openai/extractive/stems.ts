/** The words of a text in lower case, «ё» as «е», signs of currencies included. */
export function wordsOf(text: string): string[] {
  return (
    text
      .toLowerCase()
      .replaceAll('ё', 'е')
      .match(/[\p{L}\p{N}]+|[₽€$£%]/gu) ?? []
  );
}

/** A word without its inflection; not a word of the language, but the same for all its forms. */
export function stem(word: string): string {
  if (/^[а-я]+$/.test(word)) return stemRussian(word);
  return /^[a-z]+$/.test(word) ? stemEnglish(word) : word;
}

/** The stems of a text. */
export function stemsOf(text: string): string[] {
  return wordsOf(text).map(stem);
}

// The endings of the Snowball stemmer for Russian, in its order.
const gerund = /(?:ивши(?:сь)?|ывши(?:сь)?|ив|ыв|(?<=[ая])вши(?:сь)?|(?<=[ая])в)$/;
const adjective = /(?:ими|ыми|его|ого|ему|ому|ее|ие|ые|ое|ей|ий|ый|ой|ем|им|ым|ом|их|ых|ую|юю|ая|яя|ою|ею)$/;
const participle = /(?:ивш|ывш|ующ|(?<=[ая])(?:ем|нн|вш|ющ|щ))$/;
const verb =
  /(?:ейте|уйте|ила|ыла|ена|ите|или|ыли|ило|ыло|ено|ует|уют|ены|ить|ыть|ишь|ей|уй|ил|ыл|им|ым|ен|ят|ит|ыт|ую|ю|(?<=[ая])(?:ете|йте|ешь|нно|ла|на|ли|ем|ло|но|ет|ют|ны|ть|й|л|н))$/;
const noun =
  /(?:иями|ями|ами|иях|иям|ией|ием|ев|ов|ие|ье|еи|ии|ей|ой|ий|ям|ем|ам|ом|ах|ях|ию|ью|ия|ья|а|е|и|й|о|у|ы|ь|ю|я)$/;

function stemRussian(word: string): string {
  const vowel = word.search(/[аеиоуыэюя]/);
  if (vowel < 0) return word;
  const head = word.slice(0, vowel + 1);
  const tail = withoutInflection(word.slice(vowel + 1)).replace(/и$/, '');
  const derived = tail.replace(/[^аеиоуыэюя][аеиоуыэюя]+[^аеиоуыэюя].*?ость?$/, (end) => end.replace(/ость?$/, ''));
  return head + derived.replace(/(?:ейше?|нн)$/, (end) => (end === 'нн' ? 'н' : '')).replace(/ь$/, '');
}

function withoutInflection(tail: string): string {
  const withoutGerund = tail.replace(gerund, '');
  if (withoutGerund !== tail) return withoutGerund;
  const plain = tail.replace(/(?:ся|сь)$/, '');
  const withoutAdjective = plain.replace(adjective, '');
  if (withoutAdjective !== plain) return withoutAdjective.replace(participle, '');
  const withoutVerb = plain.replace(verb, '');
  return withoutVerb === plain ? plain.replace(noun, '') : withoutVerb;
}

function stemEnglish(word: string): string {
  if (word.length <= 3) return word;
  const singular = word
    .replace(/ies$/, 'y')
    .replace(/(?<=ss|sh|ch|x|z)es$/, '')
    .replace(/(?<![su])s$/, '');
  const base = singular.replace(/(?<=[aeiouy].*)(?:ing|ed|ly)$/, '');
  const single = base === singular ? base : base.replace(/([bdgklmnprt])\1$/, '$1');
  return single.length > 3 ? single.replace(/e$/, '').replace(/y$/, 'i') : single;
}
