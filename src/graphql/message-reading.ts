import type { Source } from './picked';

/** A message on its way to a subscriber. */
interface Numbered {
  readonly value: { readonly seq: number };
}

const pageSize = 100;

/**
 * The messages of a dialogue after a number: first those that are stored, page by page, then the live ones that were
 * not among them. Since the live source was opened before, each comes exactly once.
 */
export class MessageReading<T extends Numbered> implements Source<T> {
  private page: T[] = [];
  private replaying = true;
  private ended = false;

  constructor(
    private readonly missed: (after: number, limit: number) => Promise<T[]>,
    private readonly live: Source<T>,
    private last: number,
  ) {}

  async next(): Promise<IteratorResult<T>> {
    while (!this.ended) {
      if (this.page.length === 0 && this.replaying) await this.turnPage();
      const item = this.page.shift() ?? (this.replaying ? undefined : await this.nextLive());
      if (item === 'over') break;
      if (!item || item.value.seq <= this.last) continue;
      this.last = item.value.seq;
      return { done: false, value: item };
    }
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<T>> {
    this.ended = true;
    await this.live.return();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private async turnPage(): Promise<void> {
    this.page = await this.missed(this.last, pageSize);
    this.replaying = this.page.length === pageSize;
  }

  private async nextLive(): Promise<T | 'over'> {
    const { done, value } = await this.live.next();
    return done ? 'over' : value;
  }
}
