import type { Database, Tx } from '../../infra/database';
import { newId } from '../../infra/ids';
import type { Booking, Hall, Payment } from '../../infra/prisma-client/client';
import type { RefundReason } from './charge.rules';
import type { Charge, Checkout } from './payment-provider';

/** A booking with what its payer is told of it. */
export type BookingToPay = Booking & { hall: Hall };

/** The ledger: what was begun, charged and given back. */
export class PaymentStore {
  constructor(private readonly database: Database) {}

  /** A booking that nobody else changes until the transaction ends. */
  static async lockedBooking(tx: Tx, bookingId: string): Promise<BookingToPay | null> {
    await tx.$executeRaw`select from bookings where id = ${bookingId} for no key update`;
    return tx.booking.findUnique({ where: { id: bookingId }, include: { hall: true } });
  }

  /** True while the booking's time to pay runs, by the clock of the database. */
  static async isPayable(tx: Tx, bookingId: string): Promise<boolean> {
    const rows = await tx.$queryRaw<unknown[]>`
      select 1 from bookings where id = ${bookingId} and status = 'AWAITING_PAYMENT' and expires_at > now()`;
    return rows.length > 0;
  }

  static find(tx: Tx, id: string): Promise<Payment | null> {
    return tx.payment.findUnique({ where: { id } });
  }

  static withCharge(tx: Tx, { provider, charge }: Charge): Promise<Payment | null> {
    return tx.payment.findUnique({ where: { provider_charge: { provider, charge } } });
  }

  /** The try that is under way for this state of the booking: pressing twice opens one. */
  static openFor(tx: Tx, booking: Booking, provider: string): Promise<Payment | null> {
    const { id: bookingId, version: bookingVersion } = booking;
    return tx.payment.findFirst({ where: { bookingId, bookingVersion, provider, status: 'OPEN', charge: null } });
  }

  static add(tx: Tx, begun: Pick<Payment, 'bookingId' | 'bookingVersion' | 'provider' | 'amount' | 'currency'>) {
    return tx.payment.create({ data: { id: newId('payment'), ...begun } });
  }

  /** Notes that a charge has paid for the booking. */
  static async succeed(tx: Tx, id: string, { charge }: Charge): Promise<void> {
    await tx.$executeRaw`
      update payments set status = 'SUCCEEDED', charge = ${charge}, charged_at = now(), reason = null where id = ${id}`;
  }

  /** Notes a charge that has to be given back, as it was taken. */
  static async owe(tx: Tx, id: string, owed: { charge: Charge; reason: RefundReason }): Promise<void> {
    const { charge, amount, currency } = owed.charge;
    await tx.$executeRaw`
      update payments set status = 'REFUND_DUE', charge = ${charge}, charged_at = now(), reason = ${owed.reason},
        amount = ${amount}, currency = ${currency}
      where id = ${id}`;
  }

  /** Notes that the money was given back; false when that was known. */
  static async refunded(tx: Tx, id: string, refund: string): Promise<boolean> {
    const changed = await tx.$executeRaw`
      update payments set status = 'REFUNDED', refund = ${refund}, refunded_at = now()
      where id = ${id} and status = 'REFUND_DUE'`;
    return changed > 0;
  }

  /** Where the payer can pay. */
  async keepCheckout(id: string, { checkout, url }: Checkout): Promise<void> {
    await this.database.prisma.payment.updateMany({ where: { id }, data: { checkout, url } });
  }

  /** Notes that nobody will pay there any more, unless somebody has. */
  async fail(id: string, reason: string): Promise<void> {
    await this.database.prisma.payment.updateMany({
      where: { id, status: 'OPEN' },
      data: { status: 'FAILED', reason },
    });
  }

  booking(id: string): Promise<Booking | null> {
    return this.database.prisma.booking.findUnique({ where: { id } });
  }

  /** The payments of bookings, the earliest first. */
  ofBookings(bookingIds: readonly string[]): Promise<Payment[]> {
    const order = [{ createdAt: 'asc' as const }, { id: 'asc' as const }];
    return this.database.prisma.payment.findMany({ where: { bookingId: { in: [...bookingIds] } }, orderBy: order });
  }

  /** How long ago payments were begun, by the clock of the database. */
  async agesMs(bookingId: string): Promise<Map<string, number>> {
    const { rows } = await this.database.pool.query(
      'select id, (extract(epoch from now() - created_at) * 1000)::float8 as age from payments where booking_id = $1',
      [bookingId],
    );
    return new Map(rows.map(({ id, age }: { id: string; age: number }) => [id, age]));
  }
}
