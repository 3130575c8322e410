import type { Channels } from '../dialogues/deliveries';
import type { Dialogues } from '../dialogues/dialogues';
import type { PressedButtons } from '../dialogues/pressed-buttons';
import type { Log } from '../infra/log';
import type { Dialogue, Message } from '../infra/prisma-client/client';
import type { Users } from '../people/users';
import type { Admission } from './admission';
import type { Agreement } from './agreement';
import { type AnswerTeller, type Question, topicCommand } from './answer-teller';
import type { AttachmentReader } from './attachments/attachment-reader';
import { attachmentsOf, hasWords, withAttachments } from './attachments/attachment-text.rules';
import type { Commands } from './commands';
import { burstOf, type Command, commandOf } from './commands.rules';
import type { Handover } from './handover';
import type { Voice } from './voice';

/** What the turn needs. */
export interface AssistantDeps {
  readonly dialogues: Dialogues;
  readonly handover: Handover;
  readonly commands: Commands;
  readonly teller: AnswerTeller;
  readonly voice: Voice;
  readonly edge: {
    readonly users: Users;
    readonly channels: Channels;
    readonly log: Log;
    readonly answersPerMinute: number;
    readonly admission: Admission;
    readonly pressed: PressedButtons;
    readonly attachments: AttachmentReader;
    readonly agreement: Agreement;
  };
}

/** A command, and the message by which it was given. */
interface Given {
  readonly command: Command;
  readonly message: Message;
  readonly signal: AbortSignal;
}

// Telegram shows "typing…" for five seconds.
const signEveryMs = 4_000;

/** The bot's side of a dialogue: everything between what a user writes and the reply. */
export class Assistant {
  constructor(private readonly deps: AssistantDeps) {}

  /**
   * Answers all that waits in a dialogue, or leaves it to the people; a burst of messages is one question. Rejects with
   * the signal's reason when it is aborted while the model writes.
   */
  async takeTurn(dialogueId: string, signal: AbortSignal): Promise<void> {
    for (;;) {
      const dialogue = await this.deps.dialogues.find(dialogueId);
      // The user may have had it deleted.
      const pending = dialogue ? await this.deps.dialogues.pending(dialogue) : [];
      if (!dialogue || pending.length === 0) return;
      if (await this.deps.edge.admission.turnsAway(dialogue, pending)) continue;
      await this.step(dialogue, pending, signal);
    }
  }

  /** Deals with what came first: a command, a choice, or all up to the next command as one question. */
  private async step(dialogue: Dialogue, pending: readonly Message[], signal: AbortSignal): Promise<void> {
    const [first] = pending;
    if (!first) return;
    const command = commandOf(first.text);
    // A rating is about what is over, and opens nothing again.
    if (dialogue.status === 'CLOSED' && command?.name !== 'rate') await this.deps.dialogues.reopen(dialogue.id);
    else if (command?.name === topicCommand) await this.choose(dialogue, first, signal);
    else if (command) await this.obey(dialogue, { command, message: first, signal });
    else await this.hear(dialogue, burstOf(pending), signal);
  }

  /** Tells the user that their messages could not be answered, after all tries. */
  async giveUp(dialogueId: string): Promise<void> {
    const dialogue = await this.deps.dialogues.known(dialogueId);
    const last = (await this.deps.dialogues.pending(dialogue)).at(-1);
    if (!last) return;
    if (dialogue.status === 'BOT') await this.deps.voice.phrase(dialogue, last, 'model.failed');
    else await this.deps.dialogues.settle(dialogueId, last.seq);
  }

  private async obey(dialogue: Dialogue, { command, message, signal }: Given): Promise<void> {
    const outcome = await this.deps.commands.run(command, { dialogue, message, signal });
    if (outcome === 'done' || outcome === 'silent') return this.deps.dialogues.settle(dialogue.id, message.seq);
    await this.deps.voice.obey(dialogue, message, outcome);
  }

  /** Reads what is new in what the user sent, and answers all of it. */
  private async hear(dialogue: Dialogue, burst: readonly Message[], signal: AbortSignal): Promise<void> {
    const read = await this.deps.edge.attachments.read(dialogue, burst, signal);
    // Who speaks may speak another language than they write in.
    const now = read === burst ? dialogue : await this.deps.dialogues.known(dialogue.id);
    await this.respond(now, read, signal);
  }

  private async respond(dialogue: Dialogue, burst: readonly Message[], signal: AbortSignal): Promise<void> {
    const last = burst.at(-1);
    if (!last) return;
    if (dialogue.status !== 'BOT') return this.deps.dialogues.settle(dialogue.id, last.seq);
    const command = await this.deps.edge.agreement.typed(dialogue, burst);
    if (command) return this.obey(dialogue, { command, message: last, signal });
    const hearing = this.deps.handover.hear(burst);
    if (await this.deps.handover.atOnce(dialogue, burst, hearing)) return;
    const asked = burst.filter(hasWords).map(withAttachments);
    if (asked.length === 0) return this.deps.voice.phrase(dialogue, last, unreadable(last));
    if (await this.isTooMuch(dialogue, last)) return;
    await this.answer(dialogue, { asked, last, hearing, signal });
  }

  private async answer(dialogue: Dialogue, question: Question): Promise<void> {
    const stopSign = await this.showWork(dialogue);
    try {
      await this.deps.teller.reply(dialogue, question);
    } finally {
      stopSign();
    }
  }

  /** A button with a topic was pressed: the topic is the question. */
  private async choose(dialogue: Dialogue, message: Message, signal: AbortSignal): Promise<void> {
    const { argument = '' } = commandOf(message.text) ?? {};
    const topic = await this.deps.edge.pressed.textOf(dialogue.id, `${topicCommand}:${argument}`);
    if (topic !== null) return this.hear(dialogue, [{ ...message, text: topic }], signal);
    await this.deps.voice.phrase(dialogue, message, 'callback.expired');
  }

  /** Beyond the limit the model is not asked: one notice, then silence until a minute has passed. */
  private async isTooMuch(dialogue: Dialogue, last: Message): Promise<boolean> {
    const { answersPerMinute } = this.deps.edge;
    const answers = await this.deps.dialogues.answersOfLastMinute(dialogue.id);
    if (answers < answersPerMinute) return false;
    if (answers === answersPerMinute) await this.deps.voice.phrase(dialogue, last, 'limit.slow_down');
    else await this.deps.dialogues.settle(dialogue.id, last.seq);
    return true;
  }

  /** Shows at once, and until told to stop, that an answer is being made. */
  private async showWork(dialogue: Dialogue): Promise<() => void> {
    const [user] = await this.deps.edge.users.byIds([dialogue.userId]);
    if (!user) return () => undefined;
    const channel = this.deps.edge.channels[user.channel];
    const sign = () => void channel.showWork({ botId: dialogue.botId, externalId: user.externalId });
    sign();
    const timer = setInterval(sign, signEveryMs);
    return () => clearInterval(timer);
  }
}

/** What to say to a message without a text. */
function unreadable(message: Message): string {
  const [attachment] = attachmentsOf(message);
  if (attachment?.unread) return `unread.${attachment.unread}`;
  if (!attachment) return 'input.empty';
  return attachment.kind === 'LOCATION' || attachment.kind === 'CONTACT'
    ? `input.${attachment.kind.toLowerCase()}`
    : 'input.other';
}
