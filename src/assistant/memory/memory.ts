import type { Dialogues } from '../../dialogues/dialogues';
import { attentionQueues } from '../../handoff/attention.store';
import type { Database } from '../../infra/database';
import { LaneStore } from '../../infra/lanes.store';
import type { Dialogue, Message } from '../../infra/prisma-client/client';
import { isMemorable } from '../prompt';
import type { Remembered } from './history.rules';
import { isLong, lookBack } from './recap.rules';
import type { ShortTerm, Wanted } from './short-term';

/** What remembering needs. */
export interface MemoryDeps {
  readonly database: Database;
  readonly dialogues: Dialogues;
  readonly shortTerm: ShortTerm;
  /** How many tokens the model takes. */
  readonly contextTokens: number;
}

/** What a turn has recalled, with its question: with the answer it is what the next one recalls. */
interface Turn {
  readonly wanted: Wanted;
  readonly messages: readonly Remembered[];
}

/**
 * What the bot remembers of a dialogue: the latest messages word for word, from a short-lived copy or from the database, and what was
 * said before them in the dialogue's summary, which is made elsewhere.
 */
export class Memory {
  /** By the row that the turn has read, so that nothing of it outlives the turn. */
  private readonly turns = new WeakMap<Dialogue, Turn>();

  constructor(private readonly deps: MemoryDeps) {}

  /** What was said before a question and is not told by the summary, in order. */
  async recall(dialogue: Dialogue, question: readonly Message[]): Promise<Remembered[]> {
    const [first, last] = [question[0], question.at(-1)];
    if (!first || !last) return [];
    const { contextSeq, summarySeq } = dialogue;
    const from = Math.max(contextSeq, summarySeq, first.seq - 1 - lookBack);
    const messages = [...(await this.messagesOf(dialogue, question, { from, upTo: last.seq }))];
    this.turns.set(dialogue, { wanted: { dialogue, from, upTo: last.seq }, messages });
    const asked = new Set(question.map(({ id }) => id));
    return messages.filter(({ id }) => !asked.has(id));
  }

  /** Notes the answer of a turn; where the dialogue has become long, has its summary told on. */
  async remember(dialogue: Dialogue, answer: Message): Promise<void> {
    const turn = this.turns.get(dialogue);
    this.turns.delete(dialogue);
    // Something else was said meanwhile: then the next turn reads all.
    if (!turn || answer.seq !== turn.wanted.upTo + 1) return;
    const messages = isMemorable(answer) ? [...turn.messages, answer] : turn.messages;
    await this.deps.shortTerm.keep({ ...turn.wanted, upTo: answer.seq }, messages);
    if (isLong(messages, this.deps.contextTokens)) await this.sumUp(dialogue.id);
  }

  /** Takes the short-lived copy away. */
  forget(dialogueId: string): Promise<void> {
    return this.deps.shortTerm.forget(dialogueId);
  }

  /** All that is memorable after `from` and up to the question's last message. */
  private async messagesOf(
    dialogue: Dialogue,
    question: readonly Message[],
    { from, upTo }: Pick<Wanted, 'from' | 'upTo'>,
  ): Promise<readonly Remembered[]> {
    const before = (question[0]?.seq ?? upTo) - 1;
    // Messages that are not part of the question stand between: nobody has read them yet.
    const isWhole = question.length === upTo - before;
    const copied = isWhole ? await this.deps.shortTerm.recall({ dialogue, from, upTo: before }) : undefined;
    if (copied) return [...copied, ...question.filter(isMemorable)];
    const rows = await this.deps.dialogues.messagesAfter(dialogue.id, from, upTo - from);
    return rows.filter((one) => one.seq <= upTo && isMemorable(one));
  }

  private async sumUp(dialogueId: string): Promise<void> {
    await this.deps.database.transaction((tx) => LaneStore.wake(tx, attentionQueues.desk, dialogueId));
  }
}
