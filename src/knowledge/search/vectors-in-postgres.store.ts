import type { Pool, PoolClient } from 'pg';
import type { Database } from '../../infra/database';
import type { Log } from '../../infra/log';
import { type EmbeddingStore, vectorIn } from './passage-embeddings.store';
import type { IndexState } from './search.store';
import { type Neighbourhood, sampled, usualOf, type VectorSpace } from './vector-space';

/** Vectors with more numbers than this cannot be indexed as they are; they are kept at half the precision. */
const mostWhole = 2_000;
const mostHalf = 4_000;
const copiedAtOnce = 256;
const searchWidth = 200;

/** Prepares the database's extension for vectors; false when it has none, or does not let us. */
export async function hasVectors({ database, log }: { database: Database; log: Log }): Promise<boolean> {
  const available = `select from pg_available_extensions where name = 'vector'`;
  if ((await database.pool.query(available)).rowCount === 0) return false;
  try {
    await database.pool.query('create extension if not exists vector');
    return true;
  } catch (error) {
    log.info({ err: error }, 'the extension vector may not be created: vectors are looked through in the process');
    return false;
  }
}

/**
 * The vectors of all indexes in tables of the extension pgvector, one for each length, with an HNSW index. The tables are
 * made when they are wanted, outside the migrations: they only repeat passage_embeddings, and not every database can
 * have them.
 */
export class VectorsInPostgres implements VectorSpace {
  private readonly pool: Pool;
  private readonly ready = new Map<string, { revision: number; size: number; dimensions: number }>();

  constructor(private readonly deps: { database: Database; store: EmbeddingStore; model: string }) {
    this.pool = deps.database.pool;
  }

  async prepare({ id, revision }: IndexState): Promise<number> {
    const known = this.ready.get(id);
    if (known && known.revision >= revision) return known.size;
    const { store, model } = this.deps;
    const present = await store.ids(id, model);
    const [sample] = await store.vectors(present.slice(0, 1), model);
    const dimensions = sample ? sample.vector.length >> 2 : 0;
    const size = dimensions === 0 || dimensions > mostHalf ? 0 : await this.fill(id, present, dimensions);
    this.ready.set(id, { revision, size, dimensions });
    return size;
  }

  async nearest({ id }: IndexState, question: Float32Array, limit: number): Promise<Neighbourhood> {
    const dimensions = this.ready.get(id)?.dimensions ?? 0;
    if (question.length !== dimensions) return { near: [], usual: usualOf([]) };
    const { table, type } = tableOf(dimensions);
    const client = await this.pool.connect();
    try {
      await client.query('begin transaction read only');
      const found = await nearestIn(client, { table, type, values: [textOf(question), id, this.deps.model, limit] });
      await client.query('commit');
      client.release();
      return found;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  private async fill(indexId: string, present: readonly string[], dimensions: number): Promise<number> {
    const { table, type } = tableOf(dimensions);
    await this.makeTable(dimensions);
    const { store, model } = this.deps;
    const { rows } = await this.pool.query<{ id: string }>(
      `select passage_id as id from ${table} where index_id = $1 and model = $2`,
      [indexId, model],
    );
    const copied = new Set(rows.map(({ id }) => id));
    const missing = present.filter((id) => !copied.has(id));
    for (let from = 0; from < missing.length; from += copiedAtOnce) {
      const vectors = await store.vectors(missing.slice(from, from + copiedAtOnce), model);
      const fitting = vectors.filter(({ vector }) => vector.length === dimensions * 4);
      await this.pool.query(
        `insert into ${table} (passage_id, index_id, model, place)
        select id, $1, $2, place::${type} from unnest($3::text[], $4::text[]) as made(id, place)
        where exists (select from passages where passages.id = made.id for key share)
        on conflict (passage_id) do update set model = excluded.model, place = excluded.place`,
        [indexId, model, fitting.map(({ id }) => id), fitting.map(({ vector }) => textOf(vectorIn(vector)))],
      );
    }
    return present.length;
  }

  private async makeTable(dimensions: number): Promise<void> {
    const { table, type, operators } = tableOf(dimensions);
    const client = await this.pool.connect();
    try {
      // Processes that start together make it once.
      await client.query('begin');
      await client.query(`select pg_advisory_xact_lock(hashtextextended('${table}', 0))`);
      await client.query(`create table if not exists ${table} (
        passage_id text primary key references passages (id) on delete cascade,
        index_id text not null, model text not null, place ${type} not null)`);
      await client.query(`create index if not exists ${table}_index on ${table} (index_id)`);
      await client.query(`create index if not exists ${table}_place on ${table} using hnsw (place ${operators})`);
      await client.query('commit');
      client.release();
    } catch (error) {
      client.release(true);
      throw error;
    }
  }
}

async function nearestIn(
  client: PoolClient,
  { table, type, values }: { table: string; type: string; values: readonly unknown[] },
): Promise<Neighbourhood> {
  const [question, indexId, model] = values;
  await client.query(`select set_config('hnsw.ef_search', '${searchWidth}', true)`);
  const distance = `place <=> $1::${type}`;
  const search = `select passage_id as "passageId", 1 - (${distance}) as cosine from ${table}
    where index_id = $2 and model = $3 order by ${distance} limit $4`;
  let near = (await client.query<Neighbourhood['near'][number]>(search, [...values])).rows;
  if (near.length < Number(values[3])) {
    // The graph holds all indexes: where this one is a small part of it, too few of it are among the nearest.
    await client.query(`select set_config('enable_indexscan', 'off', true)`);
    near = (await client.query<Neighbourhood['near'][number]>(search, [...values])).rows;
  }
  const { rows } = await client.query<{ cosine: number }>(
    `select 1 - (${distance}) as cosine from ${table} where index_id = $2 and model = $3 limit ${sampled}`,
    [question, indexId, model],
  );
  return { near, usual: usualOf(rows.map(({ cosine }) => cosine)) };
}

function tableOf(dimensions: number): { table: string; type: string; operators: string } {
  const kind = dimensions > mostWhole ? 'halfvec' : 'vector';
  return { table: `knowledge_vectors_${dimensions}`, type: `${kind}(${dimensions})`, operators: `${kind}_cosine_ops` };
}

function textOf(vector: Float32Array): string {
  return `[${vector.join(',')}]`;
}
