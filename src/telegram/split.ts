/** A part of a text: from `start` up to, not including, `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where a text may be cut, best first: between paragraphs, lines, sentences, words. */
const seams = [/\n{2,}/g, /\n/g, /(?<=[.!?…]["»”’)\]]*)\s+/g, /\s+/g];

/** A cut at a better seam is taken only when the part does not get shorter than this share of the limit. */
const leastFill = 0.4;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * The first part of `text` from `start` on that is no longer than `limit` UTF-16 units, without the white space around
 * it; undefined when only white space is left. What people see as one sign is not cut, unless it alone is too long.
 */
export function nextSpan(text: string, start: number, limit: number): Span | undefined {
  const from = start + leadingSpace(text.slice(start));
  const rest = text.length - from;
  if (rest <= 0) return undefined;
  // Two units more than fit show whether a sign goes on behind the limit.
  const cut = rest <= limit ? text.length : from + bestCut(text.slice(from, from + limit + 2), limit);
  const length = text.slice(from, cut).trimEnd().length;
  return length > 0 ? { start: from, end: from + length } : nextSpan(text, cut, limit);
}

/** Empty lines, or the spaces between two words; the indentation of a line stays, for it may be code. */
function leadingSpace(text: string): number {
  return /^(?:\s*\n|[^\S\n]+)/.exec(text)?.[0].length ?? 0;
}

function bestCut(window: string, limit: number): number {
  const signs = graphemes.segment(window);
  for (const seam of seams) {
    const cut = signs.containing(lastSeam(window, seam, limit))?.index ?? 0;
    if (cut >= limit * leastFill) return cut;
  }
  const sign = signs.containing(limit)?.index ?? 0;
  return sign > 0 ? sign : wholeCodePoints(window, limit);
}

/** Where the last seam that begins within the limit ends, or the limit itself when that comes first. */
function lastSeam(window: string, seam: RegExp, limit: number): number {
  let last = 0;
  for (const match of window.matchAll(seam)) {
    if (match.index > limit) break;
    last = Math.min(match.index + match[0].length, limit);
  }
  return last;
}

function wholeCodePoints(window: string, limit: number): number {
  const unit = window.charCodeAt(limit - 1);
  return unit >= 0xd800 && unit <= 0xdbff && limit > 1 ? limit - 1 : limit;
}
