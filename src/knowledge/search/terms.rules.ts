import { wordsOf } from './words.rules';

/** A passage as the search takes it. */
export interface PassageText {
  /** The title of its document. */
  readonly title: string;
  readonly heading: string;
  readonly text: string;
  /** Of the passage. Words of all languages are kept alike, so that mixed texts need no guess. */
  readonly language?: string;
}

/** What `readTerms` tells of a passage: its words, each once, and where they stand. */
export interface PassageTerms {
  /** How many words stand in the title, the heading and the text. */
  readonly title: number;
  readonly heading: number;
  readonly text: number;
  /** Calls with the UTF-8 of each different word, from `start` to `end` in `bytes`; its place in the order is its number. */
  eachWord(visit: (bytes: Uint8Array, start: number, end: number) => void): void;
  /** Calls with the number of the word at each place: title first, then heading, then text. */
  eachPlace(visit: (word: number) => void): void;
}

/** Raised when the bytes mean something else. */
const version = 1;
const encoder = new TextEncoder();

/**
 * The words of a passage in the form that the search loads: nothing has to be read, cut or put into lower case again.
 * Bytes: version, numbers of words in title, heading and text, number of different words, each with its length, then
 * the order in which they stand. Numbers are variable-length (LEB128).
 */
export function termsOf({ title, heading, text }: PassageText): Uint8Array {
  const fields = [title, heading, text].map(wordsOf);
  const numbers = new Map<string, number>();
  const sequence: number[] = [];
  for (const word of fields.flat()) {
    const known = numbers.get(word);
    if (known === undefined) numbers.set(word, numbers.size);
    sequence.push(known ?? numbers.size - 1);
  }
  const bytes: number[] = [version];
  for (const field of fields) pushNumber(bytes, field.length);
  pushNumber(bytes, numbers.size);
  for (const word of numbers.keys()) {
    const letters = encoder.encode(word);
    pushNumber(bytes, letters.length);
    bytes.push(...letters);
  }
  for (const number of sequence) pushNumber(bytes, number);
  return Uint8Array.from(bytes);
}

/** Reads what `termsOf` wrote; undefined when it was written otherwise (or not at all). */
export function readTerms(bytes: Uint8Array): PassageTerms | undefined {
  if (bytes[0] !== version) return undefined;
  const reader = new NumberReader(bytes);
  const [title, heading, text, words] = [reader.next(), reader.next(), reader.next(), reader.next()];
  return {
    title,
    heading,
    text,
    eachWord: (visit) => {
      for (let i = 0; i < words; i++) {
        const length = reader.next();
        visit(bytes, reader.at, reader.at + length);
        reader.at += length;
      }
    },
    eachPlace: (visit) => {
      for (let i = title + heading + text; i > 0; i--) visit(reader.next());
    },
  };
}

function pushNumber(bytes: number[], number: number): void {
  let rest = number;
  while (rest > 127) {
    bytes.push((rest & 127) | 128);
    rest >>>= 7;
  }
  bytes.push(rest);
}

class NumberReader {
  at = 1;
  constructor(private readonly bytes: Uint8Array) {}

  next(): number {
    let number = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.bytes[this.at++] ?? 0;
      number |= (byte & 127) << shift;
      if (byte < 128) return number;
    }
  }
}
