import { promisesHuman } from '../handoff/promise.rules';
import type { Locales } from '../infra/locales';
import type { Log } from '../infra/log';
import type { Hit } from '../knowledge/hit';
import {
  type Completion,
  type LanguageModel,
  type ModelMessage,
  PromptTooLong,
} from '../language-model/language-model';
import type { MadeCall } from '../tools/tool-calls';
import type { Proposal, ToolSession } from '../tools/tool-session';
import { TranslationFailed, type Translator } from '../translation/translator';
import { type AnswerFaults, AnswerGuard, isFlawless } from './answer-guard';
import { type HandOverReason, handOverOf, handOverTool } from './hand-over-tool';
import { answerTokens } from './memory/budget.rules';
import { buildPrompt, type PartSizes, type Prompt, type PromptParts } from './prompt';
import { ShownTries } from './shown-tries';
import type { ToolDesk, ToolPlace } from './tool-desk';
import { completeWithTools } from './tool-loop';

/** What writing answers needs. */
export interface AnswerWriterDeps {
  readonly model: LanguageModel;
  readonly translator: Translator;
  readonly locales: Locales;
  /** How many tokens the model takes, its answer included. */
  readonly contextTokens: number;
  readonly toolDesk: ToolDesk;
  readonly log: Log;
}

/** What is answered, and how it is shown meanwhile. */
export interface Asking extends Omit<PromptParts, 'contextTokens' | 'tools' | 'toolNotes' | 'atMost'> {
  readonly signal: AbortSignal;
  /** In whose dialogue tools are called; none: outside of any. */
  readonly callsIn?: ToolPlace | undefined;
  /** Another model than the deployment's. */
  readonly model?: string | undefined;
  readonly onText?: ((piece: string) => void) | undefined;
  /** Takes back what was shown: the answer is written once more. */
  readonly afresh?: (() => void) | undefined;
}

/** What the model wrote: fit for the user, or given up for a fault that it did not mend. */
export interface Written {
  readonly text: string;
  /** What the model asked for by its tool, or promised in words. */
  readonly handOver: HandOverReason | undefined;
  readonly fault: keyof AnswerFaults | null;
  /** The passages that it has read; the numbers in the text are theirs. */
  readonly hits: readonly Hit[];
  readonly tools: ToolsUsed;
}

/** What tools had to do with an answer. */
export interface ToolsUsed {
  /** Whether the bot has any. */
  readonly offered: boolean;
  readonly made: readonly MadeCall[];
  /** Whether one of them has found something. */
  readonly found: boolean;
  /** What they have told. */
  readonly told: readonly string[];
  /** What the user is to agree to, in the place of an answer. */
  readonly proposal: Proposal | undefined;
}

/** One way to an answer. */
interface Way {
  readonly asking: Asking;
  readonly messages: readonly ModelMessage[];
  readonly guard: AnswerGuard;
  readonly session: ToolSession;
}

type Repaired = Omit<Written, 'hits' | 'tools'>;

interface Attempt extends Pick<Written, 'text' | 'handOver'> {
  readonly faults: AnswerFaults;
  readonly shown: boolean;
}

const languages: readonly string[] = ['ru', 'en'];
const gravest = ['givesAway', 'notDone', 'madeUp'] as const;

/** Has the model write an answer, and once more where there is something wrong with it. */
export class AnswerWriter {
  constructor(private readonly deps: AnswerWriterDeps) {}

  /** Throws ModelAway or ModelRefused when there is no whole answer, and the signal's reason when it is aborted. */
  async write(asking: Asking): Promise<Written> {
    const session = await this.deps.toolDesk.open(asking);
    const prompt = this.promptOf(asking, session);
    try {
      return await this.writeFrom(asking, prompt, session);
    } catch (error) {
      if (!(error instanceof PromptTooLong)) throw error;
      const { contextTokens, log } = this.deps;
      const { passages, history } = prompt.tokens;
      log.warn({ err: error, contextTokens, tokens: prompt.tokens }, 'the model takes less than OPENAI_CONTEXT_TOKENS');
      const less = { passages: passages / 2, history: history / 2 };
      return this.writeFrom(asking, this.promptOf(asking, session, less), session);
    }
  }

