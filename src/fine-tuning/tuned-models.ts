import { Refusal } from '../errors';
import type { Database } from '../infra/database';
import type { TunedModel } from '../infra/prisma-client/client';
import type { SharedState } from '../infra/shared-state';
import { AuditStore } from '../people/audit.store';
import type { Idempotency } from '../people/idempotency';
import { demand, type Viewer } from '../people/viewer';
import { FineTuningStore } from './fine-tuning.store';

/** Which model is to answer for a bot. */
export interface ModelChoice {
  readonly botId: string;
  /** None: the deployment's own. */
  readonly tunedModelId?: string | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

/** The models that were tuned for bots: compared, put into use, and left again with one call. */
export class TunedModels {
  private readonly store: FineTuningStore;

  constructor(private readonly deps: { database: Database; idempotency: Idempotency; botChanges: SharedState }) {
    this.store = new FineTuningStore(deps.database);
  }

  /** The models of a bot, newest first. Needs `supervise`. */
  async list(viewer: Viewer | null, botId: string): Promise<TunedModel[]> {
    demand(viewer, 'supervise');
    return this.store.ofBot(botId);
  }

  /** Lets a model answer for a bot from now on, in every process. Throws NOT_FOUND. Needs `supervise`. */
  async use(viewer: Viewer | null, choice: ModelChoice): Promise<void> {
    demand(viewer, 'supervise');
    const { botId, tunedModelId } = choice;
    const tuned = tunedModelId ? await this.store.find(tunedModelId) : null;
    if (tunedModelId && (tuned?.model == null || tuned.botId !== botId)) throw new Refusal('NOT_FOUND');
    const model = tuned?.model ?? null;
    await this.deps.idempotency.once(viewer, { operation: 'useModel', input: { ...choice } }, async (tx) => {
      await FineTuningStore.use(tx, botId, model);
      const details = { model: model ?? 'the deployment’s own' };
      await AuditStore.addIn(tx, { actor: viewer.id, action: 'model of a bot changed', subject: botId, details });
      return {};
    });
    await this.deps.botChanges.changed();
  }
}
