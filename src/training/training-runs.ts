import { badInput, Refusal } from '../errors';
import type { Bus } from '../infra/bus';
import type { Database } from '../infra/database';
import { newId } from '../infra/ids';
import type { TrainingKind, TrainingRun } from '../infra/prisma-client/client';
import type { Idempotency } from '../people/idempotency';
import { demand, type Viewer } from '../people/viewer';
import type { Trainers } from './trainer';
import { TrainingStore } from './training.store';

/** What is to be learnt. */
export interface TrainingRequest {
  readonly kind: TrainingKind;
  readonly botId?: string | null | undefined;
  /** False: what was learnt waits for somebody who puts it into force. */
  readonly publish?: boolean | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

/** Which run is to stop. */
export interface TrainingCancellation {
  readonly runId: string;
  readonly idempotencyKey?: string | null | undefined;
}

const longestList = 100;

/** The topic that says «look at this run again». */
export function trainingTopic(runId: string): string {
  return `training:${runId}`;
}

/** Runs that learn from data: started by people, worked on by `TrainingWorker`, watched by their topic. */
export class TrainingRuns {
  private readonly store: TrainingStore;

  constructor(private readonly deps: { database: Database; bus: Bus; idempotency: Idempotency; trainers: Trainers }) {
    this.store = new TrainingStore(deps.database);
  }

  /** Puts a run into the queue of its kind. Throws BAD_USER_INPUT for a kind that nothing here can train, and where a bot has to be named. Needs `supervise`. */
  async start(viewer: Viewer | null, request: TrainingRequest): Promise<TrainingRun> {
    demand(viewer, 'supervise');
    const { kind, botId = null } = request;
    const trainer = this.deps.trainers.find((one) => one.kind === kind);
    if (!trainer) throw badInput({ kind: 'training_unavailable' });
    if (trainer.needsBot && botId === null) throw badInput({ botId: 'bot_needed' });
    const once = { operation: 'startTraining', input: { ...request } };
    const { runId } = await this.deps.idempotency.once(viewer, once, async (tx) => {
      if (botId !== null && !(await TrainingStore.hasBot(tx, botId))) throw badInput({ botId: 'bot_unknown' });
      const input = { publish: request.publish ?? true };
      const run = { id: newId('training'), kind, botId, input, requestedBy: viewer.id };
      await TrainingStore.add(tx, run);
      return { runId: run.id };
    });
    return this.known(runId);
  }

  /** Stops a run; one that has ended stays as it is. Throws NOT_FOUND. Needs `supervise`. */
  async cancel(viewer: Viewer | null, cancellation: TrainingCancellation): Promise<TrainingRun> {
    demand(viewer, 'supervise');
    const once = { operation: 'cancelTraining', input: { ...cancellation } };
    const { runId } = await this.deps.idempotency.once(viewer, once, async (tx) => {
      const run = await TrainingStore.cancel(tx, cancellation.runId);
      if (!run) throw new Refusal('NOT_FOUND');
      return { runId: run.id };
    });
    await this.deps.bus.publish(trainingTopic(runId), {});
    return this.known(runId);
  }

  /** The newest runs first. Needs `supervise`. */
  async list(viewer: Viewer | null, first = 50): Promise<TrainingRun[]> {
    demand(viewer, 'supervise');
    if (first < 1 || first > longestList) throw badInput({ first: 'page_size' });
    return this.store.list(first);
  }

  /** The runs with these ids, in their order; undefined in the place of each that does not exist. */
  async byIds(ids: readonly string[]): Promise<(TrainingRun | undefined)[]> {
    const found = new Map((await this.store.byIds(ids)).map((run) => [run.id, run]));
    return ids.map((id) => found.get(id));
  }

  private async known(id: string): Promise<TrainingRun> {
    const [run] = await this.byIds([id]);
    if (!run) throw new Refusal('NOT_FOUND');
    return run;
  }
}
