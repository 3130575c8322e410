import type { ChatMessage } from '../chat-request';

/** The results of the tools that were called since the user wrote last, oldest first. */
export function resultsOf(messages: readonly ChatMessage[]): ChatMessage[] {
  const asked = messages.findLastIndex(({ role }) => role === 'user');
  return messages.slice(asked + 1).filter(({ role }) => role === 'tool');
}

/** What a tool wants to be said, word for word: the field `text` of its JSON, or `error`, also of JSON that was cut; undefined without either. */
export function textOf({ content }: ChatMessage): string | undefined {
  try {
    const read: unknown = JSON.parse(content);
    if (typeof read !== 'object' || read === null) return undefined;
    const fields = new Map<string, unknown>(Object.entries(read));
    return ['text', 'error'].map((field) => fields.get(field)).find(isText);
  } catch {
    return cutText(content); // not JSON, or no longer
  }
}

function cutText(content: string): string | undefined {
  const raw = /^\s*\{\s*"(?:text|error)"\s*:\s*"((?:[^"\\]|\\.)*)/.exec(content)?.[1];
  if (raw === undefined || raw === '') return undefined;
  return raw.replaceAll(/\\u[\da-f]{4}|\\./gi, (code) => JSON.parse(`"${code}"`) as string);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
