import { englishParts, lookalikes, russianParts } from './wish.words';

const letters: Readonly<Record<string, string>> = {
  shch: 'щ',
  sch: 'щ',
  zh: 'ж',
  kh: 'х',
  ch: 'ч',
  sh: 'ш',
  ts: 'ц',
  yu: 'ю',
  ju: 'ю',
  ya: 'я',
  ja: 'я',
  yo: 'е',
  iy: 'ий',
  yj: 'ый',
  ij: 'ий',
  oy: 'ой',
  oj: 'ой',
  ey: 'ей',
  ej: 'ей',
  ay: 'ай',
  aj: 'ай',
  ai: 'ай',
  a: 'а',
  b: 'б',
  c: 'ц',
  d: 'д',
  e: 'е',
  f: 'ф',
  g: 'г',
  h: 'х',
  i: 'и',
  j: 'ж',
  k: 'к',
  l: 'л',
  m: 'м',
  n: 'н',
  o: 'о',
  p: 'п',
  q: 'к',
  r: 'р',
  s: 'с',
  t: 'т',
  u: 'у',
  v: 'в',
  w: 'в',
  x: 'х',
  y: 'ы',
  z: 'з',
  "'": 'ь',
  '`': 'ь',
};
const latin = new RegExp(Object.keys(letters).join('|'), 'g');

/** Russian in Latin letters → Russian; the many spellings that people use are near enough for a search that forgives a letter. */
export function fromTranslit(text: string): string {
  return text.replaceAll(latin, (found) => letters[found] ?? found);
}

/** What stands in a text for the words of somebody else. */
export const quoteSign = '¤';

/** Lower case, е for ё, one letter for a drawn-out one, no invisible characters, `¤` for quoted speech inside a text. */
export function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replaceAll(/(?<!\S)\/\w+/g, ' ')
    .replaceAll(/[\p{Cf}\p{M}]/gu, '')
    .replaceAll(/[’‘`]/g, "'")
    .replaceAll(/(\p{L})\1{2,}/gu, '$1')
    .trim()
    .replaceAll(/[«“"][^«»“”"\n]{0,200}[»”"]/g, (quote, at: number, whole: string) =>
      at === 0 && !/\p{L}/u.test(whole.slice(quote.length)) ? quote : ` ${quoteSign} `,
    )
    .replaceAll(/(?<![\p{L}\p{N}])'[^'\n]{1,80} [^'\n]{1,80}'(?!\p{L})/gu, ` ${quoteSign} `);
}

/** Where a known word is one slip of the keyboard away from a word, that known word. */
export function corrected(word: string): string {
  if (isKnown(word)) return word;
  if (word.includes('-')) return word.split('-').map(corrected).join(' ');
  if (!mayBeSlip(word)) return word;
  for (const shorter of [word, ...withoutOne(word)]) {
    const known = slips.get(shorter);
    // Both sides may lose a letter, which lets two letters differ at a distance from each other; the ends hold them together.
    if (known !== undefined && Math.abs(known.length - word.length) < 2) return known;
  }
  return word;
}

function isKnown(word: string): boolean {
  return russianParts.has(word) || englishParts.has(word) || lookalikes.has(word);
}

/** «Переключил» is a slip of «переключи» only by its letters: a past tense or a third person tells, it does not ask. */
function mayBeSlip(word: string): boolean {
  return word.length > 4 && word.length < 21 && !/(?:л[аио]?|[еиуюая]т)$/.test(word);
}

/** Every known word of six letters and more, with one letter left out, → the word. */
const slips: ReadonlyMap<string, string> = new Map(
  [...russianParts.keys(), ...englishParts.keys()]
    .filter((word) => word.length > 5)
    .flatMap((word) => [word, ...withoutOne(word)].map((shorter): [string, string] => [shorter, word])),
);

function withoutOne(word: string): string[] {
  return Array.from(word, (_, at) => word.slice(0, at) + word.slice(at + 1));
}

const keys = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
const russianKeys = 'йцукенгшщзхъфывапролджэячсмитьбюё';
const layout = new Map(Array.from(keys, (key, at) => [key, russianKeys[at] ?? key]));

/** What was meant by somebody who forgot to switch the keyboard: «jgthfnjh» is «оператор». */
export function fromWrongLayout(text: string): string {
  return Array.from(text.toLowerCase(), (key) => layout.get(key) ?? key).join('');
}

/** How a word sounds, roughly: slips of spelling that sound the same become the same. */
export function soundOf(word: string): string {
  return /[а-я]/.test(word) ? russianSound(word) : englishSound(word);
}

const russianSounds: readonly (readonly [RegExp, string])[] = [
  [/т[ьъ]?с[яа]/g, 'ца'],
  [/[ьъ]/g, ''],
  [/о/g, 'а'],
  [/[еэяый]/g, 'и'],
  [/б/g, 'п'],
  [/в/g, 'ф'],
  [/г/g, 'к'],
  [/д/g, 'т'],
  [/[жщ]/g, 'ш'],
  [/з/g, 'с'],
  [/ю/g, 'у'],
  [/(.)\1+/g, '$1'],
];

function russianSound(word: string): string {
  return russianSounds.reduce((rest, [letters, sound]) => rest.replaceAll(letters, sound), word);
}

function englishSound(word: string): string {
  const rest = word
    .slice(1)
    .replaceAll('ph', 'f')
    .replaceAll(/[aeiouy']/g, '')
    .replaceAll(/ck?|q/g, 'k')
    .replaceAll('z', 's');
  return (word.slice(0, 1) + rest).replaceAll(/(.)\1+/g, '$1');
}
