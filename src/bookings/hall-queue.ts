/**
 * One after another at each hall, within this process: a crowd that wants one time waits in memory, not in the pool of connections
 * until that gives up. The truth is kept by the lock on the hall and by the constraint.
 */
export class HallQueue {
  private readonly last = new Map<string, Promise<unknown>>();

  /** Does the work when all that came before at the same hall is done. */
  run<T>(hallId: string, work: () => Promise<T>): Promise<T> {
    const before = this.last.get(hallId) ?? Promise.resolve();
    const mine = before.then(work);
    const settled = mine.then(
      () => undefined,
      () => undefined, // whoever asked for it is told
    );
    this.last.set(hallId, settled);
    void settled.then(() => {
      if (this.last.get(hallId) === settled) this.last.delete(hallId);
    });
    return mine;
  }
}
