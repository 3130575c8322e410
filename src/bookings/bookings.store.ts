import type { Database, Tx } from '../infra/database';
import { LaneStore } from '../infra/lanes.store';
import { decodeCursor, encodeCursor, type Page, type PageRequest, planPage, toPage } from '../infra/page';
import type { Booking, BookingStatus, Prisma } from '../infra/prisma-client/client';

/** The queue whose lanes are bookings that wait to be paid: reminders, expiry. */
export const bookingQueue = 'bookings';

/** A booking to be written: its expiry is reckoned by the database's clock. */
export type NewBookingRow = Omit<Prisma.BookingUncheckedCreateInput, 'expiresAt'>;

/** Which bookings somebody wants to see. */
export interface BookingFilter {
  readonly hallId?: string | undefined;
  readonly botId?: string | undefined;
  readonly userId?: string | undefined;
  readonly status?: readonly BookingStatus[] | undefined;
  /** Those that end after it. */
  readonly from?: Date | undefined;
  /** Those that begin before it. */
  readonly to?: Date | undefined;
}

/** In how many milliseconds something happens to a booking by the database's clock; null: it does not. */
export interface BookingClock {
  readonly remindInMs: number | null;
  readonly expiresInMs: number;
}

// An unpaid booking stands for three days, but not beyond its own beginning.
const expirySql = `least(created_at + interval '3 days', starts_at)`;

// A day before it expires, or halfway where it has less than two days.
const clockSql = `
  select extract(epoch from expires_at - now())::float8 * 1000 as "expiresInMs",
    case when reminded_at is null then
      extract(epoch from expires_at - least(interval '24 hours', (expires_at - created_at) / 2) - now())::float8 * 1000
    end as "remindInMs"
  from bookings where id = $1 and status = 'AWAITING_PAYMENT'`;

/** Bookings in the database. */
export class BookingStore {
  constructor(private readonly database: Database) {}

  async byIds(ids: readonly string[]): Promise<Booking[]> {
    return this.database.prisma.booking.findMany({ where: { id: { in: [...ids] } } });
  }

  async byKey(key: string): Promise<Booking | null> {
    return this.database.prisma.booking.findUnique({ where: { key } });
  }

  /** What a user has booked and what is not over, the next first; at most `limit`. */
  async ofUser(userId: string, limit: number): Promise<Booking[]> {
    const { rows } = await this.database.pool.query(
      `select id from bookings where user_id = $1 and status in ('AWAITING_PAYMENT', 'PAID') and ends_at > now()
       order by starts_at, id limit $2`,
      [userId, limit],
    );
    const ids = (rows as { id: string }[]).map(({ id }) => id);
    const found = new Map((await this.byIds(ids)).map((booking) => [booking.id, booking]));
    return ids.flatMap((id) => found.get(id) ?? []);
  }

  /** Bookings in the order in which they begin. */
  async page(filter: BookingFilter, request: PageRequest): Promise<Page<Booking>> {
    const plan = planPage(request, placeOf);
    const where = whereOf(filter);
    const rows = await this.database.prisma.booking.findMany({
      where: { AND: [where, ...(plan.from ? [beyond(plan.from, plan.backward)] : [])] },
      orderBy: plan.backward ? [{ startsAt: 'desc' }, { id: 'desc' }] : [{ startsAt: 'asc' }, { id: 'asc' }],
      take: plan.limit + 1,
    });
    return toPage(plan, rows, {
      cursor: ({ startsAt, id }) => encodeCursor([startsAt.toISOString(), id]),
      total: () => this.database.prisma.booking.count({ where }),
    });
  }

  /** When something is due to happen to a booking; null: nothing, it does not wait to be paid. */
  async clockOf(id: string): Promise<BookingClock | null> {
    const { rows } = await this.database.pool.query({ name: 'bookings-clock', text: clockSql, values: [id] });
    return (rows as BookingClock[])[0] ?? null;
  }

  static async findIn(tx: Tx, id: string): Promise<Booking | null> {
    return tx.booking.findUnique({ where: { id } });
  }

  static async byKeyIn(tx: Tx, key: string): Promise<Booking | null> {
    return tx.booking.findUnique({ where: { key } });
  }

  /** A booking that nobody else can change until the caller's transaction ends. */
  static async lockIn(tx: Tx, id: string): Promise<Booking | null> {
    await tx.$executeRaw`select from bookings where id = ${id} for no key update`;
    return BookingStore.findIn(tx, id);
  }

  static async add(tx: Tx, booking: NewBookingRow): Promise<Booking> {
    await tx.booking.create({ data: { ...booking, expiresAt: new Date(0) } });
    // A default of the schema is reckoned by this process's clock.
    await tx.$executeRaw`update bookings set created_at = now() where id = ${booking.id}`;
    return BookingStore.changed(tx, booking.id);
  }

  /** Writes what is put right, as the next version. */
  static async correct(tx: Tx, id: string, data: Prisma.BookingUncheckedUpdateInput): Promise<Booking> {
    await tx.booking.update({ where: { id }, data: { ...data, version: { increment: 1 } } });
    return BookingStore.changed(tx, id);
  }

