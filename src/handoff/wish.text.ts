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

/** Lower case, е for ё, one letter for a drawn-out one, no invisible characters, no quoted speech inside a text. */
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
    .replaceAll(/[«“"][^«»“”"\n]{0,200}[»”"]/g, (quote, at: number) => (at === 0 ? quote : ' цитата '));
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
