import type { EventLog } from '../../events/event-log';
import type { Database } from '../../infra/database';
import type { Locales } from '../../infra/locales';
import type { Idempotency } from '../../people/idempotency';
import type { BookingTexts } from '../booking-texts';
import { PaymentDesk } from './payment-desk';
import { PaymentNotices } from './payment-notices';
import { PaymentProviders } from './payment-provider';
import { type PaidBookings, Payments } from './payments';

/** What payments stand on. */
export interface PaymentGround {
  readonly database: Database;
  readonly events: EventLog;
  readonly idempotency: Idempotency;
  readonly locales: Locales;
  readonly bookings: PaidBookings;
  readonly bookingTexts: BookingTexts;
}

/** Builds the ledger; the providers are added when the edges start. */
export function buildPayments(ground: PaymentGround) {
  const { database, events, idempotency, locales, bookings, bookingTexts: texts } = ground;
  const paymentProviders = new PaymentProviders();
  const notices = new PaymentNotices({ locales, texts });
  const payments = new Payments({ database, events, providers: paymentProviders, bookings, notices });
  const paymentDesk = new PaymentDesk({ database, idempotency, payments });
  return { paymentProviders, payments, paymentDesk };
}
