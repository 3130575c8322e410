import type { Root, RootContent } from 'mdast';
import type { Button, Invoice, OutgoingMessage, Source } from '../dialogues/channel';
import { cleanText } from '../infra/clean-text';
import { hasCaption, longestCaption, type TelegramFile, telegramFile } from './files.rules';
import { linksOf, parseMarkdown, renderMarkdown, renderTree, type TreeLinks } from './markdown';
import { composeRich, type Footnotes, isWorthIt } from './rich-message';
import type { RichBlock } from './rich-size.rules';
import { nextSpan } from './split';
import { type Run, sliceRuns, toHtml, toPlain, visibleText } from './styled-text';

/** The most UTF-16 units that a person may see in one Telegram message. */
export const longestText = 4_096;

/** The Bot API refuses a text of more than 32 KiB, tags included. */
const longestHtml = 30_000;

/** One Telegram message: its HTML, the same without formatting and as a rich message, the file that it is below, and the buttons below it. */
export interface TelegramPart {
  readonly html: string;
  readonly plain: string;
  /** The same once more, where a rich message shows more than the HTML. */
  readonly rich?: readonly RichBlock[];
  readonly file?: TelegramFile;
  /** Telegram's id of the message that it answers. */
  readonly replyTo?: number;
  /** The piece of that message that it is about, if it is about a piece. */
  readonly quote?: string;
  readonly buttons?: readonly (readonly Button[])[];
  /** What is to be paid, in place of the words. */
  readonly invoice?: Invoice;
}

/** The line that says where an answer comes from: «Источник: …»; the titles are in the order of the answer. */
export type SourcesLine = (titles: readonly string[], language: string) => string;

/** The Telegram messages that make up one message of a dialogue; none when there is nothing to see in it. */
export function renderParts(message: OutgoingMessage, sourcesLine: SourcesLine): TelegramPart[] {
  if (message.invoice) return [{ html: '', plain: '', invoice: message.invoice }];
  const text = cleanText(message.text);
  const footnotes = footnotesOf(message, sourcesLine);
  const parts =
    message.files.length > 0
      ? composeParts(message.files.map(telegramFile), [...renderMarkdown(text), ...footer(footnotes)])
      : wordParts(text, footnotes);
  const replyTo = Number(message.replyTo ?? Number.NaN);
  return parts.map((part, index) => ({
    ...part,
    ...(index === 0 && Number.isSafeInteger(replyTo) && { replyTo, ...(message.quote && { quote: message.quote }) }),
    ...(index === parts.length - 1 && message.buttons.length > 0 && { buttons: message.buttons }),
  }));
}

/** The parts of files with words: files go first, the words are the caption of the last one where they fit below it, else they come after it. */
export function composeParts(files: readonly TelegramFile[], runs: readonly Run[]): TelegramPart[] {
  const last = files.at(-1);
  const bare = files.map((file) => ({ html: '', plain: '', file }));
  if (!last) return split(runs, longestText);
  const [caption, ...more] = hasCaption(last) ? split(runs, longestCaption) : [];
  if (!caption || more.length > 0) return [...bare, ...split(runs, longestText)];
  return [...bare.slice(0, -1), { ...caption, file: last }];
}

/** A rich message holds no more than its HTML: each part can be sent either way, and stays the same part. */
function wordParts(text: string, footnotes: Footnotes | null): TelegramPart[] {
  const root = parseMarkdown(text);
  if (!root) return split([...renderMarkdown(text), ...footer(footnotes)], longestText);
  const tree = linksOf(root);
  const parts = split([...renderTree(root, tree), ...footer(footnotes)], longestText);
  if (parts.length === 1) return enriched(parts, root.children, { tree, footnotes });
  if (!root.children.some(isWorthIt)) return parts;
  const groups = groupsOf(root, tree);
  return groups.flatMap((children, index) => {
    const notes = index === groups.length - 1 ? footnotes : null;
    const runs = [...renderTree({ type: 'root', children }, tree), ...footer(notes)];
    return enriched(split(runs, longestText), children, { tree, footnotes: notes });
  });
}

function enriched(
  parts: TelegramPart[],
  nodes: readonly RootContent[],
  { tree, footnotes }: { tree: TreeLinks; footnotes: Footnotes | null },
): TelegramPart[] {
  const [only] = parts;
  const rich = parts.length === 1 ? composeRich(nodes, tree, footnotes) : undefined;
  return only && rich ? [{ ...only, rich }] : parts;
}

/** Neighbouring blocks that fit into one message each; a block that is too long stands alone. */
function groupsOf(root: Root, tree: TreeLinks): RootContent[][] {
  const groups: RootContent[][] = [];
  let room = 0;
  for (const node of root.children) {
    const length = visibleText(renderTree({ type: 'root', children: [node] }, tree)).length + 2;
    const group = groups.at(-1);
    const fits = group !== undefined && length <= room;
    if (fits) group.push(node);
    else groups.push([node]);
    room = (fits ? room : longestText) - length;
  }
  return groups;
}

function footnotesOf({ sources, language }: OutgoingMessage, sourcesLine: SourcesLine): Footnotes | null {
  if (sources.length === 0) return null;
  return { sources, line: cleanText(sourcesLine(sources.map(titleOf), language)).trim() };
}

function footer(footnotes: Footnotes | null): Run[] {
  if (!footnotes) return [];
  return [
    { text: '\n\n', marks: [] },
    { text: footnotes.line, marks: [{ tag: 'i' }] },
  ];
}

function titleOf({ marker, title }: Source): string {
  return marker === null ? title : `[${marker}] ${title}`;
}

function split(runs: readonly Run[], longest: number): TelegramPart[] {
  const text = visibleText(runs);
  const parts: TelegramPart[] = [];
  let limit = longest;
  let start = 0;
  for (let span = nextSpan(text, start, limit); span; span = nextSpan(text, start, limit)) {
    const slice = sliceRuns(runs, span.start, span.end);
    const html = toHtml(slice);
    if (Buffer.byteLength(html) > longestHtml && limit > 1) {
      limit = Math.ceil(limit / 2);
      continue;
    }
    parts.push({ html, plain: toPlain(slice, longest) });
    start = span.end;
    limit = longest;
  }
  return parts;
}
