import { type FreshDatabase, freshDatabase } from '../../test/kit/fresh-database';
import { until } from '../../test/kit/until';
import { EventLog } from '../events/event-log';
import { type Bus, openInProcessBus } from '../infra/bus';
import { newId } from '../infra/ids';
import { Lanes } from '../infra/lanes';
import { openLog } from '../infra/log';
import { NotificationListener } from '../infra/notification-listener';
import type { TrainingRun } from '../infra/prisma-client/client';
import { Sealing } from '../infra/sealing';
import { Idempotency } from '../people/idempotency';
import type { OperatorViewer } from '../people/viewer';
import type { Progress, Trainer, TrainingMetrics } from './trainer';
import { trainingQueue } from './training.store';
import { TrainingRuns, trainingTopic } from './training-runs';
import { TrainingWorker } from './training-worker';

const log = openLog('silent');
const operator = (role: OperatorViewer['role']): OperatorViewer => ({
  kind: 'operator',
  id: newId('operator'),
  name: 'Asha',
  role,
});
const asha = operator('SUPERVISOR');

/** A trainer that the test leads: it trains until it is told what becomes of the run. */
class LedTrainer implements Trainer {
  readonly kind = 'HANDOFF_DETECTOR';
  readonly begun: { run: TrainingRun; progress: Progress; signal: AbortSignal }[] = [];
  private readonly ends: PromiseWithResolvers<TrainingMetrics>[] = [];

  run(run: TrainingRun, progress: Progress, signal: AbortSignal): Promise<TrainingMetrics> {
    const end = Promise.withResolvers<TrainingMetrics>();
    signal.addEventListener('abort', () => end.reject(signal.reason));
    this.begun.push({ run, progress, signal });
    this.ends.push(end);
    return end.promise;
  }

  finish(metrics: TrainingMetrics): void {
    this.ends.at(-1)?.resolve(metrics);
  }

  fail(error: unknown): void {
    this.ends.at(-1)?.reject(error);
  }
}

