import type { Tell } from '../events/event-log';
import type { Tx } from '../infra/database';
import type { Message, Prisma } from '../infra/prisma-client/client';
import type { Button, Invoice } from './channel';
import { DeliveryStore } from './deliveries.store';
import { DialogueStore } from './dialogues.store';
import { MessageStore } from './messages.store';

/** Where an answer comes from. */
export interface Citation {
  readonly documentId: string;
  readonly title: string;
  readonly passage: string;
  readonly score: number;
  /** The number by which the text cites it, if it does. */
  readonly marker: number | null;
}

/** Something to be said in a dialogue. */
export interface Utterance {
  readonly dialogueId: string;
  readonly role: 'USER' | 'BOT' | 'OPERATOR' | 'SYSTEM' | 'NOTE';
  readonly text: string;
  readonly language: string;
  readonly operatorId?: string;
  readonly source?: string;
  /** The message of this dialogue that it answers. */
  readonly replyToId?: string | null;
  /** The piece of that message that it is about, word for word. */
  readonly quote?: string | null;
  readonly attachments?: readonly object[];
  readonly citations?: readonly Citation[];
  /** What the bot called for it: [{ name, arguments, result, error, durationMs }]. */
  readonly toolCalls?: readonly object[];
  readonly buttons?: readonly (readonly Button[])[];
  readonly invoice?: Invoice;
}

/** What must hold of the dialogue for something to be said, and what becomes of it. */
export interface Terms {
  /** Only while these hold; one statement checks and writes, so of two speakers one is refused. */
  readonly when?: Prisma.DialogueWhereInput;
  readonly change?: Prisma.DialogueUncheckedUpdateManyInput;
}

const sent = ['BOT', 'OPERATOR', 'SYSTEM'] as const;

/** True for what goes out to the user. */
export function goesOut(role: string): role is (typeof sent)[number] {
  return sent.some((one) => one === role);
}

/**
 * Says something: gives it the next number, stores it with its delivery, and tells the log. Null when the terms do not
 * hold (any more); nothing is written then.
 */
export async function say(tx: Tx, tell: Tell, said: { utterance: Utterance; terms?: Terms }): Promise<Message | null> {
  const { utterance, terms = {} } = said;
  const where = { ...terms.when, id: utterance.dialogueId };
  const dialogue = await DialogueStore.changeIf(tx, where, { ...terms.change, nextSeq: { increment: 1 } });
  if (!dialogue) return null;
  const { buttons = [], attachments = [], citations = [], toolCalls = [], invoice, ...rest } = utterance;
  const message = await MessageStore.add(tx, {
    ...rest,
    seq: dialogue.nextSeq - 1,
    attachments: [...attachments],
    citations: citations.map((citation) => ({ ...citation })),
    toolCalls: toolCalls.map((call) => ({ ...call })),
    delivery: deliveryAtFirst(utterance.role),
  });
  const onItsWay = { messageId: message.id, dialogueId: dialogue.id, buttons, invoice };
  if (goesOut(utterance.role)) await DeliveryStore.add(tx, onItsWay);
  tell({ kind: 'MESSAGE_ADDED', dialogueId: dialogue.id, messageId: message.id });
  tell({ kind: 'DIALOGUE_CHANGED', dialogueId: dialogue.id });
  return message;
}

/** Changes what was said, keeps what it said before, and tells the log; what went out to the user is changed there, too. */
export async function amend(tx: Tx, tell: Tell, amended: { message: Message; text: string }): Promise<void> {
  const { message, text } = amended;
  if (message.text === text) return;
  await DialogueStore.changeIf(tx, { id: message.dialogueId }, { edits: { increment: 1 } });
  await MessageStore.edit(tx, message, text);
  if (goesOut(message.role)) await DeliveryStore.amend(tx, message);
  tell({ kind: 'MESSAGE_UPDATED', dialogueId: message.dialogueId, messageId: message.id });
}

function deliveryAtFirst(role: Utterance['role']): 'PENDING' | 'SENT' | 'NOT_SENT' {
  if (goesOut(role)) return 'PENDING';
  return role === 'NOTE' ? 'NOT_SENT' : 'SENT';
}
