import { keyboards, latinOfCyrillic } from './keyboard.words';

const slips = {
  /** The finger met the next key. */
  neighbour: 0.7,
  /** Two letters changed places. */
  swap: 0.7,
  /** A letter was typed twice, or once instead of twice. */
  double: 0.5,
};

/** Letters of keyboards have codes below this: a pair of them is one number. */
const keyCodes = 0x08_00;
const neighbours = neighbourKeys();
const alphabets = { latin: lettersOf(keyboards.latin), cyrillic: lettersOf(keyboards.cyrillic) };
const [fromLatinKey, fromCyrillicKey] = [
  keysOnto(keyboards.latin, keyboards.cyrillic),
  keysOnto(keyboards.cyrillic, keyboards.latin),
];
const latinScript = /^[a-z\d]+$/;
const cyrillicScript = /^[а-я\d]+$/;
const pieces = latinOfCyrillic.toSorted((a, b) => b[1].length - a[1].length).filter(([, latin]) => latin !== '');
const letters = new Map(latinOfCyrillic.toReversed());

const longest = 64;
/** The rows of the table of distances for this letter, the one before and the one before that; used by one call at a time. */
const rows = [new Float64Array(longest + 1), new Float64Array(longest + 1), new Float64Array(longest + 1)] as const;

/** How many slips lie between two words: 1 for a letter too many, too few or another one, less for what fingers do easily. */
export function slipsBetween(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most || b.length > longest) return Number.POSITIVE_INFINITY;
  let [before, row, next] = rows;
  for (let j = 0; j <= b.length; j++) row[j] = j;
  for (let i = 1; i <= a.length; i++) {
    next[0] = i;
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const cost = cheapest({ a, b, i, j, row, next, before });
      next[j] = cost;
      if (cost < least) least = cost;
    }
    if (least > most) return Number.POSITIVE_INFINITY;
    [before, row, next] = [row, next, before];
  }
  return row[b.length] ?? Number.POSITIVE_INFINITY;
}

interface Cell {
  readonly a: string;
  readonly b: string;
  readonly i: number;
  readonly j: number;
  /** The rows of i - 1, of i so far, and of i - 2. */
  readonly row: Float64Array;
  readonly next: Float64Array;
  readonly before: Float64Array;
}

const at = (row: Float64Array, place: number) => row[place] ?? Number.POSITIVE_INFINITY;

function cheapest({ a, b, i, j, row, next, before }: Cell): number {
  const [x, y] = [a.charCodeAt(i - 1), b.charCodeAt(j - 1)];
  const [pastX, pastY] = [a.charCodeAt(i - 2), b.charCodeAt(j - 2)];
  const cost = Math.min(
    at(row, j - 1) + otherLetter(x, y),
    at(row, j) + (x === pastX ? slips.double : 1),
    at(next, j - 1) + (y === pastY ? slips.double : 1),
  );
  return x === pastY && y === pastX ? Math.min(cost, at(before, j - 2) + slips.swap) : cost;
}

function otherLetter(x: number, y: number): number {
  if (x === y) return 0;
  return neighbours.has(x * keyCodes + y) ? slips.neighbour : 1;
}

/** How many slips a word of this length forgives. */
export function forgiven(length: number): number {
  if (length < 3) return 0;
  return length < 6 ? 1 : length < 9 ? 1.5 : 2;
}

/** How much a word of this length is like the one that so many slips lead to, 0..1. */
export function likenessOf(slips: number, length: number): number {
  return Math.max(0, 1 - slips / (length * 0.75));
}

/** All words that are one letter more, less, or another, or two letters the other way round. */
export function oneSlipFrom(word: string): string[] {
  const alphabet = cyrillicScript.test(word) ? alphabets.cyrillic : alphabets.latin;
  const words: string[] = [];
  for (let i = 0; i <= word.length; i++) {
    const [head, tail] = [word.slice(0, i), word.slice(i)];
    for (const letter of alphabet) words.push(head + letter + tail, head + letter + tail.slice(1));
    words.push(head + tail.slice(1), head + tail.charAt(1) + tail.charAt(0) + tail.slice(2));
  }
  return words;
}

/** The same word as it would be in the other script: typed on the other keyboard, and written by sound. */
export function inOtherScript(word: string): string[] {
  if (latinScript.test(word)) return [retyped(word, fromLatinKey), bySound(word)];
  if (cyrillicScript.test(word)) return [retyped(word, fromCyrillicKey), latinised(word)];
  return [];
}

function retyped(word: string, keys: ReadonlyMap<string, string>): string {
  return Array.from(word, (letter) => keys.get(letter) ?? letter).join('');
}

function bySound(word: string): string {
  let result = '';
  for (let i = 0; i < word.length; ) {
    const piece = pieces.find(([, latin]) => word.startsWith(latin, i));
    result += piece ? piece[0] : word.charAt(i);
    i += piece ? piece[1].length : 1;
  }
  return result;
}

function latinised(word: string): string {
  return Array.from(word, (letter) => letters.get(letter) ?? letter).join('');
}

function neighbourKeys(): Set<number> {
  const pairs = new Set<number>();
  const relateAll = (key: string, others: readonly (string | undefined)[]) => {
    for (const other of others) {
      const [a, b] = [key.charCodeAt(0), other?.charCodeAt(0) ?? 0];
      pairs.add(a * keyCodes + b).add(b * keyCodes + a);
    }
  };
  for (const rows of Object.values(keyboards)) {
    for (const [number, row] of rows.entries()) {
      const below = rows[number + 1] ?? '';
      for (const [place, key] of Array.from(row).entries())
        relateAll(key, [row[place + 1], below[place], below[place - 1]]);
    }
  }
  return pairs;
}

function keysOnto(from: readonly string[], to: readonly string[]): Map<string, string> {
  return new Map(
    from.flatMap((row, number) => Array.from(row, (key, place) => [key, to[number]?.[place] ?? key] as const)),
  );
}

function lettersOf(rows: readonly string[]): string[] {
  return Array.from(rows.join('')).filter((key) => /\p{L}/u.test(key));
}
