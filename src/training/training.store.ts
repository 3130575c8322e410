import type { Database, Tx } from '../infra/database';
import { LaneStore } from '../infra/lanes.store';
import { Prisma, TrainingKind, type TrainingRun, type TrainingStatus } from '../infra/prisma-client/client';
import type { TrainingMetrics } from './trainer';

/** The queue of runs. Its lanes are the kinds, so that of each kind one runs at a time and the others wait behind it. */
export const trainingQueue = 'training';

/** How a run comes to its end. */
export interface Ending {
  readonly status: Extract<TrainingStatus, 'SUCCEEDED' | 'FAILED' | 'CANCELLED'>;
  readonly metrics?: TrainingMetrics;
  readonly error?: string;
}

const open: TrainingStatus[] = ['QUEUED', 'RUNNING'];

/** Training runs in the database. */
export class TrainingStore {
  constructor(private readonly database: Database) {}

  /** Adds a run and wakes its lane. */
  static async add(tx: Tx, run: Prisma.TrainingRunUncheckedCreateInput): Promise<void> {
    await tx.trainingRun.create({ data: run });
    await LaneStore.wake(tx, trainingQueue, run.kind);
  }

  /** Asks a run to stop, and wakes its lane; one that has ended stays as it is. */
  static async cancel(tx: Tx, id: string): Promise<TrainingRun | null> {
    const run = await tx.trainingRun.findUnique({ where: { id } });
    if (!run || !open.includes(run.status)) return run;
    // One that nobody has begun ends here and now.
    const { count } = await tx.trainingRun.updateMany({
      where: { id, status: 'QUEUED' },
      data: { status: 'CANCELLED', cancelRequested: true, endedAt: new Date() },
    });
    if (count === 0) await tx.trainingRun.update({ where: { id }, data: { cancelRequested: true } });
    return run;
  }

  static async hasBot(tx: Tx, id: string): Promise<boolean> {
    return (await tx.bot.count({ where: { id } })) > 0;
  }

  async byIds(ids: readonly string[]): Promise<TrainingRun[]> {
    return this.database.prisma.trainingRun.findMany({ where: { id: { in: [...ids] } } });
  }

  /** Runs, newest first. */
  async list(limit: number): Promise<TrainingRun[]> {
    return this.database.prisma.trainingRun.findMany({ orderBy: { id: 'desc' }, take: limit });
  }

  /** The run to work on now in the lane of a kind: the one that was begun, else the oldest that waits. */
  async next(lane: string): Promise<TrainingRun | null> {
    const kind = Object.values(TrainingKind).find((known) => known === lane);
    if (kind === undefined) return null;
    const { trainingRun } = this.database.prisma;
    const begun = await trainingRun.findFirst({ where: { kind, status: 'RUNNING' }, orderBy: { id: 'asc' } });
    return begun ?? trainingRun.findFirst({ where: { kind, status: 'QUEUED' }, orderBy: { id: 'asc' } });
  }

  /** The runs that go on now. */
  async open(): Promise<TrainingRun[]> {
    return this.database.prisma.trainingRun.findMany({ where: { status: 'RUNNING' } });
  }

  /** How many runs there are of each kind and status. */
  async counts(): Promise<{ kind: TrainingKind; status: TrainingStatus; count: number }[]> {
    const groups = await this.database.prisma.trainingRun.groupBy({ by: ['kind', 'status'], _count: true });
    return groups.map(({ kind, status, _count: count }) => ({ kind, status, count }));
  }

  /** Marks a run as begun; false when it was cancelled meanwhile. */
  async begin(id: string): Promise<boolean> {
    const { trainingRun } = this.database.prisma;
    const { count } = await trainingRun.updateMany({
      where: { id, status: 'QUEUED' },
      data: { status: 'RUNNING', startedAt: new Date() },
    });
    return count > 0 || (await trainingRun.count({ where: { id, status: 'RUNNING' } })) > 0;
  }

  /** Notes how far a run is; answers whether it is still wanted. */
  async note(id: string, progress: number): Promise<boolean> {
    const { count } = await this.database.prisma.trainingRun.updateMany({
      where: { id, status: 'RUNNING', cancelRequested: false },
      data: { progress },
    });
    return count > 0;
  }

  /** Ends a run, once. */
  async end(id: string, { status, metrics, error }: Ending): Promise<boolean> {
    const { count } = await this.database.prisma.trainingRun.updateMany({
      where: { id, status: { in: open } },
      data: {
        status,
        endedAt: new Date(),
        error: error ?? null,
        ...(status === 'SUCCEEDED' ? { progress: 1 } : {}),
        metrics: metrics ?? Prisma.DbNull,
      },
    });
    return count > 0;
  }
}
