import type { Database, Tx } from '../infra/database';
import { LaneStore } from '../infra/lanes.store';
import type { WebhookEndpoint } from '../infra/prisma-client/client';

/** The queue of what is sent to integrating apps; its lanes are the endpoints' ids. */
export const webhookQueue = 'webhooks';

/** What an endpoint may be changed in. */
export type EndpointChange = Partial<
  Pick<WebhookEndpoint, 'url' | 'description' | 'eventTypes' | 'botIds' | 'secret' | 'position'>
>;

/** What a new endpoint is. */
export type NewEndpoint = Pick<
  WebhookEndpoint,
  'id' | 'url' | 'description' | 'eventTypes' | 'botIds' | 'secret' | 'createdBy'
>;

// Read before the transaction that adds the endpoint ends: what happens meanwhile is told rather twice than not at all.
const lastPositionSql = 'select coalesce(max(position), 0)::text as position from events';

const behindSql = `
  select id from webhook_endpoints
  where disabled_at is null and position < (select coalesce(max(position), 0) from events)`;

const positionBeforeSql = `
  select greatest(
    coalesce((select max(position) from events where at < $1), 0),
    coalesce((select min(position) - 1 from events), 0))::text as position`;

/** Where integrating apps want to be told, in the database. */
export class EndpointStore {
  constructor(private readonly database: Database) {}

  async all(): Promise<WebhookEndpoint[]> {
    return this.database.prisma.webhookEndpoint.findMany({ orderBy: { id: 'asc' } });
  }

  async byIds(ids: readonly string[]): Promise<WebhookEndpoint[]> {
    return this.database.prisma.webhookEndpoint.findMany({ where: { id: { in: [...ids] } } });
  }

  async find(id: string): Promise<WebhookEndpoint | null> {
    return this.database.prisma.webhookEndpoint.findUnique({ where: { id } });
  }

  /** The enabled endpoints that have not read the log to its end. */
  async behind(): Promise<string[]> {
    const { rows } = await this.database.pool.query({ name: 'webhooks-behind', text: behindSql });
    return rows.map(({ id }: { id: string }) => id);
  }

  /** Lets these be worked on, also those whose lanes are asleep. */
  async wake(ids: readonly string[]): Promise<void> {
    for (const id of ids) await LaneStore.wake(this.database.prisma, webhookQueue, id);
  }

  /** The last position before a moment, as far back as the log goes. */
  async positionBefore(moment: Date): Promise<bigint> {
    const { rows } = await this.database.pool.query(positionBeforeSql, [moment]);
    return BigInt((rows[0] as { position: string }).position);
  }

  static async countIn(tx: Tx): Promise<number> {
    return tx.webhookEndpoint.count();
  }

  /** Adds an endpoint that is told of what happens from now on. */
  static async add(tx: Tx, endpoint: NewEndpoint): Promise<void> {
    const [last] = await tx.$queryRawUnsafe<{ position: string }[]>(lastPositionSql);
    await tx.webhookEndpoint.create({ data: { ...endpoint, position: BigInt(last?.position ?? 0) } });
  }

  static async findIn(tx: Tx, id: string): Promise<WebhookEndpoint | null> {
    return tx.webhookEndpoint.findUnique({ where: { id } });
  }

  /** Changes an endpoint; false when there is none. */
  static async change(tx: Tx, id: string, change: EndpointChange): Promise<boolean> {
    return (await tx.webhookEndpoint.updateMany({ where: { id }, data: change })).count === 1;
  }

  /** Begins anew with an endpoint, as if it had never failed; false when there is none. */
  static async enable(tx: Tx, id: string): Promise<boolean> {
    const data = { disabledAt: null, disabledFor: null, failures: 0, failingSince: null };
    if ((await tx.webhookEndpoint.updateMany({ where: { id }, data })).count === 0) return false;
    await EndpointStore.rouse(tx, id);
    return true;
  }

  /** Stops telling an endpoint; false when it is stopped already, or there is none. */
  static async disable(tx: Tx, id: string, why: string): Promise<boolean> {
    const data = { disabledAt: new Date(), disabledFor: why };
    return (await tx.webhookEndpoint.updateMany({ where: { id, disabledAt: null }, data })).count === 1;
  }

  /** Has an endpoint looked at now, though it was to be left in peace for a while. */
  static async rouse(tx: Tx, id: string): Promise<void> {
    await tx.$executeRaw`
      update lane_leases set not_before = null where queue = ${webhookQueue} and lane = ${id} and not_before is not null`;
    await LaneStore.wake(tx, webhookQueue, id);
  }

  static async remove(tx: Tx, id: string): Promise<boolean> {
    await tx.$executeRaw`delete from lane_leases where queue = ${webhookQueue} and lane = ${id} and holder is null`;
    return (await tx.webhookEndpoint.deleteMany({ where: { id } })).count === 1;
  }
}
