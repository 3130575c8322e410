/**
 * How well and how quickly the search of knowledge finds the right paragraph: beside PostgreSQL's full-text search and a
 * textbook BM25 in the same run, with and without typos, among 1,000 to 100,000 passages.
 * Run: npm run bench:retrieval [largest number of passages]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Database } from '../src/infra/database';
import { newId } from '../src/infra/ids';
import { openLog } from '../src/infra/log';
import { KnowledgeSearch } from '../src/knowledge/search/knowledge-search';
import { termsOf } from '../src/knowledge/search/terms.rules';
import { freshDatabase } from '../test/kit/fresh-database';
import { openTestPostgres, templateVariable } from '../test/kit/test-postgres';
import { type BenchPassage, distractors } from './retrieval-growth';
import { fillPostgres, postgresSearch, type Search, TextbookBm25 } from './retrieval-rivals';
import { seededRandom, withTypos } from './retrieval-typos';

interface Question {
  readonly question: string;
  readonly passageId: string;
}
interface BenchSet {
  readonly language: 'ru' | 'en';
  readonly passages: readonly BenchPassage[];
  readonly questions: readonly Question[];
}

const largest = Number(process.argv[2] ?? 100_000);
/** PostgreSQL's search takes so long among many passages that fewer questions must do. */
const timedQuestions = 200;
const rivalsNames = [
  'PostgreSQL, ts_rank_cd, websearch (AND)',
  'PostgreSQL, ts_rank_cd, OR',
  'BM25 of the textbook',
  '**Besedka**',
] as const;

function readSet(language: 'ru' | 'en'): BenchSet {
  const file = path.join(__dirname, `retrieval-set/${language}.json`);
  return { language, ...JSON.parse(readFileSync(file, 'utf8')) };
}

/** A bot's index in a database, and the rivals' indexes of the same passages. */
class Ring {
  private readonly bm25 = new TextbookBm25();
  private readonly botId = newId('bot');
  private readonly indexId = newId('index');
  private readonly search: KnowledgeSearch;
  private revision = 0;
  size = 0;

  constructor(private readonly database: Database) {
    this.search = new KnowledgeSearch({ database, embedder: null, log: openLog('warn') });
  }

  async open(): Promise<void> {
    const bot = {
      id: this.botId,
      slug: this.botId,
      name: 'Bench',
      defaultLanguage: 'ru',
      languages: ['ru', 'en'],
      personas: [],
    };
    await this.database.prisma.bot.create({ data: bot });
    const index = { id: this.indexId, botId: this.botId, number: 1, status: 'READY', active: true } as const;
    await this.database.prisma.knowledgeIndex.create({ data: index });
  }

  async add(passages: readonly BenchPassage[], language: string): Promise<void> {
    this.size += passages.length;
    this.revision++;
    for (const passage of passages) this.bm25.add(passage);
    await fillPostgres(this.database, passages);
    for (let from = 0; from < passages.length; from += 1_000) {
      await this.insert(passages.slice(from, from + 1_000), language);
    }
    await this.database.prisma.knowledgeIndex.update({
      where: { id: this.indexId },
      data: { revision: this.revision },
    });
  }

  rivals(): Search[] {
    return [
      postgresSearch(this.database, 'and'),
      postgresSearch(this.database, 'or'),
      (question, limit) => this.bm25.search(question, limit),
      async (query, limit) =>
        (await this.search.find({ botId: this.botId, query, limit })).map(({ documentId }) => documentId),
    ];
  }

  /** How well the score tells answers from the best that there is for questions about something else. */
  async scores(questions: readonly Question[]): Promise<number[]> {
    const scores: number[] = [];
    for (const { question } of questions) {
      const [hit] = await this.search.find({ botId: this.botId, query: question, limit: 1 });
      scores.push(hit?.score ?? 0);
    }
    return scores;
  }

  private async insert(passages: readonly BenchPassage[], language: string): Promise<void> {
    const columns = { botId: this.botId, language, source: 'bench', contentHash: '' };
    await this.database.prisma.knowledgeDocument.createMany({
      data: passages.map(({ id, title, text }) => ({ ...columns, id, title, text })),
    });
    await this.database.prisma.passage.createMany({
      data: passages.map(({ id, title, text }) => ({
        id: newId('passage'),
        documentId: id,
        botId: this.botId,
        indexId: this.indexId,
        position: 0,
        heading: '',
        text,
        language,
        revision: this.revision,
        terms: Buffer.from(termsOf({ title, heading: '', text, language })),
      })),
    });
  }
}

interface Measured {
  readonly first: number;
  readonly five: number;
  readonly mrr: number;
  readonly p50: number;
  readonly p95: number;
}

async function measure(search: Search, questions: readonly Question[]): Promise<Measured> {
  for (const { question } of questions.slice(0, 20)) await search(question, 10);
  const ranks: number[] = [];
  const times: number[] = [];
  for (const { question, passageId } of questions) {
    const begun = performance.now();
    const found = await search(question, 10);
    times.push(performance.now() - begun);
    ranks.push(found.indexOf(passageId) + 1);
  }
  const sorted = times.toSorted((a, b) => a - b);
  const share = (most: number) => ranks.filter((rank) => rank > 0 && rank <= most).length / ranks.length;
  return {
    first: share(1),
    five: share(5),
    mrr: ranks.reduce((sum, rank) => sum + (rank > 0 ? 1 / rank : 0), 0) / ranks.length,
    p50: sorted[Math.floor(sorted.length * 0.5)] ?? 0,
    p95: sorted[Math.floor(sorted.length * 0.95)] ?? 0,
  };
}

const number = (value: number) => value.toFixed(3).replace(/^0/, '');
const ms = (value: number) => value.toFixed(1);

