import type { RichText } from 'grammy/types';
import type { Image, ImageReference, Link, LinkReference, Nodes } from 'mdast';
import { cleanText } from '../infra/clean-text';
import { safeAddress } from './link.rules';
import { addressBeside, flatText, type TreeLinks } from './markdown';

/** What the words of a rich message may point to. */
export interface RichContext {
  /** The links that are defined elsewhere in the text. */
  readonly tree: TreeLinks;
  /** The sources that have a footnote. */
  readonly markers: ReadonlySet<number>;
}

/** Formatting inside formatting beyond this is not looked at; the whole message may have 16 levels. */
const deepest = 12;
const marker = /\[(\d{1,2})\]/g;
const emphasis = { strong: 'bold', emphasis: 'italic', delete: 'strikethrough' } as const;

/** The name by which a footnote is known inside its message. */
export function footnoteName(number: number): string {
  return `source-${number}`;
}

/** Words with their formatting, as Telegram's rich messages have them. */
export function richText(nodes: readonly Nodes[], context: RichContext, depth = 0): RichText {
  const pieces = nodes.flatMap((node) => inline(node, context, depth + 1)).filter((piece) => piece !== '');
  const [first = ''] = pieces;
  return pieces.length <= 1 ? first : pieces;
}

function inline(node: Nodes, context: RichContext, depth: number): RichText[] {
  if (depth > deepest) return [cleanText(flatText(node))];
  switch (node.type) {
    case 'text':
      return withFootnotes(cleanText(node.value), context.markers);
    case 'strong':
    case 'emphasis':
    case 'delete':
      return [{ type: emphasis[node.type], text: richText(node.children, context, depth) }];
    case 'inlineCode':
      return [{ type: 'code', text: cleanText(node.value) }];
    case 'break':
      return ['\n'];
    default:
      return other(node, context, depth);
  }
}

function other(node: Nodes, context: RichContext, depth: number): RichText[] {
  if (node.type === 'link' || node.type === 'linkReference') return link(node, context, depth);
  if (node.type === 'image' || node.type === 'imageReference') return [picture(node, context)];
  if (node.type === 'footnoteReference') return [`[${node.label ?? node.identifier}]`];
  if ('children' in node) return [richText(node.children, context, depth)];
  // Raw HTML comes here too: it is text like any other.
  return 'value' in node ? [cleanText(node.value)] : [];
}

function link(node: Link | LinkReference, context: RichContext, depth: number): RichText[] {
  const url = node.type === 'link' ? node.url : (context.tree.definitions.get(node.identifier)?.url ?? '');
  // Inside a link nothing else can be pressed.
  const label = richText(node.children, { ...context, markers: new Set() }, depth);
  const href = safeAddress(url);
  const words = flatText(node);
  if (href === undefined) return [label, cleanText(addressBeside(words, url))];
  return [{ type: 'url', text: words.trim() === '' ? cleanText(url) : label, url: href }];
}

function picture(node: Image | ImageReference, context: RichContext): RichText {
  const url = node.type === 'image' ? node.url : (context.tree.definitions.get(node.identifier)?.url ?? '');
  const label = cleanText(node.alt ?? '');
  const href = safeAddress(url);
  return href === undefined
    ? label + cleanText(addressBeside(label, url))
    : { type: 'url', text: label || url, url: href };
}

/** Makes of the numbers of sources what can be pressed. */
function withFootnotes(text: string, markers: ReadonlySet<number>): RichText[] {
  const pieces: RichText[] = [];
  let end = 0;
  for (const found of text.matchAll(marker)) {
    if (!markers.has(Number(found[1]))) continue;
    pieces.push(text.slice(end, found.index));
    pieces.push({ type: 'reference_link', text: found[0], reference_name: footnoteName(Number(found[1])) });
    end = found.index + found[0].length;
  }
  return [...pieces, text.slice(end)];
}
