import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ApiError } from './api-error';
import { formOf } from './form';
import { checkModel } from './models';

/** How a job of the stand-in goes; tests lead it. */
export interface TuningScript {
  /** What every look at a job changes: so many steps of `totalSteps`, then the end. */
  stepsPerLook: number;
  totalSteps: number;
  /** Jobs end with this fault instead of a model. */
  fault: string | null;
}

interface Job {
  readonly id: string;
  readonly model: string;
  readonly suffix: string | null;
  readonly trainingFile: string;
  readonly createdAt: number;
  status: 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';
  step: number;
}

interface StoredFile {
  readonly id: string;
  readonly filename: string;
  readonly content: string;
  readonly createdAt: number;
}

const fewestExamples = 10;
const jobBody = z.object({
  model: z.string().min(1),
  training_file: z.string().min(1),
  suffix: z.string().max(64).nullish(),
});
const example = z.object({
  messages: z
    .array(z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string().min(1) }))
    .min(2)
    .refine((messages) => messages.at(-1)?.role === 'assistant'),
});

/** Files and jobs of fine-tuning, as far as one service needs them. */
export class TuningDesk {
  readonly files = new Map<string, StoredFile>();
  readonly jobs = new Map<string, Job>();
  /** What every file held that was ever brought here. */
  readonly uploads: string[] = [];
  readonly script: TuningScript = { stepsPerLook: 50, totalSteps: 100, fault: null };

  /** POST /v1/files and what else concerns files. */
  serveFiles(app: FastifyInstance): void {
    app.post('/v1/files', async (request) => {
      const form = await formOf(request);
      const file = form.get('file');
      if (!(file instanceof Blob) || file.size === 0) throw new ApiError(400, 'The file is empty.', { param: 'file' });
      if (form.get('purpose') !== 'fine-tune') throw new ApiError(400, 'Unknown purpose.', { param: 'purpose' });
      const filename = 'name' in file ? file.name : 'file';
      const stored = { id: `file-${randomUUID()}`, filename, content: await file.text(), createdAt: seconds() };
      this.files.set(stored.id, stored);
      this.uploads.push(stored.content);
      return wireFile(stored);
    });
    app.delete<{ Params: { id: string } }>('/v1/files/:id', async ({ params: { id } }) => {
      if (!this.files.delete(id)) throw notFound('file', id);
      return { id, object: 'file', deleted: true };
    });
  }

  /** The jobs of /v1/fine_tuning. */
  serveJobs(app: FastifyInstance): void {
    app.post('/v1/fine_tuning/jobs', async (request) => wireJob(this.begin(request.body)));
    app.get('/v1/fine_tuning/jobs', async () => {
      const data = [...this.jobs.values()].toReversed().map(wireJob);
      return { object: 'list', data, has_more: false };
    });
    app.get<{ Params: { id: string } }>('/v1/fine_tuning/jobs/:id', async ({ params }) =>
      wireJob(this.look(params.id)),
    );
    app.post<{ Params: { id: string } }>('/v1/fine_tuning/jobs/:id/cancel', async ({ params }) => {
      const job = this.job(params.id);
      if (job.status === 'queued' || job.status === 'running') job.status = 'cancelled';
      return wireJob(job);
    });
    app.get<{ Params: { id: string } }>('/v1/fine_tuning/jobs/:id/events', async ({ params }) => {
      const { id, step } = this.job(params.id);
      const data = { step, total_steps: this.script.totalSteps };
      const event = { object: 'fine_tuning.job.event', id: `${id}-${step}`, created_at: seconds(), level: 'info' };
      return { object: 'list', data: [{ ...event, message: `Step ${step}`, type: 'metrics', data }], has_more: false };
    });
  }

  private begin(body: unknown): Job {
    const read = jobBody.safeParse(body);
    if (!read.success) throw new ApiError(400, 'The job is invalid.');
    const { model, training_file: trainingFile, suffix = null } = read.data;
    checkModel(model);
    const file = this.files.get(trainingFile);
    if (!file) throw notFound('file', trainingFile);
    checkExamples(file.content);
    const id = `ftjob-${randomUUID()}`;
    const job: Job = { id, model, suffix, trainingFile, createdAt: seconds(), status: 'queued', step: 0 };
    this.jobs.set(id, job);
    return job;
  }

  /** A job goes on whenever somebody looks. */
  private look(id: string): Job {
    const job = this.job(id);
    if (job.status !== 'queued' && job.status !== 'running') return job;
    job.status = 'running';
    job.step = Math.min(this.script.totalSteps, job.step + this.script.stepsPerLook);
    if (this.script.fault !== null) job.status = 'failed';
    else if (job.step === this.script.totalSteps) job.status = 'succeeded';
    return Object.assign(job, this.script.fault !== null && { fault: this.script.fault });
  }

  private job(id: string): Job {
    const job = this.jobs.get(id);
    if (!job) throw notFound('fine-tuning job', id);
    return job;
  }
}

function checkExamples(content: string): void {
  const lines = content.split('\n').filter((line) => line.trim() !== '');
  if (lines.length < fewestExamples) {
    const message = `Training file has ${lines.length} example(s), but must have at least ${fewestExamples} examples`;
    throw new ApiError(400, message, { code: 'invalid_n_examples', param: 'training_file' });
  }
  const bad = lines.findIndex((line) => !isExample(line));
  if (bad >= 0) throw new ApiError(400, `Line ${bad + 1} is not a chat example.`, { code: 'invalid_training_file' });
}

function isExample(line: string): boolean {
  try {
    return example.safeParse(JSON.parse(line)).success;
  } catch {
    return false; // not JSON
  }
}

function wireFile({ id, filename, content, createdAt }: StoredFile) {
  const bytes = Buffer.byteLength(content);
  return { id, object: 'file', bytes, created_at: createdAt, filename, purpose: 'fine-tune', status: 'processed' };
}

function wireJob({ id, model, suffix, trainingFile, createdAt, status, ...rest }: Job) {
  const fault = 'fault' in rest ? String(rest.fault) : null;
  return {
    id,
    object: 'fine_tuning.job',
    model,
    created_at: createdAt,
    finished_at: status === 'succeeded' ? seconds() : null,
    fine_tuned_model: status === 'succeeded' ? `ft:${model}:besedka:${suffix ?? ''}:${id.slice(-8)}` : null,
    organization_id: 'org-stand-in',
    result_files: [],
    status,
    validation_file: null,
    training_file: trainingFile,
    hyperparameters: { n_epochs: 'auto' },
    trained_tokens: status === 'succeeded' ? 12_345 : null,
    error: fault === null ? null : { code: 'failed', message: fault, param: null },
    seed: 1,
  };
}

function notFound(what: string, id: string): ApiError {
  return new ApiError(404, `No such ${what}: ${id}`, { code: 'not_found' });
}

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}
