import type { Locales } from '../infra/locales';
import { type LanguageModel, type ModelMessage, ModelRefused } from '../language-model/language-model';
import { faultsOf, isFlawless, type WrittenFaults } from './written.rules';

/** Something that the model is to write for operators or for the bot. */
export interface DeskTask {
  /** Its prompt in prompts.json. */
  readonly task: 'summary' | 'memory' | 'recap' | 'proposal';
  /** What to write it in. */
  readonly language: string;
  /** What it is made of: data, never instructions. */
  readonly text: string;
  readonly signal: AbortSignal;
}

const longest = { summary: 1_200, memory: 800, recap: 1_400, proposal: 4_000 } as const;
const mostTokens = 1_000;
// What is data must not close its tags, nor name a task.
const tags = /<\/?\s*(?:text|task)\b[^>]*>/gi;

/** Has the model write out of what was said in a dialogue, and takes nothing that it has made up. */
export class DeskWriter {
  constructor(private readonly deps: { model: LanguageModel; locales: Locales }) {}

  /** What the model writes; null when it refuses, or when its answer is of no use, twice. Throws ModelAway. */
  async write(task: DeskTask): Promise<string | null> {
    const first = await this.attempt(task);
    if (!first) return null;
    if (isFlawless(first.faults)) return first.text;
    const second = await this.attempt(task, first.faults);
    if (!second) return null;
    // Names make up most of some texts: asked twice, it says so twice.
    return isFlawless({ ...second.faults, wrongLanguage: false }) ? second.text : null;
  }

  private async attempt(
    task: DeskTask,
    before?: WrittenFaults,
  ): Promise<{ text: string; faults: WrittenFaults } | null> {
    try {
      const completion = await this.deps.model.complete({
        messages: this.messagesFor(task, before),
        maxOutputTokens: mostTokens,
        signal: task.signal,
      });
      const text = completion.text.trim();
      const { language, text: source } = task;
      return { text, faults: faultsOf(text, { language, source, longest: longest[task.task] }) };
    } catch (error) {
      if (error instanceof ModelRefused) return null;
      throw error;
    }
  }

  private messagesFor({ task, language, text }: DeskTask, before: WrittenFaults | undefined): ModelMessage[] {
    const { locales } = this.deps;
    const again = before && Object.entries(before).filter(([, faulty]) => faulty);
    const complaints = (again ?? []).map(([fault]) => locales.t(language, `prompts:written_again.${fault}`));
    return [
      { role: 'system', content: [locales.t(language, `prompts:${task}`, { language }), ...complaints].join('\n\n') },
      { role: 'user', content: `<text>\n${text.replaceAll(tags, ' ')}\n</text>` },
    ];
  }
}
