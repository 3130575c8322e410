import type { TrainingRun } from '../infra/prisma-client/client';
import { RunReading } from './run-reading';

const runOf = (status: TrainingRun['status'], progress = 0) => ({ id: 'training_1', status, progress }) as TrainingRun;

function open(first: TrainingRun | undefined) {
  const state = { run: first, ends: 0 };
  const reading = new RunReading(
    async () => state.run,
    ({ status, progress }) => [status, progress],
  );
  reading.onEnd = async () => {
    state.ends += 1;
  };
  return { state, reading };
}

describe('the reading of a run', () => {
  it('shows the present state, then each change once, then its end', async () => {
    const { state, reading } = open(runOf('QUEUED'));
    expect((await reading.next()).value).toEqual(['QUEUED', 0]);
    const next = reading.next();
    reading.look();
    await Promise.resolve();
    state.run = runOf('RUNNING', 0.5);
    reading.look();
    expect((await next).value).toEqual(['RUNNING', 0.5]);
    state.run = runOf('SUCCEEDED', 1);
    reading.look();
    expect((await reading.next()).value).toEqual(['SUCCEEDED', 1]);
    expect(await reading.next()).toEqual({ done: true, value: undefined });
    expect(state.ends).toBe(1);
  });

  it('makes one of what happened while nobody read', async () => {
    const { state, reading } = open(runOf('QUEUED'));
    await reading.next();
    for (const progress of [0.1, 0.2, 0.3]) {
      state.run = runOf('RUNNING', progress);
      reading.look();
    }
    expect((await reading.next()).value).toEqual(['RUNNING', 0.3]);
  });

  it('ends with its reader, also while it waits, and when the run is gone', async () => {
    const { state, reading } = open(runOf('QUEUED'));
    await reading.next();
    const waiting = reading.next();
    await reading.return();
    expect((await waiting).done).toBe(true);
    expect(state.ends).toBe(1);
    const gone = open(undefined);
    expect((await gone.reading.next()).done).toBe(true);
    expect(gone.state.ends).toBe(1);
  });
});
