interface Window {
  count: number;
  until: number;
}

const windowMs = 60_000;
const mostWindows = 20_000;

/** Counts within windows of a minute, in this process. */
export class RateLimit {
  private readonly windows = new Map<string, Window>();

  /** Counts one more; answers after how many seconds to come again when that was one too many. */
  count(key: string, most: number): number | undefined {
    const now = performance.now();
    let window = this.windows.get(key);
    if (!window || window.until <= now) {
      this.windows.delete(key);
      if (this.windows.size >= mostWindows) this.forgetOver(now);
      window = { count: 0, until: now + windowMs };
      this.windows.set(key, window);
    }
    window.count += 1;
    return window.count > most ? Math.ceil((window.until - now) / 1_000) : undefined;
  }

  private forgetOver(now: number): void {
    for (const [key, { until }] of this.windows) {
      if (until <= now) this.windows.delete(key);
    }
    // Still full of live ones: the oldest goes, so that memory stays bounded whoever knocks.
    const [oldest] = this.windows.keys();
    if (this.windows.size >= mostWindows && oldest !== undefined) this.windows.delete(oldest);
  }
}
