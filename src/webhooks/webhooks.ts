import { randomBytes } from 'node:crypto';
import type { Bots } from '../dialogues/bots';
import { badInput, Refusal } from '../errors';
import { positionOf } from '../events/events.rules';
import { EventStore } from '../events/events.store';
import type { Database, Tx } from '../infra/database';
import { newId } from '../infra/ids';
import type { Page, PageRequest } from '../infra/page';
import type { WebhookDelivery, WebhookEndpoint } from '../infra/prisma-client/client';
import type { FetchPolicy } from '../infra/safe-fetch';
import type { Sealing } from '../infra/sealing';
import { AuditStore } from '../people/audit.store';
import type { Idempotency } from '../people/idempotency';
import { demand, type Viewer } from '../people/viewer';
import { type DeliveryFilter, WebhookDeliveryStore } from './deliveries.store';
import { checkedChange, type EndpointDetails } from './endpoint.rules';
import { EndpointStore } from './endpoints.store';
import type { SigningKeys, Tried } from './webhook.rules';
import type { WebhookSender } from './webhook-sender';

type Maybe<T> = T | null | undefined;

/** Which endpoint. */
export interface EndpointRequest {
  readonly endpointId: string;
  readonly idempotencyKey?: Maybe<string>;
}

/** What managing endpoints needs. */
export interface WebhooksDeps {
  readonly database: Database;
  readonly idempotency: Idempotency;
  readonly bots: Bots;
  readonly sealing: Sealing;
  readonly sender: WebhookSender;
  readonly policy?: FetchPolicy | undefined;
}

const mostEndpoints = 50;
const longestOverlapHours = 7 * 24;
const hourMs = 3_600_000;

/** Where integrating apps are told what happens. Managing it needs `admin`; an endpoint is told what its author may read. */
export class Webhooks {
  private readonly endpoints: EndpointStore;
  private readonly sent: WebhookDeliveryStore;

  constructor(private readonly deps: WebhooksDeps) {
    this.endpoints = new EndpointStore(deps.database);
    this.sent = new WebhookDeliveryStore(deps.database);
  }

  /** All endpoints, the oldest first. */
  async all(viewer: Viewer | null): Promise<WebhookEndpoint[]> {
    demand(viewer, 'admin');
    return this.endpoints.all();
  }

  endpointsByIds(ids: readonly string[]): Promise<WebhookEndpoint[]> {
    return this.endpoints.byIds(ids);
  }

  deliveriesByIds(ids: readonly string[]): Promise<WebhookDelivery[]> {
    return this.sent.byIds(ids);
  }

  /** How much waits for endpoints to take it. */
  pendingOf(ids: readonly string[]): Promise<Map<string, number>> {
    return this.sent.pendingOf(ids);
  }

  /** What an endpoint was told or is to be told, the newest first. */
  async deliveries(viewer: Viewer | null, filter: DeliveryFilter, page: PageRequest): Promise<Page<WebhookDelivery>> {
    demand(viewer, 'admin');
    return this.sent.page(filter, page);
  }

  /** Sets up an endpoint that is told of what happens from now on. The answer is the only place where the secret is ever shown. */
  async create(
    viewer: Viewer | null,
    input: EndpointDetails & { readonly url: string; readonly idempotencyKey?: Maybe<string> },
  ): Promise<{ endpointId: string; secret: string }> {
    demand(viewer, 'admin');
    // It is told of dialogues: only those who may read them can have others told.
    demand(viewer, 'dialogues:read');
    const change = this.checked(input);
    return this.once(viewer, { operation: 'createWebhook', input: { ...input } }, async (tx) => {
      if ((await EndpointStore.countIn(tx)) >= mostEndpoints) throw new Refusal('CONFLICT');
      const id = newId('webhook');
      const secret = newSecret();
      const usual = { url: input.url, description: null, eventTypes: [], botIds: [] };
      await EndpointStore.add(tx, { ...usual, ...change, id, secret: this.sealed({ secret }), createdBy: viewer.id });
      await noteIn(tx, viewer, { action: 'webhook created', endpointId: id });
      return { endpointId: id, secret };
    });
  }

  /** Changes an endpoint, stops it or lets it go on where it stopped. */
  async update(
    viewer: Viewer | null,
    input: EndpointRequest & EndpointDetails & { readonly enabled?: Maybe<boolean> },
  ): Promise<string> {
    demand(viewer, 'admin');
    const change = this.checked(input);
    const { endpointId, enabled } = input;
    return this.forEndpoint(viewer, { operation: 'updateWebhook', input }, async (tx) => {
      if (!(await EndpointStore.change(tx, endpointId, change))) throw new Refusal('NOT_FOUND');
      if (enabled === true) await EndpointStore.enable(tx, endpointId);
      if (enabled === false) await EndpointStore.disable(tx, endpointId, 'OWNER');
      await noteIn(tx, viewer, { action: 'webhook changed', endpointId });
    });
  }