describe('training runs', () => {
  let fresh: FreshDatabase;
  let listener: NotificationListener;
  let bus: Bus;
  let trainer: LedTrainer;
  let runs: TrainingRuns;
  const opened: Lanes[] = [];

  beforeAll(async () => {
    fresh = await freshDatabase();
    listener = new NotificationListener(fresh.url, log);
    await listener.start();
    bus = openInProcessBus({ log });
  });

  beforeEach(async () => {
    await fresh.database.pool.query('truncate training_runs, lane_leases');
    trainer = new LedTrainer();
    const events = new EventLog({ database: fresh.database, bus });
    const idempotency = new Idempotency({ log: events, sealing: new Sealing('a secret key for the tests only') });
    runs = new TrainingRuns({ database: fresh.database, bus, idempotency, trainers: [trainer] });
  });

  afterEach(async () => {
    for (const lanes of opened.splice(0)) {
      trainer.finish({});
      await lanes.stop();
    }
  });

  afterAll(async () => {
    await bus.close();
    await listener.close();
    await fresh.drop();
  });

  const openWorker = (trainers: readonly Trainer[] = [trainer]) => {
    const { database } = fresh;
    const worker = new TrainingWorker({ database, bus, trainers, log });
    const options = { queue: trainingQueue, concurrency: 2, handle: worker.work.bind(worker) };
    const lanes = new Lanes({ database, listener, log }, options);
    opened.push(lanes);
    lanes.start();
  };
  const start = (idempotencyKey?: string) => runs.start(asha, { kind: 'HANDOFF_DETECTOR', idempotencyKey });
  const again = async ({ id }: TrainingRun) => (await runs.byIds([id]))[0];
  const becomes = (run: TrainingRun, status: string) =>
    until(`the run is ${status}`, async () => (await again(run))?.status === status);

  it('go from the queue to their end, with metrics, and tell whoever watches', async () => {
    const run = await start();
    expect(run).toMatchObject({ status: 'QUEUED', progress: 0, startedAt: null, requestedBy: asha.id });
    const seen: (number | undefined)[] = [];
    const stop = await bus.subscribe(trainingTopic(run.id), () => {
      void again(run).then((now) => seen.push(now?.progress));
    });
    openWorker();
    await until('the trainer begins', () => trainer.begun.length === 1);
    await trainer.begun[0]?.progress(0.4);
    await until('the progress is seen', () => seen.includes(0.4));
    expect(await again(run)).toMatchObject({ status: 'RUNNING', progress: 0.4, startedAt: expect.any(Date) });
    trainer.finish({ f1: 0.97 });
    await until('the end is seen', () => seen.includes(1));
    expect(await again(run)).toMatchObject({
      status: 'SUCCEEDED',
      metrics: { f1: 0.97 },
      error: null,
      endedAt: expect.any(Date),
    });
    await stop();
  });

  it('of one kind run one after the other, also with two workers', async () => {
    const [first, second] = [await start(), await start()];
    openWorker();
    openWorker();
    await until('the first begins', () => trainer.begun.length === 1);
    expect(trainer.begun[0]?.run.id).toBe(first.id);
    trainer.finish({});
    await until('the second begins', () => trainer.begun.length === 2);
    expect(await again(first)).toMatchObject({ status: 'SUCCEEDED' });
    expect(trainer.begun[1]?.run.id).toBe(second.id);
  });

  it('are started once for each idempotency key', async () => {
    const [first, second] = [await start('once'), await start('once')];
    expect(second.id).toBe(first.id);
    expect(await runs.list(asha)).toHaveLength(1);
  });

  it('end as cancelled: at once while they wait, soon while they run', async () => {
    const waiting = await start();
    expect(await runs.cancel(asha, { runId: waiting.id })).toMatchObject({ status: 'CANCELLED' });
    const running = await start();
    openWorker();
    await until('the trainer begins', () => trainer.begun.length === 1);
    expect(trainer.begun[0]?.run.id).toBe(running.id);
    await runs.cancel(asha, { runId: running.id });
    await becomes(running, 'CANCELLED');
    expect(trainer.begun[0]?.signal.aborted).toBe(true);
    expect(await runs.cancel(asha, { runId: running.id })).toMatchObject({ status: 'CANCELLED' });
  });

  it('that fail say why, and do not stop those behind them', async () => {
    const [first, second] = [await start(), await start()];
    openWorker();
    await until('the first begins', () => trainer.begun.length === 1);
    trainer.fail(new TypeError('no texts'));
    await becomes(first, 'FAILED');
    expect(await again(first)).toMatchObject({ error: 'TypeError: no texts', metrics: null });
    await until('the second begins', () => trainer.begun.length === 2);
    trainer.finish({});
    await becomes(second, 'SUCCEEDED');
  });

  it('that a killed process had begun are finished by another', async () => {
    const run = await start();
    await fresh.database.pool.query(`update training_runs set status = 'RUNNING', progress = 0.5, started_at = now()`);
    await fresh.database.pool.query(
      `update lane_leases set ready_at = null, locked_until = now() + interval '0.3 s', holder = 'gone', attempts = 1`,
    );
    openWorker();
    await until('the run is taken up again', () => trainer.begun.length === 1);
    trainer.finish({});
    await becomes(run, 'SUCCEEDED');
  });

  it('that end every process are given up', async () => {
    const run = await start();
    await fresh.database.pool.query(`update training_runs set status = 'RUNNING', started_at = now()`);
    await fresh.database.pool.query('update lane_leases set attempts = 5');
    openWorker();
    await becomes(run, 'FAILED');
    expect(trainer.begun).toEqual([]);
  });

  it('are refused to those who may not, for what cannot be trained, and for an unknown bot', async () => {
    const request = { kind: 'HANDOFF_DETECTOR' } as const;
    await expect(runs.start(null, request)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await expect(runs.start(operator('OPERATOR'), request)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(runs.list(operator('OPERATOR'))).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(runs.start(asha, { kind: 'OPENAI_FINE_TUNE' })).rejects.toMatchObject({
      fields: { kind: 'training_unavailable' },
    });
    await expect(runs.start(asha, { ...request, botId: newId('bot') })).rejects.toMatchObject({
      fields: { botId: 'bot_unknown' },
    });
    await expect(runs.cancel(asha, { runId: newId('training') })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(runs.list(asha, 0)).rejects.toMatchObject({ fields: { first: 'page_size' } });
  });
});
