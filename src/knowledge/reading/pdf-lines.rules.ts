/** A line as it stands on a page. */
export interface PageLine {
  readonly text: string;
  /** The size of its letters. */
  readonly size: number;
  /** Where it stands: from the left, and from the bottom of the page. */
  readonly x: number;
  readonly y: number;
}

const leastGrowth = 1.15;
const longestHeading = 160;
const deepestHeading = 3;
/** Lines of a paragraph stand closer than this, in sizes of their letters. */
const paragraphGap = 1.75;
const bullet = /^[•●▪◦‣⁃∙·–—-]\s+/;
const numbered = /^\d{1,3}[.)]\s+/;

/** The Markdown of a document's pages: headings by the size of their letters, paragraphs put together again. */
export function pagesAsMarkdown(pages: readonly (readonly PageLine[])[]): string {
  const lines = withoutRunningHeads(pages);
  const levels = headingLevels(lines.flat());
  const blocks: string[] = [];
  let last: { line: PageLine; kind: string } | undefined;
  for (const line of lines.flat()) {
    const level = line.text.length <= longestHeading ? levels.get(rounded(line.size)) : undefined;
    const kind = level === undefined ? kindOfText(line.text) : `${'#'.repeat(level)} `;
    const previous = blocks.at(-1);
    if (previous !== undefined && last && goesOn(last, { line, kind })) {
      blocks[blocks.length - 1] = joined(previous, line.text);
    } else {
      blocks.push(kind.startsWith('#') ? kind + line.text : blockText(line.text, kind));
    }
    last = { line, kind };
  }
  const isItem = (block: string | undefined) => block?.startsWith('- ') ?? false;
  return blocks
    .map((block, index) => (isItem(block) && isItem(blocks[index - 1]) ? '\n' : '\n\n') + block)
    .join('')
    .trim();
}

function kindOfText(text: string): string {
  return bullet.test(text) || numbered.test(text) ? 'item' : 'text';
}

function blockText(text: string, kind: string): string {
  if (kind === 'item') return text.replace(bullet, '- ');
  // What would be a heading or a quotation for Markdown is neither here.
  return text.replace(/^(?=(?:#{1,6}|>|\+)(?:\s|$))/, '\\');
}

/** Whether a line belongs to the block of the line before it. */
function goesOn(last: { line: PageLine; kind: string }, next: { line: PageLine; kind: string }): boolean {
  if (next.kind === 'item') return false;
  const [above, below] = [last.line, next.line];
  if (next.kind.startsWith('#')) return next.kind === last.kind && closeBelow(above, below);
  if (last.kind.startsWith('#')) return false;
  // On the next page or in the next column a sentence that has not come to its end goes on.
  if (below.y > above.y) return /[^.!?:;…»”)\]]$/.test(above.text) && /^\p{Ll}/u.test(below.text);
  return closeBelow(above, below);
}

function closeBelow(above: PageLine, below: PageLine): boolean {
  return below.y <= above.y && above.y - below.y <= Math.max(above.size, below.size) * paragraphGap;
}

/** Puts a line behind another; a word that was cut at the line's end becomes whole. */
function joined(text: string, line: string): string {
  if (text.endsWith('\u00AD')) return text.slice(0, -1) + line;
  if (/\p{Ll}[-‐]$/u.test(text) && /^\p{Ll}/u.test(line)) return text.slice(0, -1) + line;
  return `${text} ${line}`;
}

/** Sizes that are larger than that of most letters, the largest first. */
function headingLevels(lines: readonly PageLine[]): Map<number, number> {
  const letters = new Map<number, number>();
  for (const { size, text } of lines) letters.set(rounded(size), (letters.get(rounded(size)) ?? 0) + text.length);
  const [body] = [...letters].toSorted((a, b) => b[1] - a[1])[0] ?? [0];
  const larger = [...letters.keys()].filter((size) => size >= body * leastGrowth).toSorted((a, b) => b - a);
  return new Map(larger.map((size, index) => [size, Math.min(index + 1, deepestHeading)]));
}

function rounded(size: number): number {
  return Math.round(size * 2) / 2;
}

/** Pages without their numbers and without what stands at the top or the bottom of most of them. */
function withoutRunningHeads(pages: readonly (readonly PageLine[])[]): (readonly PageLine[])[] {
  const seen = new Map<string, number>();
  for (const page of pages)
    for (const key of new Set(edgesOf(page).map(keyOf))) seen.set(key, (seen.get(key) ?? 0) + 1);
  const isRunning = (line: PageLine) => {
    const onlyNumber = /^[\s\-–—]*\d{1,4}[\s\-–—]*$/.test(line.text);
    return onlyNumber || (pages.length >= 3 && (seen.get(keyOf(line)) ?? 0) > pages.length / 2);
  };
  return pages.map((page) => {
    const edges = new Set(edgesOf(page));
    return page.filter((line) => !(edges.has(line) && isRunning(line)));
  });
}

function edgesOf(page: readonly PageLine[]): PageLine[] {
  return [...page.slice(0, 2), ...page.slice(-2)];
}

function keyOf({ text, y }: PageLine): string {
  return `${Math.round(y / 4)} ${text.replaceAll(/\d+/g, '0')}`;
}
