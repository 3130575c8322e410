import type { Database } from '../../infra/database';

/** A passage that has no vector yet. */
export interface BarePassage {
  readonly id: string;
  readonly title: string;
  readonly heading: string;
  readonly text: string;
}

/** A passage and its vector: little-endian numbers of four bytes. */
export interface StoredVector {
  readonly id: string;
  readonly vector: Buffer;
}

/** Where the vectors of passages are kept. */
export class EmbeddingStore {
  constructor(private readonly database: Database) {}

  /** Takes the vectors of the same passages of other versions over; answers how many. */
  async takeOver(indexId: string, model: string): Promise<number> {
    const { rowCount } = await this.database.pool.query(
      `insert into passage_embeddings (passage_id, index_id, model, vector)
      select distinct on (bare.id) bare.id, bare.index_id, model, vector
      from passages bare
      join passages twin on twin.document_id = bare.document_id and twin.index_id <> bare.index_id
        and twin.heading = bare.heading and twin.text = bare.text
      join passage_embeddings on passage_id = twin.id and model = $2
      where bare.index_id = $1 and not exists (select from passage_embeddings where passage_id = bare.id and model = $2)
      order by bare.id
      on conflict (passage_id) do update set model = excluded.model, vector = excluded.vector`,
      [indexId, model],
    );
    return rowCount ?? 0;
  }

  /** Some passages without a vector of this model. */
  async bare(indexId: string, model: string, limit: number): Promise<BarePassage[]> {
    const { rows } = await this.database.pool.query<BarePassage>(
      `select passages.id, title, heading, passages.text
      from passages join knowledge_documents on knowledge_documents.id = document_id
      where index_id = $1 and not exists (select from passage_embeddings where passage_id = passages.id and model = $2)
      order by passages.id limit $3`,
      [indexId, model, limit],
    );
    return rows;
  }

  /** How many passages an index has, and how many of them have vectors of this model. */
  async counts(indexId: string, model: string): Promise<{ passages: number; vectors: number }> {
    const { rows } = await this.database.pool.query<{ passages: number; vectors: number }>(
      `select (select count(*)::int from passages where index_id = $1) as passages,
        (select count(*)::int from passage_embeddings where index_id = $1 and model = $2) as vectors`,
      [indexId, model],
    );
    return rows[0] ?? { passages: 0, vectors: 0 };
  }

  /** Keeps vectors; those of passages that are gone by now are left out. */
  async save(indexId: string, model: string, vectors: readonly StoredVector[]): Promise<void> {
    await this.database.pool.query(
      `insert into passage_embeddings (passage_id, index_id, model, vector)
      select id, $1, $2, vector from unnest($3::text[], $4::bytea[]) as made(id, vector)
      where exists (select from passages where passages.id = made.id for key share)
      on conflict (passage_id) do update set model = excluded.model, vector = excluded.vector`,
      [indexId, model, vectors.map(({ id }) => id), vectors.map(({ vector }) => vector)],
    );
  }

  /** Lets the searches of all processes look at the index again. */
  async announce(indexId: string): Promise<void> {
    await this.database.pool.query('update knowledge_indexes set revision = revision + 1 where id = $1', [indexId]);
  }

  /** The passages that have vectors. */
  async ids(indexId: string, model: string): Promise<string[]> {
    const { rows } = await this.database.pool.query<{ id: string }>(
      'select passage_id as id from passage_embeddings where index_id = $1 and model = $2',
      [indexId, model],
    );
    return rows.map(({ id }) => id);
  }

  /** The vectors of these passages, as far as they are of this model. */
  async vectors(ids: readonly string[], model: string): Promise<StoredVector[]> {
    const { rows } = await this.database.pool.query<StoredVector>(
      'select passage_id as id, vector from passage_embeddings where passage_id = any($1) and model = $2',
      [ids, model],
    );
    return rows;
  }
}

/** The bytes of a vector. */
export function bytesOf(vector: Float32Array): Buffer {
  const bytes = Buffer.alloc(vector.length * 4);
  for (const [i, value] of vector.entries()) bytes.writeFloatLE(value, i * 4);
  return bytes;
}

/** The vector in these bytes. */
export function vectorIn(bytes: Buffer): Float32Array {
  return Float32Array.from({ length: bytes.length >> 2 }, (_, i) => bytes.readFloatLE(i * 4));
}
