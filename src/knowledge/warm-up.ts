import type { Log } from '../infra/log';
import type { Knowledge } from './knowledge';

/** Loads what the first questions will need, bot after bot, while the process already works. */
export class WarmUp {
  private stopped = false;
  private warming: Promise<void> = Promise.resolve();

  constructor(private readonly deps: { knowledge: Pick<Knowledge, 'warm'>; log: Log }) {}

  start(botIds: readonly string[]): void {
    this.warming = this.warm(botIds);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.warming;
  }

  private async warm(botIds: readonly string[]): Promise<void> {
    for (const botId of botIds) {
      if (this.stopped) return;
      try {
        await this.deps.knowledge.warm(botId);
      } catch (error) {
        this.deps.log.warn({ err: error, botId }, 'what a bot knows could not be loaded beforehand');
      }
    }
  }
}
