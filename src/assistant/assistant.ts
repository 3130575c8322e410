import type { Channels } from '../dialogues/deliveries';
import type { Attachment, Dialogues } from '../dialogues/dialogues';
import type { Handoff } from '../handoff/handoff';
import { detectWish } from '../handoff/wish.rules';
import type { Log } from '../infra/log';
import type { Dialogue, Message } from '../infra/prisma-client/client';
import { ModelAway, ModelRefused } from '../language-model/language-model';
import type { Users } from '../people/users';
import type { CommandOutcome, Commands } from './commands';
import { commandOf } from './commands.rules';
import type { Composer } from './composer';
import type { Voice } from './voice';

/** What the turn needs. */
export interface AssistantDeps {
  readonly dialogues: Dialogues;
  readonly handoff: Handoff;
  readonly commands: Commands;
  readonly composer: Composer;
  readonly voice: Voice;
  readonly edge: {
    readonly users: Users;
    readonly channels: Channels;
    readonly log: Log;
    readonly answersPerMinute: number;
  };
}

/** What the user asks now. */
interface Question {
  readonly asked: readonly Message[];
  /** The last message that an answer settles. */
  readonly last: Message;
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
      const dialogue = await this.deps.dialogues.known(dialogueId);
      const pending = await this.deps.dialogues.pending(dialogue);
      const [first] = pending;
      if (!first) return;
      if (dialogue.status === 'CLOSED') await this.deps.dialogues.reopen(dialogueId);
      else if (commandOf(first.text)) await this.obey(dialogue, first);
      else await this.hear(dialogue, burstOf(pending), signal);
    }
  }

  /** Tells the user that their messages could not be answered, after all tries. */
  async giveUp(dialogueId: string): Promise<void> {
    const dialogue = await this.deps.dialogues.known(dialogueId);
    const last = (await this.deps.dialogues.pending(dialogue)).at(-1);
    if (!last) return;
    if (dialogue.status === 'BOT') await this.deps.voice.phrase(dialogue, last, 'model.failed');
    else await this.deps.dialogues.settle(dialogueId, last.seq);
  }

  private async obey(dialogue: Dialogue, message: Message): Promise<void> {
    const command = commandOf(message.text);
    const outcome: CommandOutcome = command ? await this.deps.commands.run(dialogue, command) : 'silent';
    if (outcome === 'done' || outcome === 'silent') return this.deps.dialogues.settle(dialogue.id, message.seq);
    await this.deps.voice.obey(dialogue, message, outcome);
  }

  private async hear(dialogue: Dialogue, burst: readonly Message[], signal: AbortSignal): Promise<void> {
    const last = burst.at(-1);
    if (!last) return;
    if (dialogue.status !== 'BOT') return this.deps.dialogues.settle(dialogue.id, last.seq);
    const wish = strongestWish(burst);
    if (wish.wantsHuman) {
      const { id: dialogueId, epoch } = dialogue;
      await this.deps.handoff.hear({ dialogueId, reason: 'USER_ASKED', confidence: wish.confidence, epoch });
      return;
    }
    const asked = burst.filter((message) => message.text !== '');
    if (asked.length === 0) return this.deps.voice.phrase(dialogue, last, unreadable(last));
    if (await this.isTooMuch(dialogue, last)) return;
    await this.answer(dialogue, { asked, last, signal });
  }

  private async answer(dialogue: Dialogue, question: Question): Promise<void> {
    const { asked, last, signal } = question;
    const stopSign = await this.showWork(dialogue);
    const buttons = [[this.deps.commands.operatorButton(dialogue.language)]];
    try {
      const answer = await this.deps.composer.compose(dialogue, asked, signal);
      // An answer that rests on nothing comes with the way to a person.
      const offer = answer.citations.length === 0 ? { buttons } : {};
      await this.deps.voice.answer(dialogue, last, { ...answer, ...offer });
    } catch (error) {
      if (!(error instanceof ModelAway || error instanceof ModelRefused)) throw error;
      this.deps.edge.log.warn({ err: error, dialogueId: dialogue.id }, 'no answer of the language model');
      await this.deps.voice.phrase(dialogue, last, { key: 'model.away', buttons });
    } finally {
      stopSign();
    }
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

/** The messages up to the first command: together they are one question. */
function burstOf(pending: readonly Message[]): Message[] {
  const command = pending.findIndex((message) => commandOf(message.text));
  return pending.slice(0, command === -1 ? undefined : command);
}

function strongestWish(burst: readonly Message[]): { wantsHuman: boolean; confidence: number } {
  const wishes = burst.map((message) => detectWish(message.text)).filter((wish) => wish.wantsHuman);
  return { wantsHuman: wishes.length > 0, confidence: Math.max(0, ...wishes.map((wish) => wish.confidence)) };
}

/** What to say to a message without a text. */
function unreadable(message: Message): string {
  const [attachment] = message.attachments as unknown as Attachment[];
  return attachment ? `input.${attachment.kind.toLowerCase()}` : 'input.empty';
}
