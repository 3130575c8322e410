import type { Happening } from '../../events/events.rules';
import type { Tx } from '../../infra/database';
import { LaneStore } from '../../infra/lanes.store';

/** The queue whose lanes are bookings with payments: what is open is asked for, what is due is given back. */
export const paymentQueue = 'payments';

/** Has the payments of changed bookings looked at, in the transaction of the change; bookings without any cost one look. */
export async function wakePayments(tx: Tx, happenings: readonly Happening[]): Promise<void> {
  const changed = [
    ...new Set(happenings.flatMap(({ kind, bookingId }) => (kind === 'BOOKING_CHANGED' ? (bookingId ?? []) : []))),
  ];
  if (changed.length === 0) return;
  const withPayments = await tx.payment.findMany({
    where: { bookingId: { in: changed } },
    distinct: ['bookingId'],
    select: { bookingId: true },
    orderBy: { bookingId: 'asc' },
  });
  for (const { bookingId } of withPayments) await LaneStore.wake(tx, paymentQueue, bookingId);
}
