import { createHmac } from 'node:crypto';
import { badInput, Refusal } from '../errors';
import type { EventLog, Tell } from '../events/event-log';
import type { Database, Tx } from '../infra/database';
import { newId } from '../infra/ids';
import type { Booking } from '../infra/prisma-client/client';
import { isOverlap } from '../infra/store-errors';
import type {
  BookingFollower,
  BookingWish,
  Cancellation,
  ChangedBooking,
  Correction,
  NewBooking,
  Quote,
} from './booking';
import { BookingStore } from './bookings.store';
import { demandBookable, minutesOf } from './calendar.rules';
import { checkedClient, checkedPart } from './client.rules';
import type { Hall } from './hall';
import { HallQueue } from './hall-queue';
import { HallStore } from './halls.store';
import { priceOf } from './money.rules';

/** What bookings need. */
export interface BookingsDeps {
  readonly database: Database;
  readonly events: EventLog;
  /** The key of the hashes that name payment pages. */
  readonly secret: string;
  readonly publicUrl: string;
  /** Do their part of every change, in its transaction. */
  readonly followers: readonly BookingFollower[];
}

// As many as anybody looks through in a chat.
const mostOfUser = 20;
// Who books and does not pay keeps others out.
const mostUnpaid = 5;

/**
 * Bookings of halls: the one way to make, correct and end them, for the bot's tools, the API, the payment page and the clock alike. Two
 * bookings never overlap, a price is reckoned here and nowhere else, and time is what the database's clock says.
 */
export class Bookings {
  private readonly store: BookingStore;
  private readonly halls: HallStore;
  private readonly queue = new HallQueue();

  constructor(private readonly deps: BookingsDeps) {
    this.store = new BookingStore(deps.database);
    this.halls = new HallStore(deps.database);
  }

  byIds(ids: readonly string[]): Promise<Booking[]> {
    return this.store.byIds(ids);
  }

  /** A booking by its id; null when there is none. */
  async find(id: string): Promise<Booking | null> {
    return (await this.store.byIds([id]))[0] ?? null;
  }

  /** The booking of a payment page; null when no page has that key. */
  findByKey(key: string): Promise<Booking | null> {
    return this.store.byKey(key);
  }

  /** What a user has booked and what is not over, the next first. */
  ofUser(userId: string): Promise<Booking[]> {
    return this.store.ofUser(userId, mostOfUser);
  }

  /** Where a booking is looked at, corrected and paid; whoever has the address may do so. */
  paymentUrl({ key }: Pick<Booking, 'key'>): string {
    return `${this.deps.publicUrl}/pay/${key}`;
  }

  /** What a wish comes to. Throws NOT_FOUND, BAD_USER_INPUT with what is wrong with it, SLOT_TAKEN. */
  async quote(wish: BookingWish): Promise<Quote> {
    const client = checkedClient(wish);
    const [[hall], now] = await Promise.all([this.halls.byIds([wish.hallId]), this.halls.now()]);
    const quote = quoted(hall, { ...wish, ...client }, now);
    const taken = await this.halls.taken(wish.hallId, wish.slot);
    if (taken.length > 0) throw new Refusal('SLOT_TAKEN');
    return quote;
  }

  /** Makes a booking. Throws as `quote` does, and CONFLICT when it costs something else than was agreed. */
  create(booking: NewBooking): Promise<Booking> {
    return this.atHall(booking.hallId, () => this.deps.events.transact((tx, tell) => this.createIn(tx, tell, booking)));
  }

  /** The same in the caller's transaction; best within `atHall`. */
  async createIn(tx: Tx, tell: Tell, wish: NewBooking): Promise<Booking> {
    const id = newId('booking');
    const key = this.keyOf(id, wish);
    const client = checkedClient(wish);
    const locked = await HallStore.lockIn(tx, wish.hallId);
    // Only now is it certain that nobody is about to make it.
    const made = wish.once === undefined ? null : await BookingStore.byKeyIn(tx, key);
    if (made) return made;
    const { slot, total } = quoted(locked?.hall, { ...wish, ...client }, locked?.now ?? new Date(0));
    if (wish.agreed && (wish.agreed.amount !== total.amount || wish.agreed.currency !== total.currency)) {
      throw new Refusal('CONFLICT');
    }
    await demandFew(tx, wish);
    await this.demandFree(tx, tell, { hallId: wish.hallId, slot });
    const { hallId, userId, dialogueId, language, createdBy } = wish;
    const { amount, currency } = total;
    const whose = { id, hallId, userId, dialogueId, key, language, createdBy };
    const booking = await BookingStore.add(tx, { ...whose, ...client, ...slot, total: amount, currency });
    await HallStore.take(tx, { hallId, ...slot, bookingId: id, createdBy });
    return this.changed(tx, tell, { change: 'made', by: createdBy, before: null, booking });
  }

