import type { Bot, Bots } from '../dialogues/bots';
import type { Dialogue, Message } from '../infra/prisma-client/client';
import type { Hit } from '../knowledge/hit';
import type { AnswerWriter } from './answer-writer';
import { citationsOf } from './citations.rules';
import type { Composed, Outcome } from './composed';
import type { Memory } from './memory/memory';
import type { PassageFinder } from './passage-finder';
import type { PersonaTexts } from './persona-texts';
import type { Said } from './prompt';
import { isKnowledgeQuestion, searchTexts } from './question.rules';
import { type ShownAnswers, StoppedByUser } from './shown-answer';
import type { ToolPlace } from './tool-desk';
import { verdictOf } from './verdict.rules';

/** What composing an answer needs. */
export interface ComposerDeps {
  readonly bots: Bots;
  readonly memory: Memory;
  readonly finder: PassageFinder;
  readonly writer: AnswerWriter;
  readonly shown: ShownAnswers;
  readonly personaTexts: PersonaTexts;
}

/** What the composer is told of a turn. */
export interface Turn {
  readonly signal: AbortSignal;
  /** The user may want a person: the model is asked to look for that. */
  readonly doubtful?: boolean;
}

/** A question outside of any dialogue. */
export interface LooseQuestion {
  readonly bot: Bot;
  readonly persona: string;
  readonly language: string;
  readonly question: string;
  /** What was said before it. */
  readonly history?: readonly Said[];
}

/** What is tried out with a question, in the place of what is in force. */
export interface Trial {
  readonly indexId?: string | undefined;
  readonly personaText?: string | undefined;
  readonly model?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What came of a question outside of any dialogue. */
export interface TrialOutcome extends Outcome {
  /** What was found for it, best first. */
  readonly hits: readonly Hit[];
  readonly ms: number;
}

/** Everything that one answer is made of. */
interface Task extends Omit<LooseQuestion, 'question' | 'history'>, Trial {
  readonly question: readonly Said[];
  readonly history: readonly Said[];
  readonly memory: string | null;
  /** What was said before the history. */
  readonly summary: string | null;
  readonly signal: AbortSignal;
  readonly doubtful?: boolean;
  /** It is a draft for the operator who has the dialogue. */
  readonly draft?: boolean;
  /** In whose dialogue tools are called. */
  readonly callsIn?: ToolPlace;
  /** The bot has just asked what is meant: the question is the answer to that. */
  readonly clarified: boolean;
  readonly onText?: (piece: string) => void;
  readonly afresh?: () => void;
}

/** Makes the answer of a turn from the owner's knowledge and the dialogue so far: finds passages, has it written, judges what it rests on. */
export class Composer {
  constructor(private readonly deps: ComposerDeps) {}

  /** Throws ModelAway or ModelRefused when there is no whole answer, and the signal's reason when it is aborted. */
  async compose(dialogue: Dialogue, question: readonly Message[], turn: Turn): Promise<Outcome> {
    const task = await this.taskOf(dialogue, question);
    return this.deps.shown.during(dialogue, turn.signal, (showing) => this.make({ ...task, ...turn, ...showing }));
  }

  /** The same for the operator who has the dialogue: nobody sees it while it is written. */
  async draft(dialogue: Dialogue, question: readonly Message[], { signal }: Pick<Turn, 'signal'>): Promise<Composed> {
    const task = await this.taskOf(dialogue, question);
    return (await this.make({ ...task, signal, draft: true })).composed;
  }

  /** Answers a question outside of any dialogue, as it would be answered in one. Throws as `compose` does. */
  async answer(question: LooseQuestion, trial: Trial = {}): Promise<TrialOutcome> {
    const begun = performance.now();
    const { signal = new AbortController().signal } = trial;
    const asked = [{ role: 'USER', text: question.question } as const];
    const history = question.history ?? [];
    const made = await this.make({
      ...question,
      ...trial,
      question: asked,
      history,
      memory: null,
      summary: null,
      clarified: false,
      signal,
    });
    return { ...made, ms: Math.round(performance.now() - begun) };
  }

  private async taskOf(dialogue: Dialogue, question: readonly Message[]) {
    const { persona, language, memory, summary, clarifiedSeq, settledSeq, contextSeq } = dialogue;
    const bot = this.deps.bots.get(dialogue.botId);
    const history = await this.deps.memory.recall(dialogue, question);
    const clarified = clarifiedSeq > contextSeq && clarifiedSeq === settledSeq;
    const callsIn = { dialogueId: dialogue.id, userId: dialogue.userId, turnSeq: question.at(-1)?.seq ?? 0 };
    return { bot, persona, language, memory, summary, history, question, clarified, callsIn };
  }

  private async make(task: Task): Promise<Omit<TrialOutcome, 'ms'>> {
    const { bot, language, history, question, clarified, signal } = task;
    const asked = question.map(({ text }) => text).join('\n');
    const before = history.findLast(({ role }) => role === 'USER')?.text;
    const queries = searchTexts(asked, before, { leans: clarified });
    const { hits, evidence } = await this.deps.finder.find({ bot, queries, language, indexId: task.indexId });
    const found = { hits, evidence: evidence.score };
    const told = [task.memory, task.summary].filter((text) => text !== null);
    const said = [...told, ...[...history, ...question].map(({ text }) => text)];
    // Of a draft nobody is asked back.
    const mayAskBack = !clarified && !task.draft;
    const grounds = { settings: bot.answers, evidence, said, mayAskBack, asksKnowledge: isKnowledgeQuestion(asked) };
    try {
      const model = task.model ?? bot.model ?? undefined;
      const personaText = task.personaText ?? this.deps.personaTexts.of(bot, task);
      const frame = { doubtful: false, draft: false, ...task, personaText };
      const written = await this.deps.writer.write({ ...frame, hits, model });
      return { ...found, composed: verdictOf(written, grounds), calls: written.tools.made };
    } catch (error) {
      if (!(signal.reason instanceof StoppedByUser)) throw error;
      const { text } = signal.reason;
      return { ...found, composed: { kind: 'stopped', text, citations: citationsOf(text, hits) }, calls: [] };
    }
  }
}
