import type { Answered } from '../../infra/safe-fetch';
import { inWords, type StrangersPolicy, said, strangersData, strangersText } from '../outside/strangers-words.rules';

/** What a service answered, as far as it is of use. */
export interface ServiceAnswer {
  readonly status: number;
  /** JSON, cleaned and bounded, or the text; null: nothing to read. */
  readonly content: unknown;
}

/** Reads an answer: JSON, or text. */
export function readAnswer({ status, contentType, bytes }: Answered, policy: StrangersPolicy): ServiceAnswer {
  const text = new TextDecoder().decode(bytes).trim();
  const isJson = /[/+]json\b/i.test(contentType ?? '');
  const isText = contentType === null || /^text\/(?!html)/i.test(contentType);
  if (text === '' || (!isJson && !isText)) return { status, content: null };
  if (!isJson) return { status, content: strangersText(text, policy) };
  try {
    return { status, content: strangersData(JSON.parse(text), policy) };
  } catch {
    return { status, content: null };
  }
}

/** The owner's words with what the service answered in their {holes}; a list of the values where there are no words. */
export function answerInWords(content: unknown, says: string | undefined): string {
  if (says === undefined) return typeof content === 'string' ? content : inWords(content);
  return says.replaceAll(/\{([\w.-]+)\}/g, (_whole, path: string) => shown(valueAt(content, path)));
}

function valueAt(content: unknown, path: string): unknown {
  let value = content;
  for (const part of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[part];
  }
  return value;
}

function shown(value: unknown): string {
  return typeof value === 'object' && value !== null ? inWords(value) : said(value);
}
