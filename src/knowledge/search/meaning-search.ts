import type { Database } from '../../infra/database';
import type { Log } from '../../infra/log';
import type { Embedder } from '../../language-model/language-model';
import { nearness } from './meaning.rules';
import { EmbeddingStore } from './passage-embeddings.store';
import type { IndexState } from './search.store';
import type { VectorSpace } from './vector-space';
import { VectorsInMemory } from './vectors-in-memory';
import { hasVectors, VectorsInPostgres } from './vectors-in-postgres.store';

/** What the meaning of a question says of passages: 0..1 for each that is near, and no more than `rest` for all others. */
export interface Meaning {
  readonly near: ReadonlyMap<string, number>;
  readonly rest: number;
}

/** Whoever waits for an answer waits no longer than this for the embedding model … */
const patienceMs = 1_500;
/** … and once it did not come, nobody waits for it for a while. */
const pauseMs = 10_000;
const rememberedQuestions = 256;

/** Finds passages by what they mean; where the embedding model is away, nothing is found and words alone decide. */
export class MeaningSearch {
  private readonly remembered = new Map<string, Float32Array>();
  private space: Promise<VectorSpace> | undefined;
  private awayUntil = 0;

  constructor(private readonly deps: { database: Database; embedder: Embedder; log: Log; openSpace?: OpenSpace }) {}

  /** The passages nearest to a question; null when nobody can tell. */
  async near(index: IndexState, query: string, limit: number): Promise<Meaning | null> {
    try {
      this.space ??= (this.deps.openSpace ?? openSpace)(this.deps);
      const space = await this.space;
      if ((await space.prepare(index)) === 0) return null;
      const question = await this.placeOf(query);
      if (!question) return null;
      const { near, usual } = await space.nearest(index, question, limit);
      const scored = near.map(({ passageId, cosine }) => [passageId, nearness(cosine, usual)] as const);
      return { near: new Map(scored), rest: scored.length < limit ? 0 : (scored.at(-1)?.[1] ?? 0) };
    } catch (error) {
      this.space = undefined;
      this.deps.log.warn({ err: error }, 'not searched by meaning: words alone decide');
      return null;
    }
  }

  /** Loads what the next question will need. */
  async warm(index: IndexState): Promise<void> {
    this.space ??= (this.deps.openSpace ?? openSpace)(this.deps);
    await (await this.space).prepare(index);
  }

  private async placeOf(query: string): Promise<Float32Array | undefined> {
    const known = this.remembered.get(query);
    if (known) return known;
    if (performance.now() < this.awayUntil) return undefined;
    try {
      const [place] = await this.deps.embedder.embed([query], AbortSignal.timeout(patienceMs));
      if (place) this.remember(query, place);
      return place;
    } catch (error) {
      this.awayUntil = performance.now() + pauseMs;
      this.deps.log.warn({ err: error }, 'the embedding model is away: words alone decide for a while');
      return undefined;
    }
  }

  private remember(query: string, place: Float32Array): void {
    const [oldest] = this.remembered.keys();
    if (this.remembered.size >= rememberedQuestions && oldest !== undefined) this.remembered.delete(oldest);
    this.remembered.set(query, place);
  }
}

/** Chooses where vectors are looked through. */
export type OpenSpace = (deps: { database: Database; embedder: Embedder; log: Log }) => Promise<VectorSpace>;

const openSpace: OpenSpace = async ({ database, embedder: { model }, log }) => {
  const store = new EmbeddingStore(database);
  return (await hasVectors({ database, log }))
    ? new VectorsInPostgres({ database, store, model })
    : new VectorsInMemory({ store, model });
};
