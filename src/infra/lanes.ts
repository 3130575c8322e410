import { randomUUID } from 'node:crypto';
import type { Database, Tx } from './database';
import { type Finish, LaneStore } from './lanes.store';
import type { Log } from './log';
import type { NotificationListener } from './notification-listener';

/** The channel of NOTIFY on which a queue says that a lane has become ready; the payload is the queue's name. */
export const laneChannel = 'lanes';

/** A lane that this process holds for a while. */
export interface Lease {
  readonly lane: string;
  /** How many times in a row the lane was taken without its work being finished, this time included. */
  readonly attempts: number;
  /** Aborted when the lease was lost to another worker. */
  readonly signal: AbortSignal;
}

/** What a handler made of a lane. */
export type LaneOutcome = { readonly again: boolean } | { readonly retryAfterMs: number };

/** What a queue of lanes needs to run. */
export interface LanesDeps {
  readonly database: Database;
  readonly listener: NotificationListener;
  readonly log: Log;
}

/** How a queue of lanes runs. */
export interface LanesOptions {
  readonly queue: string;
  /** How many lanes this process works on at once. */
  readonly concurrency: number;
  /** Does what waits in the lane. What it throws is logged and tried again, later each time. */
  readonly handle: (lease: Lease) => Promise<LaneOutcome>;
}

// A killed worker's lanes are free again after the lease: its length plus one poll bounds how long work stands still (at most 30 s is promised).
const leaseMs = 15_000;
const heartbeatMs = 5_000;
const pollMs = 1_000;
const longestBackOffMs = 300_000;

/** How long to wait after the n-th failure in a row: 1, 2, 4, 8 … seconds, at most five minutes. */
export function backOffMs(attempts: number): number {
  return Math.min(1_000 * 2 ** Math.min(Math.max(attempts, 1) - 1, 20), longestBackOffMs);
}

/**
 * Work in order inside a lane, in parallel across lanes and processes. A lane is taken under a lease that a heartbeat
 * prolongs; the work itself is kept elsewhere (inbox, deliveries), so a lost lease loses nothing.
 *
 * Lanes are claimed, not single items: claiming items is slow on a lane with thousands of them, and cannot keep order.
 */
export class Lanes {
  private readonly store: LaneStore;
  private readonly running = new Map<string, { token: string; lost: AbortController }>();
  private readonly finished = new Set<Promise<void>>();
  private timers: NodeJS.Timeout[] = [];
  private unlisten: (() => void) | undefined;
  private woken = false;
  private claiming: Promise<void> | undefined;
  private stopped = false;

  constructor(
    private readonly deps: LanesDeps,
    private readonly options: LanesOptions,
  ) {
    this.store = new LaneStore(deps.database, options.queue);
  }

  /** Marks a lane of a queue as ready, in the caller's transaction; workers learn of it at commit. */
  static wake(tx: Tx, queue: string, lane: string): Promise<void> {
    return LaneStore.wake(tx, queue, lane);
  }

  start(): void {
    this.unlisten = this.deps.listener.listen(laneChannel, (queue) => {
      if (queue === this.options.queue || queue === '') this.kick();
    });
    this.timers = [
      setInterval(() => this.kickAfterRecovery(), pollMs),
      setInterval(() => void this.prolong(), heartbeatMs),
    ];
    this.kickAfterRecovery();
  }

  /** Takes no new lane and waits for those that are being worked on. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.unlisten?.();
    clearInterval(this.timers[0]);
    await this.claiming;
    await Promise.all(this.finished);
    clearInterval(this.timers[1]);
  }

  private kickAfterRecovery(): void {
    this.store.freeExpired(leaseMs).then(
      () => this.kick(),
      (error: unknown) => this.deps.log.warn({ err: error }, 'lanes could not be looked at'),
    );
  }

  private kick(): void {
    this.woken = true;
    this.claiming ??= this.claim().finally(() => {
      this.claiming = undefined;
    });
  }

  private async claim(): Promise<void> {
    while (this.woken && !this.stopped) {
      const free = this.options.concurrency - this.running.size;
      if (free <= 0) return;
      this.woken = false;
      const token = randomUUID();
      try {
        const lanes = await this.store.claim({ token, limit: free, leaseMs });
        if (lanes.length === free) this.woken = true;
        for (const { lane, attempts } of lanes) this.track(this.work({ lane, attempts, token }));
      } catch (error) {
        this.deps.log.warn({ err: error }, 'lanes could not be claimed; trying again with the next poll');
      }
    }
  }

  private track(work: Promise<void>): void {
    this.finished.add(work);
    void work.finally(() => this.finished.delete(work));
  }

  private async work(claimed: { lane: string; attempts: number; token: string }): Promise<void> {
    const { lane, attempts, token } = claimed;
    const lost = new AbortController();
    this.running.set(lane, { token, lost });
    try {
      await this.store.finish(lane, token, await this.outcome({ lane, attempts, signal: lost.signal }));
    } catch (error) {
      this.deps.log.error({ err: error, lane }, 'a lane could not be given back; it is free when its lease ends');
    } finally {
      this.running.delete(lane);
      this.kick();
    }
  }

  private async outcome(lease: Lease): Promise<Finish> {
    try {
      const outcome = await this.options.handle(lease);
      if ('again' in outcome) return { kind: 'done', again: outcome.again };
      return { kind: 'put off', delayMs: outcome.retryAfterMs, failed: false };
    } catch (error) {
      this.deps.log.error({ err: error, lane: lease.lane, attempts: lease.attempts }, 'work of a lane failed');
      return { kind: 'put off', delayMs: backOffMs(lease.attempts), failed: true };
    }
  }

  private async prolong(): Promise<void> {
    const held = [...this.running].map(([lane, { token }]) => ({ lane, token }));
    if (held.length === 0) return;
    try {
      const kept = new Set(await this.store.prolong(held, leaseMs));
      for (const [lane, { lost }] of this.running) {
        if (held.some((one) => one.lane === lane) && !kept.has(lane)) lost.abort();
      }
    } catch (error) {
      this.deps.log.warn({ err: error }, 'leases could not be prolonged');
    }
  }
}
