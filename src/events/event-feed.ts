import { badInput, Refusal } from '../errors';
import type { Bus } from '../infra/bus';
import type { Database } from '../infra/database';
import type { Log } from '../infra/log';
import { eventsTopic } from './event-log';
import { type EventFilter, type LoggedEvent, matches, positionOf } from './events.rules';
import { EventStore } from './events.store';

const pageSize = 200;
// What a slow reader may leave unread in memory; beyond it, the reader goes back to the log.
const queueSize = 256;
// The bus is a wake-up only: an event whose wake-up was lost is seen at the next poll.
const pollMs = 1_000;

/** An endless reading of the log; `return()` or the end of a `for await` ends it. */
export type Following = AsyncIterableIterator<LoggedEvent>;

/**
 * The log as it grows. One reader per process looks for new events when the bus says so and hands them to the
 * followers; a follower that is behind (it resumes, or is slow) reads the log itself. So memory is bounded, and
 * nothing is missed or repeated.
 */
export class EventFeed {
  private readonly store: EventStore;
  private readonly followers = new Set<Follower>();
  private last = 0n;
  private pumping: Promise<void> | undefined;
  private grown = false;
  private timer: NodeJS.Timeout | undefined;
  private readonly unsubscribe: (() => Promise<void> | void)[] = [];

  constructor(private readonly deps: { database: Database; bus: Bus; log: Log }) {
    this.store = new EventStore(deps.database);
  }

  async start(): Promise<void> {
    const { bus } = this.deps;
    this.unsubscribe.push(
      await bus.subscribe(eventsTopic, () => this.pump()),
      bus.onGap(() => this.pump()),
    );
    this.last = (await this.store.bounds()).last;
    this.timer = setInterval(() => {
      if (this.followers.size > 0) this.pump();
    }, pollMs);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    for (const unsubscribe of this.unsubscribe) await unsubscribe();
    for (const follower of this.followers) await follower.return();
    await this.pumping;
  }

  /**
   * Follows the log from now on, or from after a cursor. It follows from the moment that the promise resolves, whenever the first event is read.
   * Throws BAD_USER_INPUT for a cursor that is none, CURSOR_EXPIRED for one that the log no longer reaches back to.
   */
  async follow(filter: EventFilter, after?: string): Promise<Following> {
    const { first, last } = await this.store.bounds();
    const start = after === undefined ? last : positionOf(after);
    if (start > last) throw badInput({ after: 'bad_cursor' });
    if (after !== undefined && start + 1n < first) throw new Refusal('CURSOR_EXPIRED');
    const follower = new Follower(this.store, filter, start);
    follower.onEnd = () => this.followers.delete(follower);
    this.followers.add(follower);
    return follower;
  }

  private pump(): void {
    this.grown = true;
    this.pumping ??= this.readAll().finally(() => {
      this.pumping = undefined;
    });
  }

  private async readAll(): Promise<void> {
    try {
      while (this.grown) {
        this.grown = false;
        const events = await this.store.read(this.last, {}, pageSize);
        for (const event of events) this.hand(event);
        if (events.length === pageSize) this.grown = true;
      }
    } catch (error) {
      this.deps.log.warn({ err: error }, 'the event log could not be read; trying again with the next poll');
    }
  }

  private hand(event: LoggedEvent): void {
    this.last = event.position;
    for (const follower of this.followers) follower.offer(event);
  }
}

/** One reading of the log. */
class Follower implements Following {
  onEnd: () => void = () => undefined;
  private queue: LoggedEvent[] = [];
  // It starts behind: whatever was logged between its start and its registration is read from the log.
  private behind = true;
  private ended = false;
  private wake: (() => void) | undefined;

  constructor(
    private readonly store: EventStore,
    private readonly filter: EventFilter,
    private cursor: bigint,
  ) {}

  /** Takes note of a new event, or of having fallen behind. */
  offer(event: LoggedEvent): void {
    if (this.ended || this.behind || !matches(event, this.filter)) return;
    if (this.queue.length < queueSize) this.queue.push(event);
    else {
      this.queue = [];
      this.behind = true;
    }
    this.wake?.();
  }

  async next(): Promise<IteratorResult<LoggedEvent>> {
    while (!this.ended) {
      const event = this.queue.shift();
      if (event && event.position > this.cursor) {
        this.cursor = event.position;
        return { done: false, value: event };
      }
      if (!event) await (this.behind ? this.catchUp() : this.sleep());
    }
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<LoggedEvent>> {
    this.ended = true;
    this.queue = [];
    this.onEnd();
    this.wake?.();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): Following {
    return this;
  }

  private async catchUp(): Promise<void> {
    this.behind = false; // from here on new events queue up behind the page
    const page = await this.store.read(this.cursor, this.filter, pageSize);
    if (page.length === pageSize) this.behind = true;
    this.queue = this.behind ? page : [...page, ...this.queue];
  }

  private sleep(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = () => {
        this.wake = undefined;
        resolve();
      };
    });
  }
}
