import { InboxStore } from './dialogues/inbox.store';
import { EventStore } from './events/events.store';
import type { Database } from './infra/database';
import type { Log } from './infra/log';
import { IdempotencyStore } from './people/idempotency.store';
import { SessionStore } from './people/sessions.store';
import { ToolCallStore } from './tools/tool-calls.store';
import { ToolProposalStore } from './tools/tool-proposals.store';
import { WebhookDeliveryStore } from './webhooks/deliveries.store';

const everyMs = 600_000;
// Telegram repeats an update for a day; handled ones are kept longer, so that a late repeat is still known.
const inboxDays = 7;
// What bots have called is looked into when somebody complains.
const toolCallDays = 90;
// How far back a subscriber can resume, and an app can be told again.
const eventDays = 30;

/** Forgets now and then what has served its time; several processes may do it at once. */
export class Housekeeping {
  private readonly timer: NodeJS.Timeout;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly deps: { database: Database; log: Log }) {
    this.timer = setInterval(() => {
      this.running = this.tidy();
    }, everyMs);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  private async tidy(): Promise<void> {
    const { database, log } = this.deps;
    try {
      await new IdempotencyStore(database).removeStale();
      await new SessionStore(database).removeStale();
      await new EventStore(database).forgetOlderThan(eventDays);
      await new WebhookDeliveryStore(database).forgetOlderThan(eventDays);
      await new InboxStore(database).forgetOlderThan(inboxDays);
      await new ToolCallStore(database).forgetOlderThan(toolCallDays);
      await new ToolProposalStore(database).expire();
    } catch (error) {
      log.warn({ err: error }, 'housekeeping failed; it is tried again later');
    }
  }
}
