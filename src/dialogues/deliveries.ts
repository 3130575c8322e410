import type { EventLog } from '../events/event-log';
import type { Database } from '../infra/database';
import { backOffMs, type LaneOutcome, type Lease } from '../infra/lanes';
import type { Log } from '../infra/log';
import type { DeliveryStatus } from '../infra/prisma-client/client';
import type { Bots } from './bots';
import {
  type Address,
  type Button,
  type Channel,
  type Invoice,
  NotNow,
  type OutgoingMessage,
  Rejected,
  Unreachable,
} from './channel';
import { DeliveryStore, type PendingDelivery } from './deliveries.store';
import type { Attachment } from './dialogues';
import { DialogueStore } from './dialogues.store';
import type { Interpreter } from './interpreter';
import { Pace } from './pace';
import type { Citation } from './speech';

/** The channels by the kind of user that they reach. */
export type Channels = Readonly<Record<'TELEGRAM' | 'API', Channel>>;

// After so many failures whose outcome nobody knows, a message is given up and shown to operators as such.
const mostUnclear = 5;

/** What is brought to whom. */
interface Bringing {
  readonly address: Address;
  readonly parts: readonly unknown[];
}

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

  constructor(
    private readonly deps: {
      database: Database;
      events: EventLog;
      channels: Channels;
      interpreter: Interpreter;
      bots: Pick<Bots, 'get'>;
      log: Log;
    },
  ) {
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
    let fault: string | null;
    try {
      fault = await this.bring(channel, delivery);
    } catch (error) {
      return this.failed(delivery, error);
    }
    const unknown = delivery.uncertain || delivery.openPart !== null;
    await this.finish(delivery, unknown ? fateUnknown : { status: 'SENT', error: fault && `untranslated: ${fault}` });
    return undefined;
  }

  /** Brings the user's chat to what the message says now; answers why it is not in the user's language where it should be. */
  private async bring(channel: Channel, delivery: PendingDelivery): Promise<string | null> {
    const { dialogue, replyToId } = delivery.message;
    const address = { botId: dialogue.botId, externalId: dialogue.user.externalId };
    const { text, fault } = await this.deps.interpreter.forUser(delivery.message);
    const replyTo = replyToId === null ? null : ((await this.store.channelIdOf(replyToId)) ?? null);
    const { feedback } = this.deps.bots.get(dialogue.botId).answers;
    const parts = channel.parts(outgoing(delivery, { text, replyTo, feedback }));
    if (delivery.edition > delivery.sentEdition) await this.editParts(channel, delivery, { address, parts });
    await this.sendParts(channel, delivery, { address, parts });
    return fault;
  }

  private async editParts(channel: Channel, { id, sentParts }: PendingDelivery, to: Bringing): Promise<void> {
    await this.store.tried(id);
    try {
      for (const [index, sent] of sentParts.entries()) await channel.edit(to.address, sent, to.parts[index] ?? null);
    } catch (error) {
      if (!(error instanceof Rejected)) throw error;
      this.deps.log.warn({ err: error, delivery: id.toString() }, 'a message that was sent cannot be changed any more');
    }
    if (sentParts.length > to.parts.length) await this.store.takenBack(id, to.parts.length);
  }

  private async sendParts(channel: Channel, delivery: PendingDelivery, { address, parts }: Bringing): Promise<void> {
    const { dialogue } = delivery.message;
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

  private async finish({ id, messageId, dialogueId, edition }: PendingDelivery, end: End): Promise<void> {
    await this.deps.events.transact(async (tx, tell) => {
      await DeliveryStore.finish(tx, { id, messageId, edition, status: end.status, error: end.error });
      if (end.unreachable) await DialogueStore.changeIf(tx, { id: dialogueId }, { unreachable: true });
      if (end.unreachable) tell({ kind: 'DIALOGUE_CHANGED', dialogueId });
      tell({ kind: 'MESSAGE_UPDATED', dialogueId, messageId });
    });
  }
}

/** Whether an answer helped; the signs need no language. */
const feedbackButtons: readonly Button[] = [
  { text: '👍', action: 'feedback:up' },
  { text: '👎', action: 'feedback:down' },
];

function outgoing(
  { message, extras }: PendingDelivery,
  worded: { text: string; replyTo: string | null; feedback: boolean },
): OutgoingMessage {
  const citations = message.citations as unknown as readonly Citation[];
  const attachments = message.attachments as unknown as readonly Attachment[];
  const { buttons = [], invoice } = extras as { buttons?: Button[][]; invoice?: Invoice };
  const { text, replyTo, feedback } = worded;
  // Only what rests on the knowledge tells its owner something when it is rated.
  const rated = feedback && message.role === 'BOT' && citations.length > 0;
  return {
    id: message.id,
    role: message.role as OutgoingMessage['role'],
    text,
    replyTo,
    quote: message.quote,
    language: message.language ?? message.dialogue.language,
    buttons: rated ? [feedbackButtons, ...buttons] : buttons,
    ...(invoice && { invoice }),
    sources: citations.map(({ marker, title, passage }) => ({ marker, title, passage })),
    files: attachments.flatMap(({ kind, telegramKind, fileId }) =>
      fileId ? [{ kind, fileId, ...(telegramKind && { telegramKind }) }] : [],
    ),
  };
}
