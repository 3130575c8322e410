import type { EventKind, LoggedEvent } from '../events/events.rules';
import type { Database, Tx } from '../infra/database';
import { newId } from '../infra/ids';
import { decodeCursor, encodeCursor, type Page, type PageRequest, planPage, toPage } from '../infra/page';
import type { WebhookDelivery } from '../infra/prisma-client/client';
import type { Tried } from './webhook.rules';

/** What an endpoint is to be told. */
export interface Telling {
  readonly event: LoggedEvent;
  readonly body: string;
}

/** Which deliveries somebody wants to see. */
export interface DeliveryFilter {
  readonly endpointId: string;
  readonly status?: WebhookDelivery['status'] | null | undefined;
}

/** What is sent, and how often it was tried. */
export type DueDelivery = Pick<WebhookDelivery, 'id' | 'endpointId' | 'kind' | 'body' | 'attempts'>;

/** How an endpoint stands after a try. */
export interface Standing {
  readonly failures: number;
  readonly failingMs: number;
}

/** What of the log an endpoint wants. */
export interface Wanted {
  readonly position: bigint;
  readonly eventTypes: readonly string[];
  readonly botIds: readonly string[];
}

/** A stretch of the log: what an endpoint wants of it, and how far it goes. */
export interface Stretch {
  readonly events: readonly LoggedEvent[];
  readonly upTo: bigint;
  /** Whether there is more behind it. */
  readonly more: boolean;
}

// Where the log ends is read first: nothing can appear before that any more.
const lastSql = 'select coalesce(max(position), 0)::text as last from events';

const wantedSql = `
  select e.position::text, e.kind::text, e.dialogue_id as "dialogueId", e.message_id as "messageId",
    e.handoff_id as "handoffId", e.booking_id as "bookingId", e.at
  from events e
  left join dialogues d on d.id = e.dialogue_id
  left join bookings b on b.id = e.booking_id
  left join halls h on h.id = b.hall_id
  where e.position > $1 and e.position <= $2
    and (cardinality($3::text[]) = 0 or e.kind::text = any($3))
    and (cardinality($4::text[]) = 0 or coalesce(d.bot_id, h.bot_id) = any($4))
  order by e.position limit $5`;

// A repeat of what was sent before is a replay: it is sent again under its old number.
const addSql = `
  insert into webhook_deliveries (id, endpoint_id, position, kind, dialogue_id, body, next_at)
  select id, $2, position, kind::"EventKind", dialogue_id, body, now()
  from unnest($1::text[], $3::bigint[], $4::text[], $5::text[], $6::text[]) as t (id, position, kind, dialogue_id, body)
  on conflict (endpoint_id, position) do update
    set status = 'PENDING', attempts = 0, next_at = now(), body = excluded.body, delivered_at = null
    where webhook_deliveries.status <> 'PENDING'`;

const dueSql = `
  select id, endpoint_id as "endpointId", kind::text, body, attempts from webhook_deliveries
  where endpoint_id = $1 and status = 'PENDING' and next_at <= now() order by position limit 1`;

const waitSql = `
  select ceil(extract(epoch from min(next_at) - now()) * 1000)::int as ms from webhook_deliveries
  where endpoint_id = $1 and status = 'PENDING'`;

const deliveredSql = `
  with sent as (
    update webhook_deliveries set status = 'DELIVERED', attempts = attempts + 1, response_code = $3, error = null,
      tried_at = now(), delivered_at = now(), next_at = null
    where id = $1)
  update webhook_endpoints set failures = 0, failing_since = null where id = $2`;

const failedSql = `
  with tried as (
    update webhook_deliveries set attempts = attempts + 1, response_code = $3, error = $4, tried_at = now()
    where id = $1)
  update webhook_endpoints set failures = failures + 1, failing_since = coalesce(failing_since, now()) where id = $2
  returning failures, (extract(epoch from now() - failing_since) * 1000)::float8 as "failingMs"`;

const againSql = `
  update webhook_deliveries set status = case when $2::float8 is null then 'FAILED' else 'PENDING' end::"WebhookDeliveryStatus",
    next_at = now() + $2::float8 * interval '1 ms'
  where id = $1`;

/** What endpoints are told, and what became of it, in the database. */
export class WebhookDeliveryStore {
  constructor(private readonly database: Database) {}

  /** What comes next of the log for an endpoint. */
  async stretch({ position, eventTypes, botIds }: Wanted, limit: number): Promise<Stretch> {
    const { pool } = this.database;
    const last = BigInt(((await pool.query(lastSql)).rows[0] as { last: string }).last);
    const values = [position.toString(), last.toString(), eventTypes, botIds, limit];
    const { rows } = await pool.query({ name: 'webhooks-wanted', text: wantedSql, values });
    const events = (rows as (Omit<LoggedEvent, 'position'> & { position: string })[]).map((row) => ({
      ...row,
      position: BigInt(row.position),
    }));
    const more = events.length === limit;
    return { events, more, upTo: (more ? events.at(-1)?.position : undefined) ?? (last > position ? last : position) };
  }

