import type { EventLog } from '../events/event-log';
import type { Database } from '../infra/database';
import type { Locales } from '../infra/locales';
import type { BookingFollower } from './booking';
import { BookingNotices } from './booking-notices';
import { BookingTexts } from './booking-texts';
import { Bookings } from './bookings';
import { Halls } from './halls';

/** What halls and bookings stand on. */
export interface BookingGround {
  readonly database: Database;
  readonly events: EventLog;
  readonly locales: Locales;
  readonly publicUrl: string;
  /** The key of the hashes that name payment pages. */
  readonly secret: string;
  /** Do their part of every change of a booking, in its transaction. */
  readonly followers?: readonly BookingFollower[];
}

/** Builds halls and bookings, with what is said of them. */
export function buildBookings({ database, events, locales, publicUrl, secret, followers = [] }: BookingGround) {
  const halls = new Halls({ database });
  const bookingTexts = new BookingTexts({ locales });
  const bookingNotices = new BookingNotices({ locales, texts: bookingTexts, publicUrl });
  const all = [bookingNotices.onChange, ...followers];
  const bookings = new Bookings({ database, events, secret, publicUrl, followers: all });
  return { halls, bookings, bookingTexts, bookingNotices };
}
