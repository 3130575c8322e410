import { cleanText } from '../../infra/clean-text';
import { withoutForeignLinks } from '../../infra/links.rules';

/** How what a service of others says is taken: as data, never longer than is of use, and leading nowhere but to itself. */
export interface StrangersPolicy {
  /** Where its words may lead: its own domain. */
  readonly domains: readonly string[];
  /** What stands in the place of a link that is taken out. */
  readonly removed: string;
}

const most = { text: 6_000, string: 2_000, entries: 50, depth: 6, json: 12_000 };
// Most texts of an answer are names and numbers, which lead nowhere: they need no parser.
const leadsNowhere = /^(?:[\p{L}\p{N} ,;!?%()'"№-]*|[\d\s.,:+-]+)$/u;

/** What a service says, as a person may read it. */
export function strangersText(text: string, policy: StrangersPolicy, length: number = most.text): string {
  const cleaned = cleanText(text.slice(0, length * 2)).trim();
  if (leadsNowhere.test(cleaned)) return cut(cleaned, length);
  return cut(withoutForeignLinks(cleaned, { ...policy, known: new Set() }), length);
}

/** The same on one line: names and descriptions. */
export function strangersLine(text: string, policy: StrangersPolicy, length: number): string {
  return strangersText(text, policy, length).replace(/\s+/g, ' ').trim();
}

/** JSON of a service: its texts cleaned, its size and depth bounded; null where it is too much to be of use. */
export function strangersData(value: unknown, policy: StrangersPolicy): unknown {
  // What is too long in the end is not even cleaned: that takes its time.
  const left = { characters: most.json };
  const bounded = boundedValue(value, { policy, left, depth: 0 });
  return left.characters < 0 || JSON.stringify(bounded).length > most.json ? null : bounded;
}

interface Bounds {
  readonly policy: StrangersPolicy;
  readonly left: { characters: number };
  readonly depth: number;
}

function boundedValue(value: unknown, bounds: Bounds): unknown {
  const { policy, left, depth } = bounds;
  left.characters -= typeof value === 'string' ? value.length + 2 : 2;
  if (left.characters < 0 || value === undefined) return null;
  if (typeof value === 'string') return strangersText(value, policy, most.string);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= most.depth) return null;
  const inner = { ...bounds, depth: depth + 1 };
  if (Array.isArray(value)) return value.slice(0, most.entries).map((one) => boundedValue(one, inner));
  const entries = Object.entries(value).slice(0, most.entries);
  return Object.fromEntries(entries.map(([key, one]) => [strangersLine(key, policy, 100), boundedValue(one, inner)]));
}

/** JSON in words: a line for each value, lists as lists. */
export function inWords(value: unknown): string {
  return cut(linesOf(value, '').join('\n'), most.text);
}

const mostLines = 60;

function linesOf(value: unknown, indent: string): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => itemLines(one, indent)).slice(0, mostLines);
  if (typeof value !== 'object' || value === null) return [`${indent}${said(value)}`];
  const lines = Object.entries(value).flatMap(([key, one]) =>
    isPlain(one)
      ? [`${indent}- ${markdownSafe(key)}: ${said(one)}`]
      : [`${indent}- ${markdownSafe(key)}:`, ...linesOf(one, `${indent}  `)],
  );
  return lines.slice(0, mostLines);
}

function itemLines(one: unknown, indent: string): string[] {
  if (isPlain(one)) return [`${indent}- ${said(one)}`];
  const isFlat = !Array.isArray(one) && Object.values(Object(one) as object).every(isPlain);
  if (!isFlat) return linesOf(one, indent);
  const parts = Object.entries(Object(one) as object).map(([key, part]) => `${markdownSafe(key)}: ${said(part)}`);
  return [`${indent}- ${parts.join(', ')}`];
}

function isPlain(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

/** One value in words: nothing, an object and a list are a dash. */
export function said(value: unknown): string {
  if (typeof value === 'string') return markdownSafe(value);
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '—';
}

/** A value in a text of Markdown: on one line, and nothing of it is read as a sign. */
export function markdownSafe(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll(/[\\`*_[\]<>|~]/g, String.raw`\$&`);
}

function cut(text: string, length: number): string {
  return text.length <= length
    ? text
    : `${text
        .slice(0, length - 1)
        .toWellFormed()
        .replace(/\uFFFD$/, '')}…`;
}