  /**
   * Keeps what an endpoint is to be told and how far it has read, in one transaction; false when somebody else has read on
   * meanwhile. What is about users who are erased by then is left out.
   */
  async add(of: { endpointId: string; from: bigint; upTo: bigint }, tellings: readonly Telling[]): Promise<boolean> {
    const { endpointId, from, upTo } = of;
    return this.database.transaction(async (tx) => {
      const where = { id: endpointId, position: from };
      const moved = await tx.webhookEndpoint.updateMany({ where, data: { position: upTo } });
      if (moved.count === 0) return false;
      const living = await livingDialogues(tx, tellings);
      const told = tellings.filter(({ event }) => event.dialogueId === null || living.has(event.dialogueId));
      if (told.length > 0) {
        await tx.$executeRawUnsafe(
          addSql,
          told.map(() => newId('webhookdelivery')),
          endpointId,
          told.map(({ event }) => event.position),
          told.map(({ event }) => event.kind satisfies EventKind),
          told.map(({ event }) => event.dialogueId),
          told.map(({ body }) => body),
        );
      }
      return true;
    });
  }

  /** How many wait to be sent. */
  async pending(endpointId: string): Promise<number> {
    return this.database.prisma.webhookDelivery.count({ where: { endpointId, status: 'PENDING' } });
  }

  /** What is to be sent now: the oldest of what waits and may be tried. */
  async due(endpointId: string): Promise<DueDelivery | null> {
    const { rows } = await this.database.pool.query({ name: 'webhooks-due', text: dueSql, values: [endpointId] });
    return (rows[0] as DueDelivery | undefined) ?? null;
  }

  /** In how many milliseconds something may be tried; null when nothing waits. */
  async waitMs(endpointId: string): Promise<number | null> {
    const { rows } = await this.database.pool.query(waitSql, [endpointId]);
    return (rows[0] as { ms: number | null }).ms;
  }

  async delivered(delivery: DueDelivery, code: number): Promise<void> {
    await this.database.pool.query(deliveredSql, [delivery.id, delivery.endpointId, code]);
  }

  /** Notes a failure and answers how the endpoint stands; null when it is gone. */
  async failed(delivery: DueDelivery, { code, error }: Tried): Promise<Standing | null> {
    const values = [delivery.id, delivery.endpointId, code, error];
    const { rows } = await this.database.pool.query(failedSql, values);
    return (rows[0] as Standing | undefined) ?? null;
  }

  /** When a delivery is tried again; null: never. */
  async putOff(id: string, againInMs: number | null): Promise<void> {
    await this.database.pool.query(againSql, [id, againInMs]);
  }

  async byIds(ids: readonly string[]): Promise<WebhookDelivery[]> {
    return this.database.prisma.webhookDelivery.findMany({ where: { id: { in: [...ids] } } });
  }

  /** How many wait, by endpoint. */
  async pendingOf(endpointIds: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.database.prisma.webhookDelivery.groupBy({
      by: ['endpointId'],
      where: { endpointId: { in: [...endpointIds] }, status: 'PENDING' },
      _count: true,
    });
    return new Map(rows.map((row) => [row.endpointId, row._count]));
  }

  /** What an endpoint was told or is to be told, the newest event first. */
  async page({ endpointId, status }: DeliveryFilter, request: PageRequest): Promise<Page<WebhookDelivery>> {
    const plan = planPage(request, (cursor) => {
      const position = decodeCursor(cursor, 1)?.[0];
      return typeof position === 'string' && /^\d{1,18}$/.test(position) ? BigInt(position) : undefined;
    });
    const where = { endpointId, ...(status && { status }) };
    const beyond = plan.from === undefined ? {} : { position: plan.backward ? { gt: plan.from } : { lt: plan.from } };
    const rows = await this.database.prisma.webhookDelivery.findMany({
      where: { AND: [where, beyond] },
      orderBy: { position: plan.backward ? 'asc' : 'desc' },
      take: plan.limit + 1,
    });
    return toPage(plan, rows, {
      cursor: ({ position }) => encodeCursor([position.toString()]),
      total: () => this.database.prisma.webhookDelivery.count({ where }),
    });
  }

  /** Has a delivery sent again, whatever became of it; answers its endpoint, null when there is no such delivery. */
  static async renew(tx: Tx, id: string): Promise<string | null> {
    const found = await tx.webhookDelivery.findUnique({ where: { id }, select: { endpointId: true } });
    if (!found) return null;
    const data = { status: 'PENDING', attempts: 0, nextAt: new Date(0), deliveredAt: null } as const;
    await tx.webhookDelivery.updateMany({ where: { id }, data });
    return found.endpointId;
  }

  /** Forgets what is older than so many days, sent or not. */
  async forgetOlderThan(days: number): Promise<void> {
    await this.database.pool.query(`delete from webhook_deliveries where created_at < now() - $1 * interval '1 day'`, [
      days,
    ]);
  }
}

/** The dialogues that are still there, and stay there until the transaction ends. */
async function livingDialogues(tx: Tx, tellings: readonly Telling[]): Promise<Set<string>> {
  const ids = [...new Set(tellings.flatMap(({ event }) => event.dialogueId ?? []))];
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select id from dialogues where id = any(${ids}) order by id for key share`;
  return new Set(rows.map(({ id }) => id));
}
