import { setImmediate as breathe } from 'node:timers/promises';
import type { Bus } from '../infra/bus';
import type { Database } from '../infra/database';
import type { LaneOutcome, Lease } from '../infra/lanes';
import type { Log } from '../infra/log';
import type { TrainingRun } from '../infra/prisma-client/client';
import { isAway } from '../infra/store-errors';
import { CannotTrain, type Progress, type Trainer, type Trainers, TrainingCancelled } from './trainer';
import { type Ending, TrainingStore } from './training.store';
import { trainingTopic } from './training-runs';

// Often enough for a bar that moves and for a person who cancels, and no load.
const noteEveryMs = 300;
// A run that took the process with it so often is not tried again.
const mostTries = 5;
const longestError = 500;

/** Works on the queue `training`: of each kind one run after the other. What a killed process had begun is begun anew by another. */
export class TrainingWorker {
  private readonly store: TrainingStore;

  constructor(private readonly deps: { database: Database; bus: Bus; trainers: Trainers; log: Log }) {
    this.store = new TrainingStore(deps.database);
  }

  /** Does the next run of the kind that the lane is named after. */
  async work({ lane, attempts, signal }: Lease): Promise<LaneOutcome> {
    const run = await this.store.next(lane);
    if (!run) return { again: false };
    const ending = await this.endingOf(run, { attempts, signal });
    if (ending.status !== 'SUCCEEDED') await this.trainerOf(run)?.discard?.(run);
    if (await this.store.end(run.id, ending)) await this.tell(run.id);
    return { again: true };
  }

  private async endingOf(run: TrainingRun, lease: { attempts: number; signal: AbortSignal }): Promise<Ending> {
    if (run.cancelRequested) return { status: 'CANCELLED' };
    if (lease.attempts > mostTries) return { status: 'FAILED', error: `given up after ${mostTries} tries` };
    const trainer = this.trainerOf(run);
    if (!trainer) return { status: 'FAILED', error: 'nothing here can train this' };
    if (!(await this.store.begin(run.id))) return { status: 'CANCELLED' };
    await this.tell(run.id);
    return this.train(trainer, run, lease.signal);
  }

  private trainerOf(run: TrainingRun): Trainer | undefined {
    return this.deps.trainers.find(({ kind }) => kind === run.kind);
  }

  private async train(trainer: Trainer, run: TrainingRun, lost: AbortSignal): Promise<Ending> {
    const stop = new AbortController();
    const watch = new Watch({ store: this.store, log: this.deps.log, stop, tell: () => this.tell(run.id) }, run);
    try {
      const signal = AbortSignal.any([stop.signal, lost]);
      const metrics = await trainer.run(run, watch.progress, signal);
      return { status: 'SUCCEEDED', metrics };
    } catch (error) {
      if (stop.signal.aborted) return { status: 'CANCELLED' };
      // Somebody else has it, or will: it is neither done nor failed.
      if (lost.aborted || isAway(error)) throw error;
      this.deps.log.error({ err: error, runId: run.id, kind: run.kind }, 'a training run failed');
      return { status: 'FAILED', error: wordsOf(error) };
    } finally {
      await watch.close();
    }
  }

  private async tell(runId: string): Promise<void> {
    await this.deps.bus.publish(trainingTopic(runId), {});
  }
}

/** Notes the progress of a run now and then, and hears when it is cancelled. */
class Watch {
  private share: number;
  private noting: Promise<void> = Promise.resolve();
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly deps: { store: TrainingStore; log: Log; stop: AbortController; tell: () => Promise<void> },
    private readonly run: TrainingRun,
  ) {
    this.share = run.progress;
    this.timer = setInterval(() => {
      this.noting = this.noting.then(() => this.note());
    }, noteEveryMs);
  }

  /** Remembers how far the run is; the next note writes it down. */
  readonly progress: Progress = async (share) => {
    this.share = Math.min(1, Math.max(0, share));
    await breathe();
    this.deps.stop.signal.throwIfAborted();
  };

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.noting;
  }

  private async note(): Promise<void> {
    try {
      if (await this.deps.store.note(this.run.id, this.share)) await this.deps.tell();
      else this.deps.stop.abort(new TrainingCancelled());
    } catch (error) {
      this.deps.log.warn({ err: error, runId: this.run.id }, 'the progress of a run could not be noted');
    }
  }
}

function wordsOf(error: unknown): string {
  if (error instanceof CannotTrain) return error.message.slice(0, longestError);
  return (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(0, longestError);
}
