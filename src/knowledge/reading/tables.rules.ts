import { readingLimits, UnreadableFile } from './given-file';
import { aboutWords, answerWords, questionWords } from './question-columns.words';

/** A table of texts, as a sheet or a file holds it. */
export interface TextTable {
  /** The name of the sheet; empty when there is but one. */
  readonly name: string;
  readonly rows: readonly (readonly string[])[];
}

interface Pair {
  readonly question: number;
  readonly answer: number;
}

const mostColumns = 256;
const longestQuestion = 300;

/**
 * Tables as Markdown: of questions and answers a section for each question, of all else tables as they are. Throws
 * UnreadableFile when there is nothing in them, or too much.
 */
export function tablesAsMarkdown(tables: readonly TextTable[]): string {
  const full = tables
    .map(({ name, rows }) => ({ name, rows: withoutEmpty(rows) }))
    .filter(({ rows }) => rows.length > 0);
  const named = full.length > 1;
  const parts = full.map(({ name, rows }) => {
    const heading = named && name !== '' ? [`## ${asHeading(name)}`] : [];
    return [...heading, tableMarkdown(rows, named ? '###' : '##')].join('\n\n');
  });
  const markdown = parts.join('\n\n');
  if (markdown === '') throw new UnreadableFile('empty');
  if (markdown.length > readingLimits.characters) throw new UnreadableFile('too_long');
  return markdown;
}

/** A grid as a Markdown table: the first row is its head. */
export function gridAsMarkdown(rows: readonly (readonly string[])[]): string {
  const width = Math.min(Math.max(...rows.map((row) => row.length)), mostColumns);
  const line = (cells: readonly string[]) =>
    `| ${Array.from({ length: width }, (_, index) => asCell(cells[index] ?? '')).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), `|${' --- |'.repeat(width)}`, ...body.map(line)].join('\n');
}

/** A text that stays one heading, whatever signs it holds. */
export function asHeading(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.replaceAll(/[\\`*_[\]<>]/g, '\\$&').replace(/#+$/, (signs) => signs.replaceAll('#', '\\#'));
}

function tableMarkdown(rows: readonly (readonly string[])[], level: string): string {
  const titles = rows.findIndex((row) => row.filter((cell) => cell !== '').length > 1);
  const [intro, grid] = titles > 0 ? [rows.slice(0, titles), rows.slice(titles)] : [[], rows];
  const paragraphs = intro.map((row) => row.find((cell) => cell !== '') ?? '');
  if (titles < 0) return rows.map((row) => row.find((cell) => cell !== '') ?? '').join('\n\n');
  return [...paragraphs, questionsIn(grid, level) ?? gridAsMarkdown(grid)].join('\n\n');
}

function questionsIn(rows: readonly (readonly string[])[], level: string): string | undefined {
  const [head = [], ...body] = rows;
  const pairs = pairsIn(head);
  if (pairs.length > 0) return sections({ head, body, pairs, level });
  const asked = rows.filter(([question = '', answer = '']) => question.endsWith('?') && answer !== '').length;
  // Without a head: two columns, and most of the first are questions.
  if (rows.every((row) => row.length <= 2) && asked > rows.length * 0.6) {
    return sections({ head: [], body: rows, pairs: [{ question: 0, answer: 1 }], level });
  }
  return undefined;
}

/** The columns of questions, each with that of its answers: the first with the first, the second with the second. */
function pairsIn(head: readonly string[]): Pair[] {
  const columns = head.map((title, index) => ({ index, words: wordsOf(title) }));
  const holding = columns.filter(({ words }) => words.length <= 4 && !words.some((word) => aboutWords.has(word)));
  const questions = holding.filter(({ words }) => words.some((word) => questionWords.has(word)));
  const answers = holding.filter(({ words }) => words.some((word) => answerWords.has(word)));
  return questions.flatMap(({ index }, place) => {
    const answer = answers[place]?.index;
    return answer === undefined || answer === index ? [] : [{ question: index, answer }];
  });
}

function sections(table: {
  head: readonly string[];
  body: readonly (readonly string[])[];
  pairs: readonly Pair[];
  level: string;
}): string {
  const { head, body, pairs, level } = table;
  const paired = new Set(pairs.flatMap(({ question, answer }) => [question, answer]));
  const parts: string[] = [];
  for (const { question, answer } of pairs) {
    for (const row of body) {
      const [asked = '', answered = ''] = [row[question], row[answer]];
      if (answered === '') continue;
      const more = head.flatMap((title, index) =>
        paired.has(index) || title === '' || (row[index] ?? '') === '' ? [] : [`${title}: ${row[index]}`],
      );
      // An answer below a merged cell goes on with the question above it.
      parts.push(...headingOf(asked, level), answered, ...more);
    }
  }
  return parts.join('\n\n');
}

/** A question that is too long for a heading is told in full below it. */
function headingOf(question: string, level: string): string[] {
  if (question === '') return [];
  if (question.length <= longestQuestion) return [`${level} ${asHeading(question)}`];
  return [`${level} ${asHeading(`${question.slice(0, longestQuestion).toWellFormed()}…`)}`, question];
}

function wordsOf(title: string): string[] {
  return title.toLowerCase().match(/\p{L}+|№/gu) ?? [];
}

function withoutEmpty(rows: readonly (readonly string[])[]): string[][] {
  const trimmed = rows.map((row) => row.map((cell) => cell.trim())).filter((row) => row.some((cell) => cell !== ''));
  const width = Math.max(0, ...trimmed.map((row) => row.findLastIndex((cell) => cell !== '') + 1));
  const used = Array.from({ length: Math.min(width, mostColumns) }, (_, index) => index).filter((index) =>
    trimmed.some((row) => (row[index] ?? '') !== ''),
  );
  return trimmed.map((row) => used.map((index) => row[index] ?? ''));
}

function asCell(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('|', '\\|')
    .replaceAll(/\s*\n\s*/g, ' / ')
    .trim();
}
