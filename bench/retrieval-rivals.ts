import type { Database } from '../src/infra/database';
import { stemOf, wordsOf } from '../src/knowledge/search/words.rules';
import type { BenchPassage } from './retrieval-growth';

/** A search: the ids of the best passages, best first. */
export type Search = (question: string, limit: number) => Promise<string[]>;

/** Textbook BM25 (k1 1.2, b 0.75) over Snowball stems, in the process; it shares nothing with ours but the stemmer. */
export class TextbookBm25 {
  private readonly ids: string[] = [];
  private readonly lengths: number[] = [];
  private readonly holders = new Map<string, { passage: number; times: number }[]>();

  add({ id, title, text }: BenchPassage): void {
    const passage = this.ids.push(id) - 1;
    const counts = new Map<string, number>();
    const stems = wordsOf(`${title} ${text}`).map(stemOf);
    for (const stem of stems) counts.set(stem, (counts.get(stem) ?? 0) + 1);
    for (const [stem, times] of counts) {
      const list = this.holders.get(stem) ?? [];
      list.push({ passage, times });
      this.holders.set(stem, list);
    }
    this.lengths.push(stems.length);
  }

  search(question: string, limit: number): Promise<string[]> {
    const count = this.ids.length;
    const mean = this.lengths.reduce((sum, length) => sum + length, 0) / count;
    const scores = new Map<number, number>();
    for (const stem of new Set(wordsOf(question).map(stemOf))) {
      const list = this.holders.get(stem) ?? [];
      const idf = Math.log(1 + (count - list.length + 0.5) / (list.length + 0.5));
      for (const { passage, times } of list) {
        const norm = 1.2 * (0.25 + (0.75 * (this.lengths[passage] ?? 0)) / mean);
        scores.set(passage, (scores.get(passage) ?? 0) + (idf * times * 2.2) / (times + norm));
      }
    }
    const best = [...scores].toSorted((a, b) => b[1] - a[1]).slice(0, limit);
    return Promise.resolve(best.map(([passage]) => this.ids[passage] ?? ''));
  }
}

/** PostgreSQL's own full-text search over the same passages, with its words joined by AND (as websearch does) or by OR. */
export function postgresSearch(database: Database, joined: 'and' | 'or'): Search {
  const query = `websearch_to_tsquery('russian', $1)`;
  const asked = joined === 'and' ? query : `replace(${query}::text, '&', '|')::tsquery`;
  const text = `select id from bench_fts, (select ${asked} as asked) question where search @@ asked
    order by ts_rank_cd(search, asked) desc, id limit $2`;
  return async (question, limit) => {
    const { rows } = await database.pool.query<{ id: string }>({ text, values: [question, limit] });
    return rows.map(({ id }) => id);
  };
}

/** Gives PostgreSQL's search its passages. */
export async function fillPostgres(database: Database, passages: readonly BenchPassage[]): Promise<void> {
  await database.pool.query('create table if not exists bench_fts (id text primary key, search tsvector)');
  await database.pool.query('create index if not exists bench_fts_search on bench_fts using gin (search)');
  for (let from = 0; from < passages.length; from += 2_000) {
    const some = passages.slice(from, from + 2_000);
    await database.pool.query(
      `insert into bench_fts select id, to_tsvector('russian', text) from unnest($1::text[], $2::text[]) as p(id, text)`,
      [some.map(({ id }) => id), some.map(({ title, text }) => `${title} ${text}`)],
    );
  }
}
