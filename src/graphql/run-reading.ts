import type { TrainingRun } from '../infra/prisma-client/client';
import type { Source } from './picked';

const over: readonly TrainingRun['status'][] = ['SUCCEEDED', 'FAILED', 'CANCELLED'];

/**
 * A training run as it goes: first how it is now, then each change that it is woken for, the last of them its end. What
 * happens while the reader is busy is one change.
 */
export class RunReading<T> implements Source<T> {
  /** What to do when nobody reads any more. */
  onEnd: () => Promise<void> = async () => undefined;
  private shown: string | undefined;
  private woken = true;
  private wake: (() => void) | undefined;
  private ended = false;

  constructor(
    private readonly read: () => Promise<TrainingRun | undefined>,
    private readonly shape: (run: TrainingRun) => T,
  ) {}

  /** Says that the run may have changed. */
  look(): void {
    this.woken = true;
    this.wake?.();
  }

  async next(): Promise<IteratorResult<T>> {
    while (!this.ended) {
      await this.awaken();
      const run = this.ended ? undefined : await this.read();
      if (!run) break;
      const state = JSON.stringify(run);
      if (state === this.shown) continue;
      this.shown = state;
      if (over.includes(run.status)) await this.return();
      return { done: false, value: this.shape(run) };
    }
    return this.return();
  }

  async return(): Promise<IteratorResult<T>> {
    if (!this.ended) {
      this.ended = true;
      this.wake?.();
      await this.onEnd();
    }
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private async awaken(): Promise<void> {
    if (!this.woken) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
      this.wake = undefined;
    }
    this.woken = false;
  }
}
