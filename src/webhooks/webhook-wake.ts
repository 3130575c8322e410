import { eventsTopic } from '../events/event-log';
import type { Bus } from '../infra/bus';
import type { Database } from '../infra/database';
import type { Log } from '../infra/log';
import { EndpointStore } from './endpoints.store';

// What happens within such a moment is one wake-up.
const gatherMs = 100;
// A wake-up that the bus loses is made up for.
const pollMs = 2_000;

/**
 * Wakes the endpoints when the log has grown. It is done beside the transactions that let it grow: within them, all of
 * them would queue up for the rows of a few endpoints.
 */
export class WebhookWake {
  private readonly endpoints: EndpointStore;
  private readonly unsubscribe: (() => Promise<void> | void)[] = [];
  private poll: NodeJS.Timeout | undefined;
  private next: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();

  constructor(private readonly deps: { database: Database; bus: Bus; log: Log }) {
    this.endpoints = new EndpointStore(deps.database);
  }

  async start(): Promise<void> {
    const { bus } = this.deps;
    this.unsubscribe.push(
      await bus.subscribe(eventsTopic, () => this.soon()),
      bus.onGap(() => this.soon()),
    );
    this.poll = setInterval(() => this.soon(), pollMs);
  }

  async stop(): Promise<void> {
    clearInterval(this.poll);
    for (const unsubscribe of this.unsubscribe) await unsubscribe();
    clearTimeout(this.next);
    await this.looking;
  }

  private soon(): void {
    this.next ??= setTimeout(() => {
      this.looking = this.look();
    }, gatherMs);
  }

  private async look(): Promise<void> {
    try {
      this.next = undefined;
      await this.endpoints.wake(await this.endpoints.behind());
    } catch (error) {
      this.deps.log.warn({ err: error }, 'endpoints could not be woken; trying again with the next poll');
    }
  }
}
