import type { Tell } from '../events/event-log';
import type { Tx } from '../infra/database';
import type { TextLanguage } from '../infra/languages';
import type { Booking } from '../infra/prisma-client/client';
import type { Slot } from './calendar.rules';
import type { Hall } from './hall';
import type { Money } from './money.rules';

/** Who comes, as they wrote it. */
export interface ClientData {
  readonly clientName: string;
  readonly clientPhone?: string | null | undefined;
}

/** What somebody wants to book. */
export interface BookingWish extends ClientData {
  readonly hallId: string;
  readonly slot: Slot;
}

/** What a wish comes to, checked and reckoned by code; nothing is kept of it. */
export interface Quote {
  readonly hall: Hall;
  readonly slot: Slot;
  readonly minutes: number;
  readonly total: Money;
  readonly clientName: string;
  /** E.164. */
  readonly clientPhone: string | null;
}

/** A booking to be made. */
export interface NewBooking extends BookingWish {
  readonly userId: string | null;
  /** Where its user is told what becomes of it. */
  readonly dialogueId: string | null;
  readonly language: TextLanguage;
  /** The id of who makes it: a user's, an operator's or an app's. */
  readonly createdBy: string;
  /** What the client has agreed to pay; another price is a CONFLICT. */
  readonly agreed?: Money | undefined;
  /** Names the wish: a repeat with the same name gets the booking that there is. */
  readonly once?: string | undefined;
}

/** What is put right in a booking; what is not given stays. */
export interface Correction extends Partial<ClientData> {
  readonly bookingId: string;
  /** The version that they have seen: another one is a CONFLICT. */
  readonly version: number;
  readonly slot?: Slot | undefined;
  /** "client": whoever has the link; only until it is paid. Else the id of an operator or an app. */
  readonly by: string;
}

/** Who cancels which booking. */
export interface Cancellation {
  readonly bookingId: string;
  /** The id of the user, operator or app who wants it; "client": whoever has the link. */
  readonly by: string;
}

/** What happened to a booking. */
export type BookingChange = 'made' | 'corrected' | 'paid' | 'cancelled' | 'expired';

/** What a change was. */
export interface ChangedBooking {
  readonly change: BookingChange;
  /** Who did it, as in corrections and cancellations; null: nobody in person. */
  readonly by: string | null;
  readonly before: Booking | null;
  readonly booking: Booking;
}

/** Does its part of a change in the same transaction: refunds, for one. */
export type BookingFollower = (tx: Tx, tell: Tell, changed: ChangedBooking) => Promise<void>;

/** The time of a booking. */
export function slotOfBooking({ startsAt, endsAt }: Booking): Slot {
  return { startsAt, endsAt };
}

/** What a booking costs. */
export function totalOf({ total, currency }: Booking): Money {
  return { amount: total, currency };
}

/** What a booking is, as one about to be made would be shown. */
export function quoteOf(booking: Booking, hall: Hall): Quote {
  const slot = slotOfBooking(booking);
  const minutes = Math.round((slot.endsAt.getTime() - slot.startsAt.getTime()) / 60_000);
  const { clientName, clientPhone } = booking;
  return { hall, slot, minutes, total: totalOf(booking), clientName, clientPhone };
}
