import TurndownService from 'turndown';
import { cleanLine, cleanText } from '../../infra/clean-text';
import { readingLimits, UnreadableFile } from './given-file';
import { gridAsMarkdown } from './tables.rules';

/** What of the parser's nodes is looked at. */
interface Element {
  readonly nodeName: string;
  readonly getAttribute?: (name: string) => string | null;
  readonly querySelector?: (selector: string) => Element | null;
}

const never: ReadonlySet<string> = new Set([
  ...'head script style noscript template nav footer aside form button select textarea'.split(' '),
  ...'iframe object embed svg canvas audio video dialog math meta link title'.split(' '),
]);
// Signs that no text holds: cleaning has taken them out before.
const cellEnd = '\u0001';
const rowEnd = '\u0002';
const hiding = /display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|opacity\s*:\s*0(?![.\d])/i;
/** A page whose main part holds so much of it has its menus and its small print elsewhere. */
const leastMainPart = 0.25;
const longestTitle = 200;

/**
 * A page as Markdown: headings, lists, tables, code and links stay; scripts, styles, menus, forms and what readers do not
 * see go. Throws UnreadableFile.
 */
export function htmlAsMarkdown(html: string, base?: string): { markdown: string; title?: string | undefined } {
  if (html.length > readingLimits.fileBytes) throw new UnreadableFile('too_large');
  const mains: string[] = [];
  const service = new TurndownService({
    headingStyle: 'atx',
    codeBlockStyle: 'fenced',
    bulletListMarker: '-',
    emDelimiter: '_',
    hr: '---',
  });
  service.escape = escaped;
  service.addRule('link', { filter: 'a', replacement: (text, node) => link(text, node as unknown as Element, base) });
  service.addRule('image', { filter: 'img', replacement: (_text, node) => altOf(node as unknown as Element) });
  addTables(service);
  service.addRule('main', {
    filter: (node) => isMain(node as unknown as Element),
    replacement: (text) => {
      mains.push(text);
      return `\n\n${text}\n\n`;
    },
  });
  service.addRule('never', { filter: (node) => isUnseen(node as unknown as Element), replacement: () => '' });
  const whole = tidy(service.turndown(cleanText(html)));
  const main = tidy(mains.join('\n\n'));
  const markdown = main.length > whole.length * leastMainPart ? main : whole;
  return { markdown, title: titleIn(html) };
}

/** The charset that a page says it is in. */
export function charsetIn(bytes: Buffer): string | undefined {
  const head = bytes.subarray(0, 4_096).toString('latin1');
  return (
    /<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)/i.exec(head)?.[1] ?? /<\?xml[^>]+encoding=["']([\w-]+)/i.exec(head)?.[1]
  );
}

/** The language that a page says it is in. */
export function languageIn(html: string): string | undefined {
  return /<html[^>]*\slang\s*=\s*["']?([a-z]{2,3})\b/i.exec(html.slice(0, 4_096))?.[1]?.toLowerCase();
}

function titleIn(html: string): string | undefined {
  const title = /<title[^>]*>([^<]{1,1000})<\/title>/i.exec(html.slice(0, 262_144))?.[1];
  return title === undefined ? undefined : cleanLine(new TurndownService().turndown(title), longestTitle) || undefined;
}

function isMain({ nodeName }: Element): boolean {
  return nodeName === 'MAIN' || nodeName === 'ARTICLE';
}

function isUnseen(node: Element): boolean {
  const name = node.nodeName.toLowerCase();
  // The head of a page is a menu, that of an article has its title.
  if (never.has(name) || (name === 'header' && !node.querySelector?.('h1,h2'))) return true;
  const attribute = (key: string) => node.getAttribute?.(key) ?? '';
  return (
    node.getAttribute?.('hidden') !== null ||
    attribute('aria-hidden') === 'true' ||
    /^(?:navigation|search|dialog)$/.test(attribute('role')) ||
    hiding.test(attribute('style'))
  );
}

function addTables(service: TurndownService): void {
  service.addRule('cell', { filter: ['td', 'th'], replacement: (text) => text.trim() + cellEnd });
  service.addRule('row', { filter: 'tr', replacement: (text) => text + rowEnd });
  service.addRule('rows', { filter: ['thead', 'tbody', 'tfoot'], replacement: (text) => text });
  service.addRule('columns', { filter: ['colgroup'], replacement: () => '' });
  service.addRule('table', {
    filter: 'table',
    replacement: (text, node) => `\n\n${tableMarkdown(text, node as unknown as Element)}\n\n`,
  });
}

function tableMarkdown(text: string, node: Element): string {
  const [caption = '', ...ends] = text.includes(rowEnd) ? ['', text] : [text];
  const rows = ends
    .join('')
    .split(rowEnd)
    .map((row) => row.split(cellEnd).slice(0, -1))
    .filter((row) => row.some((cell) => cell !== ''));
  const isLayout =
    node.querySelector?.('table,h1,h2,h3,ul,ol,pre') ||
    /^(?:presentation|none)$/.test(node.getAttribute?.('role') ?? '');
  if (rows.length === 0) return caption.trim();
  if (isLayout || rows.every((row) => row.length < 2)) return rows.flat().join('\n\n');
  return gridAsMarkdown(rows);
}

function link(text: string, node: Element, base: string | undefined): string {
  const label = text.replaceAll(/\s+/g, ' ').trim();
  const address = addressOf(node.getAttribute?.('href') ?? '', base);
  if (label === '' || address === undefined || label === address) return label;
  return `[${label}](${address})`;
}

function addressOf(href: string, base: string | undefined): string | undefined {
  if (href === '' || href.startsWith('#') || href.length > 2_000) return undefined;
  const url = URL.parse(href, base);
  if (!url || !/^https?:$/.test(url.protocol)) return undefined;
  return url.href.replaceAll('(', '%28').replaceAll(')', '%29');
}

function altOf(node: Element): string {
  return cleanLine(node.getAttribute?.('alt') ?? '', longestTitle);
}

/** Only what Markdown would take for a sign: readers see these texts, and the search looks into them. */
function escaped(text: string): string {
  return text
    .replaceAll(/[\\`*]/g, '\\$&')
    .replaceAll(/<(?=[a-z/!?])/gi, '\\<')
    .replace(/^(?=(?:#{1,6}|[-+>])(?:\s|$))/, '\\')
    .replace(/^(\d{1,9})(?=[.)]\s)/, '$1\\');
}

function tidy(markdown: string): string {
  return markdown
    .replaceAll(cellEnd, ' ')
    .replaceAll(rowEnd, '\n')
    .replaceAll(/[ \t]+$/gm, '')
    .replaceAll(/^( *)(-|\d+\.) {2,3}(?=\S)/gm, '$1$2 ')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}
