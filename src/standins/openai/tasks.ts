import type { ChatMessage } from './chat-request';

/** A task that a prompt names in its system message: `<task>translate ru en</task>`. */
export interface TaskRequest {
  /** The first word: translate, summary, draft, knowledge… */
  readonly task: string;
  /** What follows it. */
  readonly details: string;
  /** What the last user message holds between `<text>` and `</text>`, or all of it. */
  readonly text: string;
  readonly messages: readonly ChatMessage[];
}

const marker = /<task>\s*([a-z][a-z-]*)\s*([^<]*)<\/task>/;
const wrapped = /<text>\s*([^]*?)\s*<\/text>/;

/** The task that a request names, or undefined. */
export function taskOf(messages: readonly ChatMessage[]): TaskRequest | undefined {
  const prompts = messages.filter(({ role }) => role === 'system' || role === 'developer');
  const found = marker.exec(prompts.map(({ content }) => content).join('\n'));
  if (!found) return undefined;
  const [, task = '', details = ''] = found;
  const asked = messages.findLast(({ role }) => role === 'user')?.content ?? '';
  return { task, details: details.trim(), text: wrapped.exec(asked)?.[1] ?? asked, messages };
}
