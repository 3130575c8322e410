import { openLog } from '../../src/infra/log';
import type { TrainingRun } from '../../src/infra/prisma-client/client';
import type { Progress, Trainer, TrainingMetrics } from '../../src/training/trainer';
import { TrainingWorker } from '../../src/training/training-worker';
import { appWith, codeOf, fieldsOf, operatorOf, type SignedIn } from '../kit/api-people';
import { type GraphqlApp, openGraphqlApp } from '../kit/graphql-app';
import { gather, type Subscribed, socketClient } from '../kit/socket-client';
import { until } from '../kit/until';

const absent = (type: string) => `${type}_${'0'.repeat(32)}`;

/** A trainer that goes on when the test says so. */
class LedTrainer implements Trainer {
  readonly kind = 'HANDOFF_DETECTOR';
  progress: Progress = async () => undefined;
  private end = Promise.withResolvers<TrainingMetrics>();

  run(_run: TrainingRun, progress: Progress, signal: AbortSignal): Promise<TrainingMetrics> {
    this.progress = progress;
    this.end = Promise.withResolvers();
    signal.addEventListener('abort', () => this.end.reject(signal.reason));
    return this.end.promise;
  }

  finish(metrics: TrainingMetrics): void {
    this.end.resolve(metrics);
  }

  fail(error: Error): void {
    this.end.reject(error);
  }
}

let app: GraphqlApp;
let asha: SignedIn;
let sonya: SignedIn;
const trainer = new LedTrainer();
beforeAll(async () => {
  app = await openGraphqlApp();
  asha = await operatorOf(app, 'Asha');
  sonya = await operatorOf(app, 'Sonya', 'SUPERVISOR');
});
afterAll(() => app.close());

const fields = 'id kind status progress metrics error startedAt endedAt bot { slug }';
const start = `mutation($input: StartTrainingInput!) { startTraining(input: $input) { run { ${fields} } } }`;
const cancel = `mutation($input: CancelTrainingInput!) { cancelTraining(input: $input) { run { ${fields} } } }`;
const watch = `subscription($id: ID!) { trainingProgress(runId: $id) { ${fields} } }`;
const statesOf = ({ results }: Subscribed) => results.map(({ data }) => data.trainingProgress.status);

async function started(): Promise<string> {
  const { startTraining } = await sonya.call(start, { input: { kind: 'HANDOFF_DETECTOR' } });
  return startTraining.run.id;
}

/** Works on the next run, as the queue would; resolves when that run is over. */
function work(): Promise<unknown> {
  const { database, bus } = app;
  const worker = new TrainingWorker({ database, bus, trainers: [trainer], log: openLog('silent') });
  return worker.work({ lane: 'HANDOFF_DETECTOR', attempts: 1, signal: new AbortController().signal });
}

