/** Lists of numbers by key, side by side in one array. */
export class Lists {
  constructor(
    private readonly starts: Uint32Array,
    readonly values: Uint32Array,
  ) {}

  /** How much memory they take. */
  get bytes(): number {
    return this.starts.byteLength + this.values.byteLength;
  }

  /** Where in `values` the list of a key begins. */
  from(key: number): number {
    return this.starts[key] ?? this.values.length;
  }

  /** Where it ends; a key that came later has an empty list. */
  to(key: number): number {
    return this.starts[key + 1] ?? this.from(key);
  }

  /** How long the list of a key is. */
  count(key: number): number {
    return this.to(key) - this.from(key);
  }
}

/** Lists in the making: first all that will come is counted, then it is put in its places. */
export class ListsDraft {
  private readonly starts: Uint32Array;
  private next = new Uint32Array(0);
  private values = new Uint32Array(0);

  constructor(private readonly keys: number) {
    this.starts = new Uint32Array(keys + 1);
  }

  /** One more will come under each of these keys. */
  expect(keys: Iterable<number>): void {
    for (const key of keys) this.starts[key + 1] = (this.starts[key + 1] ?? 0) + 1;
  }

  /** All that will come has been counted; answers how much it is. */
  open(): number {
    for (let key = 0; key < this.keys; key++) {
      this.starts[key + 1] = (this.starts[key + 1] ?? 0) + (this.starts[key] ?? 0);
    }
    this.next = this.starts.slice();
    this.values = new Uint32Array(this.starts[this.keys] ?? 0);
    return this.values.length;
  }

  /** Puts a number at the end of the list of a key; answers its place in `values`. */
  put(key: number, value: number): number {
    const at = this.next[key] ?? 0;
    this.next[key] = at + 1;
    this.values[at] = value;
    return at;
  }

  /** The lists. */
  close(): Lists {
    return new Lists(this.starts, this.values);
  }
}

/** Adds up under many keys, of which few are touched each time. */
export class Sums {
  private readonly sums: Float32Array;
  private touched: number[] = [];

  constructor(keys: number) {
    this.sums = new Float32Array(keys);
  }

  /** The keys that have a sum. */
  get keys(): readonly number[] {
    return this.touched;
  }

  /** Adds to the sum of a key; more than nothing. */
  add(key: number, value: number): void {
    const before = this.sums[key] ?? 0;
    if (before === 0) this.touched.push(key);
    this.sums[key] = before + value;
  }

  /** The sum of a key. */
  of(key: number): number {
    return this.sums[key] ?? 0;
  }

  /** Begins anew. */
  clear(): void {
    for (const key of this.touched) this.sums[key] = 0;
    this.touched = [];
  }
}
