import type { Definition, Link, LinkReference, List, ListItem, Nodes, Parent, Root, Table } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { cleanText } from '../infra/clean-text';
import { bareAddress, safeAddress } from './link.rules';
import { type Mark, type Run, visibleText } from './styled-text';
import { tableLines } from './table.rules';

/**
 * What is longer, denser or deeper is shown as it is. A parser needs 35 ms for 50,000 characters of prose, but 16 s
 * for as many made of nothing but half-open emphasis; within these bounds the worst text takes about half a second.
 */
const bounds = { length: 20_000, signs: 3_000, depth: 30 };
const signs = /[*_[\]>`]/g;

const dialect = {
  // One tilde means «about» in our languages («~5 минут»); two strike through.
  extensions: [gfm({ singleTilde: false })],
  mdastExtensions: [gfmFromMarkdown()],
};

/** The tree of a text in CommonMark, with GitHub's tables, strike-through and task lists; undefined when it is too much to be read. */
export function parseMarkdown(markdown: string): Root | undefined {
  const tooMuch = markdown.length > bounds.length || (markdown.match(signs)?.length ?? 0) > bounds.signs;
  return tooMuch ? undefined : fromMarkdown(markdown, dialect);
}

/** CommonMark as text with the formatting that Telegram knows. */
export function renderMarkdown(markdown: string): Run[] {
  const root = parseMarkdown(markdown);
  return root ? renderTree(root) : [{ text: markdown, marks: [] }];
}

/** Some blocks of a tree as formatted text; `links` are those of the whole tree. */
export function renderTree(blocks: Root, links: TreeLinks = linksOf(blocks)): Run[] {
  return new Renderer(blocks, links).render();
}

/** The links that a tree defines in one place and uses in another. */
export interface TreeLinks {
  readonly definitions: ReadonlyMap<string, Definition>;
  /** The names that are used. */
  readonly referred: ReadonlySet<string>;
}

/** What a tree defines and uses. */
export function linksOf(root: Root): TreeLinks {
  const definitions = new Map<string, Definition>();
  const referred = new Set<string>();
  for (const node of descendants(root)) {
    if (node.type === 'definition' && !definitions.has(node.identifier)) definitions.set(node.identifier, node);
    if (node.type === 'linkReference' || node.type === 'imageReference') referred.add(node.identifier);
  }
  return { definitions, referred };
}

/** Where in the tree a node stands: the formatting around it, what a continued line begins with, and how deep it is. */
interface Place {
  readonly marks: readonly Mark[];
  readonly indent: string;
  readonly depth: number;
}

const emphasis = { strong: 'b', emphasis: 'i', delete: 's' } as const;

class Renderer {
  private readonly runs: Run[] = [];

  constructor(
    private readonly root: Root,
    private readonly links: TreeLinks,
  ) {}

  render(): Run[] {
    this.blocks(this.root, { marks: [], indent: '', depth: 0 });
    return this.runs;
  }

  /** Blocks keep the distance they have in the source: the next line, or an empty line between. */
  private blocks(parent: Parent, outer: Place): void {
    const place = { ...outer, depth: outer.depth + 1 };
    if (place.depth > bounds.depth) return this.write(parent.children.map(flatText).join('\n'), place);
    let before: Nodes | undefined;
    for (const node of parent.children) {
      if (node.type === 'definition' && this.links.referred.has(node.identifier)) continue;
      // A block of code begins at the margin, also inside a list.
      const indent = node.type === 'code' || node.type === 'table' ? '' : place.indent;
      if (before) this.write(gap(before, node), { ...place, indent });
      this.block(node, place);
      before = node;
    }
  }

  private block(node: Nodes, place: Place): void {
    switch (node.type) {
      case 'heading':
        return this.inlines(node, within(place, { tag: 'b' }));
      case 'code':
        return this.write(node.value, within(place, { tag: 'pre', ...languageOf(node.lang) }));
      case 'blockquote':
        return this.blocks(node, within(place, { tag: 'blockquote' }));
      case 'list':
        return this.list(node, place);
      case 'table':
        return this.write(tableText(node), within(place, { tag: 'pre' }));
      case 'thematicBreak':
        return this.write('———', place);
      case 'definition':
        return this.write(`[${labelOf(node)}]: ${node.url}`, place);
      case 'footnoteDefinition':
        this.write(`[${labelOf(node)}] `, place);
        return this.blocks(node, place);
      default:
        return 'children' in node ? this.inlines(node, place) : this.inline(node, place);
    }
  }

  private list(list: List, place: Place): void {
    let number = list.start ?? 1;
    let before: ListItem | undefined;
    for (const item of list.children) {
      if (before) this.write(gap(before, item), place);
      const sign = list.ordered ? `${number++}.` : place.indent === '' ? '•' : '◦';
      const task = typeof item.checked === 'boolean' ? (item.checked ? ' ☑' : ' ☐') : '';
      this.write(`${sign}${task} `, place);
      this.blocks(item, { ...place, indent: `${place.indent}   ` });
      before = item;
    }
  }

  private inlines(parent: Parent, outer: Place): void {
    const place = { ...outer, depth: outer.depth + 1 };
    if (place.depth > bounds.depth) return this.write(parent.children.map(flatText).join(''), place);
    for (const node of parent.children) this.inline(node, place);
  }

  private inline(node: Nodes, place: Place): void {
    switch (node.type) {
      case 'strong':
      case 'emphasis':
      case 'delete':
        return this.inlines(node, within(place, { tag: emphasis[node.type] }));
      case 'inlineCode':
        return this.write(node.value, within(place, { tag: 'code' }));
      case 'break':
        return this.write('\n', place);
      case 'link':
        return this.link(node, node.url, place);
      case 'linkReference':
        return this.link(node, this.addressOf(node), place);
      case 'image':
        return this.labelled(node.alt ?? '', node.url, place);
      default:
        return this.remaining(node, place);
    }
  }

  private remaining(node: Nodes, place: Place): void {
    if (node.type === 'imageReference') {
      return this.labelled(node.alt ?? '', this.addressOf(node), place);
    }
    if (node.type === 'footnoteReference') return this.write(`[${labelOf(node)}]`, place);
    // Raw HTML comes here too: it is text like any other.
    if ('value' in node) this.write(node.value, place);
  }

  private link(node: Link | LinkReference, url: string, place: Place): void {
    const href = safeAddress(url);
    const label = flatText(node);
    if (href === undefined) {
      this.inlines(node, place);
      return this.write(addressBeside(label, url), place);
    }
    const marked = within(place, { tag: 'a', href });
    return label.trim() === '' ? this.write(url, marked) : this.inlines(node, marked);
  }

  private addressOf(node: { identifier: string }): string {
    return this.links.definitions.get(node.identifier)?.url ?? '';
  }

  /** A picture cannot stand inside a text: what it shows, and where it is, unless a link around it leads elsewhere. */
  private labelled(label: string, url: string, place: Place): void {
    const href = safeAddress(url);
    if (place.marks.some((mark) => mark.tag === 'a')) return this.write(label || url, place);
    if (href !== undefined) return this.write(label || url, within(place, { tag: 'a', href }));
    return this.write(label + addressBeside(label, url), place);
  }

  private write(written: string, place: Place): void {
    // Character references can name what was cleaned away before: «&#8203;» is a zero-width space.
    const text = cleanText(written);
    if (text === '') return;
    const inPre = place.marks.some((mark) => mark.tag === 'pre');
    this.runs.push({ text: inPre ? text : text.replaceAll('\n', `\n${place.indent}`), marks: place.marks });
  }
}

/** The place with one more mark. Telegram formats nothing inside code, and knows no quotation inside a quotation. */
function within(place: Place, mark: Mark): Place {
  const tags = new Set(place.marks.map(({ tag }) => tag));
  if (tags.has(mark.tag)) return place;
  if (mark.tag === 'code' && tags.has('a')) return place;
  const isCode = mark.tag === 'code' || mark.tag === 'pre';
  const around = isCode ? place.marks.filter(({ tag }) => tag === 'blockquote') : place.marks;
  return { ...place, marks: [...around, mark] };
}

function gap(before: Nodes, node: Nodes): string {
  const lines = (node.position?.start.line ?? 0) - (before.position?.end.line ?? 0);
  return lines > 1 || node.type === 'heading' ? '\n\n' : '\n';
}

function labelOf(node: { identifier: string; label?: string | null | undefined }): string {
  return node.label ?? node.identifier;
}

/** The language of a block of code, where it is a name. */
export function languageOf(language: string | null | undefined): { language?: string } {
  return language && /^[\w+#.-]{1,32}$/.test(language) ? { language } : {};
}

/** What tells where a link without an address leads: nothing when its words say it already. */
export function addressBeside(label: string, url: string): string {
  if (url === '' || bareAddress(url) === bareAddress(label)) return '';
  return label.trim() === '' ? url : ` (${url})`;
}

function tableText(table: Table): string {
  const rows = table.children.map((row) =>
    row.children.map((cell) => {
      const runs = renderTree({ type: 'root', children: [{ type: 'paragraph', children: cell.children }] });
      return visibleText(runs).replace(/\s+/g, ' ').trim();
    }),
  );
  return tableLines(
    rows,
    (table.align ?? []).map((align) => align ?? 'left'),
  );
}

/** The words of a node without any formatting. */
export function flatText(node: Nodes): string {
  return [...descendants(node)]
    .map((one) => ('value' in one ? one.value : 'alt' in one ? (one.alt ?? '') : ''))
    .join('');
}

/** The node and all below it, in order; without recursion, so that no depth is too deep. */
function* descendants(root: Nodes): Generator<Nodes> {
  const waiting: Nodes[] = [root];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    yield node;
    if ('children' in node) waiting.push(...node.children.toReversed());
  }
}
