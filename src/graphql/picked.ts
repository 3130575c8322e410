/** A source of values that can be ended from outside, also while its next value is awaited. */
export interface Source<T> extends AsyncIterableIterator<T> {
  return(): Promise<IteratorResult<T>>;
}

/** What becomes of the values of a source; those that come to nothing are passed over. Ending it ends the source. */
export class Picked<From, To> implements Source<To> {
  constructor(
    private readonly source: AsyncIterableIterator<From>,
    private readonly pick: (value: From) => Promise<To | null>,
  ) {}

  async next(): Promise<IteratorResult<To>> {
    for (;;) {
      const { done, value } = await this.source.next();
      if (done) return { done: true, value: undefined };
      const picked = await this.pick(value);
      if (picked !== null) return { done: false, value: picked };
    }
  }

  async return(): Promise<IteratorResult<To>> {
    await this.source.return?.();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
