/**
 * Lets work begin one after another: the next at once when nothing is under way, otherwise no sooner than `overlapMs`
 * after the one before it. So a quick channel has one part on its way at a time, and a slow one does not hold up the rest.
 */
export class Pace {
  private readonly waiting: (() => void)[] = [];
  private underWay = 0;
  private lastBegan = Number.NEGATIVE_INFINITY;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly overlapMs: number) {}

  /** Does the work when its turn has come; first come, first served. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    await new Promise<void>((resolve) => {
      this.waiting.push(resolve);
      this.beginNext();
    });
    try {
      return await work();
    } finally {
      this.underWay -= 1;
      this.beginNext();
    }
  }

  private beginNext(): void {
    clearTimeout(this.timer);
    const begin = this.waiting[0];
    if (!begin) return;
    const waitMs = this.underWay === 0 ? 0 : this.lastBegan + this.overlapMs - performance.now();
    if (waitMs > 0) {
      this.timer = setTimeout(() => this.beginNext(), waitMs);
      return;
    }
    this.waiting.shift();
    this.underWay += 1;
    this.lastBegan = performance.now();
    begin();
    this.beginNext();
  }
}
