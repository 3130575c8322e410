import type { Database, Tx } from '../infra/database';
import type { InboxItem, NewInboxItem } from './inbox-item';

/** The queue whose lanes are dialogues with something to read. */
export const inboxQueue = 'inbox';

const insertSql = `
  with added as (
    insert into inbox (lane, source, bot_id, dedupe_key, payload)
    select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::json[])
    on conflict (source, dedupe_key) do nothing returning lane),
  ready as (
    select distinct queue, lane from unnest($6::text[], $1::text[]) as item(queue, lane)
    where lane in (select lane from added)),
  woken as (
    insert into lane_leases (queue, lane, ready_at)
    select queue, lane, now() from ready order by queue, lane
    on conflict (queue, lane) do update set ready_at = excluded.ready_at
      where lane_leases.ready_at is null or lane_leases.ready_at > excluded.ready_at)
  select pg_notify('lanes', queue) from (select distinct queue from ready) as queues`;

const readSql = `
  update inbox set attempts = attempts + 1
  where id in (select id from inbox where lane = $1 and done_at is null and parked_at is null order by id limit $2)
  returning id::text, lane, source, bot_id as "botId", dedupe_key as "dedupeKey", payload, attempts`;

const doneSql = `
  with done as (update inbox set done_at = now(), last_error = null where id = any($2::bigint[]))
  select exists (
    select from inbox where lane = $1 and done_at is null and parked_at is null and id <> all($2::bigint[])) as again`;

// PostgreSQL's text takes neither NUL nor a lone surrogate; JSON.stringify writes both as escapes, and pairs of surrogates as they are.
const escapes = /\\(?:u[0-9a-fA-F]{4}|.)/g;
const unstorable = /^\\u(?:0000|d[89a-f][0-9a-f]{2})$/i;

/** JSON that PostgreSQL can store: what it cannot hold becomes U+FFFD. */
export function storableJson(value: unknown): string {
  return JSON.stringify(value).replace(escapes, (escape) => (unstorable.test(escape) ? '\\ufffd' : escape));
}

/** The inbox in the database. */
export class InboxStore {
  constructor(private readonly database: Database) {}

  async insert(items: readonly NewInboxItem[]): Promise<void> {
    await this.database.pool.query({ name: 'inbox-insert', text: insertSql, values: columns(items) });
  }

  async insertIn(tx: Tx, item: NewInboxItem): Promise<void> {
    await tx.$executeRawUnsafe(insertSql, ...columns([item]));
  }

  async read(lane: string, limit: number): Promise<InboxItem[]> {
    const { rows } = await this.database.pool.query({ name: 'inbox-read', text: readSql, values: [lane, limit] });
    return (rows as InboxItem[]).toSorted((a, b) => Number(BigInt(a.id) - BigInt(b.id)));
  }

  async done(lane: string, ids: readonly string[]): Promise<boolean> {
    const { rows } = await this.database.pool.query({ name: 'inbox-done', text: doneSql, values: [lane, ids] });
    return (rows[0] as { again: boolean }).again;
  }

  async park(id: string): Promise<void> {
    await this.database.pool.query('update inbox set parked_at = now() where id = $1', [id]);
  }

  /** Forgets items that were handled more than so many days ago; those that were put aside stay. */
  async forgetOlderThan(days: number): Promise<void> {
    await this.database.pool.query(`delete from inbox where done_at < now() - $1 * interval '1 day'`, [days]);
  }

  async noteFailure(ids: readonly string[], reason: string): Promise<void> {
    await this.database.pool.query('update inbox set last_error = $2 where id = any($1::bigint[])', [ids, reason]);
  }
}

function columns(items: readonly NewInboxItem[]): unknown[][] {
  return [
    items.map((item) => item.lane),
    items.map((item) => item.source),
    items.map((item) => item.botId),
    items.map((item) => item.dedupeKey),
    items.map((item) => storableJson(item.payload)),
    items.map((item) => item.queue ?? inboxQueue),
  ];
}
