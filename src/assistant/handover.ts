import type { Bots } from '../dialogues/bots';
import type { Dialogues } from '../dialogues/dialogues';
import type { Handoff } from '../handoff/handoff';
import type { HandoffQueue } from '../handoff/handoff-queue';
import { moodOf } from '../handoff/mood.rules';
import { policyReason } from '../handoff/policy.rules';
import type { WishDetector } from '../handoff/wish/wish-detector';
import type { Dialogue, HandoffReason, Message } from '../infra/prisma-client/client';
import type { Users } from '../people/users';
import { isMemorable } from './prompt';

/** What a user's messages say beside their question. */
export interface Hearing {
  /** The clearest wish among them; `doubtful`: the model is to say whether it is one. */
  readonly wish: ReturnType<WishDetector['detect']>;
  readonly angry: boolean;
}

/** What decides that people answer. */
export interface HandoverDeps {
  readonly dialogues: Dialogues;
  readonly handoff: Handoff;
  readonly queue: HandoffQueue;
  readonly bots: Bots;
  readonly users: Users;
  readonly wishes: WishDetector;
}

// A user whom only people answer has just been with them, or has just sent them away: until then the bot may answer.
const vipAgainMs = 12 * 3_600_000;
const lookBack = 20;

/** Decides in a turn whether people answer instead of the bot. */
export class Handover {
  constructor(private readonly deps: HandoverDeps) {}

  /** Hears what the user wants beside an answer. */
  hear(burst: readonly Message[]): Hearing {
    const wishes = burst.map((message) => this.deps.wishes.detect(message.text));
    const wish = wishes.toSorted((a, b) => b.confidence - a.confidence)[0] ?? this.deps.wishes.detect('');
    return { wish, angry: burst.some((message) => moodOf(message.text).angry) };
  }

  /** Calls people at once where the user or the owner wants them; false when the bot is to answer. */
  async atOnce(dialogue: Dialogue, burst: readonly Message[], { wish, angry }: Hearing): Promise<boolean> {
    if (wish.wantsHuman) return this.call(dialogue, burst, { reason: 'USER_ASKED', confidence: wish.confidence });
    const topic = await this.topicOf(dialogue, burst);
    if (topic !== undefined) return this.call(dialogue, burst, { reason: 'POLICY', topic });
    if (angry && this.settings(dialogue).mood) return this.isLastStraw(dialogue, burst, 'NEGATIVE_MOOD');
    return false;
  }

  /** Calls people when the bot has failed the user as often in a row as the owner allows; false when it may try on. */
  async isLastStraw(dialogue: Dialogue, burst: readonly Message[], reason: HandoffReason): Promise<boolean> {
    if (dialogue.doubts + 1 < this.settings(dialogue).patience) return false;
    return this.call(dialogue, burst, { reason });
  }

  /** Calls people, while the turn still has the dialogue. */
  async call(
    dialogue: Dialogue,
    burst: readonly Message[],
    why: { reason: HandoffReason; confidence?: number; topic?: string },
  ): Promise<boolean> {
    const { id: dialogueId, epoch } = dialogue;
    const question = this.questionIn(burst) ?? this.questionIn(await this.before(dialogue));
    await this.deps.handoff.hear({ dialogueId, epoch, question, ...why });
    return true;
  }

  /** What the user wants to know: the last of their messages that is more than a wish for a person. */
  private questionIn(burst: readonly Message[]): string | undefined {
    return burst.findLast(({ text }) => text !== '' && !this.deps.wishes.detect(text).wantsHuman)?.text;
  }

  /** What the user wrote before, since the bot's memory begins: who only asks for a person asked for something else earlier. */
  private async before({ id, contextSeq }: Dialogue): Promise<Message[]> {
    const latest = await this.deps.dialogues.latestMessages(id, contextSeq, lookBack);
    return latest.filter((message) => message.role === 'USER' && isMemorable(message));
  }

  private async topicOf(dialogue: Dialogue, burst: readonly Message[]): Promise<string | undefined> {
    const settings = this.settings(dialogue);
    if (settings.policy.topics.length === 0 && settings.policy.vip.length === 0) return undefined;
    const [user] = await this.deps.users.byIds([dialogue.userId]);
    if (!user) return undefined;
    const reason = policyReason(settings, { text: burst.map((message) => message.text).join('\n'), user });
    if (reason !== 'vip') return reason?.topic;
    const end = await this.deps.queue.lastEnd(dialogue.id);
    return end && Date.now() - end.getTime() < vipAgainMs ? undefined : 'vip';
  }

  private settings(dialogue: Dialogue) {
    return this.deps.bots.get(dialogue.botId).handoff;
  }
}