  /**
   * Puts a booking right; its price follows its time. Throws NOT_FOUND, BAD_USER_INPUT, SLOT_TAKEN, and CONFLICT for one that has changed
   * since it was read, or is over. What is paid keeps its price.
   */
  async correct(correction: Correction): Promise<Booking> {
    const known = await this.find(correction.bookingId);
    if (!known) throw new Refusal('NOT_FOUND');
    return this.atHall(known.hallId, () =>
      this.deps.events.transact((tx, tell) => this.correctIn(tx, tell, correction)),
    );
  }

  /** The same in the caller's transaction; best within `atHall`. */
  async correctIn(tx: Tx, tell: Tell, correction: Correction): Promise<Booking> {
    const part = checkedPart(correction);
    const known = await BookingStore.findIn(tx, correction.bookingId);
    if (!known) throw new Refusal('NOT_FOUND');
    const locked = await HallStore.lockIn(tx, known.hallId);
    const before = await BookingStore.lockIn(tx, known.id);
    if (!locked || !before) throw new Refusal('NOT_FOUND');
    const mayChange = before.status === 'AWAITING_PAYMENT' || (before.status === 'PAID' && correction.by !== 'client');
    if (!mayChange || before.version !== correction.version) throw new Refusal('CONFLICT');
    const time = await this.movedTo(tx, tell, { before, correction, ...locked });
    const booking = await BookingStore.correct(tx, before.id, { ...part, ...time });
    return this.changed(tx, tell, { change: 'corrected', by: correction.by, before, booking });
  }

  /** Cancels a booking. Throws NOT_FOUND, and CONFLICT for one that is over. */
  cancel(cancellation: Cancellation): Promise<Booking> {
    return this.deps.events.transact((tx, tell) => this.cancelIn(tx, tell, cancellation));
  }

  /** The same in the caller's transaction. */
  async cancelIn(tx: Tx, tell: Tell, { bookingId, by }: Cancellation): Promise<Booking> {
    const before = await BookingStore.lockIn(tx, bookingId);
    if (!before) throw new Refusal('NOT_FOUND');
    if (before.status !== 'AWAITING_PAYMENT' && before.status !== 'PAID') throw new Refusal('CONFLICT');
    return this.end(tx, tell, { before, status: 'CANCELLED', by });
  }

  /**
   * Cancels a booking of a user because they want it. Throws NOT_FOUND for those of others, CONFLICT for what is over or has begun.
   */
  cancelOwn(userId: string, bookingId: string): Promise<Booking> {
    return this.deps.events.transact(async (tx, tell) => {
      const booking = await BookingStore.lockIn(tx, bookingId);
      if (booking?.userId !== userId) throw new Refusal('NOT_FOUND');
      if (await BookingStore.hasBegun(tx, bookingId)) throw new Refusal('CONFLICT');
      return this.cancelIn(tx, tell, { bookingId, by: userId });
    });
  }

  /** Notes in the caller's transaction that a booking is paid. Throws CONFLICT for one that does not wait for that. */
  async markPaid(tx: Tx, tell: Tell, bookingId: string): Promise<Booking> {
    const before = await BookingStore.lockIn(tx, bookingId);
    if (before?.status !== 'AWAITING_PAYMENT') throw new Refusal('CONFLICT');
    const booking = await BookingStore.pay(tx, bookingId);
    return this.changed(tx, tell, { change: 'paid', by: null, before, booking });
  }

  /** Ends a booking whose time to pay has run out, in the caller's transaction; null: it has not, or it is over. */
  async expireIn(tx: Tx, tell: Tell, bookingId: string): Promise<Booking | null> {
    const before = await BookingStore.lockIn(tx, bookingId);
    if (!before || !(await BookingStore.isOverdue(tx, bookingId))) return null;
    return this.end(tx, tell, { before, status: 'EXPIRED', by: null });
  }

