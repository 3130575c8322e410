import type { Bus } from '../infra/bus';
import type { Database, Tx } from '../infra/database';
import type { Happening } from './events.rules';
import { EventStore } from './events.store';

/** The topic that says «the log has grown»; readers look for themselves. */
export const eventsTopic = 'events';

/** Hears in the same transaction what it has told, once, at its end: for waking work that must not be missed. */
export type Follower = (tx: Tx, happenings: readonly Happening[]) => Promise<void>;

/** Tells the log that something happened in the transaction under way. */
export type Tell = (happening: Happening) => void;

/**
 * The only way to change what others may be watching: the change and its events are one transaction, and the bus is
 * told after the commit. A wake-up that the bus loses is made up for by the readers.
 */
export class EventLog {
  private readonly store: EventStore;

  constructor(private readonly deps: { database: Database; bus: Bus; followers?: readonly Follower[] }) {
    this.store = new EventStore(deps.database);
  }

  /** Runs the work in one transaction with the events that it tells, then wakes whoever follows the log. */
  async transact<T>(work: (tx: Tx, tell: Tell) => Promise<T>): Promise<T> {
    let told: Happening[] = [];
    const result = await this.deps.database.transaction(async (tx) => {
      told = []; // the transaction may run again after a deadlock
      const value = await work(tx, (happening) => told.push(happening));
      if (told.length > 0) await this.append(tx, withoutRepeats(told));
      return value;
    });
    if (told.length > 0) await this.deps.bus.publish(eventsTopic, {});
    return result;
  }

  private async append(tx: Tx, happenings: readonly Happening[]): Promise<void> {
    await this.store.append(tx, happenings);
    for (const follower of this.deps.followers ?? []) await follower(tx, happenings);
  }
}

function withoutRepeats(happenings: readonly Happening[]): Happening[] {
  const seen = new Map(happenings.map((one) => [JSON.stringify(one), one]));
  return [...seen.values()];
}
