import { setTimeout as pause } from 'node:timers/promises';
import type { Bots } from '../dialogues/bots';
import type { Database } from '../infra/database';
import type { Locales } from '../infra/locales';
import type { Log } from '../infra/log';
import type { TrainingRun, TunedModel } from '../infra/prisma-client/client';
import type { Tuner } from '../language-model/tuner';
import { maskLabels } from '../people/mask-labels';
import { CannotTrain, type Progress, type Trainer, type TrainingMetrics } from '../training/trainer';
import { type Dataset, datasetOf } from './dataset.rules';
import { FineTuningStore } from './fine-tuning.store';

/** What fine-tuning needs. */
export interface FineTuneTrainerDeps {
  readonly database: Database;
  readonly bots: Bots;
  readonly tuner: Tuner;
  readonly locales: Locales;
  readonly log: Log;
  /** How often the service is asked how far it is, in milliseconds. */
  readonly pollMs?: number;
}

// The service refuses fewer (its guide to supervised fine-tuning).
const fewestExamples = 10;
const usualPollMs = 10_000;
// What is ours is quick; the rest of the way is the service's.
const shares = { uploaded: 0.05, begun: 0.1 } as const;

/** Makes a bot a model of its own out of answers that people have found good. Each step is noted: whoever takes a run up again goes on where it was. */
export class FineTuneTrainer implements Trainer {
  readonly kind = 'OPENAI_FINE_TUNE';
  readonly needsBot = true;
  private readonly store: FineTuningStore;

  constructor(private readonly deps: FineTuneTrainerDeps) {
    this.store = new FineTuningStore(deps.database);
  }

  async run(run: TrainingRun, progress: Progress, signal: AbortSignal): Promise<TrainingMetrics> {
    if (run.botId === null) throw new CannotTrain('a model is tuned for one bot: name it');
    const uploaded = await this.uploaded(run, run.botId, signal);
    await progress(shares.uploaded);
    const begun = await this.begun(uploaded, signal);
    await progress(shares.begun);
    return this.finished(begun, progress, signal);
  }

  /** Stops at the service what came to nothing, and takes the examples back. */
  async discard({ id: runId }: TrainingRun): Promise<void> {
    const { tuner, log } = this.deps;
    const tuned = await this.store.ofRun(runId);
    try {
      if (tuned?.jobId) await tuner.cancel(tuned.jobId);
    } catch (error) {
      log.warn({ err: error, runId }, 'a job of fine-tuning could not be cancelled at the service');
    }
    await this.forget(tuned?.fileId ?? null);
  }

  private async uploaded(run: TrainingRun, botId: string, signal: AbortSignal): Promise<TunedModel> {
    const known = await this.store.ofRun(run.id);
    if (known?.fileId) return known;
    const { lines, examples } = await this.dataset(botId);
    if (examples < fewestExamples) {
      throw new CannotTrain(`${fewestExamples} approved answers are needed at the least; there are ${examples}`);
    }
    const { tuner } = this.deps;
    const row = known ?? (await this.store.add({ botId, trainingRunId: run.id, baseModel: tuner.baseModel, examples }));
    const fileId = await tuner.upload(Buffer.from(lines), `${run.id}.jsonl`, signal);
    return this.store.change(row.id, { fileId, examples });
  }

  private async dataset(botId: string): Promise<Dataset> {
    const { bots, locales } = this.deps;
    const bot = bots.get(botId);
    const rows = await this.store.approved(botId);
    const approved = rows.flatMap(({ question, displayName, username, ...row }) =>
      question === null ? [] : [{ ...row, question, names: [displayName, ...(username ? [username] : [])] }],
    );
    return datasetOf(approved, {
      system: (language) => locales.t(language, 'prompts:tuned.system', { botName: bot.name }),
      labels: (language) => maskLabels(locales, language),
    });
  }

  private async begun(tuned: TunedModel, signal: AbortSignal): Promise<TunedModel & { readonly jobId: string }> {
    const { id, jobId, fileId, botId, baseModel } = tuned;
    if (jobId !== null) return { ...tuned, jobId };
    const suffix = this.deps.bots.get(botId).slug.slice(0, 18);
    const job = await this.deps.tuner.begin({ fileId: fileId ?? '', baseModel, suffix }, signal);
    return { ...(await this.store.change(id, { jobId: job })), jobId: job };
  }

  private async finished(
    tuned: TunedModel & { readonly jobId: string },
    progress: Progress,
    signal: AbortSignal,
  ): Promise<TrainingMetrics> {
    const { tuner, pollMs = usualPollMs } = this.deps;
    for (;;) {
      const job = await tuner.look(tuned.jobId, signal);
      if (job.state === 'failed') throw new CannotTrain(`the service failed: ${job.fault ?? 'it does not say why'}`);
      if (job.state === 'cancelled') throw new CannotTrain('the job was cancelled at the service');
      if (job.state === 'succeeded' && job.model !== null) {
        await this.store.change(tuned.id, { model: job.model });
        await this.forget(tuned.fileId);
        const { baseModel, examples, jobId } = tuned;
        return { model: job.model, baseModel, examples, jobId, trainedTokens: job.trainedTokens };
      }
      await progress(shares.begun + (1 - shares.begun) * job.progress);
      await pause(pollMs, undefined, { signal });
    }
  }

  private async forget(fileId: string | null): Promise<void> {
    if (fileId === null) return;
    try {
      await this.deps.tuner.forget(fileId);
    } catch (error) {
      this.deps.log.warn({ err: error, fileId }, 'examples could not be taken away from the service');
    }
  }
}
