import { type FreshDatabase, freshDatabase } from '../../../test/kit/fresh-database';
import { IndexedPassages } from '../../../test/kit/indexed-passages';
import { openLog } from '../../infra/log';
import { bytesOf, EmbeddingStore } from './passage-embeddings.store';
import type { VectorSpace } from './vector-space';
import { VectorsInMemory } from './vectors-in-memory';
import { hasVectors, VectorsInPostgres } from './vectors-in-postgres.store';

const model = 'test-model';
const dimensions = 24;
let fresh: FreshDatabase;
let hasExtension = false;

beforeAll(async () => {
  fresh = await freshDatabase();
  hasExtension = await hasVectors({ database: fresh.database, log: openLog('silent') });
});
afterAll(() => fresh.drop());

/** A vector of length one, the same for the same number. */
function vectorOf(seed: number): Float32Array {
  const values = Array.from(
    { length: dimensions },
    (_, i) => (Math.sin((seed + 1) * (i + 1) * 12.9898) * 43_758.5453) % 1,
  );
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / length);
}

const cosine = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

describe.each<[string, () => VectorSpace | undefined]>([
  ['in the process', () => new VectorsInMemory({ store: new EmbeddingStore(fresh.database), model })],
  [
    'in PostgreSQL with pgvector (nothing to try where the database has no such extension)',
    () =>
      hasExtension
        ? new VectorsInPostgres({ database: fresh.database, store: new EmbeddingStore(fresh.database), model })
        : undefined,
  ],
])('vectors %s', (_, open) => {
  it('are found by nearness, and those that came or went since are noticed', async () => {
    const space = open();
    if (!space) {
      const { rowCount } = await fresh.database.pool.query("select from pg_available_extensions where name = 'vector'");
      expect(rowCount).toBe(0);
      return;
    }
    const store = new EmbeddingStore(fresh.database);
    const knows = await IndexedPassages.open(fresh.database);
    const id = await knows.activeIndex();
    await knows.put(Array.from({ length: 120 }, (_unused, i) => ({ text: `Пункт ${i}` })));
    expect(await space.prepare({ id, revision: 1 })).toBe(0);
    const passages = await fresh.database.prisma.passage.findMany({ where: { indexId: id }, orderBy: { id: 'asc' } });
    const vectors = new Map(passages.map((passage, i) => [passage.id, vectorOf(i)]));
    await store.save(
      id,
      model,
      [...vectors].map(([passageId, vector]) => ({ id: passageId, vector: bytesOf(vector) })),
    );
    await store.save(id, 'another-model', []);

    const question = vectorOf(500);
    const expected = () =>
      [...vectors].toSorted((a, b) => cosine(b[1], question) - cosine(a[1], question)).map(([key]) => key);
    expect(await space.prepare({ id, revision: 2 })).toBe(120);
    const { near, usual } = await space.nearest({ id, revision: 2 }, question, 5);
    expect(near.map(({ passageId }) => passageId).slice(0, 3)).toEqual(expected().slice(0, 3));
    expect(near[0]?.cosine).toBeCloseTo(cosine(vectors.get(near[0]?.passageId ?? '') ?? question, question), 1);
    expect(Math.abs(usual.cosine)).toBeLessThan(0.2);
    expect(usual.spread).toBeGreaterThan(0);

    const [gone = ''] = expected();
    await fresh.database.prisma.passage.delete({ where: { id: gone } });
    vectors.delete(gone);
    await space.prepare({ id, revision: 3 });
    const after = await space.nearest({ id, revision: 3 }, question, 5);
    expect(after.near.map(({ passageId }) => passageId)).not.toContain(gone);
    expect(after.near[0]?.passageId).toBe(expected()[0]);
  });
});