async function qualityTable(database: Database, set: BenchSet): Promise<string> {
  const ring = new Ring(database);
  await database.pool.query('drop table if exists bench_fts');
  await ring.open();
  await ring.add(set.passages, set.language);
  const random = seededRandom(7);
  const typos = set.questions.map(({ question, passageId }) => ({ question: withTypos(question, random), passageId }));
  const rows: string[] = [];
  for (const [i, search] of ring.rivals().entries()) {
    const [clean, misspelt] = [await measure(search, set.questions), await measure(search, typos)];
    const cells = [clean, misspelt].flatMap(({ first, five, mrr }) => [number(first), number(five), number(mrr)]);
    rows.push(`| ${rivalsNames[i]} | ${cells.join(' | ')} |`);
  }
  return [
    `### ${set.language}: ${set.passages.length} paragraphs, ${set.questions.length} questions\n`,
    '| | recall@1 | recall@5 | MRR | typos: recall@1 | recall@5 | MRR |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rows,
  ].join('\n');
}

/** Half of the paragraphs are taken away with their document's other paragraphs: what is asked about those cannot be answered. */
async function scoreTable(database: Database, set: BenchSet): Promise<string> {
  const titles = [...new Set(set.passages.map(({ title }) => title))];
  const kept = new Set(titles.filter((_, i) => i % 2 === 0));
  const passages = set.passages.filter(({ title }) => kept.has(title));
  const ids = new Set(passages.map(({ id }) => id));
  const ring = new Ring(database);
  await database.pool.query('drop table if exists bench_fts');
  await database.pool.query('delete from knowledge_documents');
  await ring.open();
  await ring.add(passages, set.language);
  const answerable = await ring.scores(set.questions.filter(({ passageId }) => ids.has(passageId)));
  const others = await ring.scores(set.questions.filter(({ passageId }) => !ids.has(passageId)));
  await database.pool.query('delete from knowledge_documents');
  const above = (scores: number[], bar: number) =>
    number(scores.filter((score) => score >= bar).length / scores.length);
  const bars = [0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5];
  return [
    `| ${set.language}: best score at least | ${bars.join(' | ')} |\n| --- |${' ---: |'.repeat(bars.length)}`,
    `| questions that a passage answers | ${bars.map((bar) => above(answerable, bar)).join(' | ')} |`,
    `| questions about something else | ${bars.map((bar) => above(others, bar)).join(' | ')} |`,
  ].join('\n');
}

async function growthTable(database: Database, sets: readonly BenchSet[]): Promise<string> {
  const ring = new Ring(database);
  await database.pool.query('drop table if exists bench_fts');
  await ring.open();
  for (const { passages, language } of sets) await ring.add(passages, language);
  const more = sets.map(({ passages, language }) => ({ language, passages: distractors(passages, language) }));
  const step = Math.max(1, Math.floor(sets.reduce((sum, { questions }) => sum + questions.length, 0) / timedQuestions));
  const questions = sets.flatMap((set) => set.questions).filter((_, i) => i % step === 0);
  const rows: string[] = [];
  for (const size of [1_000, 10_000, 100_000].filter((wanted) => wanted <= largest)) {
    for (const { language, passages } of more) {
      const share = Math.floor((size - ring.size) / (language === more.at(-1)?.language ? 1 : 2));
      await ring.add(
        Array.from({ length: share }, () => passages.next().value),
        language,
      );
    }
    await database.pool.query('analyze');
    for (const [i, search] of ring.rivals().entries()) {
      const some = i === 1 && size > 10_000 ? questions.filter((_, n) => n % 4 === 0) : questions;
      const { first, p50, p95 } = await measure(search, some);
      rows.push(`| ${size.toLocaleString('en')} | ${rivalsNames[i]} | ${number(first)} | ${ms(p50)} | ${ms(p95)} |`);
    }
  }
  return ['| passages | | recall@1 | p50 ms | p95 ms |\n| ---: | --- | ---: | ---: | ---: |', ...rows].join('\n');
}

async function main(): Promise<void> {
  const postgres = await openTestPostgres();
  process.env[templateVariable] = postgres.templateUrl;
  const fresh = await freshDatabase();
  try {
    const sets = [readSet('ru'), readSet('en')];
    const quality: string[] = [];
    const scores: string[] = [];
    for (const set of sets) {
      quality.push(await qualityTable(fresh.database, set));
      scores.push(await scoreTable(fresh.database, set));
    }
    const growth = await growthTable(fresh.database, sets);
    const report = reportOf({ quality, scores, growth });
    writeFileSync(path.join(__dirname, 'results/retrieval.md'), report);
    console.log(report);
  } finally {
    await fresh.drop();
    await postgres.stop();
  }
}

function reportOf({ quality, scores, growth }: { quality: string[]; scores: string[]; growth: string }): string {
  return `# Retrieval: the right paragraph for a question

${new Date().toISOString().slice(0, 10)} · ${os.cpus().length} cores (${os.cpus()[0]?.model.trim()}) · Node ${process.version} · load average ${os.loadavg()[0]?.toFixed(1)}
· no model of any kind · ours goes through \`KnowledgeSearch.find\` with a real PostgreSQL, its texts included

## How well

The questions of this set are put in other words than the paragraphs on purpose, and many speak of «he» and «the city»: it is harder than
public sets of reading comprehension. What counts is the distance between the lines.

${quality.join('\n\n')}

## What the score says

Half of the documents are taken away: what is asked about them cannot be answered.

${scores.join('\n\n')}

## How quickly

Both languages in one bot; what is added answers nothing. Goals: p95 ≤ 30 ms among 10,000 passages, ≤ 60 ms among 100,000.

${growth}

Again: \`npm run bench:retrieval\`
`;
}

void main();
