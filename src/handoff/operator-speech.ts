import type { Attachment } from '../dialogues/dialogues';
import { DialogueStore } from '../dialogues/dialogues.store';
import { MessageStore } from '../dialogues/messages.store';
import { amend } from '../dialogues/speech';
import { checkedText } from '../dialogues/text.rules';
import { badInput, Refusal } from '../errors';
import type { Tell } from '../events/event-log';
import type { Tx } from '../infra/database';
import type { Idempotency } from '../people/idempotency';
import { demand, may, type Viewer } from '../people/viewer';
import { CannedReplyStore } from './canned-replies.store';
import { writeNote } from './notes';
import { speakAsOperator } from './operator-words';

/** Something that an operator asks to be done in a dialogue. */
export interface DialogueRequest {
  readonly dialogueId: string;
  readonly idempotencyKey?: string | null | undefined;
}

/** What an operator says. */
export interface OperatorReply extends DialogueRequest {
  /** CommonMark; may be empty beside attachments. */
  readonly text: string;
  readonly attachments?: readonly Attachment[];
  /** The message of the dialogue that it answers. */
  readonly replyToId?: string | null | undefined;
  /** The piece of that message that it is about, word for word. */
  readonly quote?: string | null | undefined;
  /** Where it came from, so that a repeat is recognised. */
  readonly source?: string | undefined;
}

const mostTags = 20;
const tagShape = /^[\p{L}\p{N}][\p{L}\p{N} _-]{0,39}$/u;

/** What operators say and write in dialogues, from wherever they do it. */
export class OperatorSpeech {
  constructor(private readonly deps: { idempotency: Idempotency }) {}

  /**
   * Says something to the user as the operator who has the dialogue, and answers the message's id. Throws NOT_YOUR_DIALOGUE to
   * others; an app speaks as whoever has it.
   */
  async reply(viewer: Viewer | null, input: OperatorReply): Promise<string> {
    demand(viewer, 'dialogues:write');
    const text = input.attachments?.length && !input.text.trim() ? '' : checkedText(input.text, 'text');
    const { dialogueId, attachments = [], replyToId, quote = null, source } = input;
    const words = { viewer, dialogueId, text, attachments, replyToId, quote, source };
    return this.once(viewer, { operation: 'sendMessage', input }, (tx, tell) => speakAsOperator(tx, tell, words));
  }

  /** Says a canned reply in the user's language. Throws like `reply`, and BAD_USER_INPUT for a reply that there is not. */
  async replyCanned(viewer: Viewer | null, input: DialogueRequest & { replyId: string }): Promise<string> {
    demand(viewer, 'dialogues:write');
    return this.once(viewer, { operation: 'sendCannedReply', input }, async (tx, tell) => {
      const { dialogueId } = input;
      const canned = await CannedReplyStore.findIn(tx, input.replyId);
      const dialogue = await DialogueStore.findWithUser(tx, dialogueId);
      if (!dialogue) throw new Refusal('NOT_FOUND');
      if (!canned || (canned.botId !== null && canned.botId !== dialogue.botId)) {
        throw badInput({ replyId: 'canned_unknown' });
      }
      const texts = canned.texts as Partial<Record<string, string>>;
      const said = texts[dialogue.language] ?? Object.values(texts)[0] ?? '';
      const text = said.replaceAll('{{user}}', dialogue.user.displayName).replaceAll('{{operator}}', viewer.name);
      return speakAsOperator(tx, tell, { viewer, dialogueId, text });
    });
  }

  /** Changes what an operator said or noted, for the user, too. Throws NOT_FOUND for what is not theirs. */
  async edit(
    viewer: Viewer | null,
    input: { messageId: string; text: string; idempotencyKey?: string | null | undefined },
  ): Promise<string> {
    demand(viewer, 'dialogues:write');
    const text = checkedText(input.text, 'text');
    return this.once(viewer, { operation: 'editMessage', input }, async (tx, tell) => {
      const message = await MessageStore.findIn(tx, input.messageId);
      const theirs = message?.operatorId === viewer.id || may(viewer, 'supervise');
      const editable = message?.role === 'OPERATOR' || message?.role === 'NOTE';
      if (!message || !theirs || !editable) throw new Refusal('NOT_FOUND');
      await amend(tx, tell, { message, text });
      return message.id;
    });
  }

  /** Writes something that only operators see, and answers the message's id. */
  async addNote(
    viewer: Viewer | null,
    input: DialogueRequest & { text: string; source?: string | undefined },
  ): Promise<string> {
    demand(viewer, 'dialogues:write');
    const text = checkedText(input.text, 'text');
    return this.once(viewer, { operation: 'addNote', input }, async (tx, tell) => {
      const { dialogueId, source } = input;
      const earlier = source === undefined ? null : await MessageStore.fromSource(tx, dialogueId, source);
      return earlier?.id ?? writeNote(tx, tell, { viewer, dialogueId, text, source });
    });
  }

  /** Notes that operators have read what the user wrote. */
  async markRead(viewer: Viewer | null, input: DialogueRequest): Promise<string> {
    demand(viewer, 'dialogues:write');
    return this.once(viewer, { operation: 'markRead', input }, (tx, tell) =>
      change(tx, tell, { ...input, data: { unreadCount: 0 } }),
    );
  }

  /** Gives a dialogue these tags instead of those that it has. */
  async setTags(viewer: Viewer | null, input: DialogueRequest & { tags: readonly string[] }): Promise<string> {
    demand(viewer, 'dialogues:write');
    const tags = [...new Set(input.tags.map((tag) => tag.trim().toLowerCase()))];
    if (tags.length > mostTags) throw badInput({ tags: 'list_too_long' });
    if (tags.some((tag) => !tagShape.test(tag))) throw badInput({ tags: 'bad_tag' });
    return this.once(viewer, { operation: 'setTags', input }, (tx, tell) =>
      change(tx, tell, { ...input, data: { tags } }),
    );
  }

  private async once(
    viewer: Viewer,
    { operation, input }: { operation: string; input: { idempotencyKey?: string | null | undefined } },
    work: (tx: Tx, tell: Tell) => Promise<string>,
  ): Promise<string> {
    const { id } = await this.deps.idempotency.once(viewer, { operation, input: { ...input } }, async (tx, tell) => ({
      id: await work(tx, tell),
    }));
    return id;
  }
}

async function change(
  tx: Tx,
  tell: Tell,
  { dialogueId, data }: { dialogueId: string; data: { unreadCount: number } | { tags: string[] } },
): Promise<string> {
  if (!(await DialogueStore.changeIf(tx, { id: dialogueId }, data))) throw new Refusal('NOT_FOUND');
  tell({ kind: 'DIALOGUE_CHANGED', dialogueId });
  return dialogueId;
}
