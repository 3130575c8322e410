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
import { TranslationFailed, type Translator } from '../translation/translator';
import { type AnswerFaults, AnswerGuard, isFlawless } from './answer-guard';
import { GuardedPreview } from './guarded-preview';
import { type HandOverReason, handOverOf, handOverTool } from './hand-over-tool';
import { answerTokens } from './memory/budget.rules';
import { buildPrompt, type PartSizes, type Prompt, type PromptParts } from './prompt';

/** What writing answers needs. */
export interface AnswerWriterDeps {
  readonly model: LanguageModel;
  readonly translator: Translator;
  readonly locales: Locales;
  /** How many tokens the model takes, its answer included. */
  readonly contextTokens: number;
  readonly log: Log;
}

/** What is answered, and how it is shown meanwhile. */
export interface Asking extends Omit<PromptParts, 'contextTokens' | 'tools' | 'atMost'> {
  readonly signal: AbortSignal;
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
}

/** One way to an answer. */
interface Way {
  readonly asking: Asking;
  readonly messages: readonly ModelMessage[];
  readonly guard: AnswerGuard;
}

interface Attempt extends Pick<Written, 'text' | 'handOver'> {
  readonly faults: AnswerFaults;
  readonly shown: boolean;
}

const languages: readonly string[] = ['ru', 'en'];

/** Has the model write an answer, and once more where there is something wrong with it. */
export class AnswerWriter {
  constructor(private readonly deps: AnswerWriterDeps) {}

  /** Throws ModelAway or ModelRefused when there is no whole answer, and the signal's reason when it is aborted. */
  async write(asking: Asking): Promise<Written> {
    const prompt = this.promptOf(asking);
    try {
      return await this.writeFrom(asking, prompt);
    } catch (error) {
      if (!(error instanceof PromptTooLong)) throw error;
      const { contextTokens, log } = this.deps;
      const { passages, history } = prompt.tokens;
      log.warn({ err: error, contextTokens, tokens: prompt.tokens }, 'the model takes less than OPENAI_CONTEXT_TOKENS');
      return this.writeFrom(asking, this.promptOf(asking, { passages: passages / 2, history: history / 2 }));
    }
  }

  private promptOf(asking: Asking, atMost?: PartSizes): Prompt {
    const { locales, contextTokens } = this.deps;
    return buildPrompt({ ...asking, contextTokens, tools: [handOverTool(locales, asking.language)], atMost }, locales);
  }

  private async writeFrom(asking: Asking, { messages, hits }: Prompt): Promise<Written> {
    const { bot, language, history, question } = asking;
    const said = [...history, ...question];
    const guard = new AnswerGuard({ bot, language, hits, said, messages }, this.deps.locales);
    return { ...(await this.repaired({ asking, messages, guard })), hits };
  }

  private async repaired(way: Way): Promise<Omit<Written, 'hits'>> {
    const first = await this.ask(way);
    // What gives the order away would do so again.
    if (isSettled(first) || first.faults.givesAway) return settled(first);
    const { onText: _shownAlready, ...silent } = way.asking;
    if (first.shown) way.asking.afresh?.();
    const second = await this.ask(first.shown ? { ...way, asking: silent } : way, first.faults);
    if (isSettled(second) || second.faults.givesAway || second.faults.madeUp) return settled(second);
    const text = await this.translated(second.text, way);
    return text === undefined ? settled(second) : { text, handOver: second.handOver, fault: null };
  }

  private async ask({ asking, messages, guard }: Way, before?: AnswerFaults): Promise<Attempt> {
    const { language, signal, model, onText } = asking;
    const { locales, contextTokens } = this.deps;
    const preview = onText && new GuardedPreview(guard, onText);
    const completion = await this.deps.model.complete({
      messages: [...messages, ...(before ? [this.complaint(before, language)] : [])],
      // In a draft the tool calls nobody: it is how the model says that it does not know.
      tools: [handOverTool(locales, language)],
      maxOutputTokens: answerTokens(contextTokens),
      signal,
      ...(preview ? { onText: (piece: string) => preview.write(piece) } : {}),
      ...(model === undefined ? {} : { model }),
    });
    const text = guard.clean(completion.text);
    const faults = guard.faultsOf(text);
    const handOver = wishIn(completion);
    if (isFlawless(faults) && handOver === undefined) preview?.finish(text);
    return { text, faults, handOver, shown: Boolean(preview?.text) };
  }

  /** What the stricter prompt says of the answer before. */
  private complaint({ wrongLanguage, madeUp }: AnswerFaults, language: string): ModelMessage {
    const t = (key: string) => this.deps.locales.t(language, `prompts:answer_again.${key}`, { language });
    const parts = [...(wrongLanguage ? [t('wrongLanguage')] : []), ...(madeUp ? [t('madeUp')] : [])];
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

function settled({ text, handOver, faults }: Attempt): Omit<Written, 'hits'> {
  if (handOver === 'user_wants_human' || isFlawless(faults)) return { text, handOver, fault: null };
  const fault = faults.givesAway ? 'givesAway' : faults.madeUp ? 'madeUp' : 'wrongLanguage';
  return { text: '', handOver, fault };
}

/** A model that says that it calls people has to. */
function wishIn({ text, toolCalls }: Completion): HandOverReason | undefined {
  const asked = handOverOf(toolCalls);
  return asked !== 'user_wants_human' && promisesHuman(text) ? 'user_wants_human' : asked;
}
