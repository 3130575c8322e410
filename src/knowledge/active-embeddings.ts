import type { Database } from '../infra/database';
import { IndexStore } from './indexes.store';
import type { KnowledgeStep } from './knowledge-worker';
import type { PassageEmbeddings } from './search/passage-embeddings';

/** What making vectors of new passages needs. */
export interface ActiveEmbeddingsDeps {
  readonly database: Database;
  readonly embeddings: PassageEmbeddings;
  /** Null: no embedding model is configured. */
  readonly embeddingModel: string | null;
}

/** The step that gives passages of the index in force their vectors: after live changes, and after a model was configured. */
export function activeEmbeddings({ database, embeddings, embeddingModel }: ActiveEmbeddingsDeps): KnowledgeStep {
  const store = new IndexStore(database);
  return async (botId, signal) => {
    const active = await store.active(botId);
    if (!active || embeddingModel === null) return;
    await embeddings.ensure(active.id, undefined, signal);
    await store.noteEmbeddingModel(active.id, embeddingModel);
  };
}
