// 5 000, 5,000, 5.000; else digits with points or commas inside: 0.45, 01.02.2026.
const numeral = /\d{1,3}(?:[\p{Zs},.'’]\d{3})+(?!\d)|\d+(?:[.,]\d+)*/gu;
// Ordinals of lists, and the numbers of passages.
const asides = /^[\t >]*\d{1,3}[.)](?=\s)|\[\d{1,3}\]/gmu;
const mostReckoned = 24;
const shortestCode = 5;

/** A number as it is written, in the forms that it is known again by. */
interface Numeral {
  readonly whole: string;
  readonly value: number;
  readonly parts: readonly string[];
  /** Its parts are digits of one number: 7 500. Of a telephone number, +7 500, they are known by themselves. */
  readonly isGrouped: boolean;
}

/**
 * The numbers of an answer that are not in its sources and do not follow from them: invented, as like as not. Numbers of one digit count
 * things, dates and grouped digits are written in many ways, and a bot may add up, take away, multiply and write shares as percents; one
 * that has tools for that (`reckons: false`) may not.
 */
export function inventedNumbers(answer: string, sources: readonly string[], { reckons = true } = {}): string[] {
  const given = numeralsIn(sources.join('\n'));
  const known = new Set(given.flatMap(({ whole, parts }) => [whole, ...parts]));
  const digits = sources.join('\n').replaceAll(/\D/g, '');
  const unknown = numeralsIn(answer.replaceAll(asides, ' ')).filter(({ whole, parts, isGrouped }) => {
    const told = isGrouped ? [whole] : parts.filter((part) => part.length >= 2);
    return (
      told.length > 0 && !known.has(whole) && !isPartOfCode(whole, digits) && !told.every((part) => known.has(part))
    );
  });
  if (unknown.length === 0 || !reckons) return unknown.map(({ whole }) => whole);
  const results = resultsOf(given.map(({ value }) => value));
  return unknown.filter(({ value }) => !results.has(rounded(value))).map(({ whole }) => whole);
}

function numeralsIn(text: string): Numeral[] {
  const plain = text.normalize('NFKC');
  return [...plain.matchAll(numeral)].map(({ 0: written, index }) => {
    const parts = written.split(/\D/).map((part) => part.replace(/^0+(?=\d)/, ''));
    const isGrouped = /^\d{1,3}(?:[^\d]\d{3})+$/u.test(written);
    const whole = isGrouped ? written.replaceAll(/\D/g, '') : written.replaceAll(',', '.').replace(/^0+(?=\d)/, '');
    return { whole, value: Number(whole), parts, isGrouped: isGrouped && plain[index - 1] !== '+' };
  });
}

/** Long numbers are telephones and codes, grouped at will. */
function isPartOfCode(whole: string, digits: string): boolean {
  return whole.length >= shortestCode && digits.includes(whole);
}

/** What simple reckoning makes of the numbers that are there; of many numbers anything can be made, so only of few. */
function resultsOf(given: readonly number[]): Set<number> {
  const values = [...new Set(given.filter(Number.isFinite))];
  const scaled = values.flatMap((value) => [
    value * 100,
    value * 1_000,
    value * 1_000_000,
    value / 1_000,
    value / 1_000_000,
  ]);
  if (values.length > mostReckoned) return new Set(scaled.map(rounded));
  const pairs = values.flatMap((a) => values.flatMap((b) => reckoned(a, b)));
  return new Set([...scaled, ...pairs, values.reduce((sum, value) => sum + value, 0)].map(rounded));
}

function reckoned(a: number, b: number): number[] {
  const shares = b <= 100 ? [(a * b) / 100, a - (a * b) / 100, a + (a * b) / 100] : [];
  const sums = a >= 10 && b >= 10 ? [a + b, a - b] : [];
  const products = a * b >= 100 ? [a * b] : [];
  return [...shares.filter((value) => value >= 10), ...sums, ...products];
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
