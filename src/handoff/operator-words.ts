import type { Attachment } from '../dialogues/dialogues';
import { DialogueStore } from '../dialogues/dialogues.store';
import { MessageStore } from '../dialogues/messages.store';
import { type Citation, say } from '../dialogues/speech';
import { badInput } from '../errors';
import type { Tell } from '../events/event-log';
import type { Tx } from '../infra/database';
import type { Message } from '../infra/prisma-client/client';
import { detectLanguage } from '../people/detect-language';
import type { Viewer } from '../people/viewer';
import { HandoffStore } from './handoff.store';
import { whyNot } from './passage';

/** Something that is to be said to a user as an operator. */
export interface OperatorWords {
  /** The operator who has the dialogue, or an app that speaks as whoever has it. */
  readonly viewer: Viewer;
  readonly dialogueId: string;
  /** CommonMark, checked. */
  readonly text: string;
  /** Told by the text when it is not given. */
  readonly language?: string;
  readonly attachments?: readonly Attachment[];
  readonly citations?: readonly Citation[];
  /** The message of the dialogue that it answers. */
  readonly replyToId?: string | null | undefined;
  /** The piece of that message that it is about, word for word. */
  readonly quote?: string | null;
  /** Where it came from, so that a repeat is recognised. */
  readonly source?: string | undefined;
}

const languages = ['ru', 'en'];

/**
 * Says something as the operator who has the dialogue, in the caller's transaction, and answers the message's id. Throws
 * NOT_YOUR_DIALOGUE to others, DIALOGUE_CLOSED and NOT_FOUND; what came from the same source before is not said again.
 */
export async function speakAsOperator(tx: Tx, tell: Tell, words: OperatorWords): Promise<string> {
  const { viewer, replyToId, source, ...said } = words;
  const { dialogueId } = said;
  const dialogue = await DialogueStore.lockIn(tx, dialogueId);
  const operatorId = viewer.kind === 'operator' ? viewer.id : dialogue?.operatorId;
  if (!dialogue || !operatorId) throw whyNot(dialogue, { move: 'reply' });
  const earlier = await saidBefore(tx, words);
  if (earlier) return earlier.id;
  const message = await say(tx, tell, {
    utterance: {
      ...said,
      role: 'OPERATOR',
      // Too short a text tells no language: then it is taken as it is.
      language: said.language ?? detectLanguage(said.text, languages) ?? dialogue.language,
      operatorId,
      replyToId: await ofDialogue(tx, dialogueId, replyToId),
      ...(source === undefined ? {} : { source }),
    },
    terms: { when: { status: 'OPERATOR', operatorId }, change: { unreadCount: 0 } },
  });
  if (!message) throw whyNot(dialogue, { move: 'reply' });
  await HandoffStore.noteFirstReply(tx, dialogueId);
  return message.id;
}

async function saidBefore(tx: Tx, { dialogueId, source }: OperatorWords): Promise<Message | null> {
  return source === undefined ? null : MessageStore.fromSource(tx, dialogueId, source);
}

async function ofDialogue(tx: Tx, dialogueId: string, messageId: string | null | undefined): Promise<string | null> {
  if (messageId === null || messageId === undefined) return null;
  const message = await MessageStore.findIn(tx, messageId);
  if (message?.dialogueId !== dialogueId) throw badInput({ replyToId: 'message_unknown' });
  return messageId;
}
