import { Refusal } from '../../errors';
import type { EventLog, Tell } from '../../events/event-log';
import type { Database, Tx } from '../../infra/database';
import { invariant } from '../../infra/invariant';
import { LaneStore } from '../../infra/lanes.store';
import type { TextLanguage } from '../../infra/languages';
import type { Payment } from '../../infra/prisma-client/client';
import { type Claim, faultOfCharge, type RefundReason } from './charge.rules';
import { paymentQueue } from './follow-bookings.store';
import type { PaymentNotices } from './payment-notices';
import type { Charge, PaymentOrder, PaymentProviders } from './payment-provider';
import { type BookingToPay, PaymentStore } from './payments.store';

/** Somebody wants to pay for what they have seen. */
export interface Wish {
  readonly bookingId: string;
  /** Of the booking as the payer has seen it. */
  readonly version: number;
  /** The provider's name. */
  readonly provider: string;
  readonly language: TextLanguage;
  /** Where the payer comes back to. */
  readonly returnUrl: string;
}

/** What became of a charge. «unknown»: there is no such payment (yet); the provider should come again. */
export type ChargeOutcome = 'paid' | 'refund due' | 'repeated' | 'unknown';

/** What the ledger needs of bookings: the step to PAID in the transaction of the charge. */
export interface PaidBookings {
  markPaid(tx: Tx, tell: Tell, bookingId: string): Promise<unknown>;
}

interface PaymentsDeps {
  readonly database: Database;
  readonly events: EventLog;
  readonly providers: PaymentProviders;
  readonly bookings: PaidBookings;
  readonly notices: PaymentNotices;
}

/**
 * The ledger of payments. A booking is paid by one charge; whatever else comes in for it is noted and given back.
 * Every charge counts once, however often it is told and by whomever: a callback, a question to the provider, Telegram.
 */
export class Payments {
  private readonly store: PaymentStore;

  constructor(private readonly deps: PaymentsDeps) {
    this.store = new PaymentStore(deps.database);
  }

  /** Opens a payment at a provider and answers where to pay. Throws CONFLICT for what cannot be paid as it was seen. */
  async begin(wish: Wish): Promise<{ url: string }> {
    const { order, url } = await this.opened(wish);
    if (url !== null) return { url };
    const provider = this.deps.providers.get(wish.provider);
    invariant(provider, 'a payment is opened at a known provider');
    const checkout = await provider.checkout(order);
    await this.store.keepCheckout(order.paymentId, checkout);
    return { url: checkout.url };
  }

  /** Settles a booking that costs nothing. Throws CONFLICT as `begin`. */
  settleFree({ bookingId, version }: Pick<Wish, 'bookingId' | 'version'>): Promise<void> {
    return this.deps.events.transact(async (tx, tell) => {
      const booking = await this.payable(tx, { bookingId, version });
      if (booking.total > 0) throw new Refusal('CONFLICT');
      await this.deps.bookings.markPaid(tx, tell, bookingId);
    });
  }

  /** Opens a payment, for a provider that is told of it in its own way. Throws CONFLICT as `begin`. */
  async open(wish: Wish): Promise<PaymentOrder> {
    return (await this.opened(wish)).order;
  }

  /** What speaks against a charge that a provider is about to make; null: nothing. */
  check(paymentId: string, claim: Claim): Promise<RefundReason | 'unknown' | null> {
    return this.deps.database.transaction(async (tx) => {
      const payment = await PaymentStore.find(tx, paymentId);
      const booking = payment && (await PaymentStore.lockedBooking(tx, payment.bookingId));
      if (!payment || !booking) return 'unknown';
      const fault = payment.charge === null ? faultOfCharge(claim, payment, booking) : 'paid_already';
      if (fault !== null) return fault;
      return (await PaymentStore.isPayable(tx, booking.id)) ? null : 'expired';
    });
  }

  /** Notes money that was taken: the booking is paid by it, or it is given back. A repeat changes nothing. */
  noteCharge(charge: Charge): Promise<ChargeOutcome> {
    return this.deps.events.transact(async (tx, tell) => {
      const payment = await PaymentStore.find(tx, charge.paymentId);
      if (payment?.provider !== charge.provider) return 'unknown';
      const booking = await PaymentStore.lockedBooking(tx, payment.bookingId);
      if (!booking) return 'unknown';
      if (await PaymentStore.withCharge(tx, charge)) return 'repeated';
      // Somebody else may have noted another charge while the booking was theirs.
      const current = (await PaymentStore.find(tx, payment.id)) ?? payment;
      return this.entered(tx, tell, { charge, payment: current, booking });
    });
  }