  private promptOf(asking: Asking, session: ToolSession, atMost?: PartSizes): Prompt {
    const { locales, contextTokens } = this.deps;
    const tools = [handOverTool(locales, asking.language), ...session.allDefinitions()];
    return buildPrompt({ ...asking, contextTokens, tools, toolNotes: session.notes, atMost }, locales);
  }

  private async writeFrom(asking: Asking, { messages, hits }: Prompt, session: ToolSession): Promise<Written> {
    const { bot, language, history, question } = asking;
    const said = [...history, ...question];
    const hasTools = session.isEquipped;
    const guard = new AnswerGuard({ bot, language, hits, said, messages, hasTools }, this.deps.locales);
    const written = await this.repaired({ asking, messages, guard, session });
    const { made, told, hasFound: found, proposal } = session;
    return { ...written, hits, tools: { offered: hasTools, made, found, told: [...session.notes, ...told], proposal } };
  }

  private async repaired(way: Way): Promise<Repaired> {
    const first = await this.ask(way);
    // What gives the order away would do so again.
    if (isSettled(first) || first.faults.givesAway) return settled(first);
    const { onText: _shownAlready, ...silent } = way.asking;
    if (first.shown) way.asking.afresh?.();
    const second = await this.ask(first.shown ? { ...way, asking: silent } : way, first.faults);
    if (isSettled(second) || !isOnlyForeign(second.faults)) return settled(second);
    const text = await this.translated(second.text, way);
    return text === undefined ? settled(second) : { text, handOver: second.handOver, fault: null };
  }

  private async ask({ asking, messages, guard, session }: Way, before?: AnswerFaults): Promise<Attempt> {
    const { language, signal, model, onText, afresh } = asking;
    const show = onText && new ShownTries(guard, { onText, afresh });
    const completion = await completeWithTools(this.deps, session, {
      language,
      messages,
      behind: before ? [this.complaint(before, language)] : [],
      maxOutputTokens: answerTokens(this.deps.contextTokens),
      signal,
      listener: () => show?.next(),
      told: (text) => guard.learn(text),
      ...(model === undefined ? {} : { model }),
    });
    const text = guard.clean(completion.text);
    const faults = guard.faultsOf(text);
    const handOver = wishIn(completion);
    if (isFlawless(faults) && handOver === undefined) show?.finish(text);
    return { text, faults, handOver, shown: show?.hasShown ?? false };
  }

  /** What the stricter prompt says of the answer before. */
  private complaint(faults: AnswerFaults, language: string): ModelMessage {
    const told = (['wrongLanguage', 'madeUp', 'notDone'] as const).filter((fault) => faults[fault]);
    const parts = told.map((fault) => this.deps.locales.t(language, `prompts:answer_again.${fault}`, { language }));
    return { role: 'system', content: parts.join('\n') };
  }

  /** The answer in the language that it should have been in; undefined where nobody can put it so. */
  private async translated(text: string, { asking, guard }: Way): Promise<string | undefined> {
    const { translator } = this.deps;
    const { language, signal } = asking;
    const from = languages.find((one) => one !== language);
    if (!translator.available || from === undefined) return undefined;
    try {
      const translation = guard.clean(await translator.translate({ text, from, to: language, signal }));
      return isFlawless(guard.faultsOf(translation)) ? translation : undefined;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof TranslationFailed) return undefined;
      throw error;
    }
  }
}

/** Whether there is nothing to mend: a person is wanted, whatever else stands there, or all is well. */
function isSettled({ handOver, faults }: Attempt): boolean {
  return handOver === 'user_wants_human' || isFlawless(faults);
}

/** Whether nothing is wrong but the language. */
function isOnlyForeign(faults: AnswerFaults): boolean {
  return isFlawless({ ...faults, wrongLanguage: false });
}

function settled({ text, handOver, faults }: Attempt): Repaired {
  if (handOver === 'user_wants_human' || isFlawless(faults)) return { text, handOver, fault: null };
  const fault = gravest.find((one) => faults[one]) ?? 'wrongLanguage';
  return { text: '', handOver, fault };
}

/** A model that says that it calls people has to. */
function wishIn({ text, toolCalls }: Completion): HandOverReason | undefined {
  const asked = handOverOf(toolCalls);
  return asked !== 'user_wants_human' && promisesHuman(text) ? 'user_wants_human' : asked;
}
