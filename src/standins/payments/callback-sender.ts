import type { Log } from '../../infra/log';
import { sign } from '../../infra/signatures';
import type { CheckoutBook, PendingCallback } from './checkout-book';

interface SenderOptions {
  readonly book: CheckoutBook;
  readonly secret: string;
  readonly log: Log;
  /** Where all of them go; null: where their orders say. */
  readonly to: string | null;
  /** The second of the schedule 0, 1, 2, 4 …; shorter in tests. */
  readonly retryUnitMs: number;
}

/** How one try to call back ended; 0: nobody answered. */
export interface Tried {
  readonly body: string;
  readonly status: number;
}

const answerTimeoutMs = 10_000;
const longestWait = 60;
const dropAfterMs = 3 * 24 * 3_600_000;

/** Tells merchants what has happened, signed, again until they take it. */
export class CallbackSender {
  /** Every try, in order. */
  readonly tried: Tried[] = [];
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly stopped = new AbortController();
  private held = false;

  constructor(private readonly options: SenderOptions) {}

  /** Sends what waits for its first try. */
  send(): void {
    if (this.held || this.stopped.signal.aborted) return;
    for (const callback of this.options.book.callbacks.values()) {
      if (!this.timers.has(callback.id)) this.plan(callback, 0);
    }
  }

  /** Keeps everything back from now on: callbacks that are lost. */
  hold(held: boolean): void {
    this.held = held;
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
    this.send();
  }

  /** Posts a body once, signed as it is. */
  async post(url: string, body: string): Promise<number> {
    const headers = { 'content-type': 'application/json', 'payment-signature': sign({ ...this.options, body }) };
    const signal = AbortSignal.any([AbortSignal.timeout(answerTimeoutMs), this.stopped.signal]);
    try {
      const answer = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
      await answer.body?.cancel();
      return answer.status;
    } catch (error) {
      this.options.log.debug({ err: error }, 'a callback of a payment got no answer');
      return 0;
    }
  }

  close(): void {
    this.stopped.abort();
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }

  private plan(callback: PendingCallback, delayMs: number): void {
    this.timers.set(
      callback.id,
      setTimeout(() => void this.attempt(callback), delayMs),
    );
  }

  private async attempt(callback: PendingCallback): Promise<void> {
    const status = await this.post(this.options.to ?? callback.url, callback.body);
    if (this.stopped.signal.aborted || !this.timers.has(callback.id)) return;
    this.tried.push({ body: callback.body, status });
    callback.attempts += 1;
    const { book, retryUnitMs } = this.options;
    if ((status >= 200 && status < 300) || Date.now() - callback.at > dropAfterMs) {
      book.callbacks.delete(callback.id);
      this.timers.delete(callback.id);
    } else {
      this.plan(callback, Math.min(2 ** Math.min(callback.attempts - 1, 10), longestWait) * retryUnitMs);
    }
    book.save();
  }
}
