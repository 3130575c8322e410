import type { Database } from '../infra/database';
import type { KnowledgeIndex, TrainingRun } from '../infra/prisma-client/client';
import type { Progress, Trainer, TrainingMetrics } from '../training/trainer';
import { type CutDocument, IndexBuildingStore, NotBuilding } from './index-building.store';
import { indexedPassages, indexing } from './indexed-document';
import { IndexStore } from './indexes.store';
import type { PassageEmbeddings } from './search/passage-embeddings';

/** What building indexes needs. */
export interface IndexTrainerDeps {
  readonly database: Database;
  readonly embeddings: PassageEmbeddings;
  /** Null: no embedding model is configured. */
  readonly embeddingModel: string | null;
}

/** A part of a run: the building of one bot's index. */
interface Building {
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly publish: boolean;
}

/** Where vectors are made, they take the most of the time. */
const shareOfPassages = 0.3;

/**
 * Builds a new version of a bot's index from all its documents, or of every bot's that knows something; the version in force
 * answers meanwhile. Documents that change during the building change in both.
 */
export class IndexTrainer implements Trainer {
  readonly kind = 'KNOWLEDGE_INDEX';
  private readonly store: IndexStore;
  private readonly building: IndexBuildingStore;

  constructor(private readonly deps: IndexTrainerDeps) {
    this.store = new IndexStore(deps.database);
    this.building = new IndexBuildingStore(deps.database);
  }

  async run(run: TrainingRun, progress: Progress, signal: AbortSignal): Promise<TrainingMetrics> {
    const publish = publishes(run);
    const bots = run.botId === null ? await this.store.botsThatKnow() : [run.botId];
    const built: KnowledgeIndex[] = [];
    for (const [n, botId] of bots.entries()) {
      const part: Progress = (share) => progress((n + share) / bots.length);
      built.push(await this.build({ id: run.id, botId }, { progress: part, signal, publish }));
      await this.store.tidy(botId);
    }
    return this.metricsOf(built, publish);
  }

  /** Marks what the run had begun as failed and removes its passages. */
  async discard({ id }: TrainingRun): Promise<void> {
    await this.store.giveUp(id);
  }

  private async build(run: { id: string; botId: string }, part: Building): Promise<KnowledgeIndex> {
    const settings = { indexing, embeddingModel: this.deps.embeddingModel };
    const index = await this.building.begin({ trainingRunId: run.id, botId: run.botId, settings });
    // Its process was killed between the end of the building and the end of the run.
    if (index.status === 'READY') return index;
    try {
      await this.make(index, part);
    } catch (error) {
      // Whoever lost the lease of this run without noticing may have finished it.
      const [now] = error instanceof NotBuilding ? await this.store.byIds([index.id]) : [];
      if (now?.status !== 'READY') throw error;
    }
    return index;
  }

  private async make(index: KnowledgeIndex, { progress, signal, publish }: Building): Promise<void> {
    const ofPassages = this.deps.embeddingModel === null ? 1 : shareOfPassages;
    const empty = new Set<string>();
    await this.fill(index, empty, (share) => progress(share * ofPassages));
    const embedded = (done: number, total: number) =>
      progress(ofPassages + (1 - ofPassages) * (total === 0 ? 1 : Math.min(1, done / total)));
    await this.deps.embeddings.ensure(index.id, embedded, signal);
    await progress(1);
    signal.throwIfAborted();
    while (!(await this.building.finish(index, { publish, empty: [...empty] }))) {
      await this.fill(index, empty, () => progress(1));
      signal.throwIfAborted();
    }
  }

  /** Adds what the version lacks, a slice at a time: all of it, what is left after a kill, or what was missed. */
  private async fill(index: KnowledgeIndex, empty: Set<string>, progress: Progress): Promise<void> {
    const { total, missing } = await this.building.count(index);
    let done = total - missing;
    let slice = await this.building.missing(index, '');
    while (slice.length > 0) {
      const cut: CutDocument[] = [];
      for (const document of slice) {
        const passages = indexedPassages(document);
        if (passages.length === 0) empty.add(document.id);
        cut.push({ ...document, passages });
        done += 1;
        await progress(Math.min(1, done / total));
      }
      await this.building.add(index, cut);
      slice = await this.building.missing(index, slice.at(-1)?.id ?? '');
    }
  }

  /** What people are told of a run: which versions it made, and how much each holds. */
  private async metricsOf(built: readonly KnowledgeIndex[], publish: boolean): Promise<TrainingMetrics> {
    const sizes = await this.store.sizes(built.map(({ id }) => id));
    const indexes = built.map(({ id: indexId, botId, number }) => {
      const { documents = 0, passages = 0 } = sizes.find((size) => size.indexId === indexId) ?? {};
      return { indexId, botId, number, documents, passages };
    });
    return { published: publish, indexes };
  }
}

/** Unless it was asked for otherwise, a version that is whole is put into force. */
function publishes({ input }: TrainingRun): boolean {
  return (Object(input) as { publish?: unknown }).publish !== false;
}
