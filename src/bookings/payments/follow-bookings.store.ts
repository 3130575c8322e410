import type { Tell } from '../../events/event-log';
import type { Tx } from '../../infra/database';
import { LaneStore } from '../../infra/lanes.store';
import type { ChangedBooking } from '../booking';

/** The queue whose lanes are bookings with payments: what is open is asked for, what is due is given back. */
export const paymentQueue = 'payments';

/**
 * What a change of a booking means for its payments, in the same transaction: what was paid for one that is cancelled is due back, and
 * those that are open are looked at, for nobody should pay any more for what has changed.
 */
export async function followBookings(tx: Tx, _tell: Tell, { change, booking }: ChangedBooking): Promise<void> {
  if (change === 'made') return;
  if (change === 'cancelled') {
    await tx.$executeRaw`
      update payments set status = 'REFUND_DUE', reason = 'cancelled'
      where booking_id = ${booking.id} and status = 'SUCCEEDED'`;
  }
  const payments = await tx.payment.count({ where: { bookingId: booking.id } });
  if (payments > 0) await LaneStore.wake(tx, paymentQueue, booking.id);
}
