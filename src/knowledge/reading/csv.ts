import { parse } from 'csv-parse/sync';
import type { TextTable } from './tables.rules';

const delimiters = [',', ';', '\t', '|'] as const;
const sampledLines = 50;
const mostRows = 200_000;

/** The rows of a text in CSV, whichever sign parts its columns. */
export function csvTable(text: string): TextTable {
  const rows: string[][] = parse(text, {
    delimiter: delimiterOf(text),
    bom: true,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    to: mostRows,
  });
  return { name: '', rows };
}

/** The sign that parts most lines into equally many columns. */
function delimiterOf(text: string): string {
  const lines = text
    .slice(0, 65_536)
    .replaceAll(/"(?:[^"]|"")*"/g, '')
    .split(/\r\n|\r|\n/)
    .filter((line) => line.trim() !== '')
    .slice(0, sampledLines);
  const rated = delimiters.map((delimiter) => ({ delimiter, rating: ratingOf(lines, delimiter) }));
  return rated.toSorted((a, b) => b.rating - a.rating)[0]?.delimiter ?? ',';
}

function ratingOf(lines: readonly string[], delimiter: string): number {
  const [head = 0, ...rest] = lines.map((line) => line.split(delimiter).length - 1);
  return head === 0 ? 0 : 1 + rest.filter((count) => count === head).length;
}
