import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from './database';
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
export type LaneOutcome =
  | { readonly again: boolean }
  /** Not before then, whatever wakes it. */
  | { readonly retryAfterMs: number }
  /** By then at the latest; what wakes it meanwhile comes first. */
  | { readonly dueInMs: number };

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

/** A lane in our hands, and how it is to be given back. */
interface Held {
  readonly lane: string;
  readonly token: string;
  readonly finish: Finish;
}

// A killed worker's lanes are free again after the lease: its length plus one poll bounds how long work stands still (at most 30 s is promised).
const leaseMs = 15_000;
const heartbeatMs = 5_000;
const pollMs = 1_000;
const longestBackOffMs = 300_000;
// Work that is not done so long after `stop` is left to others; two queues fit into the time that a process has to end.
const graceMs = 10_000;

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
  // Done while the database was away: without this their lanes would stay locked until the leases end.
  private unreturned: Held[] = [];
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

  /** Takes no new lane, waits a while for those that are being worked on, and puts back what does not come to an end. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.unlisten?.();
    clearInterval(this.timers[0]);
    await this.claiming;
    const grace = new AbortController();
    await Promise.race([
      Promise.all(this.finished),
      pause(graceMs, undefined, { signal: grace.signal }).catch(() => undefined), // aborted: all is done
    ]);
    grace.abort();
    clearInterval(this.timers[1]);
    await Promise.all([...this.running].map(([lane, { token, lost }]) => this.putBack(lane, token, lost)));
  }

  private async putBack(lane: string, token: string, lost: AbortController): Promise<void> {
    this.deps.log.warn({ lane }, 'work of a lane did not come to an end and is left to others');
    lost.abort();
    await this.giveBack({ lane, token, finish: { kind: 'put off', delayMs: 0, failed: false } });
  }

  private async recover(): Promise<void> {
    const unreturned = this.unreturned;
    this.unreturned = [];
    for (const held of unreturned) await this.giveBack(held);
    await this.store.freeExpired();
  }

  private kickAfterRecovery(): void {
    this.recover().then(
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
    await this.giveBack({ lane, token, finish: await this.outcome({ lane, attempts, signal: lost.signal }) });
    if (this.running.get(lane)?.token === token) this.running.delete(lane);
    this.kick();
  }

  private async giveBack(held: Held): Promise<void> {
    try {
      await this.store.finish(held.lane, held.token, held.finish);
    } catch (error) {
      this.deps.log.warn(
        { err: error, lane: held.lane },
        'a lane could not be given back; trying again with the next poll',
      );
      this.unreturned.push(held);
    }
  }

  private async outcome(lease: Lease): Promise<Finish> {
    try {
      const outcome = await this.options.handle(lease);
      if ('again' in outcome) return { kind: 'done', dueInMs: outcome.again ? 0 : null };
      if ('dueInMs' in outcome) return { kind: 'done', dueInMs: outcome.dueInMs };
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