  /** Asks the providers at once what has become of the open payments of a booking: its payer has come back. */
  async refresh(bookingId: string): Promise<void> {
    for (const { provider, checkout, status } of await this.store.ofBookings([bookingId])) {
      if (status !== 'OPEN' || checkout === null) continue;
      const now = await this.deps.providers.get(provider)?.statusOf(checkout);
      if (now?.state === 'paid') await this.noteCharge(now.charge);
    }
  }

  /** The payments of bookings, the earliest first. */
  ofBookings(bookingIds: readonly string[]): Promise<Payment[]> {
    return this.store.ofBookings(bookingIds);
  }

  /** Notes that money was given back, and tells the user. Nothing when that was known. */
  noteRefund(payment: Payment, refund: string): Promise<boolean> {
    return this.deps.events.transact((tx, tell) => this.refundedIn(tx, tell, { payment, refund }));
  }

  /** The same in the caller's transaction; answers whether it was news. */
  async refundedIn(tx: Tx, tell: Tell, { payment, refund }: { payment: Payment; refund: string }): Promise<boolean> {
    const booking = await PaymentStore.lockedBooking(tx, payment.bookingId);
    if (!booking || !(await PaymentStore.refunded(tx, payment.id, refund))) return false;
    await this.deps.notices.refunded(tx, tell, { booking, payment });
    tellOf(booking, tell);
    return true;
  }

  private opened(wish: Wish): Promise<{ order: PaymentOrder; url: string | null }> {
    return this.deps.database.transaction(async (tx) => {
      const booking = await this.payable(tx, wish);
      if (!this.deps.providers.get(wish.provider)?.serves(booking.hall.botId)) throw new Refusal('UNAVAILABLE');
      const { id: bookingId, version: bookingVersion, total: amount, currency } = booking;
      const payment =
        (await PaymentStore.openFor(tx, booking, wish.provider)) ??
        (await PaymentStore.add(tx, { bookingId, bookingVersion, provider: wish.provider, amount, currency }));
      await LaneStore.wake(tx, paymentQueue, bookingId);
      return { order: this.orderOf(payment, booking, wish), url: payment.url };
    });
  }

  private async payable(tx: Tx, { bookingId, version }: Pick<Wish, 'bookingId' | 'version'>): Promise<BookingToPay> {
    const booking = await PaymentStore.lockedBooking(tx, bookingId);
    if (!booking) throw new Refusal('NOT_FOUND');
    if (booking.version === version && (await PaymentStore.isPayable(tx, bookingId))) return booking;
    throw new Refusal('CONFLICT');
  }

  private orderOf(payment: Payment, booking: BookingToPay, { language, returnUrl }: Wish): PaymentOrder {
    const { id: paymentId, amount, currency } = payment;
    const { id: bookingId, expiresAt: payableUntil } = booking;
    const { botId } = booking.hall;
    const words = this.deps.notices.orderOf(booking, language);
    return { paymentId, bookingId, botId, amount, currency, ...words, language, returnUrl, payableUntil };
  }

  private async entered(
    tx: Tx,
    tell: Tell,
    entry: { charge: Charge; payment: Payment; booking: BookingToPay },
  ): Promise<ChargeOutcome> {
    const { charge, payment, booking } = entry;
    const reason = payment.charge === null ? faultOfCharge(charge, payment, booking) : 'charged_twice';
    tellOf(booking, tell);
    if (reason === null) {
      await PaymentStore.succeed(tx, payment.id, charge);
      await this.deps.bookings.markPaid(tx, tell, booking.id);
      await this.deps.notices.paid(tx, tell, { booking, payment });
      return 'paid';
    }
    const owed = payment.charge === null ? payment : await PaymentStore.add(tx, anotherOf(payment));
    await PaymentStore.owe(tx, owed.id, { charge, reason });
    await LaneStore.wake(tx, paymentQueue, booking.id);
    const { amount, currency } = charge;
    await this.deps.notices.owed(tx, tell, { booking, payment: { ...owed, amount, currency }, reason });
    return 'refund due';
  }
}

function anotherOf({ bookingId, bookingVersion, provider, amount, currency }: Payment) {
  return { bookingId, bookingVersion, provider, amount, currency };
}

function tellOf({ id, dialogueId }: BookingToPay, tell: Tell): void {
  tell({ kind: 'BOOKING_CHANGED', bookingId: id, dialogueId });
}
