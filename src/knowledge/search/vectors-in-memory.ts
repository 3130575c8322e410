import { Breath } from './breath';
import { type EmbeddingStore, vectorIn } from './passage-embeddings.store';
import type { IndexState } from './search.store';
import { type NearPassage, type Neighbourhood, sampled, usualOf, type VectorSpace } from './vector-space';

/** All vectors in memory take about so much; the index that is asked stays, whatever it takes. */
const mostBytes = 384 * 1_048_576;
const loadedAtOnce = 256;
/** Numbers of a vector are kept in one byte: a hundredth more or less of a cosine decides nothing. */
const whole = 127;

/** The vectors of the indexes that are asked, looked through one by one. */
export class VectorsInMemory implements VectorSpace {
  /** In the order in which they were asked. */
  private readonly loaded = new Map<string, Matrix>();

  constructor(private readonly deps: { store: EmbeddingStore; model: string }) {}

  async prepare({ id, revision }: IndexState): Promise<number> {
    const matrix = this.loaded.get(id) ?? new Matrix();
    this.loaded.delete(id);
    this.loaded.set(id, matrix);
    while (matrix.revision < revision) {
      matrix.updating ??= this.update(id, revision, matrix).finally(() => {
        matrix.updating = undefined;
      });
      await matrix.updating;
    }
    this.makeRoom(id);
    return matrix.size;
  }

  nearest({ id }: IndexState, question: Float32Array, limit: number): Promise<Neighbourhood> {
    return (this.loaded.get(id) ?? new Matrix()).nearest(question, limit);
  }

  private async update(id: string, revision: number, matrix: Matrix): Promise<void> {
    const { store, model } = this.deps;
    const present = await store.ids(id, model);
    matrix.keepOnly(new Set(present));
    const missing = present.filter((passageId) => !matrix.has(passageId));
    for (let from = 0; from < missing.length; from += loadedAtOnce) {
      for (const row of await store.vectors(missing.slice(from, from + loadedAtOnce), model)) {
        matrix.add(row.id, vectorIn(row.vector));
      }
    }
    matrix.revision = revision;
  }

  private makeRoom(asked: string): void {
    let bytes = [...this.loaded.values()].reduce((sum, matrix) => sum + matrix.bytes, 0);
    for (const [id, matrix] of this.loaded) {
      if (bytes <= mostBytes) return;
      if (id === asked || matrix.updating) continue;
      bytes -= matrix.bytes;
      this.loaded.delete(id);
    }
  }
}

class Matrix {
  revision = -1;
  updating: Promise<void> | undefined;
  private readonly rows = new Map<string, number>();
  /** The passage of each row; undefined where it is gone. */
  private ids: (string | undefined)[] = [];
  private values = new Int8Array(0);
  private scales = new Float32Array(64);
  private dimensions = 0;

  get size(): number {
    return this.rows.size;
  }

  get bytes(): number {
    return this.values.byteLength + this.scales.byteLength;
  }

  has(passageId: string): boolean {
    return this.rows.has(passageId);
  }

  add(passageId: string, vector: Float32Array): void {
    if (this.size === 0) this.begin(vector.length);
    // A service that changed the size of its vectors under the same name: what does not fit cannot be compared.
    if (vector.length !== this.dimensions) return;
    const row = this.ids.length;
    this.makeRoom(row + 1);
    const most = vector.reduce((max, value) => Math.max(max, Math.abs(value)), 0) || 1;
    const from = row * this.dimensions;
    for (let i = 0; i < this.dimensions; i++) this.values[from + i] = Math.round(((vector[i] ?? 0) / most) * whole);
    this.scales[row] = most / whole;
    this.ids.push(passageId);
    this.rows.set(passageId, row);
  }

  keepOnly(present: ReadonlySet<string>): void {
    for (const [passageId, row] of this.rows) {
      if (present.has(passageId)) continue;
      this.rows.delete(passageId);
      this.ids[row] = undefined;
    }
  }

  async nearest(question: Float32Array, limit: number): Promise<Neighbourhood> {
    const breath = new Breath();
    const { ids, dimensions, values, scales } = this;
    const count = ids.length;
    const every = Math.max(1, Math.floor(count / sampled));
    const near: NearPassage[] = [];
    const sample: number[] = [];
    let least = Number.NEGATIVE_INFINITY;
    for (let row = 0; question.length === dimensions && row < count; row++) {
      if (breath.isDue()) await breath.take();
      const passageId = ids[row];
      if (passageId === undefined) continue;
      const cosine = product(question, values, row * dimensions) * (scales[row] ?? 0);
      if (row % every === 0) sample.push(cosine);
      if (cosine <= least) continue;
      near.push({ passageId, cosine });
      if (near.length >= limit * 4) least = cut(near, limit);
    }
    cut(near, limit);
    return { near, usual: usualOf(sample) };
  }

  private begin(dimensions: number): void {
    this.dimensions = dimensions;
    this.ids = [];
    this.values = new Int8Array(dimensions * 64);
  }

  private makeRoom(rows: number): void {
    if (rows > this.scales.length) this.scales = copied(this.scales, new Float32Array(rows * 2));
    if (rows * this.dimensions > this.values.length) {
      this.values = copied(this.values, new Int8Array(rows * 2 * this.dimensions));
    }
  }
}

function copied<T extends Int8Array | Float32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** Two sums at a time: neither waits for the other. */
function product(question: Float32Array, values: Int8Array, from: number): number {
  const { length } = question;
  let [even, odd] = [0, 0];
  for (let i = 1; i < length; i += 2) {
    even += (question[i - 1] ?? 0) * (values[from + i - 1] ?? 0);
    odd += (question[i] ?? 0) * (values[from + i] ?? 0);
  }
  const last = length & 1 ? (question[length - 1] ?? 0) * (values[from + length - 1] ?? 0) : 0;
  return even + odd + last;
}

/** Keeps the nearest; answers how near one must be to be among them. */
function cut(near: NearPassage[], limit: number): number {
  near.sort((a, b) => b.cosine - a.cosine);
  if (near.length > limit) near.length = limit;
  return near.length < limit ? Number.NEGATIVE_INFINITY : (near.at(-1)?.cosine ?? 0);
}
