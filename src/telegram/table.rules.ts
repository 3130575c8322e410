/** How a column's cells stand. */
export type Alignment = 'left' | 'right' | 'center';

const signs = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const wide =
  /^[\p{Extended_Pictographic}\p{Regional_Indicator}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** A table as lines of equal columns for a monospaced font; the first row is the heading. */
export function tableLines(rows: readonly (readonly string[])[], alignments: readonly Alignment[]): string {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, column) => Math.max(...rows.map((row) => width(row[column] ?? ''))));
  const lines = rows.map((row) =>
    widths
      .map((room, column) => aligned(row[column] ?? '', room, alignments[column] ?? 'left'))
      .join(' │ ')
      .trimEnd(),
  );
  const rule = widths.map((room) => '─'.repeat(room)).join('─┼─');
  return [...lines.slice(0, 1), rule, ...lines.slice(1)].join('\n');
}

function aligned(cell: string, room: number, alignment: Alignment): string {
  const free = room - width(cell);
  const before = { left: 0, right: free, center: Math.floor(free / 2) }[alignment];
  return ' '.repeat(before) + cell + ' '.repeat(free - before);
}

function width(cell: string): number {
  let cells = 0;
  for (const { segment } of signs.segment(cell)) cells += wide.test(segment) ? 2 : 1;
  return cells;
}
