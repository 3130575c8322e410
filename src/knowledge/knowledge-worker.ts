import type { LaneOutcome, Lease } from '../infra/lanes';
import type { Log } from '../infra/log';

/** Something that is done for a bot's knowledge in the background: as far as it goes, and nothing when there is nothing to do. */
export type KnowledgeStep = (botId: string, signal: AbortSignal) => Promise<void>;

/** Works on the queue `knowledge`: each step for the bot that the lane is named after. */
export class KnowledgeWorker {
  constructor(private readonly deps: { steps: readonly KnowledgeStep[]; log: Log }) {}

  /** Does all steps; one that fails keeps none of the others from being done, and all are tried again later. */
  async work({ lane: botId, signal }: Lease): Promise<LaneOutcome> {
    const failed: unknown[] = [];
    for (const step of this.deps.steps) {
      signal.throwIfAborted();
      try {
        await step(botId, signal);
      } catch (error) {
        failed.push(error);
      }
    }
    for (const error of failed.slice(1)) this.deps.log.error({ err: error, botId }, 'a step for the knowledge failed');
    // The queue logs it, and waits longer each time.
    if (failed.length > 0) throw failed[0];
    return { again: false };
  }
}
