import type { EventLog } from '../../events/event-log';
import type { Database } from '../../infra/database';
import type { Locales } from '../../infra/locales';
import type { BookingTexts } from '../booking-texts';
import { PaymentNotices } from './payment-notices';
import { PaymentProviders } from './payment-provider';
import { type PaidBookings, Payments } from './payments';

/** What payments stand on. */
export interface PaymentGround {
  readonly database: Database;
  readonly events: EventLog;
  readonly locales: Locales;
  readonly bookings: PaidBookings;
  readonly bookingTexts: BookingTexts;
}

/** Builds the ledger; the providers are added when the edges start. */
export function buildPayments({ database, events, locales, bookings, bookingTexts: texts }: PaymentGround) {
  const paymentProviders = new PaymentProviders();
  const notices = new PaymentNotices({ locales, texts });
  const payments = new Payments({ database, events, providers: paymentProviders, bookings, notices });
  return { paymentProviders, payments };
}
