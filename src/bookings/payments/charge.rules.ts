import type { Booking, Payment } from '../../infra/prisma-client/client';

/** Why money is given back. */
export type RefundReason =
  | 'amount'
  | 'currency'
  | 'changed'
  | 'expired'
  | 'cancelled'
  | 'paid_already'
  | 'charged_twice';

/** What a charge says that has to fit. */
export interface Claim {
  readonly amount: number;
  readonly currency: string;
}

type PaidFor = Pick<Booking, 'status' | 'version'>;
type Begun = Pick<Payment, 'amount' | 'currency' | 'bookingVersion'>;

const closedFor: Readonly<Partial<Record<Booking['status'], RefundReason>>> = {
  PAID: 'paid_already',
  CANCELLED: 'cancelled',
  EXPIRED: 'expired',
};

/**
 * Why a booking cannot be paid by this money; null: it can. A booking whose time to pay has run out can still be paid
 * until it is EXPIRED: its hall is kept for it until then.
 */
export function faultOfCharge(claim: Claim, begun: Begun, booking: PaidFor): RefundReason | null {
  if (claim.currency !== begun.currency) return 'currency';
  if (claim.amount !== begun.amount) return 'amount';
  const closed = closedFor[booking.status];
  if (closed) return closed;
  return booking.version === begun.bookingVersion ? null : 'changed';
}
