import type { Database, Tx } from './database';

/** How a lane is given back: finished (and after how long it is due again, if it is), or put off. */
export type Finish =
  | { readonly kind: 'done'; readonly dueInMs: number | null }
  | { readonly kind: 'put off'; readonly delayMs: number; readonly failed: boolean };

// Skipping locked rows lets processes claim side by side; the row lock is held for this statement only.
const claimSql = `
  update lane_leases set ready_at = null, not_before = null, holder = $2, attempts = attempts + 1,
    locked_until = now() + $4 * interval '1 ms'
  where (queue, lane) in (
    select queue, lane from lane_leases
    where queue = $1 and locked_until is null and ready_at <= now() and (not_before is null or not_before <= now())
    order by ready_at limit $3 for update skip locked)
  returning lane, attempts`;

// What was begun goes before all that was not: else, in a backlog, the users of a killed worker would wait twice, for the
// end of its leases and for the backlog.
const freeExpiredSql = `
  update lane_leases set locked_until = null, holder = null,
    ready_at = '-infinity'
  where (queue, lane) in (
    select queue, lane from lane_leases where queue = $1 and locked_until < now() for update skip locked)`;

const prolongSql = `
  update lane_leases l set locked_until = now() + $4 * interval '1 ms'
  from unnest($2::text[], $3::text[]) as held(lane, holder)
  where l.queue = $1 and l.lane = held.lane and l.holder = held.holder
  returning l.lane`;

const doneSql = `
  update lane_leases set locked_until = null, holder = null, attempts = 0,
    ready_at = least(ready_at, now() + $4::float8 * interval '1 ms')
  where queue = $1 and lane = $2 and holder = $3`;

const putOffSql = `
  update lane_leases set locked_until = null, holder = null, ready_at = coalesce(ready_at, now()),
    not_before = now() + $4 * interval '1 ms', attempts = case when $5 then attempts else 0 end
  where queue = $1 and lane = $2 and holder = $3`;

/** The leases of one queue's lanes in the database. */
export class LaneStore {
  constructor(
    private readonly database: Database,
    private readonly queue: string,
  ) {}

  /** Marks a lane as ready in the caller's transaction. */
  static async wake(tx: Tx, queue: string, lane: string): Promise<void> {
    await tx.$executeRaw`
      with woken as (
        insert into lane_leases (queue, lane, ready_at) values (${queue}, ${lane}, now())
        on conflict (queue, lane) do update set ready_at = excluded.ready_at
          where lane_leases.ready_at is null or lane_leases.ready_at > excluded.ready_at)
      select pg_notify('lanes', ${queue})`;
  }

  /** Takes up to `limit` ready lanes, those that have waited longest first. */
  async claim(options: {
    token: string;
    limit: number;
    leaseMs: number;
  }): Promise<{ lane: string; attempts: number }[]> {
    const values = [this.queue, options.token, options.limit, options.leaseMs];
    return (await this.database.pool.query({ name: 'lanes-claim', text: claimSql, values })).rows;
  }

  /** Makes the lanes of workers that have vanished ready again. */
  async freeExpired(): Promise<void> {
    await this.database.pool.query({ name: 'lanes-free', text: freeExpiredSql, values: [this.queue] });
  }

  /** Prolongs leases and answers the lanes that are still held. */
  async prolong(held: readonly { lane: string; token: string }[], leaseMs: number): Promise<string[]> {
    const values = [this.queue, held.map((one) => one.lane), held.map((one) => one.token), leaseMs];
    const { rows } = await this.database.pool.query({ name: 'lanes-prolong', text: prolongSql, values });
    return rows.map((row: { lane: string }) => row.lane);
  }

  /** Gives a lane back, if it is still held. */
  async finish(lane: string, token: string, finish: Finish): Promise<void> {
    if (finish.kind === 'done') {
      const values = [this.queue, lane, token, finish.dueInMs];
      await this.database.pool.query({ name: 'lanes-done', text: doneSql, values });
    } else {
      const values = [this.queue, lane, token, finish.delayMs, finish.failed];
      await this.database.pool.query({ name: 'lanes-put-off', text: putOffSql, values });
    }
  }
}
