import type { Heading, List, Node, Parent, RootContent, Table } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { invariant } from '../infra/invariant';

/** A piece of a document that is found and quoted on its own. */
export interface PassageDraft {
  /** The way to it: the headings above it, outermost first, joined by « › »; empty above the first heading. */
  readonly heading: string;
  /** CommonMark, without the heading. */
  readonly text: string;
}

/** A document cut into passages. */
export interface ParsedDocument {
  /** The first heading of level 1. */
  readonly title: string | undefined;
  readonly passages: readonly PassageDraft[];
}

/** What a passage aims at: a few paragraphs; long enough to answer, short enough to be about one thing. */
export const passageCharacters = 900;

/** Up to here a table, a list or code stays whole; no passage is longer. */
export const wholeBlockCharacters = 1_800;

/** Headings below this level stay inside the passage of the section above them. */
const deepestSection = 3;

interface Section {
  readonly level: number;
  readonly path: readonly string[];
  readonly blocks: RootContent[];
}

/**
 * Cuts a Markdown document into passages: one for each section, more where a section is long. A heading of level 1 that
 * says something else than the `givenTitle` stays a heading.
 */
export function cutIntoPassages(markdown: string, givenTitle?: string): ParsedDocument {
  const source = markdown.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  const blocks = fromMarkdown(source, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }).children;
  const first = blocks.find((block): block is Heading => block.type === 'heading' && block.depth === 1);
  const title = givenTitle === undefined || (first && plainText(first) === givenTitle) ? first : undefined;
  const passages = sectionsOf(blocks, title).flatMap((section, index, all) => {
    const heading = section.path.join(' › ');
    const pieces = packed(
      section.blocks.flatMap((block) => piecesOf(block, source)),
      '\n\n',
    );
    if (pieces.length > 0) return pieces.map((text) => ({ heading, text }));
    // A heading that nothing follows can be the whole fact («Closed on Sundays»); one with sections below it cannot.
    const last = section.path.at(-1);
    const isParent = (all[index + 1]?.level ?? 0) > section.level;
    return last === undefined || isParent ? [] : [{ heading, text: last }];
  });
  return { title: title && plainText(title), passages };
}

function sectionsOf(blocks: readonly RootContent[], title: Heading | undefined): Section[] {
  let open: Section = { level: 0, path: [], blocks: [] };
  const sections = [open];
  const above: { level: number; text: string }[] = [];
  for (const block of blocks) {
    if (block === title || isComment(block)) continue;
    if (block.type !== 'heading' || block.depth > deepestSection) {
      open.blocks.push(block);
      continue;
    }
    while ((above.at(-1)?.level ?? 0) >= block.depth) above.pop();
    above.push({ level: block.depth, text: plainText(block) });
    open = { level: block.depth, path: above.map(({ text }) => text), blocks: [] };
    sections.push(open);
  }
  return sections;
}

function isComment(block: RootContent): boolean {
  return block.type === 'html' && block.value.startsWith('<!--');
}

function piecesOf(block: RootContent, source: string): string[] {
  const text = sourceOf(block, source);
  const limit = block.type === 'paragraph' ? passageCharacters : wholeBlockCharacters;
  if (text.length <= limit) return [text];
  if (block.type === 'table') return rowsOf(block, source);
  if (block.type === 'list') return listPieces(block, source);
  if (block.type === 'code') return codePieces(block.value, block.lang ?? '');
  return packed(block.type === 'paragraph' ? sentencesOf(text) : text.split('\n'), ' ');
}

/** Every part of a cut table repeats the head: rows without it say nothing. */
function rowsOf(table: Table, source: string): string[] {
  const lines = sourceOf(table, source).split('\n');
  const head = lines.slice(0, 2).join('\n');
  if (head.length > passageCharacters / 2) return packed(lines, '\n');
  return packed(lines.slice(2), '\n', passageCharacters - head.length).map((rows) => `${head}\n${rows}`);
}

function listPieces(list: List, source: string): string[] {
  return packed(
    list.children.map((item) => sourceOf(item, source)),
    '\n',
  );
}

function codePieces(code: string, language: string): string[] {
  return packed(code.split('\n'), '\n').map((part) => `\`\`\`${language}\n${part}\n\`\`\``);
}

function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?…]["»”)]*)\s+(?=["«“(—–-]*[\p{Lu}\d])/u);
}

/** Puts neighbours together while they fit; what does not fit even alone is cut between words. */
function packed(pieces: readonly string[], glue: string, limit = passageCharacters): string[] {
  const result: string[] = [];
  for (const piece of pieces.flatMap(cutToFit)) {
    const last = result.at(-1);
    if (last !== undefined && last.length + glue.length + piece.length <= limit) {
      result[result.length - 1] = last + glue + piece;
    } else if (piece.trim() !== '') result.push(piece);
  }
  return result;
}

function cutToFit(text: string): string[] {
  if (text.length <= wholeBlockCharacters) return [text];
  const parts: string[] = [];
  let rest = text;
  while (rest.length > wholeBlockCharacters) {
    const space = rest.lastIndexOf(' ', passageCharacters);
    const at = space > 0 ? space : passageCharacters;
    // Without a space to cut at, a pair of surrogates may lie across the cut.
    const end = /[\uD800-\uDBFF]/.test(rest.charAt(at - 1)) ? at - 1 : at;
    parts.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return rest === '' ? parts : [...parts, rest];
}

function sourceOf(block: Node, source: string): string {
  invariant(block.position, 'the parser gives every block its place');
  return source.slice(block.position.start.offset, block.position.end.offset);
}

function plainText(node: Heading): string {
  return valueOf(node).replaceAll(/\s+/g, ' ').trim();
}

function valueOf(node: Parent | RootContent): string {
  if ('value' in node) return node.value;
  return 'children' in node ? node.children.map((child) => valueOf(child)).join('') : ' ';
}
