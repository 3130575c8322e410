/** A fact that a right answer holds, with the ways to say it. */
export type Fact = readonly string[];

/** Dots and accents: people write some letters with them or without. */
const marks = /\p{M}/gu;
const spaces = /[\p{Zs}\s]+/gu;
const quotes = /[«»“”„"'`*_]/g;
const dashes = /[‐‑‒–—−]/g;
/** «1 200», "1,200" and 1200 are one number; a decimal comma is a decimal point. */
const groups = /(?<=\d)[ ,](?=\d{3}(?!\d))/g;
const special = /[\\^$.*+?()[\]{}|]/g;
const decimalComma = /(?<=\d),(?=\d)/g;

/** The facts of which no way to say them is in any of the texts. */
export function missingFacts(facts: readonly Fact[], texts: readonly string[]): Fact[] {
  const said = texts.map(comparable);
  return facts.filter((ways) => !ways.some((way) => said.some((text) => holds(text, comparable(way)))));
}

/** A number or a word of Latin letters must stand alone; a Russian word may have another ending after it. */
function holds(text: string, way: string): boolean {
  const before = /^[\p{L}\p{N}]/u.test(way) ? String.raw`(?<![\p{L}\p{N}]|\d\.)` : '';
  const after = /[\p{Script=Latin}\p{N}]$/u.test(way) ? String.raw`(?![\p{L}\p{N}]|\.\d)` : '';
  return new RegExp(`${before}${way.replaceAll(special, String.raw`\$&`)}${after}`, 'u').test(text);
}

function comparable(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(marks, '')
    .toLowerCase()
    .replaceAll(quotes, '')
    .replaceAll(dashes, '-')
    .replaceAll(spaces, ' ')
    .replaceAll(groups, '')
    .replaceAll(decimalComma, '.')
    .trim();
}
