import type { Prisma, TrainingKind, TrainingRun } from '../infra/prisma-client/client';

/** Tells how far a run is, from 0 to 1; resolves at once, and rejects when the run is to stop. */
export type Progress = (share: number) => Promise<void>;

/** What a run has found out: JSON for people who compare runs. */
export type TrainingMetrics = Prisma.InputJsonObject;

/** Something that learns. It may be called again for the same run after a process was killed, and must then end with the same result. */
export interface Trainer {
  readonly kind: TrainingKind;
  /** True where it learns for one bot, which has to be named. */
  readonly needsBot?: boolean;
  /** Does the whole of a run; rejects with the signal's reason when it is aborted. Never keeps the event loop for long. */
  run(run: TrainingRun, progress: Progress, signal: AbortSignal): Promise<TrainingMetrics>;
  /** Clears away what a run leaves behind that failed or was cancelled; it may be called again, and for a run that never began. */
  discard?(run: TrainingRun): Promise<void>;
}

/** The trainers that this installation has. */
export type Trainers = readonly Trainer[];

/** Somebody does not want the run any more: the reason with which its signal is aborted then. */
export class TrainingCancelled extends Error {
  override readonly name = 'TrainingCancelled';
}

/** What keeps a run from being done, in words for whoever asked for it. */
export class CannotTrain extends Error {
  override readonly name = 'CannotTrain';
}
