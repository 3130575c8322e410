const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Numbers words as they come, without an object for each: hundreds of thousands fit in a few megabytes. */
export class WordTable {
  size = 0;
  private letters = new Uint8Array(1_024);
  /** Where the letters of each word begin, and where those of the last one end. */
  private starts = new Uint32Array(128);
  /** Numbers of words plus one, by hash; 0 is a free place. */
  private places = new Uint32Array(256);

  /** How much memory it takes. */
  get bytes(): number {
    return this.letters.byteLength + this.starts.byteLength + this.places.byteLength;
  }

  /** The number of a word that is UTF-8 in `bytes`; a new word gets the next number. */
  add(bytes: Uint8Array, start = 0, end = bytes.length): number {
    const place = this.placeOf(bytes, start, end);
    const known = this.places[place] ?? 0;
    if (known > 0) return known - 1;
    this.append(bytes, start, end);
    this.places[place] = this.size;
    if (this.size * 2 > this.places.length) this.spread();
    return this.size - 1;
  }

  /** The same for a word as text. */
  addText(word: string): number {
    const bytes = encoder.encode(word);
    return this.add(bytes, 0, bytes.length);
  }

  /** The number of a word, or -1. */
  find(word: string): number {
    const length = writeLetters(word);
    return (this.places[this.placeOf(scratch, 0, length)] ?? 0) - 1;
  }

  /** The word with a number. */
  text(number: number): string {
    return decoder.decode(this.letters.subarray(this.starts[number], this.starts[number + 1]));
  }

  private append(bytes: Uint8Array, start: number, end: number): void {
    const from = this.starts[this.size] ?? 0;
    const to = from + end - start;
    if (to > this.letters.length) this.letters = grown(this.letters, Math.max(to, this.letters.length * 2));
    if (this.size + 2 > this.starts.length) this.starts = grown(this.starts, this.starts.length * 2);
    for (let i = start; i < end; i++) this.letters[from + i - start] = bytes[i] ?? 0;
    this.size++;
    this.starts[this.size] = to;
  }

  private placeOf(bytes: Uint8Array, start: number, end: number): number {
    let place = hashOf(bytes, start, end) & (this.places.length - 1);
    for (;;) {
      const number = (this.places[place] ?? 0) - 1;
      if (number < 0) return place;
      if (this.lengthOf(number) === end - start && this.isAt(number, bytes, start)) return place;
      place = (place + 1) & (this.places.length - 1);
    }
  }

  private lengthOf(number: number): number {
    return (this.starts[number + 1] ?? 0) - (this.starts[number] ?? 0);
  }

  /** True when the letters of a word stand in `bytes`. */
  private isAt(number: number, bytes: Uint8Array, start: number): boolean {
    const from = this.starts[number] ?? 0;
    const length = this.lengthOf(number);
    for (let i = 0; i < length; i++) if (this.letters[from + i] !== bytes[start + i]) return false;
    return true;
  }

  private spread(): void {
    this.places = new Uint32Array(this.places.length * 4);
    for (let number = 0; number < this.size; number++) {
      const place = this.placeOf(this.letters, this.starts[number] ?? 0, this.starts[number + 1] ?? 0);
      this.places[place] = number + 1;
    }
  }
}

let scratch = new Uint8Array(256);

/** UTF-8 of a word without the way out of the engine, which takes longer than the whole look-up. */
function writeLetters(word: string): number {
  if (word.length * 3 > scratch.length) scratch = new Uint8Array(word.length * 3);
  let end = 0;
  for (let i = 0; i < word.length; i++) {
    const code = word.charCodeAt(i);
    if (code < 0x80) scratch[end++] = code;
    else if (code < 0x8_00) {
      scratch[end++] = 0xc0 | (code >> 6);
      scratch[end++] = 0x80 | (code & 0x3f);
    } else return encoder.encodeInto(word, scratch).written;
  }
  return end;
}

/** A longer copy. */
export function grown<T extends Uint8Array | Uint32Array | Int32Array>(array: T, length: number): T {
  const copy = new (array.constructor as new (length: number) => T)(length);
  copy.set(array);
  return copy;
}

/** FNV-1a, stirred once more: its low bits alone would put like words side by side. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x81_1c_9d_c5;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01_00_01_93);
  return (hash ^ (hash >>> 15)) >>> 0;
}
