import type { Database } from '../../infra/database';
import type { Log } from '../../infra/log';
import type { Embedder } from '../../language-model/language-model';
import { type BarePassage, bytesOf, EmbeddingStore } from './passage-embeddings.store';

/** Told how many passages of an index have their vectors. */
export type EmbeddingProgress = (done: number, total: number) => void | Promise<void>;

/** What a process that is killed may have to ask for again. */
const passagesAtOnce = 64;
/** Searches begin to use what is there after so many. */
const announcedAfter = 2_048;

/** Makes the places of passages in the space of meaning. */
export class PassageEmbeddings {
  private readonly store: EmbeddingStore;
  private readonly embedder: Embedder | null;
  private readonly log: Log;

  constructor(deps: { database: Database; embedder: Embedder | null; log: Log }) {
    this.store = new EmbeddingStore(deps.database);
    this.embedder = deps.embedder;
    this.log = deps.log.child({ part: 'embeddings' });
  }

  /**
   * Makes the vectors that an index lacks; answers how many it had to ask for. Goes on where it was interrupted. Without an
   * embedding model there are none to make. Throws as the embedding model does.
   */
  async ensure(indexId: string, progress?: EmbeddingProgress, signal?: AbortSignal): Promise<number> {
    if (this.embedder === null) return 0;
    const { model } = this.embedder;
    let announced = -(await this.store.takeOver(indexId, model));
    const { passages, vectors } = await this.store.counts(indexId, model);
    let made = 0;
    try {
      for (;;) {
        await progress?.(vectors + made, Math.max(passages, vectors + made));
        signal?.throwIfAborted();
        const bare = await this.store.bare(indexId, model, passagesAtOnce);
        if (bare.length === 0) break;
        await this.make(indexId, { embedder: this.embedder, bare, signal });
        made += bare.length;
        if (made - announced < announcedAfter) continue;
        await this.store.announce(indexId);
        announced = made;
      }
    } finally {
      if (made !== announced) await this.store.announce(indexId);
    }
    if (made > 0) this.log.info({ indexId, model, made }, 'passages have their vectors');
    return made;
  }

  private async make(
    indexId: string,
    { embedder, bare, signal }: { embedder: Embedder; bare: readonly BarePassage[]; signal: AbortSignal | undefined },
  ): Promise<void> {
    const made = await embedder.embed(bare.map(embeddedText), signal);
    const vectors = bare.flatMap(({ id }, i) => {
      const vector = made[i];
      return vector ? [{ id, vector: bytesOf(vector) }] : [];
    });
    await this.store.save(indexId, embedder.model, vectors);
  }
}

/** What a passage says, with what it is about. */
function embeddedText({ title, heading, text }: BarePassage): string {
  return [title, heading, text].filter((part) => part !== '').join('\n');
}
