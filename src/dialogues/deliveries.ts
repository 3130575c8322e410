import type { EventLog } from '../events/event-log';
import type { Database } from '../infra/database';
import { backOffMs, type LaneOutcome, type Lease } from '../infra/lanes';
import type { Log } from '../infra/log';
import type { DeliveryStatus } from '../infra/prisma-client/client';
import { type Button, type Channel, NotNow, type OutgoingMessage, Rejected, Unreachable } from './channel';
import { DeliveryStore, type PendingDelivery } from './deliveries.store';
import { DialogueStore } from './dialogues.store';
import { Pace } from './pace';
import type { Citation } from './speech';

/** The channels by the kind of user that they reach. */
export type Channels = Readonly<Record<'TELEGRAM' | 'API', Channel>>;

// After so many failures whose outcome nobody knows, a message is given up and shown to operators as such.
const mostUnclear = 5;

interface End {
  readonly status: DeliveryStatus;
  readonly error: string | null;
  readonly unreachable?: boolean;
}

const fateUnknown: End = { status: 'UNKNOWN', error: 'delivery_unknown' };

/**
 * Sends what was said, in order within a dialogue. Sending is at least once: where nobody can tell whether a part was
 * taken (a kill, a lost answer), it is sent again and the message is marked UNKNOWN, for the operator to see.
 */
export class Deliveries {
  private readonly store: DeliveryStore;
  private readonly paces = new Map<string, Pace>();

  constructor(private readonly deps: { database: Database; events: EventLog; channels: Channels; log: Log }) {
    this.store = new DeliveryStore(deps.database);
  }

  /** Sends all that waits in a dialogue. */
  async work(lease: Lease): Promise<LaneOutcome> {
    for (;;) {
      const delivery = await this.store.next(lease.lane);
      if (!delivery || lease.signal.aborted) return { again: false };
      const putOffMs = await this.deliver(delivery);
      if (putOffMs !== undefined) return { retryAfterMs: putOffMs };
    }
  }

  /** Sends one message; answers after how long to come again when it could not be sent now. */
  private async deliver(delivery: PendingDelivery): Promise<number | undefined> {
    const { dialogue } = delivery.message;
    const channel = this.deps.channels[dialogue.user.channel];
    if (delivery.openPart !== null) await this.markUncertain(delivery);
    try {
      await this.sendParts(channel, delivery);
    } catch (error) {
      return this.failed(delivery, error);
    }
    const unknown = delivery.uncertain || delivery.openPart !== null;
    await this.finish(delivery, unknown ? fateUnknown : { status: 'SENT', error: null });
    return undefined;
  }

  private async sendParts(channel: Channel, delivery: PendingDelivery): Promise<void> {
    const { dialogue } = delivery.message;
    const address = { botId: dialogue.botId, externalId: dialogue.user.externalId };
    const parts = channel.parts(outgoing(delivery));
    const pace = this.paceOf(`${dialogue.user.channel} ${dialogue.botId}`, channel);
    for (let index = delivery.sentParts.length; index < parts.length; index += 1) {
      await pace.run(async () => {
        await this.store.open(delivery.id, index);
        const channelId = await channel.send(address, parts[index]);
        await this.store.taken(delivery.id, channelId);
      });
    }
  }

  private paceOf(account: string, { overlapMs }: Channel): Pace {
    const pace = this.paces.get(account) ?? new Pace(overlapMs);
    this.paces.set(account, pace);
    return pace;
  }

  private async failed(delivery: PendingDelivery, error: unknown): Promise<number | undefined> {
    if (error instanceof NotNow) {
      await this.store.notTaken(delivery.id);
      return error.retryAfterMs;
    }
    if (error instanceof Unreachable || error instanceof Rejected) {
      this.deps.log.warn({ err: error, messageId: delivery.messageId }, 'a message was refused');
      const unreachable = error instanceof Unreachable;
      await this.finish(delivery, { status: 'FAILED', error: error.message, unreachable });
      return undefined;
    }
    this.deps.log.warn({ err: error, messageId: delivery.messageId }, 'nobody can tell whether a message was taken');
    if (delivery.attempts + 1 < mostUnclear) return backOffMs(delivery.attempts + 1);
    await this.finish(delivery, fateUnknown);
    return undefined;
  }

  private async markUncertain({ messageId, dialogueId }: PendingDelivery): Promise<void> {
    await this.deps.events.transact(async (tx, tell) => {
      await DeliveryStore.markUncertain(tx, messageId);
      tell({ kind: 'MESSAGE_UPDATED', dialogueId, messageId });
    });
  }

  private async finish({ id, messageId, dialogueId }: PendingDelivery, end: End): Promise<void> {
    await this.deps.events.transact(async (tx, tell) => {
      await DeliveryStore.finish(tx, { id, messageId, status: end.status, error: end.error });
      if (end.unreachable) await DialogueStore.changeIf(tx, { id: dialogueId }, { unreachable: true });
      if (end.unreachable) tell({ kind: 'DIALOGUE_CHANGED', dialogueId });
      tell({ kind: 'MESSAGE_UPDATED', dialogueId, messageId });
    });
  }
}

function outgoing({ message, extras }: PendingDelivery): OutgoingMessage {
  const citations = message.citations as unknown as readonly Citation[];
  const { buttons = [] } = extras as { buttons?: Button[][] };
  return {
    id: message.id,
    role: message.role as OutgoingMessage['role'],
    text: message.text,
    language: message.language ?? message.dialogue.language,
    buttons,
    sources: citations.map(({ marker, title }) => ({ marker, title })),
  };
}
