import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The folder of the analysts' bot. */
export const analystFolder = path.join(__dirname, '../../bots/analyst');

/** The languages that it knows everything in. */
export const analystLanguages = ['ru', 'en'] as const;

/** One of them. */
export type AnalystLanguage = (typeof analystLanguages)[number];

const knowledge = path.join(analystFolder, 'knowledge');

/** What it knows about: the names of its files, without language. */
export const analystTopics: readonly string[] = [
  ...new Set(readdirSync(knowledge).map((file) => file.split('.')[0] ?? '')),
];

/** A document as it is written. */
export function analystDocument(topic: string, language: AnalystLanguage): string {
  return readFileSync(path.join(knowledge, `${topic}.${language}.md`), 'utf8');
}

/** What stands under a heading of it that begins with these words. */
export function analystSection(topic: string, heading: string, language: AnalystLanguage = 'en'): string {
  const sections = analystDocument(topic, language).split(/^## /m);
  const found = sections.find((section) => section.startsWith(heading));
  if (found === undefined) throw new Error(`${topic}.${language}.md has no section «${heading}»`);
  return found;
}

/** The rows of the tables of a text, without heads, cell by cell. */
export function rowsOf(text: string): string[][] {
  const lines = text.split('\n').filter((line) => line.startsWith('|'));
  const rows = lines.filter((line, at) => !/^[|\s-]+$/.test(line) && !/^[|\s-]+$/.test(lines[at + 1] ?? ''));
  return rows.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** A number of an English document: "€1,200", "12%", "−0.5". */
export function numberOf(cell: string | undefined): number {
  return Number((cell ?? '').replaceAll(/[^\d.−-]/g, '').replace('−', '-'));
}

/** The code blocks of a text. */
export function codeOf(text: string): string[] {
  return [...text.matchAll(/```sql\n([^]*?)```/g)].map(([, code = '']) => code);
}
