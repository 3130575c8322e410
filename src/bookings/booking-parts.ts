import type { Bots } from '../dialogues/bots';
import type { EventLog } from '../events/event-log';
import type { Database } from '../infra/database';
import type { Locales } from '../infra/locales';
import type { Idempotency } from '../people/idempotency';
import type { BookingFollower } from './booking';
import { BookingDesk } from './booking-desk';
import { BookingNotices } from './booking-notices';
import { BookingTexts } from './booking-texts';
import { Bookings } from './bookings';
import { HallDesk } from './hall-desk';
import { Halls } from './halls';

/** What halls and bookings stand on. */
export interface BookingGround {
  readonly database: Database;
  readonly events: EventLog;
  readonly idempotency: Idempotency;
  readonly bots: Bots;
  readonly locales: Locales;
  readonly publicUrl: string;
  /** The key of the hashes that name payment pages. */
  readonly secret: string;
  /** Do their part of every change of a booking, in its transaction. */
  readonly followers?: readonly BookingFollower[];
}

/** Builds halls and bookings, with what is said of them. */
export function buildBookings(ground: BookingGround) {
  const { database, events, idempotency, bots, locales, publicUrl, secret, followers = [] } = ground;
  const halls = new Halls({ database });
  const bookingTexts = new BookingTexts({ locales });
  const bookingNotices = new BookingNotices({ locales, texts: bookingTexts, publicUrl });
  const all = [bookingNotices.onChange, ...followers];
  const bookings = new Bookings({ database, events, secret, publicUrl, followers: all });
  const bookingDesk = new BookingDesk({ database, idempotency, bookings });
  const hallDesk = new HallDesk({ idempotency, bots, bookings });
  return { bookingDesk, hallDesk, halls, bookings, bookingTexts, bookingNotices };
}
