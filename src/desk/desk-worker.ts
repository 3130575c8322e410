import type { Database } from '../infra/database';
import type { LaneOutcome, Lease } from '../infra/lanes';
import type { Log } from '../infra/log';
import { ModelAway } from '../language-model/language-model';
import { DeskStore } from './desk.store';
import type { DeskStep, DeskTry, DeskWork } from './desk-step';
import type { Tries } from './tries';

/** What making things ready for operators needs. */
export interface DeskWorkerDeps {
  readonly database: Database;
  readonly steps: readonly DeskStep[];
  readonly tries: Tries;
  readonly log: Log;
}

/** Makes ready what operators of a dialogue are glad to find; one piece of work that cannot be done does not hold up the others. */
export class DeskWorker {
  private readonly store: DeskStore;

  constructor(private readonly deps: DeskWorkerDeps) {
    this.store = new DeskStore(deps.database);
  }

  /** Does what is due in a dialogue, and says when to try again what could not be done. */
  async work(lease: Lease): Promise<LaneOutcome> {
    const dialogue = await this.store.find(lease.lane);
    if (!dialogue) return { again: false };
    const due = await Promise.all(this.deps.steps.map((step) => step.due(dialogue)));
    const ended = await Promise.allSettled(due.flat().map((work) => this.attempt(work, lease.signal)));
    const broken = ended.find((one) => one.status === 'rejected');
    if (broken) throw broken.reason;
    const waits = ended.flatMap((one) => (one.status === 'fulfilled' && one.value !== null ? [one.value] : []));
    return waits.length > 0 ? { dueInMs: Math.min(...waits) } : { again: false };
  }

  /** Answers after how long the work is to be tried again, or null when it is over. */
  private async attempt(work: DeskWork, signal: AbortSignal): Promise<number | null> {
    const { tries } = this.deps;
    const turn = tries.turnOf(work.key);
    if (turn === 'over') return null;
    if (turn.kind === 'later') return turn.ms;
    tries.note(work.key, await this.run(work, { signal, last: turn.last }));
    const next = tries.turnOf(work.key);
    if (next === 'over') return null;
    return next.kind === 'now' ? 0 : next.ms;
  }

  private async run(work: DeskWork, one: DeskTry): Promise<boolean> {
    try {
      return await work.run(one);
    } catch (error) {
      if (!(error instanceof ModelAway)) throw error;
      this.deps.log.warn({ err: error, work: work.key }, 'the model is away; operators do without its help for now');
      return false;
    }
  }
}
