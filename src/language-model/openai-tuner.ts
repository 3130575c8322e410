import { type OpenAI, toFile } from 'openai';
import type { FineTuningJob, FineTuningJobEvent } from 'openai/resources/fine-tuning';
import { persistently } from './openai-calls';
import { type OpenAiService, openAiClient } from './openai-client';
import type { Tuner, TuningJob, TuningRequest } from './tuner';

const timeoutMs = 60_000;
const limits = { attempts: 4, waitMs: 1_000 };
// A job is looked for among so many of the latest before another one is begun for the same data.
const latest = 50;

const states: Readonly<Record<FineTuningJob['status'], TuningJob['state']>> = {
  validating_files: 'running',
  queued: 'running',
  running: 'running',
  succeeded: 'succeeded',
  failed: 'failed',
  cancelled: 'cancelled',
};

/** Fine-tuning at any service that speaks OpenAI's protocol. */
export function openOpenAiTuner({ baseModel, ...service }: OpenAiService & { readonly baseModel: string }): Tuner {
  return new OpenAiTuner(openAiClient(service, timeoutMs), baseModel);
}

class OpenAiTuner implements Tuner {
  constructor(
    private readonly client: OpenAI,
    readonly baseModel: string,
  ) {}

  async upload(lines: Uint8Array, fileName: string, signal: AbortSignal): Promise<string> {
    const { id } = await this.call(async () => {
      const file = await toFile(lines, fileName, { type: 'application/jsonl' });
      return this.client.files.create({ file, purpose: 'fine-tune' }, { signal });
    }, signal);
    return id;
  }

  async begin({ fileId, baseModel, suffix }: TuningRequest, signal: AbortSignal): Promise<string> {
    const { fineTuning } = this.client;
    // Whoever was killed between the service's answer and our note of it must not pay twice.
    const known = await this.call(() => fineTuning.jobs.list({ limit: latest }, { signal }), signal);
    const begun = known.data.find((job) => job.training_file === fileId);
    if (begun) return begun.id;
    const request = { training_file: fileId, model: baseModel, suffix };
    return (await this.call(() => fineTuning.jobs.create(request, { signal }), signal)).id;
  }

  async look(jobId: string, signal: AbortSignal): Promise<TuningJob> {
    const { jobs } = this.client.fineTuning;
    const job = await this.call(() => jobs.retrieve(jobId, { signal }), signal);
    const events = await this.call(() => jobs.listEvents(jobId, { limit: 20 }, { signal }), signal);
    const { status, fine_tuned_model: model, trained_tokens: trainedTokens, error } = job;
    const fault = error?.message ?? null;
    return { state: states[status] ?? 'running', progress: progressIn(events.data), model, trainedTokens, fault };
  }

  async cancel(jobId: string): Promise<void> {
    await this.call(() => this.client.fineTuning.jobs.cancel(jobId));
  }

  async forget(fileId: string): Promise<void> {
    await this.call(() => this.client.files.delete(fileId));
  }

  private call<T>(call: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    return persistently(call, limits, signal);
  }
}

/** The service tells its steps in the data of events of the type «metrics». */
function progressIn(events: readonly FineTuningJobEvent[]): number {
  const shares = events.map(({ data }) => {
    const { step, total_steps: total } = Object(data) as { step?: unknown; total_steps?: unknown };
    return typeof step === 'number' && typeof total === 'number' && total > 0 ? step / total : 0;
  });
  return Math.min(1, Math.max(0, ...shares));
}
