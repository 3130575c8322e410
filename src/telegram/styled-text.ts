import { bareAddress } from './link.rules';

/** A stretch of formatting that Telegram knows; two links are two marks even when they lead to the same place. */
export interface Mark {
  readonly tag: 'b' | 'i' | 's' | 'code' | 'pre' | 'a' | 'blockquote';
  /** Where a link leads. */
  readonly href?: string;
  /** What a block of code is written in. */
  readonly language?: string;
}

/** A piece of visible text and the marks on it, outermost first. */
export interface Run {
  readonly text: string;
  readonly marks: readonly Mark[];
}

/** The text that a person sees. */
export function visibleText(runs: readonly Run[]): string {
  return runs.map((run) => run.text).join('');
}

/** The runs between two offsets of the visible text. */
export function sliceRuns(runs: readonly Run[], from: number, to: number): Run[] {
  const slice: Run[] = [];
  let offset = 0;
  for (const { text, marks } of runs) {
    const start = Math.max(from - offset, 0);
    const end = Math.min(to - offset, text.length);
    if (start < end) slice.push({ text: text.slice(start, end), marks });
    offset += text.length;
    if (offset >= to) break;
  }
  return slice;
}

/**
 * Telegram's HTML of the runs. Every tag that is opened is closed: that is why a long text is cut into runs first and
 * becomes HTML afterwards.
 */
export function toHtml(runs: readonly Run[]): string {
  let html = '';
  let open: readonly Mark[] = [];
  for (const { text, marks } of runs) {
    const shared = sharedLength(open, marks);
    html += open.slice(shared).toReversed().map(closing).join('');
    html += marks.slice(shared).map(opening).join('');
    html += escapeHtml(text);
    open = marks;
  }
  return html + open.toReversed().map(closing).join('');
}

/**
 * The runs without formatting, for the case that Telegram refuses the formatted text: links are followed by their
 * address, unless that makes the text longer than `limit`.
 */
export function toPlain(runs: readonly Run[], limit: number): string {
  let plain = '';
  runs.forEach(({ text, marks }, index) => {
    plain += text;
    const link = marks.find((mark) => mark.tag === 'a');
    if (link?.href === undefined || runs[index + 1]?.marks.includes(link)) return;
    if (!plain.endsWith(bareAddress(link.href))) plain += ` (${link.href})`;
  });
  return plain.length <= limit ? plain : visibleText(runs);
}

function sharedLength(one: readonly Mark[], other: readonly Mark[]): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return length;
}

function opening(mark: Mark): string {
  if (mark.tag === 'a') return `<a href="${escapeHtml(mark.href ?? '').replaceAll('"', '&quot;')}">`;
  if (mark.tag === 'pre' && mark.language) return `<pre><code class="language-${mark.language}">`;
  return `<${mark.tag}>`;
}

function closing(mark: Mark): string {
  return mark.tag === 'pre' && mark.language ? '</code></pre>' : `</${mark.tag}>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
