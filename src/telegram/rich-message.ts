import type { RichText } from 'grammy/types';
import type { Nodes } from 'mdast';
import type { Source } from '../dialogues/channel';
import { cleanLine, cleanText } from '../infra/clean-text';
import { linksOf, parseMarkdown, renderMarkdown, type TreeLinks } from './markdown';
import { richBlocks } from './rich-blocks';
import { fitsRich, type RichBlock } from './rich-size.rules';
import { footnoteName } from './rich-text';
import { visibleText } from './styled-text';

/** Where an answer comes from: the line that is always seen, and what the footnotes show. */
export interface Footnotes {
  readonly line: string;
  readonly sources: readonly Source[];
}

const longCode = 400;
const longestPassage = 300;

/**
 * Blocks of a text as a rich message, where that shows what formatted text cannot: tables, headings, long code, and
 * footnotes to press on. Undefined where it would show nothing more, or where Telegram would not take it.
 */
export function composeRich(
  nodes: readonly Nodes[],
  tree: TreeLinks,
  footnotes: Footnotes | null,
): readonly RichBlock[] | undefined {
  const numbered = (footnotes?.sources ?? []).filter(({ marker }) => marker !== null);
  if (numbered.length === 0 && !nodes.some(isWorthIt)) return undefined;
  const markers = new Set(numbered.flatMap(({ marker }) => (marker === null ? [] : [marker])));
  const context = { tree, markers };
  const blocks = [...richBlocks(nodes, context), ...(footnotes ? footer(footnotes, numbered) : [])];
  return blocks.length > 0 && fitsRich(blocks) ? blocks : undefined;
}

/** What is written so far as a rich draft. */
export function composeDraft(markdown: string): readonly RichBlock[] | undefined {
  const root = parseMarkdown(cleanText(markdown));
  if (!root) return undefined;
  const context = { tree: linksOf(root), markers: new Set<number>() };
  const blocks = richBlocks(root.children, context);
  return blocks.length > 0 && fitsRich(blocks) ? blocks : undefined;
}

/** Whether a block gains by being shown richly. */
export function isWorthIt(node: Nodes): boolean {
  if (node.type === 'code') return node.value.length >= longCode;
  return node.type === 'table' || node.type === 'heading';
}

/** The line of sources; pressed it shows what the answer rests on, and so does each number in the text. */
function footer({ line }: Footnotes, numbered: readonly Source[]): RichBlock[] {
  const summary: RichText = { type: 'italic', text: line };
  if (numbered.length === 0) return [{ type: 'footer', text: summary }];
  const blocks = numbered.map((source): RichBlock => ({ type: 'paragraph', text: footnote(source) }));
  return [{ type: 'details', summary, blocks }];
}

function footnote({ marker, title, passage }: Source): RichText {
  const heading: RichText = { type: 'bold', text: `[${marker}] ${cleanLine(title, 200)}` };
  const shown = passageOf(passage ?? '');
  const text: RichText = shown === '' ? heading : [heading, '\n', shown];
  return { type: 'reference', name: footnoteName(marker ?? 0), text };
}

function passageOf(passage: string): string {
  const text = visibleText(renderMarkdown(cleanText(passage)))
    .replace(/\s+/g, ' ')
    .trim();
  return text.length <= longestPassage ? text : `${cleanLine(text, longestPassage)}…`;
}