  /** Notes that a booking is paid. */
  static async pay(tx: Tx, id: string): Promise<Booking> {
    await tx.$executeRaw`update bookings set status = 'PAID', paid_at = now(), updated_at = now() where id = ${id}`;
    return BookingStore.mustBe(tx, id);
  }

  /** Ends a booking that does not take place. */
  static async end(tx: Tx, id: string, how: { status: 'CANCELLED' | 'EXPIRED'; by: string | null }): Promise<Booking> {
    await tx.$executeRaw`
      update bookings set status = ${how.status}::"BookingStatus", cancelled_by = ${how.by}, ended_at = now(), updated_at = now()
      where id = ${id}`;
    return BookingStore.mustBe(tx, id);
  }

  /** Whether the time of a booking has begun. */
  static async hasBegun(tx: Tx, id: string): Promise<boolean> {
    const [row] = await tx.$queryRaw<{ begun: boolean }[]>`
      select starts_at <= now() as begun from bookings where id = ${id}`;
    return row?.begun ?? false;
  }

  /** Whether the time to pay a booking has run out. */
  static async isOverdue(tx: Tx, id: string): Promise<boolean> {
    const [row] = await tx.$queryRaw<{ overdue: boolean }[]>`
      select expires_at <= now() as overdue from bookings where id = ${id} and status = 'AWAITING_PAYMENT'`;
    return row?.overdue ?? false;
  }

  /** The bookings whose time to pay has run out, of those that take a time of a hall. */
  static async overdueWithin(tx: Tx, hallId: string, slot: { startsAt: Date; endsAt: Date }): Promise<string[]> {
    const rows = await tx.$queryRaw<{ id: string }[]>`
      select id from bookings where hall_id = ${hallId} and status = 'AWAITING_PAYMENT' and expires_at <= now()
        and starts_at < ${slot.endsAt} and ends_at > ${slot.startsAt} order by id`;
    return rows.map(({ id }) => id);
  }

  /** Notes that the user is reminded; false when they were before, or need not be. */
  static async remind(tx: Tx, id: string): Promise<boolean> {
    const changed = await tx.$executeRaw`
      update bookings set reminded_at = now()
      where id = ${id} and status = 'AWAITING_PAYMENT' and reminded_at is null and expires_at > now()`;
    return changed === 1;
  }

  /** Has the clock of a booking look at it. */
  static wake(tx: Tx, id: string): Promise<void> {
    return LaneStore.wake(tx, bookingQueue, id);
  }

  /** How many bookings a user has made and not paid. */
  static async unpaidOf(tx: Tx, userId: string): Promise<number> {
    return tx.booking.count({ where: { userId, createdBy: userId, status: 'AWAITING_PAYMENT' } });
  }

  /** Whether there is a user of that id. */
  static async hasUser(tx: Tx, userId: string): Promise<boolean> {
    return (await tx.user.count({ where: { id: userId } })) === 1;
  }

  /** Where a user talks with a bot, if they do. */
  static async dialogueOf(tx: Tx, of: { botId: string; userId: string }): Promise<string | null> {
    const dialogue = await tx.dialogue.findUnique({ where: { botId_userId: of }, select: { id: true } });
    return dialogue?.id ?? null;
  }

  private static async changed(tx: Tx, id: string): Promise<Booking> {
    await tx.$executeRawUnsafe(`update bookings set expires_at = ${expirySql}, updated_at = now() where id = $1`, id);
    return BookingStore.mustBe(tx, id);
  }

  private static mustBe(tx: Tx, id: string): Promise<Booking> {
    return tx.booking.findUniqueOrThrow({ where: { id } });
  }
}

type Place = { startsAt: Date; id: string };

function placeOf(cursor: string): Place | undefined {
  const [at, id] = decodeCursor(cursor, 2) ?? [];
  const startsAt = typeof at === 'string' ? new Date(at) : undefined;
  if (!startsAt || Number.isNaN(startsAt.getTime()) || typeof id !== 'string') return undefined;
  return { startsAt, id };
}

function beyond({ startsAt, id }: Place, backward: boolean): Prisma.BookingWhereInput {
  return backward
    ? { OR: [{ startsAt: { lt: startsAt } }, { startsAt, id: { lt: id } }] }
    : { OR: [{ startsAt: { gt: startsAt } }, { startsAt, id: { gt: id } }] };
}

function whereOf({ hallId, botId, userId, status, from, to }: BookingFilter): Prisma.BookingWhereInput {
  return {
    ...(hallId === undefined ? {} : { hallId }),
    ...(botId === undefined ? {} : { hall: { botId } }),
    ...(userId === undefined ? {} : { userId }),
    ...(status === undefined ? {} : { status: { in: [...status] } }),
    ...(from === undefined ? {} : { endsAt: { gt: from } }),
    ...(to === undefined ? {} : { startsAt: { lt: to } }),
  };
}
