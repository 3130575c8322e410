import type { EventLog } from '../events/event-log';
import type { Database } from '../infra/database';
import type { LaneOutcome, Lease } from '../infra/lanes';
import type { Log } from '../infra/log';
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
  readonly log: Log;
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
      await this.lookForMoney(lane);
      await this.deps.events.transact((tx, tell) => this.deps.bookings.expireIn(tx, tell, lane));
      return { again: false };
    }
    if (clock.remindInMs === null) return { dueInMs: clock.expiresInMs };
    if (clock.remindInMs > 0) return { dueInMs: clock.remindInMs };
    await this.remind(lane);
    return { dueInMs: clock.expiresInMs };
  }

  /** Whoever cannot be asked now does not keep the hall: what they charge later is given back. */
  private async lookForMoney(id: string): Promise<void> {
    try {
      await this.deps.lastLook?.(id);
    } catch (error) {
      this.deps.log.warn({ err: error, booking: id }, 'nobody could say whether a booking that expires was paid');
    }
  }

  private async remind(id: string): Promise<void> {
    await this.deps.events.transact(async (tx, tell) => {
      if (!(await BookingStore.remind(tx, id))) return;
      const booking = await BookingStore.findIn(tx, id);
      if (booking) await this.deps.notices.remind(tx, tell, booking);
    });
  }
}
