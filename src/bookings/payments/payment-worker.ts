import type { Database } from '../../infra/database';
import type { LaneOutcome, Lease } from '../../infra/lanes';
import type { Log } from '../../infra/log';
import type { Booking, Payment } from '../../infra/prisma-client/client';
import type { CheckoutState, PaymentProvider, PaymentProviders } from './payment-provider';
import type { Payments } from './payments';
import { PaymentStore } from './payments.store';

interface WorkerDeps {
  readonly database: Database;
  readonly payments: Payments;
  readonly providers: PaymentProviders;
  readonly log: Log;
}

// Callbacks come at once or are lost: soon after the beginning we ask often, later now and then, until it is over.
const soonestMs = 20_000;
const latestMs = 3_600_000;

/**
 * Looks after the payments of a booking: asks what has become of those that are open, has those closed that nobody should pay any
 * more, and gives back what is due. Whatever it does may be done again, so a kill changes nothing.
 */
export class PaymentWorker {
  private readonly store: PaymentStore;

  constructor(private readonly deps: WorkerDeps) {
    this.store = new PaymentStore(deps.database);
  }

  async work({ lane: bookingId }: Pick<Lease, 'lane'>): Promise<LaneOutcome> {
    const booking = await this.store.booking(bookingId);
    if (!booking) return { again: false };
    const ages = await this.store.agesMs(bookingId);
    let next = Number.POSITIVE_INFINITY;
    let fault: unknown;
    for (const payment of await this.store.ofBookings([bookingId])) {
      try {
        next = Math.min(next, await this.attend(payment, booking, ages.get(payment.id) ?? 0));
      } catch (error) {
        fault = error; // the others do not wait for the one that cannot be done now
      }
    }
    if (fault !== undefined) throw fault;
    return Number.isFinite(next) ? { dueInMs: next } : { again: false };
  }

  /** Does what is to be done for a payment; answers in how many milliseconds to look again. */
  private async attend(payment: Payment, booking: Booking, ageMs: number): Promise<number> {
    const provider = this.deps.providers.get(payment.provider);
    if (!provider) return this.withoutProvider(payment);
    if (payment.status === 'REFUND_DUE') return this.giveBack(payment, provider);
    if (payment.status !== 'OPEN') return Number.POSITIVE_INFINITY;
    const awaited = booking.status === 'AWAITING_PAYMENT' && booking.version === payment.bookingVersion;
    if (!awaited) return this.close(payment, provider, reasonOf(booking));
    if (payment.checkout === null) return Number.POSITIVE_INFINITY;
    if (ageMs < soonestMs) return soonestMs - ageMs;
    return this.settle(payment, await provider.statusOf(payment.checkout), Math.min(ageMs, latestMs));
  }

  private withoutProvider({ id, status, provider }: Payment): number {
    if (status === 'REFUND_DUE')
      this.deps.log.error({ payment: id, provider }, 'a refund is due at a provider that is gone');
    return Number.POSITIVE_INFINITY;
  }

  private async close(payment: Payment, provider: PaymentProvider, reason: string): Promise<number> {
    const state: CheckoutState = payment.checkout === null ? { state: 'over' } : await provider.close(payment.checkout);
    await this.settle(payment, state, Number.POSITIVE_INFINITY);
    // A charge that comes in all the same is noted, whatever the payment is called.
    if (state.state !== 'paid') await this.store.fail(payment.id, reason);
    return Number.POSITIVE_INFINITY;
  }

  private async settle(payment: Payment, state: CheckoutState, nextMs: number): Promise<number> {
    if (state.state === 'paid') await this.deps.payments.noteCharge(state.charge);
    if (state.state === 'over') await this.store.fail(payment.id, 'over');
    return state.state === 'open' ? nextMs : Number.POSITIVE_INFINITY;
  }

  private async giveBack(payment: Payment, provider: PaymentProvider): Promise<number> {
    const { id: paymentId, amount, currency, charge } = payment;
    if (charge === null) return Number.POSITIVE_INFINITY;
    const outcome = await provider.refund({ provider: provider.name, paymentId, charge, amount, currency });
    if (outcome === 'by hand') this.deps.log.warn({ payment: paymentId, charge }, 'a refund has to be made by hand');
    else await this.deps.payments.noteRefund(payment, outcome.refund);
    return Number.POSITIVE_INFINITY;
  }
}

function reasonOf({ status }: Booking): string {
  return status === 'AWAITING_PAYMENT' ? 'changed' : status.toLowerCase();
}
