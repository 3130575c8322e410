import type { Locales } from '../infra/locales';
import type { Completion, CompletionRequest, LanguageModel, ModelMessage } from '../language-model/language-model';
import type { ToolSession } from '../tools/tool-session';
import { handOverOf, handOverTool, isHandOver } from './hand-over-tool';

/** What a model is asked, but for its tools. */
export interface LoopRequest extends Omit<CompletionRequest, 'tools' | 'onText'> {
  readonly language: string;
  /** What stands behind all that tools have told. */
  readonly behind: readonly ModelMessage[];
  /** Where text is shown while it is written, a listener for each try: what stands beside a call is no answer. */
  readonly listener: () => ((piece: string) => void) | undefined;
  /** Hears what tools have told. */
  readonly told: (text: string) => void;
}

/**
 * Has a model write until it needs no more tools; what it writes last counts. A person who is wanted ends it, and so does a proposal: then
 * nothing that the model wrote counts.
 */
export async function completeWithTools(
  deps: { readonly model: LanguageModel; readonly locales: Locales },
  session: ToolSession,
  { language, messages, behind, listener, told, ...request }: LoopRequest,
): Promise<Completion> {
  for (;;) {
    const tools = session.definitions();
    const onText = listener();
    const completion = await deps.model.complete({
      ...request,
      messages: [...messages, ...session.exchange, ...behind],
      // In a draft the tool calls nobody: it is how the model says that it does not know.
      tools: [handOverTool(deps.locales, language), ...tools],
      ...(onText ? { onText } : {}),
    });
    const calls = completion.toolCalls.filter((call) => !isHandOver(call));
    if (handOverOf(completion.toolCalls) !== undefined || calls.length === 0 || tools.length === 0) return completion;
    const before = session.told.length;
    await session.take(completion, calls);
    for (const text of session.told.slice(before)) told(text);
    if (session.proposal) return { ...completion, text: '', toolCalls: [] };
  }
}
