import { type FreshDatabase, freshDatabase } from '../../test/kit/fresh-database';
import { openWebhookReceiver, type WebhookReceiver } from '../../test/kit/webhook-receiver';
import { EventLog } from '../events/event-log';
import { openInProcessBus } from '../infra/bus';
import { withTrustedHosts } from '../infra/fetch-policy';
import { newId } from '../infra/ids';
import { openLog } from '../infra/log';
import { Sealing } from '../infra/sealing';
import { Viewers } from '../people/viewers';
import { EventTeller } from './event-teller';
import { WebhookSender } from './webhook-sender';
import { WebhookWorker } from './webhook-worker';

const log = openLog('silent');
const sealing = new Sealing('a secret of the tests');
const keys = sealing.seal(JSON.stringify({ secret: 'whsec_test' }));
const client = newId('client');

let fresh: FreshDatabase;
let receiver: WebhookReceiver;
let events: EventLog;
let worker: WebhookWorker;

beforeAll(async () => {
  fresh = await freshDatabase();
  receiver = await openWebhookReceiver();
  events = new EventLog({ database: fresh.database, bus: openInProcessBus({ log }) });
  worker = workerFor(`127.0.0.1:${new URL(receiver.url).port}`);
  const app = { id: client, name: 'app', secretHash: 'x', scopes: ['dialogues:read', 'admin'] };
  await fresh.database.prisma.apiClient.create({ data: app });
});
beforeEach(() => {
  receiver.came.length = 0;
  receiver.decide(() => 200);
});
afterEach(() => fresh.database.prisma.webhookEndpoint.deleteMany());
afterAll(async () => {
  await receiver.close();
  await fresh.drop();
});

function workerFor(...trusted: string[]): WebhookWorker {
  const { database } = fresh;
  const sender = new WebhookSender({ sealing, policy: withTrustedHosts(trusted) });
  const teller = new EventTeller(async (_viewer, told) =>
    told.map(({ bookingId }) => ({ booking: { id: bookingId } })),
  );
  return new WebhookWorker({ database, sender, teller, viewers: new Viewers({ database }), log });
}

async function endpoint(change: object = {}): Promise<string> {
  const id = newId('webhook');
  const { rows } = await fresh.database.pool.query('select coalesce(max(position), 0)::text as last from events');
  const position = BigInt((rows[0] as { last: string }).last);
  const data = { id, url: receiver.url, eventTypes: [], secret: keys, createdBy: client, position, ...change };
  await fresh.database.prisma.webhookEndpoint.create({ data });
  return id;
}

async function happen(...bookingIds: string[]): Promise<void> {
  for (const bookingId of bookingIds) {
    await events.transact(async (_tx, tell) => tell({ kind: 'BOOKING_CHANGED', dialogueId: null, bookingId }));
  }
}

const work = (lane: string, by = worker) => by.work({ lane, attempts: 1, signal: new AbortController().signal });
const stateOf = (id: string) => fresh.database.prisma.webhookEndpoint.findUniqueOrThrow({ where: { id } });
const told = () => receiver.came.map(({ event }) => event.data.booking.id);

it('sends what has happened and rests', async () => {
  const id = await endpoint();
  await happen('a', 'b');
  expect(await work(id)).toEqual({ again: false });
  expect(told()).toEqual(['a', 'b']);
  expect(await work(id)).toEqual({ again: false });
  expect(receiver.came).toHaveLength(2);
});

it('sends each once, though several hold the lane at the same time', async () => {
  const id = await endpoint();
  await happen('a', 'b', 'c', 'd');
  await Promise.all([work(id), work(id), work(id)]);
  const { database } = fresh;
  expect(await database.prisma.webhookDelivery.count({ where: { endpointId: id } })).toBe(4);
  expect(new Set(told())).toEqual(new Set(['a', 'b', 'c', 'd']));
});

it('is not for an endpoint that has failed for three days, or a hundred times in a row', async () => {
  receiver.decide(() => 500);
  const longSince = new Date(Date.now() - 73 * 3_600_000);
  for (const change of [
    { failures: 20, failingSince: longSince },
    { failures: 99, failingSince: new Date() },
  ]) {
    const id = await endpoint(change);
    await happen('a');
    await work(id);
    expect(await stateOf(id)).toMatchObject({ disabledFor: 'FAILING', failures: change.failures + 1 });
    expect(await work(id)).toEqual({ again: false });
  }
  const id = await endpoint({ failures: 50, failingSince: new Date(Date.now() - 71 * 3_600_000) });
  await happen('a');
  expect(await work(id)).toEqual({ retryAfterMs: 3_600_000 });
  expect((await stateOf(id)).disabledAt).toBeNull();
});

it('gives an event up after its last try, and goes on with the others', async () => {
  const id = await endpoint();
  await happen('a');
  receiver.decide(({ event }) => (event.data.booking.id === 'a' ? 422 : 200));
  await work(id);
  await fresh.database.pool.query(
    `update webhook_deliveries set attempts = 28, next_at = now() where endpoint_id = $1`,
    [id],
  );
  await happen('b');
  await work(id);
  const rows = await fresh.database.prisma.webhookDelivery.findMany({
    where: { endpointId: id },
    orderBy: { position: 'asc' },
  });
  expect(rows.map(({ status, attempts, nextAt }) => [status, attempts, nextAt === null])).toEqual([
    ['FAILED', 29, true],
    ['DELIVERED', 1, true],
  ]);
});

it('reads no further than what waits to be taken allows', async () => {
  receiver.decide(() => 503);
  const id = await endpoint();
  const many = `insert into events (kind, dialogue_id, booking_id) select 'BOOKING_CHANGED', null, 'n' || n from generate_series(1, 1150) n`;
  await fresh.database.pool.query(many);
  await work(id);
  expect(await fresh.database.prisma.webhookDelivery.count({ where: { endpointId: id } })).toBe(1_000);
  receiver.decide(() => 200);
  await fresh.database.pool.query(`update webhook_deliveries set next_at = now() where endpoint_id = $1`, [id]);
  for (let n = 0; n < 30; n++) await work(id);
  expect(await fresh.database.prisma.webhookDelivery.count({ where: { endpointId: id, status: 'DELIVERED' } })).toBe(
    1_150,
  );
});

it('opens no connection to where a name leads inside', async () => {
  const inside = { ...withTrustedHosts([]), lookup: async () => ['127.0.0.1'] };
  const sender = new WebhookSender({ sealing, policy: { ...inside, ports: [Number(new URL(receiver.url).port)] } });
  const port = new URL(receiver.url).port;
  const parcel = { secret: keys, type: 'webhook.test', deliveryId: 'x', body: '{}' };
  for (const host of ['rebinding.example', '127.0.0.1', '[::ffff:7f00:1]', '0x7f000001', 'localhost']) {
    expect(await sender.send({ ...parcel, url: `http://${host}:${port}/` })).toEqual({
      code: null,
      error: 'the host is not public',
    });
  }
  expect(receiver.came).toEqual([]);
});
