import { type FreshDatabase, freshDatabase } from '../../test/kit/fresh-database';
import { until } from '../../test/kit/until';
import type { Database } from './database';
import { type LaneOutcome, Lanes, type Lease } from './lanes';
import { LaneStore } from './lanes.store';
import { openLog } from './log';
import { NotificationListener } from './notification-listener';

const log = openLog('silent');

describe('lanes', () => {
  let fresh: FreshDatabase;
  let database: Database;
  let listener: NotificationListener;
  const opened: Lanes[] = [];

  beforeEach(async () => {
    fresh = await freshDatabase();
    database = fresh.database;
    listener = new NotificationListener(fresh.url, log);
    await listener.start();
  });

  afterEach(async () => {
    for (const lanes of opened.splice(0)) await lanes.stop();
    await listener.close();
    await fresh.drop();
  });

  const open = (handle: (lease: Lease) => Promise<LaneOutcome>, concurrency = 4) => {
    const lanes = new Lanes({ database, listener, log }, { queue: 'test', concurrency, handle });
    opened.push(lanes);
    lanes.start();
    return lanes;
  };
  const wake = (lane: string) => database.transaction((tx) => LaneStore.wake(tx, 'test', lane));
  const leases = async () => (await database.pool.query('select * from lane_leases order by lane')).rows;

  it('comes back to a lane when it is due, or before when it is woken', async () => {
    const worked: string[] = [];
    open(async ({ lane }) => {
      worked.push(lane);
      return worked.length < 3 ? { dueInMs: lane === 'soon' ? 0 : 3_600_000 } : { again: false };
    });
    await wake('soon');
    await until('it is due again and again', () => worked.length === 3);
    worked.length = 0;
    await wake('later');
    await until('the first work', () => worked.length === 1);
    await until('the lane is given back', async () => (await leases()).every((row) => row.holder === null));
    await wake('later');
    await until('it does not wait for its time when it is woken', () => worked.length === 2);
  });

  it('works on a lane once for each waking and gives it back', async () => {
    const worked: string[] = [];
    open(async ({ lane }) => {
      worked.push(lane);
      return { again: false };
    });
    await wake('a');
    await until('the first work', () => worked.length === 1);
    await wake('a');
    await until('the second work', () => worked.length === 2);
    await until('the lane is given back', async () => (await leases())[0].holder === null);
    expect(worked).toEqual(['a', 'a']);
  });

  it('never works on one lane twice at once, on several lanes side by side, also with two workers', async () => {
    const busy = new Map<string, number>();
    let most = 0;
    let overlaps = 0;
    let done = 0;
    const handle = async ({ lane }: Lease) => {
      busy.set(lane, (busy.get(lane) ?? 0) + 1);
      overlaps += (busy.get(lane) ?? 0) > 1 ? 1 : 0;
      most = Math.max(most, [...busy.values()].filter((n) => n > 0).length);
      await database.pool.query('select pg_sleep(0.02)');
      busy.set(lane, (busy.get(lane) ?? 0) - 1);
      done += 1;
      return { again: false };
    };
    open(handle);
    open(handle);
    for (let round = 0; round < 5; round += 1) await Promise.all(['a', 'b', 'c', 'd', 'e'].map(wake));
    await until('all lanes are quiet', async () =>
      (await leases()).every((lease) => lease.ready_at === null && lease.holder === null),
    );
    expect(overlaps).toBe(0);
    expect(most).toBeGreaterThan(1);
    expect(done).toBeGreaterThanOrEqual(5);
  });

  it('does not lose a waking that comes while the lane is worked on', async () => {
    let reads = 0;
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    open(async () => {
      reads += 1;
      if (reads === 1) await held;
      return { again: false };
    });
    await wake('a');
    await until('the first reading', () => reads === 1);
    await wake('a');
    letGo();
    await until('the second reading', () => reads === 2);
  });

  it('tries a failed lane again later, counts the tries and then starts afresh', async () => {
    const attempts: number[] = [];
    open(async (lease) => {
      attempts.push(lease.attempts);
      if (attempts.length < 3) throw new Error('as planned');
      return { again: attempts.length < 4 };
    });
    await wake('a');
    await until('the fourth try', () => attempts.length === 4, 60_000);
    expect(attempts).toEqual([1, 2, 3, 1]);
  });

  it('does not come back before the time that the handler asked for, even when woken', async () => {
    const times: number[] = [];
    open(async () => {
      times.push(performance.now());
      return times.length === 1 ? { retryAfterMs: 1_200 } : { again: false };
    });
    await wake('a');
    await until('the first try', () => times.length === 1);
    await wake('a');
    await until('the second try', () => times.length === 2, 60_000);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(1_150);
  });

  it('takes over the lane of a worker that vanished, when its lease is over', async () => {
    await database.pool.query(
      `insert into lane_leases (queue, lane, locked_until, holder, attempts) values ('test', 'a', now() + interval '0.5 s', 'gone', 1)`,
    );
    const attempts: number[] = [];
    open(async (lease) => {
      attempts.push(lease.attempts);
      return { again: false };
    });
    await until('the take-over', () => attempts.length === 1);
    expect(attempts).toEqual([2]);
  });

  it('goes on after the connection that listens was cut', async () => {
    let reads = 0;
    open(async () => {
      reads += 1;
      return { again: false };
    });
    await database.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'besedka-listener' and datname = current_database()`,
    );
    await wake('a');
    await until('the work', () => reads === 1);
  });
});
