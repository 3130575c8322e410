import type { Button, OutgoingMessage, Source } from '../dialogues/channel';
import { cleanText } from '../infra/clean-text';
import { renderMarkdown } from './markdown';
import { nextSpan } from './split';
import { type Run, sliceRuns, toHtml, toPlain, visibleText } from './styled-text';

/** The most UTF-16 units that a person may see in one Telegram message. */
export const longestText = 4_096;

/** The Bot API refuses a text of more than 32 KiB, tags included. */
const longestHtml = 30_000;

/** One Telegram message: its HTML, the same without formatting, and the buttons below it. */
export interface TelegramPart {
  readonly html: string;
  readonly plain: string;
  readonly buttons?: readonly (readonly Button[])[];
}

/** The line that says where an answer comes from: «Источник: …»; the titles are in the order of the answer. */
export type SourcesLine = (titles: readonly string[], language: string) => string;

/** The Telegram messages that make up one message of a dialogue; none when there is nothing to see in it. */
export function renderParts(message: OutgoingMessage, sourcesLine: SourcesLine): TelegramPart[] {
  const parts = split([...renderMarkdown(cleanText(message.text)), ...footer(message, sourcesLine)]);
  const last = parts.pop();
  if (last === undefined) return [];
  return [...parts, message.buttons.length > 0 ? { ...last, buttons: message.buttons } : last];
}

function footer({ sources, language }: OutgoingMessage, sourcesLine: SourcesLine): Run[] {
  if (sources.length === 0) return [];
  const line = cleanText(sourcesLine(sources.map(titleOf), language)).trim();
  return [
    { text: '\n\n', marks: [] },
    { text: line, marks: [{ tag: 'i' }] },
  ];
}

function titleOf({ marker, title }: Source): string {
  return marker === null ? title : `[${marker}] ${title}`;
}

function split(runs: readonly Run[]): TelegramPart[] {
  const text = visibleText(runs);
  const parts: TelegramPart[] = [];
  let limit = longestText;
  let start = 0;
  for (let span = nextSpan(text, start, limit); span; span = nextSpan(text, start, limit)) {
    const slice = sliceRuns(runs, span.start, span.end);
    const html = toHtml(slice);
    if (Buffer.byteLength(html) > longestHtml && limit > 1) {
      limit = Math.ceil(limit / 2);
      continue;
    }
    parts.push({ html, plain: toPlain(slice, longestText) });
    start = span.end;
    limit = longestText;
  }
  return parts;
}