describe('a training run', () => {
  it('is started once for a key, listed, read by its id, and stopped', async () => {
    const input = { kind: 'HANDOFF_DETECTOR', botId: app.botId, idempotencyKey: 'start' };
    const { startTraining } = await sonya.call(start, { input });
    const { run } = startTraining;
    expect(run).toMatchObject({
      kind: 'HANDOFF_DETECTOR',
      status: 'QUEUED',
      progress: 0,
      metrics: null,
      error: null,
      endedAt: null,
      bot: { slug: 'helpdesk' },
    });
    expect(Date.parse(run.startedAt)).toBeGreaterThan(0);
    expect((await sonya.call(start, { input })).startTraining).toEqual(startTraining);
    const { trainingRuns } = await sonya.call('{ trainingRuns(first: 1) { id } }');
    expect(trainingRuns).toEqual([{ id: run.id }]);
    const stop = { input: { runId: run.id, idempotencyKey: 'stop' } };
    const { cancelTraining } = await sonya.call(cancel, stop);
    expect(cancelTraining.run).toMatchObject({ id: run.id, status: 'CANCELLED' });
    expect((await sonya.call(cancel, stop)).cancelTraining).toEqual(cancelTraining);
    const { node } = await sonya.call('query($id: ID!) { node(id: $id) { ... on TrainingRun { status } } }', run);
    expect(node).toEqual({ status: 'CANCELLED' });
  });

  it('is refused where a bot has to be named, and for nobody’s bot', async () => {
    const unnamed = await sonya.ask(start, { input: { kind: 'OPENAI_FINE_TUNE' } }, 'ru');
    expect(fieldsOf(unnamed)).toEqual({ botId: 'Это обучение для одного бота: укажите его.' });
    const foreign = await sonya.ask(start, { input: { kind: 'HANDOFF_DETECTOR', botId: absent('bot') } });
    expect(fieldsOf(foreign)).toEqual({ botId: 'There is no such bot.' });
    for (const first of [0, 101]) {
      expect(fieldsOf(await sonya.ask(`{ trainingRuns(first: ${first}) { id } }`))).toHaveProperty('first');
    }
    for (const runId of [absent('training'), absent('user'), 'nonsense']) {
      expect(codeOf(await sonya.ask(cancel, { input: { runId } }))).toBe('NOT_FOUND');
    }
  });

  it('is followed from its beginning to its end', async () => {
    const id = await started();
    const client = socketClient(app);
    const seen = gather(client, watch, { id });
    await until('the present state', () => seen.results.length === 1);
    expect(seen.results[0]?.data.trainingProgress).toMatchObject({ id, status: 'QUEUED', progress: 0 });
    const worked = work();
    await until('the beginning', () => statesOf(seen).includes('RUNNING'));
    await trainer.progress(0.4);
    await until('progress', () => seen.results.some(({ data }) => data.trainingProgress.progress === 0.4));
    trainer.finish({ f1: 0.97 });
    await worked;
    await until('the end', () => seen.ended);
    const last = seen.results.at(-1)?.data.trainingProgress;
    expect(last).toMatchObject({ status: 'SUCCEEDED', progress: 1, metrics: { f1: 0.97 } });
    expect(last.endedAt).not.toBeNull();
    expect(statesOf(seen).filter((status) => status === 'SUCCEEDED')).toHaveLength(1);
    await client.dispose();
  });

  it('is followed on after a lost connection, and also when it is over', async () => {
    const id = await started();
    const worked = work();
    const cut = socketClient(app);
    const before = gather(cut, watch, { id });
    await until('a state', () => before.results.length > 0);
    cut.terminate();
    const client = socketClient(app);
    const after = gather(client, watch, { id });
    await until('the present state', () => statesOf(after).includes('RUNNING'));
    trainer.fail(new Error('no data'));
    await worked;
    await until('the end', () => after.ended);
    expect(after.results.at(-1)?.data.trainingProgress).toMatchObject({ status: 'FAILED', error: 'Error: no data' });
    const over = gather(client, watch, { id });
    await until('the end of what is over', () => over.ended);
    expect(statesOf(over)).toEqual(['FAILED']);
    await client.dispose();
  });

  it('is followed as server-sent events, too, which end with it', async () => {
    const id = await started();
    await sonya.call(cancel, { input: { runId: id } });
    const response = await fetch(app.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...sonya.headers },
      body: JSON.stringify({ query: watch, variables: { id } }),
    });
    const text = await response.text();
    expect(text).toContain('"status":"CANCELLED"');
    expect(text).toMatch(/event: complete\ndata:\n\n$/);
  });

  it('is followed by supervisors only, and only when there is one', async () => {
    const id = await started();
    const app_ = await appWith(app, ['dialogues:read']);
    const reader = socketClient(app, { authorization: app_.headers['authorization'], acceptLanguage: 'ru' });
    const forbidden = gather(reader, watch, { id });
    await until('a refusal', () => forbidden.results.length > 0);
    expect(forbidden.results[0]?.errors?.[0]).toMatchObject({
      message: 'На это действие у вас нет прав.',
      extensions: { code: 'FORBIDDEN' },
    });
    await reader.dispose();
    const client = socketClient(app);
    for (const runId of [absent('training'), absent('dialogue'), 'nonsense']) {
      const refused = gather(client, watch, { id: runId });
      await until('a refusal', () => refused.results.length > 0);
      expect(refused.results[0]?.errors?.[0]?.extensions['code']).toBe('NOT_FOUND');
    }
    await client.dispose();
    expect(codeOf(await asha.ask('query($id: ID!) { node(id: $id) { id } }', { id }))).toBe('FORBIDDEN');
  });
});
