import type { PoolClient } from 'pg';
import type { Database } from '../../infra/database';
import type { FoundText } from '../hit';

/** An index as a search sees it. */
export interface IndexState {
  readonly id: string;
  readonly revision: number;
}

/** A passage as it lies in the database. */
export interface PassageRow {
  readonly id: string;
  readonly documentId: string;
  readonly position: number;
  readonly language: string;
  readonly revision: number;
  readonly terms: Uint8Array;
}

/** What changed in an index between a revision and now. */
export interface IndexChange {
  readonly revision: number;
  /** The passages of which documents are there, and since which revision; null when none was removed. */
  readonly documents: ReadonlyMap<string, number> | null;
}

/** What is known of an index already. */
export interface KnownIndex {
  readonly id: string;
  /** -1 when nothing is known. */
  readonly revision: number;
  readonly passages: number;
}

const rowsAtOnce = 1_000;

/** What the search reads from PostgreSQL. */
export class SearchStore {
  constructor(private readonly database: Database) {}

  /** The index that a bot answers from. */
  activeIndex(botId: string): Promise<IndexState | undefined> {
    return this.state('select id, revision from knowledge_indexes where bot_id = $1 and active', [botId]);
  }

  /** An index of a bot. */
  index(botId: string, indexId: string): Promise<IndexState | undefined> {
    return this.state('select id, revision from knowledge_indexes where bot_id = $1 and id = $2', [botId, indexId]);
  }

  /** The texts of these passages, in no particular order; those that are gone are left out. */
  async texts(passageIds: readonly string[]): Promise<FoundText[]> {
    const { rows } = await this.database.pool.query<FoundText>({
      name: 'search-texts',
      text: `select passages.id as "passageId", document_id as "documentId", title, heading, passages.text, passages.language
        from passages join knowledge_documents on knowledge_documents.id = document_id where passages.id = any($1)`,
      values: [passageIds],
    });
    return rows;
  }

  /** Hands over the passages that came since, some at a time, all as of one moment; undefined when the index is gone. */
  async changes(known: KnownIndex, take: (rows: PassageRow[]) => Promise<void>): Promise<IndexChange | undefined> {
    const client = await this.database.pool.connect();
    try {
      await client.query('begin transaction isolation level repeatable read read only');
      const change = await readChange(client, known, take);
      await client.query('commit');
      client.release();
      return change;
    } catch (error) {
      // The connection is in the middle of something: it is thrown away.
      client.release(true);
      throw error;
    }
  }

  private async state(text: string, values: readonly string[]): Promise<IndexState | undefined> {
    const { rows } = await this.database.pool.query<{ id: string; revision: string }>({ text, values: [...values] });
    const [row] = rows;
    return row && { id: row.id, revision: Number(row.revision) };
  }
}

async function readChange(
  client: PoolClient,
  known: KnownIndex,
  take: (rows: PassageRow[]) => Promise<void>,
): Promise<IndexChange | undefined> {
  const { rows } = await client.query<{ revision: string; passages: number }>(
    `select revision, (select count(*)::int from passages where index_id = $1) as passages
    from knowledge_indexes where id = $1`,
    [known.id],
  );
  const [now] = rows;
  if (!now) return undefined;
  const added = await takeRows(client, known, take);
  const isWhole = known.passages + added === now.passages;
  return { revision: Number(now.revision), documents: isWhole ? null : await documentsOf(client, known.id) };
}

async function takeRows(client: PoolClient, known: KnownIndex, take: (rows: PassageRow[]) => Promise<void>) {
  await client.query({
    text: `declare changed no scroll cursor for
      select id, document_id as "documentId", position, language, revision::float8 as revision, terms
      from passages where index_id = $1 and revision > $2`,
    values: [known.id, known.revision],
  });
  for (let added = 0; ; ) {
    const { rows } = await client.query<PassageRow>(`fetch ${rowsAtOnce} from changed`);
    added += rows.length;
    await take(rows);
    if (rows.length < rowsAtOnce) return added;
  }
}

/** All passages of a document come with one revision: what is older than the oldest of them was replaced. */
async function documentsOf(client: PoolClient, indexId: string): Promise<Map<string, number>> {
  const { rows } = await client.query<{ id: string; revision: number }>(
    'select document_id as id, min(revision)::float8 as revision from passages where index_id = $1 group by 1',
    [indexId],
  );
  return new Map(rows.map(({ id, revision }) => [id, revision]));
}
