import type { EventLog } from '../events/event-log';
import type { Database } from '../infra/database';
import type { LaneOutcome, Lease } from '../infra/lanes';
import type { BookingNotices } from './booking-notices';
import type { Bookings } from './bookings';
import { BookingStore } from './bookings.store';

/** What the clock of bookings needs. */
export interface BookingWorkerDeps {
  readonly database: Database;
  readonly events: EventLog;
  readonly bookings: Bookings;
  readonly notices: BookingNotices;
  /** Asks once more whether somebody has paid, before it is too late. */
  readonly lastLook?: (bookingId: string) => Promise<void>;
}

/**
 * What the passing of time does to bookings that are not paid: a reminder, and their end. All of it is state in the database and goes by
 * its clock; a lane only says when to look at a booking again.
 */
export class BookingWorker {
  private readonly store: BookingStore;

  constructor(private readonly deps: BookingWorkerDeps) {
    this.store = new BookingStore(deps.database);
  }

  /** Does what is due to a booking, and says when to look again. */
  async work({ lane }: Pick<Lease, 'lane'>): Promise<LaneOutcome> {
    const clock = await this.store.clockOf(lane);
    if (!clock) return { again: false };
    if (clock.expiresInMs <= 0) {
      await this.deps.lastLook?.(lane);
      await this.deps.events.transact((tx, tell) => this.deps.bookings.expireIn(tx, tell, lane));
      return { again: false };
    }
    if (clock.remindInMs === null) return { dueInMs: clock.expiresInMs };
    if (clock.remindInMs > 0) return { dueInMs: clock.remindInMs };
    await this.remind(lane);
    return { dueInMs: clock.expiresInMs };
  }

  private async remind(id: string): Promise<void> {
    await this.deps.events.transact(async (tx, tell) => {
      if (!(await BookingStore.remind(tx, id))) return;
      const booking = await BookingStore.findIn(tx, id);
      if (booking) await this.deps.notices.remind(tx, tell, booking);
    });
  }
}
