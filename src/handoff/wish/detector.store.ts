import { createHash } from 'node:crypto';
import type { Database, Tx } from '../../infra/database';
import { newId } from '../../infra/ids';
import type { DetectorVersion, Prisma, TrainingExample } from '../../infra/prisma-client/client';

/** A version of the detector without what it has learnt, which is large. */
export type DetectorVersionRow = Omit<DetectorVersion, 'model'>;

/** What a new version consists of. */
export interface NewVersion {
  readonly source: 'shipped' | 'trained';
  readonly model: Uint8Array<ArrayBuffer>;
  readonly metrics: Prisma.InputJsonObject;
  readonly trainingRunId?: string;
}

// More than this, the oldest are left out: they are learnt from in memory.
const mostExamples = 20_000;

/** Versions of the detector, and the examples that people added. */
export class DetectorStore {
  constructor(private readonly database: Database) {}

  /** Lets one transaction at a time change versions: numbers have no gaps and one version is active. */
  static async lock(tx: Tx): Promise<void> {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('detector_versions'))`;
  }

  /** Adds a version with the next number; call `lock` before. */
  static async add(tx: Tx, version: NewVersion): Promise<DetectorVersionRow> {
    const { _max: highest } = await tx.detectorVersion.aggregate({ _max: { number: true } });
    const number = (highest.number ?? 0) + 1;
    return tx.detectorVersion.create({ data: { id: newId('detector'), number, ...version }, omit: { model: true } });
  }

  /** Makes a version the active one; null when there is none with this id. */
  static async activate(tx: Tx, id: string): Promise<DetectorVersionRow | null> {
    const version = await tx.detectorVersion.findUnique({ where: { id }, omit: { model: true } });
    if (!version) return null;
    await tx.detectorVersion.updateMany({ where: { active: true, id: { not: id } }, data: { active: false } });
    return tx.detectorVersion.update({ where: { id }, data: { active: true }, omit: { model: true } });
  }

  static async active(tx: Tx): Promise<DetectorVersionRow | null> {
    return tx.detectorVersion.findFirst({ where: { active: true }, omit: { model: true } });
  }

  /** Whether this very model was shipped before. */
  static async wasShipped(tx: Tx, model: Uint8Array): Promise<boolean> {
    const digest = createHash('sha256').update(model).digest('hex');
    const rows: { id: string }[] = await tx.$queryRaw`
      select id from detector_versions where source = 'shipped' and encode(sha256(model), 'hex') = ${digest} limit 1`;
    return rows.length > 0;
  }

  static async addExample(tx: Tx, example: Prisma.TrainingExampleUncheckedCreateInput): Promise<void> {
    await tx.trainingExample.create({ data: example });
  }

  /** What was added by people, oldest first. */
  async examples(): Promise<TrainingExample[]> {
    const rows = await this.database.prisma.trainingExample.findMany({ orderBy: { id: 'desc' }, take: mostExamples });
    return rows.toReversed();
  }

  /** All versions, the newest first. */
  async versions(): Promise<DetectorVersionRow[]> {
    return this.database.prisma.detectorVersion.findMany({ orderBy: { number: 'desc' }, omit: { model: true } });
  }

  async byIds(ids: readonly string[]): Promise<DetectorVersionRow[]> {
    return this.database.prisma.detectorVersion.findMany({ where: { id: { in: [...ids] } }, omit: { model: true } });
  }

  async activeId(): Promise<string | null> {
    const row = await this.database.prisma.detectorVersion.findFirst({ where: { active: true }, select: { id: true } });
    return row?.id ?? null;
  }

  async withModel(id: string): Promise<DetectorVersion | null> {
    return this.database.prisma.detectorVersion.findUnique({ where: { id } });
  }

  /** The version that a training run has made. */
  async ofRun(trainingRunId: string): Promise<DetectorVersionRow | null> {
    return DetectorStore.ofRunIn(this.database.prisma, trainingRunId);
  }

  /** The same in the caller's transaction. */
  static async ofRunIn(tx: Tx, trainingRunId: string): Promise<DetectorVersionRow | null> {
    return tx.detectorVersion.findFirst({ where: { trainingRunId }, omit: { model: true } });
  }
}