  /** Gives an endpoint a new secret; for a while its signatures hold with the old one, too. */
  async rotateSecret(
    viewer: Viewer | null,
    input: EndpointRequest & { readonly overlapHours: number },
  ): Promise<{ endpointId: string; secret: string }> {
    demand(viewer, 'admin');
    const { endpointId, overlapHours } = input;
    if (overlapHours < 0 || overlapHours > longestOverlapHours) throw badInput({ overlapHours: 'out_of_range' });
    return this.once(viewer, { operation: 'rotateWebhookSecret', input: { ...input } }, async (tx) => {
      const endpoint = await EndpointStore.findIn(tx, endpointId);
      if (!endpoint) throw new Refusal('NOT_FOUND');
      const secret = newSecret();
      const previous = { secret: this.keysOf(endpoint).secret, until: Date.now() + overlapHours * hourMs };
      await EndpointStore.change(tx, endpointId, { secret: this.sealed({ secret, previous }) });
      await noteIn(tx, viewer, { action: 'webhook secret rotated', endpointId });
      return { endpointId, secret };
    });
  }

  /** Ends an endpoint, with all that waits for it. */
  async remove(viewer: Viewer | null, input: EndpointRequest): Promise<void> {
    demand(viewer, 'admin');
    const { endpointId } = input;
    await this.forEndpoint(viewer, { operation: 'deleteWebhook', input }, async (tx) => {
      if (!(await EndpointStore.remove(tx, endpointId))) throw new Refusal('NOT_FOUND');
      await noteIn(tx, viewer, { action: 'webhook deleted', endpointId });
    });
  }

  /** Sends an event that says nothing, at once, and answers what the receiver made of it. */
  async test(viewer: Viewer | null, endpointId: string): Promise<Tried> {
    demand(viewer, 'admin');
    const endpoint = await this.endpoints.find(endpointId);
    if (!endpoint) throw new Refusal('NOT_FOUND');
    const { url, secret } = endpoint;
    const type = 'webhook.test';
    const deliveryId = newId('webhookdelivery');
    const body = JSON.stringify({ id: deliveryId, type, at: new Date().toISOString(), data: {} });
    return this.deps.sender.send({ url, secret, type, deliveryId, body });
  }

  /**
   * Tells an endpoint once more what happened after a cursor, or from a moment on. Throws CURSOR_EXPIRED where the log no
   * longer reaches back to the cursor.
   */
  async replay(
    viewer: Viewer | null,
    input: EndpointRequest & { readonly after?: Maybe<string>; readonly since?: Maybe<Date> },
  ): Promise<string> {
    demand(viewer, 'admin');
    const position = await this.startOf(input);
    const { endpointId } = input;
    return this.forEndpoint(viewer, { operation: 'replayWebhook', input }, async (tx) => {
      if (!(await EndpointStore.change(tx, endpointId, { position }))) throw new Refusal('NOT_FOUND');
      await EndpointStore.rouse(tx, endpointId);
      await noteIn(tx, viewer, { action: 'webhook replayed', endpointId });
    });
  }

  /** Sends one delivery again, whatever became of it, with all its tries. */
  async redeliver(
    viewer: Viewer | null,
    input: { readonly deliveryId: string; readonly idempotencyKey?: Maybe<string> },
  ): Promise<string> {
    demand(viewer, 'admin');
    const { deliveryId } = input;
    await this.once(viewer, { operation: 'redeliverWebhook', input: { ...input } }, async (tx) => {
      const endpointId = await WebhookDeliveryStore.renew(tx, deliveryId);
      if (endpointId === null) throw new Refusal('NOT_FOUND');
      await EndpointStore.rouse(tx, endpointId);
      return { deliveryId };
    });
    return deliveryId;
  }

  private checked(details: EndpointDetails): ReturnType<typeof checkedChange> {
    const botIds = this.deps.bots.all().map(({ id }) => id);
    return checkedChange(details, { botIds, policy: this.deps.policy });
  }

  private async startOf({ after, since }: { after?: Maybe<string>; since?: Maybe<Date> }): Promise<bigint> {
    if (after !== undefined && after !== null) {
      if (since) throw badInput({ since: 'invalid' });
      const position = positionOf(after);
      const { first, last } = await new EventStore(this.deps.database).bounds();
      if (position > last) throw badInput({ after: 'bad_cursor' });
      if (position + 1n < first) throw new Refusal('CURSOR_EXPIRED');
      return position;
    }
    if (!since) throw badInput({ after: 'required' });
    return this.endpoints.positionBefore(since);
  }

  private keysOf(endpoint: WebhookEndpoint): SigningKeys {
    return JSON.parse(this.deps.sealing.open(endpoint.secret)) as SigningKeys;
  }

  private sealed(keys: SigningKeys): string {
    return this.deps.sealing.seal(JSON.stringify(keys));
  }

  private async forEndpoint(
    viewer: Viewer,
    { operation, input }: { operation: string; input: EndpointRequest },
    work: (tx: Tx) => Promise<void>,
  ): Promise<string> {
    const { endpointId } = input;
    await this.once(viewer, { operation, input: { ...input } }, async (tx) => {
      await work(tx);
      return { endpointId };
    });
    return endpointId;
  }

  private once<T>(viewer: Viewer, request: Parameters<Idempotency['once']>[1], work: (tx: Tx) => Promise<T>) {
    return this.deps.idempotency.once(viewer, request, work);
  }
}

function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64url')}`;
}

function noteIn(tx: Tx, viewer: Viewer, { action, endpointId }: { action: string; endpointId: string }): Promise<void> {
  return AuditStore.addIn(tx, { actor: viewer.id, action, subject: endpointId });
}
