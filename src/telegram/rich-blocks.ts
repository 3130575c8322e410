import type { RichBlockTableCell } from 'grammy/types';
import type { Code, Heading, List, ListItem, Nodes, Table } from 'mdast';
import { cleanText } from '../infra/clean-text';
import { flatText, languageOf } from './markdown';
import type { RichBlock } from './rich-size.rules';
import { type RichContext, richText } from './rich-text';

type ListItemBlock = Extract<RichBlock, { type: 'list' }>['items'][number];

/** Lists in lists beyond this are shown as they are. */
const deepest = 5;

/** The blocks of a text as Telegram's rich messages have them. */
export function richBlocks(nodes: readonly Nodes[], context: RichContext, depth = 0): RichBlock[] {
  return nodes.flatMap((node) => block(node, context, depth + 1));
}

function block(node: Nodes, context: RichContext, depth: number): RichBlock[] {
  if (depth > deepest) return paragraph([{ type: 'text', value: flatText(node) }], context);
  switch (node.type) {
    case 'heading':
      return heading(node, context);
    case 'code':
      return code(node);
    case 'blockquote':
      return quotation(richBlocks(node.children, context, depth));
    case 'list':
      return [list(node, context, depth)];
    case 'table':
      return [table(node, context)];
    case 'footnoteDefinition':
      return richBlocks(node.children, context, depth);
    default:
      return plainBlock(node, context);
  }
}

function plainBlock(node: Nodes, context: RichContext): RichBlock[] {
  if (node.type === 'definition') return [];
  if (node.type === 'thematicBreak') return [{ type: 'divider' }];
  return paragraph('children' in node ? node.children : [node], context);
}

function code({ value, lang }: Code): RichBlock[] {
  return value === '' ? [] : [{ type: 'pre', text: cleanText(value), ...languageOf(lang) }];
}

function quotation(blocks: RichBlock[]): RichBlock[] {
  return blocks.length === 0 ? [] : [{ type: 'blockquote', blocks }];
}

function paragraph(nodes: readonly Nodes[], context: RichContext): RichBlock[] {
  const text = richText(nodes, context);
  return text === '' ? [] : [{ type: 'paragraph', text }];
}

function heading(node: Heading, context: RichContext): RichBlock[] {
  const text = richText(node.children, context);
  return text === '' ? [] : [{ type: 'heading', text, size: node.depth }];
}

function list(node: List, context: RichContext, depth: number): RichBlock {
  const first = node.start ?? 1;
  const items = node.children.map((item, index): ListItemBlock => {
    const blocks = richBlocks(item.children, context, depth);
    const shown: RichBlock[] = blocks.length > 0 ? blocks : [{ type: 'paragraph', text: ' ' }];
    return { blocks: shown, ...(node.ordered && { value: first + index, type: '1' }), ...checkbox(item) };
  });
  return { type: 'list', items };
}

function checkbox({ checked }: ListItem): Pick<ListItemBlock, 'has_checkbox' | 'is_checked'> {
  if (typeof checked !== 'boolean') return {};
  return checked ? { has_checkbox: true, is_checked: true } : { has_checkbox: true };
}

function table(node: Table, context: RichContext): RichBlock {
  const columns = Math.max(0, ...node.children.map((row) => row.children.length));
  const cells = node.children.map((row, rowIndex) =>
    Array.from({ length: columns }, (_, column): RichBlockTableCell => {
      const text = richText(row.children[column]?.children ?? [], context);
      const align = node.align?.[column] ?? 'left';
      return { text, align, valign: 'top', ...(rowIndex === 0 && { is_header: true }) };
    }),
  );
  return { type: 'table', cells, is_bordered: true };
}
