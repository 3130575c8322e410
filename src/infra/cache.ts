/**
 * Remembers texts for a while, to be quicker. It may forget anything at any time, and between processes an entry may be
 * out of date for as long as its time to live: whatever must be right is asked of the database.
 */
export interface Cache {
  /** The text kept under the key; undefined when there is none or when the cache is away. */
  get(key: string): Promise<string | undefined>;
  /** Keeps a text for so many milliseconds. */
  set(key: string, value: string, ttlMs: number): Promise<void>;
  delete(key: string): Promise<void>;
  close(): Promise<void>;
}

/** A cache inside the process that holds at most so many entries and forgets the one that was not used for longest. */
export function openInProcessCache({ maxEntries = 10_000 }: { maxEntries?: number } = {}): Cache {
  // A Map keeps the order of insertion: an entry that is used moves to the end, so the first is the one to forget.
  const entries = new Map<string, { value: string; until: number }>();
  return {
    async get(key) {
      const entry = entries.get(key);
      if (!entry) return undefined;
      entries.delete(key);
      if (entry.until <= performance.now()) return undefined;
      entries.set(key, entry);
      return entry.value;
    },
    async set(key, value, ttlMs) {
      entries.delete(key);
      if (ttlMs <= 0) return;
      entries.set(key, { value, until: performance.now() + ttlMs });
      const [oldest] = entries.keys();
      if (entries.size > maxEntries && oldest !== undefined) entries.delete(oldest);
    },
    async delete(key) {
      entries.delete(key);
    },
    async close() {
      entries.clear();
    },
  };
}
