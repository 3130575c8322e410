import { Refusal } from '../errors';
import type { EventLog, Tell } from '../events/event-log';
import type { Tx } from '../infra/database';
import type { Idempotency } from '../people/idempotency';
import { demand, type Viewer } from '../people/viewer';
import { ownDialogue } from './app-users';
import { DeliveryStore } from './deliveries.store';
import { DialogueStore } from './dialogues.store';
import { MessageStore } from './messages.store';

/** An answer as it stands in a Telegram chat. */
export interface AnswerInChat {
  readonly botId: string;
  readonly externalId: string;
  /** Telegram's id of it. */
  readonly messageId: number;
}

/** What users think of the bot's answers, each of which keeps the latest opinion. */
export class Feedback {
  constructor(private readonly deps: { events: EventLog; idempotency: Idempotency }) {}

  /** Keeps what a Telegram user thinks of an answer; answers the language of the dialogue, or null when there is no such answer. */
  async fromChat(answer: AnswerInChat, helpful: boolean): Promise<string | null> {
    return this.deps.events.transact(async (tx, tell) => {
      const dialogue = await DialogueStore.ofUser(tx, { ...answer, channel: 'TELEGRAM' });
      if (!dialogue) return null;
      const messageId = await DeliveryStore.withChannelId(tx, dialogue.id, String(answer.messageId));
      const kept = messageId !== null && (await keep(tx, tell, { messageId, dialogueId: dialogue.id, helpful }));
      return kept ? dialogue.language : null;
    });
  }

  /** Keeps what the user of an app thinks of an answer. Throws CONFLICT for what is no answer of the bot. Needs `users:write`. */
  async give(
    viewer: Viewer | null,
    input: { messageId: string; helpful: boolean; idempotencyKey?: string | null | undefined },
  ): Promise<string> {
    demand(viewer, 'users:write');
    const request = { operation: 'giveFeedback', input: { ...input } };
    const { messageId } = await this.deps.idempotency.once(viewer, request, async (tx, tell) => {
      const message = await MessageStore.findIn(tx, input.messageId);
      if (!message) throw new Refusal('NOT_FOUND');
      const { id, dialogueId } = message;
      ownDialogue(viewer, await DialogueStore.findWithUser(tx, dialogueId));
      if (!(await keep(tx, tell, { messageId: id, dialogueId, helpful: input.helpful }))) throw new Refusal('CONFLICT');
      return { messageId: id };
    });
    return messageId;
  }
}

/** False for what is no answer of the bot; the same opinion once more changes nothing. */
async function keep(
  tx: Tx,
  tell: Tell,
  given: { messageId: string; dialogueId: string; helpful: boolean },
): Promise<boolean> {
  const { messageId, dialogueId, helpful } = given;
  const message = await MessageStore.findIn(tx, messageId);
  if (message?.role !== 'BOT') return false;
  const feedback = helpful ? 1 : -1;
  if (message.feedback === feedback) return true;
  await MessageStore.rate(tx, messageId, feedback);
  tell({ kind: 'MESSAGE_UPDATED', dialogueId, messageId });
  return true;
}
