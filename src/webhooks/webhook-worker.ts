import type { Database } from '../infra/database';
import type { LaneOutcome, Lease } from '../infra/lanes';
import type { Log } from '../infra/log';
import type { WebhookEndpoint } from '../infra/prisma-client/client';
import { AuditStore } from '../people/audit.store';
import type { Viewers } from '../people/viewers';
import { type DueDelivery, type Standing, WebhookDeliveryStore } from './deliveries.store';
import { EndpointStore } from './endpoints.store';
import type { EventTeller } from './event-teller';
import { type DisabledFor, isGone, paceOf, type Tried, typeOf } from './webhook.rules';
import type { WebhookSender } from './webhook-sender';

/** What the sending of events needs. */
export interface WebhookWorkerDeps {
  readonly database: Database;
  readonly sender: WebhookSender;
  readonly teller: EventTeller;
  readonly viewers: Viewers;
  readonly log: Log;
}

// How much of the log is read at once, and how much may wait for a receiver that does not take it.
const stretchSize = 100;
const mostPending = 1_000;
// Then other endpoints have their turn.
const mostAtOnce = 50;
// An event that still cannot be shown then is left out, so that the others come through.
const mostTries = 5;
const mostFailures = 100;
const mostFailingMs = 3 * 24 * 3_600_000;

/** Tells integrating apps what happens: reads the log for an endpoint, and sends what it wants of it, in order. */
export class WebhookWorker {
  private readonly endpoints: EndpointStore;
  private readonly deliveries: WebhookDeliveryStore;

  constructor(private readonly deps: WebhookWorkerDeps) {
    this.endpoints = new EndpointStore(deps.database);
    this.deliveries = new WebhookDeliveryStore(deps.database);
  }

  /** Does what there is to do for an endpoint. */
  async work({ lane, attempts, signal }: Lease): Promise<LaneOutcome> {
    for (let sent = 0; sent < mostAtOnce && !signal.aborted; sent++) {
      const endpoint = await this.endpoints.find(lane);
      if (!endpoint || endpoint.disabledAt) return { again: false };
      if (!(await this.read(endpoint, attempts > mostTries))) return { again: false };
      const delivery = await this.deliveries.due(lane);
      if (!delivery) return this.rest(lane);
      const pauseMs = await this.send(endpoint, delivery, signal);
      if (pauseMs > 0) return { retryAfterMs: pauseMs };
    }
    return { again: true };
  }

  private async rest(endpointId: string): Promise<LaneOutcome> {
    const ms = await this.deliveries.waitMs(endpointId);
    return ms === null ? { again: false } : { dueInMs: Math.max(ms, 0) };
  }

  /** Takes what the endpoint wants of the log; false when nobody may be told any more. */
  private async read(endpoint: WebhookEndpoint, lenient: boolean): Promise<boolean> {
    let from = endpoint.position;
    for (let more = true; more; ) {
      if ((await this.deliveries.pending(endpoint.id)) >= mostPending) return true;
      const stretch = await this.deliveries.stretch({ ...endpoint, position: from }, stretchSize);
      if (stretch.upTo === from) return true;
      const author = await this.deps.viewers.byId(endpoint.createdBy);
      const tellings = await this.deps.teller.tell(author, stretch.events, { lenient });
      if (tellings === null) {
        await this.disable(endpoint, 'RIGHTS');
        return false;
      }
      if (!(await this.deliveries.add({ endpointId: endpoint.id, from, upTo: stretch.upTo }, tellings))) return true;
      from = stretch.upTo;
      more = stretch.more;
    }
    return true;
  }

  /** One try; answers for how long the endpoint is to be left in peace. */
  private async send(endpoint: WebhookEndpoint, delivery: DueDelivery, signal: AbortSignal): Promise<number> {
    const { url, secret } = endpoint;
    const { id: deliveryId, kind, body } = delivery;
    const parcel = { url, secret, deliveryId, type: typeOf(kind), body, signal };
    const tried = await this.deps.sender.send(parcel).catch((error: unknown) => {
      if (signal.aborted) return null; // the lane is somebody else's now, and so is the delivery
      throw error;
    });
    if (!tried) return 0;
    if (tried.error === null) {
      await this.deliveries.delivered(delivery, tried.code ?? 0);
      return 0;
    }
    const standing = await this.deliveries.failed(delivery, tried);
    return standing ? this.afterFailure({ endpoint, delivery, tried, standing }) : 0;
  }

  private async afterFailure(of: {
    endpoint: WebhookEndpoint;
    delivery: DueDelivery;
    tried: Tried;
    standing: Standing;
  }): Promise<number> {
    const { endpoint, delivery, tried, standing } = of;
    const { failures, failingMs } = standing;
    const { againInMs, pauseMs } = paceOf(tried, { attempts: delivery.attempts + 1, failures });
    await this.deliveries.putOff(delivery.id, againInMs);
    if (againInMs === null) this.deps.log.warn({ endpointId: endpoint.id }, 'an event was given up for an endpoint');
    if (isGone(tried)) await this.disable(endpoint, 'GONE');
    else if (failures >= mostFailures || failingMs >= mostFailingMs) await this.disable(endpoint, 'FAILING');
    return pauseMs;
  }

  private async disable(endpoint: WebhookEndpoint, why: DisabledFor): Promise<void> {
    const { id } = endpoint;
    await this.deps.database.transaction(async (tx) => {
      if (!(await EndpointStore.disable(tx, id, why))) return;
      await AuditStore.addIn(tx, { actor: 'system', action: 'webhook disabled', subject: id, details: { why } });
    });
    this.deps.log.warn({ endpointId: id, why }, 'an endpoint is told nothing any more');
  }
}
