/** What becomes of a piece of work: it may be tried (for the last time?), in so many milliseconds, or never again. */
export type Turn =
  | { readonly kind: 'now'; readonly last: boolean }
  | { readonly kind: 'later'; readonly ms: number }
  | 'over';

interface Tried {
  readonly failures: number;
  readonly notBefore: number;
}

// What is older was forgotten by its dialogue, too.
const remembered = 10_000;
const over = Number.POSITIVE_INFINITY;

/** After how long work that could not be done is tried again: a few times, then it is left. */
export const waitsMs: readonly number[] = [5_000, 30_000, 120_000, 600_000];

/** Remembers, in this process, which work has come to its end and which is to be tried again when. */
export class Tries {
  private readonly known = new Map<string, Tried>();

  constructor(
    private readonly waits: readonly number[] = waitsMs,
    /** Milliseconds that only go forward. */
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Whether some work may be tried. */
  turnOf(key: string): Turn {
    const tried = this.known.get(key);
    if (tried?.notBefore === over) return 'over';
    const ms = (tried?.notBefore ?? Number.NEGATIVE_INFINITY) - this.now();
    return ms > 0 ? { kind: 'later', ms } : { kind: 'now', last: (tried?.failures ?? 0) === this.waits.length };
  }

  /** Notes how a try went. */
  note(key: string, done: boolean): void {
    const failures = (this.known.get(key)?.failures ?? 0) + 1;
    const wait = done ? undefined : this.waits[failures - 1];
    this.known.delete(key);
    this.known.set(key, { failures, notBefore: wait === undefined ? over : this.now() + wait });
    const [oldest] = this.known.keys();
    if (this.known.size > remembered && oldest !== undefined) this.known.delete(oldest);
  }
}