  /** Does something to the times of a hall, one after another. What overlaps is SLOT_TAKEN. */
  async atHall<T>(hallId: string, work: () => Promise<T>): Promise<T> {
    try {
      return await this.queue.run(hallId, work);
    } catch (error) {
      if (isOverlap(error)) throw new Refusal('SLOT_TAKEN', { cause: error });
      throw error;
    }
  }

  /** Throws SLOT_TAKEN for a time of a hall that something else takes; what should have expired by now does. */
  async demandFree(tx: Tx, tell: Tell, of: { hallId: string; slot: NewBooking['slot']; but?: string }): Promise<void> {
    for (const overdue of await BookingStore.overdueWithin(tx, of.hallId, of.slot)) {
      if (overdue !== of.but) await this.expireIn(tx, tell, overdue);
    }
    if (await HallStore.isTaken(tx, of.hallId, of)) throw new Refusal('SLOT_TAKEN');
  }

  /** The time and the price after a correction; moves what is taken. */
  private async movedTo(
    tx: Tx,
    tell: Tell,
    of: { before: Booking; correction: Correction; hall: Hall; now: Date },
  ): Promise<Partial<Pick<Booking, 'startsAt' | 'endsAt' | 'total' | 'currency'>>> {
    const { before, hall, now } = of;
    const { slot } = of.correction;
    const same =
      slot?.startsAt.getTime() === before.startsAt.getTime() && slot.endsAt.getTime() === before.endsAt.getTime();
    if (!slot || same) return {};
    if (hall.archivedAt) throw new Refusal('CONFLICT');
    demandBookable(hall, slot, now);
    const { amount: total, currency } = priced(hall, slot);
    const isOther = total !== before.total || currency !== before.currency;
    if (before.status === 'PAID' && isOther) throw badInput({ endsAt: 'paid_price' });
    await this.demandFree(tx, tell, { hallId: hall.id, slot, but: before.id });
    await HallStore.move(tx, before.id, slot);
    return { startsAt: slot.startsAt, endsAt: slot.endsAt, total, currency };
  }

  private async end(
    tx: Tx,
    tell: Tell,
    ended: { before: Booking; status: 'CANCELLED' | 'EXPIRED'; by: string | null },
  ): Promise<Booking> {
    const { before, status, by } = ended;
    const booking = await BookingStore.end(tx, before.id, { status, by });
    await HallStore.free(tx, before.id);
    const change = status === 'CANCELLED' ? 'cancelled' : 'expired';
    return this.changed(tx, tell, { change, by, before, booking });
  }

  private async changed(tx: Tx, tell: Tell, changed: ChangedBooking): Promise<Booking> {
    const { booking } = changed;
    tell({ kind: 'BOOKING_CHANGED', dialogueId: booking.dialogueId, bookingId: booking.id });
    await BookingStore.wake(tx, booking.id);
    for (const follower of this.deps.followers) await follower(tx, tell, changed);
    return booking;
  }

  /** What names the payment page: nobody without our secret can guess it, and a wish that is repeated has the same. */
  private keyOf(id: string, { once, hallId, slot, clientName }: NewBooking): string {
    const named = [once ?? id, hallId, slot.startsAt.toISOString(), slot.endsAt.toISOString(), clientName];
    return createHmac('sha256', this.deps.secret).update(JSON.stringify(named)).digest('hex').slice(0, 40);
  }
}

/** Throws BAD_USER_INPUT for a user who has booked much already and paid for none of it. */
async function demandFew(tx: Tx, { userId, createdBy }: NewBooking): Promise<void> {
  if (userId === null || userId !== createdBy) return;
  if ((await BookingStore.unpaidOf(tx, userId)) >= mostUnpaid) throw badInput({ startsAt: 'too_many_unpaid' });
}

/** What a wish comes to by the rules of a hall. */
function quoted(hall: Hall | undefined, wish: BookingWish, now: Date): Quote {
  if (!hall || hall.archivedAt) throw new Refusal('NOT_FOUND');
  const { slot, clientName, clientPhone = null } = wish;
  demandBookable(hall, slot, now);
  return { hall, slot, minutes: minutesOf(slot), total: priced(hall, slot), clientName, clientPhone };
}

function priced(hall: Hall, slot: NewBooking['slot']) {
  const { amount, currency } = hall.pricePerHour;
  return { amount: priceOf(amount, minutesOf(slot)), currency };
}
