import type { ChatMessage } from '../chat-request';

/** The results of the tools that were called since the user wrote last, oldest first. */
export function resultsOf(messages: readonly ChatMessage[]): ChatMessage[] {
  const asked = messages.findLastIndex(({ role }) => role === 'user');
  return messages.slice(asked + 1).filter(({ role }) => role === 'tool');
}

/** What a tool wants to be said, word for word: the field `text` of its JSON, also of JSON that was cut; undefined where there is none. */
export function textOf({ content }: ChatMessage): string | undefined {
  try {
    const read: unknown = JSON.parse(content);
    if (typeof read !== 'object' || read === null) return undefined;
    const text: unknown = Object.entries(read).find(([key]) => key === 'text')?.[1];
    return typeof text === 'string' && text !== '' ? text : undefined;
  } catch {
    return cutText(content); // not JSON, or no longer
  }
}

function cutText(content: string): string | undefined {
  const raw = /^\s*\{\s*"text"\s*:\s*"((?:[^"\\]|\\.)*)/.exec(content)?.[1];
  if (raw === undefined || raw === '') return undefined;
  return raw.replaceAll(/\\u[\da-f]{4}|\\./gi, (code) => JSON.parse(`"${code}"`) as string);
}
