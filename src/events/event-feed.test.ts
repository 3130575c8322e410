import { type FreshDatabase, freshDatabase } from '../../test/kit/fresh-database';
import { until } from '../../test/kit/until';
import { type Bus, openInProcessBus } from '../infra/bus';
import { openLog } from '../infra/log';
import { EventFeed, type Following } from './event-feed';
import { EventLog } from './event-log';
import { cursorOf, type LoggedEvent } from './events.rules';

const log = openLog('silent');

/** A bus that loses every message. */
const deafBus = (): Bus => ({ ...openInProcessBus({ log }), publish: async () => undefined });

describe('the event feed', () => {
  let fresh: FreshDatabase;
  const feeds: EventFeed[] = [];

  beforeEach(async () => {
    fresh = await freshDatabase();
  });

  afterEach(async () => {
    for (const feed of feeds.splice(0)) await feed.stop();
    await fresh.drop();
  });

  const open = async (bus: Bus) => {
    const events = new EventLog({ database: fresh.database, bus });
    const feed = new EventFeed({ database: fresh.database, bus, log });
    feeds.push(feed);
    await feed.start();
    const tell = (dialogueId: string, messageId: string) =>
      events.transact(async (_tx, say) => say({ kind: 'MESSAGE_ADDED', dialogueId, messageId }));
    return { feed, tell };
  };
  const collect = (following: Following, into: LoggedEvent[]) =>
    (async () => {
      for await (const event of following) into.push(event);
    })();
  const told = (events: readonly LoggedEvent[]) => events.map((event) => event.messageId);

  it('hands on what happens from now on, to those whom it concerns', async () => {
    const { feed, tell } = await open(openInProcessBus({ log }));
    await tell('a', 'before');
    const ofA: LoggedEvent[] = [];
    const all: LoggedEvent[] = [];
    const followings = [await feed.follow({ dialogueId: 'a' }), await feed.follow({})] as const;
    const reading = [collect(followings[0], ofA), collect(followings[1], all)];
    await tell('a', '1');
    await tell('b', '2');
    await tell('a', '3');
    await until('all three', () => all.length === 3);
    await until('both of a', () => ofA.length === 2);
    for (const following of followings) await following.return?.();
    await Promise.all(reading);
    expect(told(all)).toEqual(['1', '2', '3']);
    expect(told(ofA)).toEqual(['1', '3']);
  });

  it('resumes after a cursor without a gap and without a repeat while others write', async () => {
    const { feed, tell } = await open(openInProcessBus({ log }));
    const writes = Array.from({ length: 600 }, (_, index) => String(index));
    const writing = (async () => {
      for (let at = 0; at < writes.length; at += 10) {
        await Promise.all(writes.slice(at, at + 10).map((id) => tell('a', id)));
      }
    })();
    const seen: LoggedEvent[] = [];
    let cursor = cursorOf(0n);
    while (seen.length < writes.length) {
      const following = await feed.follow({}, cursor);
      for (let n = 0; n < 97 && seen.length < writes.length; n += 1) {
        const { value } = await following.next();
        seen.push(value as LoggedEvent);
      }
      await following.return?.();
      cursor = cursorOf(seen.at(-1)?.position ?? 0n);
    }
    await writing;
    expect(new Set(told(seen)).size).toBe(600);
    const positions = seen.map((event) => event.position);
    expect(positions).toEqual(positions.toSorted((a, b) => Number(a - b)));
  });

  it('gives a slow reader everything, though its queue is bounded', async () => {
    const { feed, tell } = await open(openInProcessBus({ log }));
    const following = await feed.follow({});
    for (let n = 0; n < 700; n += 50) {
      await Promise.all(Array.from({ length: 50 }, (_, index) => tell('a', String(n + index))));
    }
    const seen: LoggedEvent[] = [];
    const reading = collect(following, seen);
    await until('all of them', () => seen.length === 700);
    await following.return?.();
    await reading;
    expect(new Set(told(seen)).size).toBe(700);
  });

  it('misses nothing when the bus loses every wake-up', async () => {
    const { feed, tell } = await open(deafBus());
    const seen: LoggedEvent[] = [];
    const following = await feed.follow({});
    const reading = collect(following, seen);
    await tell('a', '1');
    await tell('a', '2');
    await until('the poll', () => seen.length === 2);
    await following.return?.();
    await reading;
    expect(told(seen)).toEqual(['1', '2']);
  });

  it('refuses cursors that are none, that lie in the future, and that the log no longer reaches back to', async () => {
    const { feed, tell } = await open(openInProcessBus({ log }));
    for (const id of ['1', '2', '3']) await tell('a', id);
    await expect(feed.follow({}, 'rubbish')).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    await expect(feed.follow({}, cursorOf(10n ** 9n))).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    await fresh.database.pool.query('delete from events where position < 3');
    await expect(feed.follow({}, cursorOf(1n))).rejects.toMatchObject({ code: 'CURSOR_EXPIRED' });
  });

  it('ends a reader that waits', async () => {
    const { feed } = await open(openInProcessBus({ log }));
    const following = await feed.follow({});
    const next = following.next();
    await following.return?.();
    expect(await next).toEqual({ done: true, value: undefined });
  });
});
