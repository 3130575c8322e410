import fc from 'fast-check';
import { hoursOf, openVenue, type Venue, wishOf } from '../../test/kit/venue';
import type { Booking } from '../infra/prisma-client/client';
import { buildBookings } from './booking-parts';
import type { Bookings } from './bookings';
import type { Slot } from './calendar.rules';

describe('Bookings', () => {
  let venue: Venue;
  let bookings: Bookings;
  let day = 10;

  beforeAll(async () => {
    venue = await openVenue();
    bookings = venue.app.domain.bookings;
  });
  afterAll(() => venue.close());
  beforeEach(() => {
    day += 1;
  });

  const blue = () => venue.halls.blue;
  const at = (start: string, end: string) => hoursOf(blue(), day, [start, end]);
  const book = (slot: Slot, more: Parameters<typeof wishOf>[2] = {}) => bookings.create(wishOf(blue(), slot, more));
  const pay = ({ id }: Booking) => venue.app.domain.events.transact((tx, tell) => bookings.markPaid(tx, tell, id));
  const occupancyOf = ({ id: bookingId }: Booking) =>
    venue.app.database.prisma.hallOccupancy.findUnique({ where: { bookingId } });

  it('are made with a price that code has reckoned, a page that nobody can guess, and three days to be paid', async () => {
    const { userId, dialogueId } = await venue.user();
    const booking = await book(at('14:00', '16:30'), { userId, dialogueId, createdBy: userId });
    expect(booking).toMatchObject({
      status: 'AWAITING_PAYMENT',
      total: 625_000,
      currency: 'RUB',
      version: 1,
      userId,
      dialogueId,
      clientName: 'Иван Петров',
      clientPhone: '+79001234567',
      language: 'ru',
    });
    expect(booking.key).toMatch(/^[0-9a-f]{40}$/);
    expect(bookings.paymentUrl(booking)).toBe(`${venue.app.origin}/pay/${booking.key}`);
    expect(+booking.expiresAt - +booking.createdAt).toBe(3 * 86_400_000);
    expect(await bookings.findByKey(booking.key)).toEqual(booking);
    expect(await occupancyOf(booking)).toMatchObject(at('14:00', '16:30'));
    expect(await venue.told(dialogueId)).toEqual([]);
    const lane = await venue.app.database.pool.query(
      `select ready_at <= now() as ready from lane_leases where queue = 'bookings' and lane = $1`,
      [booking.id],
    );
    expect(lane.rows).toEqual([{ ready: true }]);
    const [event] = await venue.app.database.prisma.event.findMany({ where: { bookingId: booking.id } });
    expect(event).toMatchObject({ kind: 'BOOKING_CHANGED', dialogueId });
  });

  it('do not stand unpaid beyond their own beginning', async () => {
    const soon = await book(hoursOf(blue(), 2, ['10:00', '11:00']));
    expect(soon.expiresAt).toEqual(soon.startsAt);
  });

  it('never overlap, whether booked or blocked, and may follow one another', async () => {
    const first = await book(at('12:00', '14:00'));
    for (const [start, end] of [
      ['12:00', '14:00'],
      ['11:00', '12:30'],
      ['13:30', '15:00'],
      ['12:30', '13:30'],
      ['11:00', '15:00'],
    ] as const) {
      await expect(book(at(start, end))).rejects.toMatchObject({ code: 'SLOT_TAKEN' });
      await expect(bookings.quote(wishOf(blue(), at(start, end)))).rejects.toMatchObject({ code: 'SLOT_TAKEN' });
    }
    await book(at('14:00', '15:00'));
    await book(at('11:00', '12:00'));
    await bookings.cancel({ bookingId: first.id, by: 'operator_test' });
    await book(at('12:00', '14:00'));
    expect(
      await bookings.create(wishOf(venue.halls.grand, hoursOf(venue.halls.grand, day, ['12:00', '14:00']))),
    ).toBeTruthy();
  });

  it('overlap not even where the program forgets to look', async () => {
    const { prisma } = venue.app.database;
    const taken = { hallId: blue().id, createdBy: 'test' };
    await prisma.hallOccupancy.create({ data: { id: `occupancy_${day}a`, ...taken, ...at('12:00', '14:00') } });
    const overlapping = prisma.hallOccupancy.create({
      data: { id: `occupancy_${day}b`, ...taken, ...at('13:00', '15:00') },
    });
    await expect(bookings.atHall(blue().id, () => overlapping)).rejects.toMatchObject({ code: 'SLOT_TAKEN' });
  });

  it('say what a wish comes to, or what is wrong with it', async () => {
    const quote = await bookings.quote(wishOf(blue(), at('10:00', '11:30')));
    expect(quote).toMatchObject({
      minutes: 90,
      total: { amount: 375_000, currency: 'RUB' },
      clientPhone: '+79001234567',
    });
    const refused = (more: Parameters<typeof wishOf>[2]) => bookings.quote(wishOf(blue(), at('10:00', '11:30'), more));
    await expect(refused({ clientName: ' \u200B ' })).rejects.toMatchObject({ fields: { clientName: 'required' } });
    await expect(refused({ clientName: '12345' })).rejects.toMatchObject({ fields: { clientName: 'invalid' } });
    await expect(refused({ clientName: 'И'.repeat(101) })).rejects.toMatchObject({
      fields: { clientName: 'too_long' },
    });
    await expect(refused({ clientPhone: '12' })).rejects.toMatchObject({ fields: { clientPhone: 'bad_phone' } });
    await expect(refused({ slot: at('07:00', '09:00') })).rejects.toMatchObject({
      fields: { startsAt: 'hall_closed' },
    });
    await expect(refused({ hallId: `hall_${'0'.repeat(32)}` })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await refused({ clientPhone: null })).clientPhone).toBeNull();
  });

  it('are made once however often the same wish comes', async () => {
    const wish = wishOf(blue(), at('10:00', '11:00'), { once: 'dialogue_1:abc' });
    const made = await Promise.all([bookings.create(wish), bookings.create(wish), bookings.create(wish)]);
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    await bookings.cancel({ bookingId: made[0].id, by: 'test' });
    expect(await bookings.create(wish)).toMatchObject({ id: made[0].id, status: 'CANCELLED' });
    const other = await bookings.create({ ...wish, once: 'dialogue_2:abc' });
    expect(other.id).not.toBe(made[0].id);
  });

  it('cost what was agreed, or are not made', async () => {
    const agreed = { amount: 250_000, currency: 'RUB' };
    const less = { amount: 1, currency: 'RUB' };
    await expect(book(at('10:00', '11:00'), { agreed: less })).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(book(at('10:00', '11:00'), { agreed: { ...agreed, currency: 'USD' } })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    expect((await book(at('10:00', '11:00'), { agreed })).total).toBe(250_000);
  });

  it('are put right, with a price that follows the time, by those who have seen the latest', async () => {
    const booking = await book(at('10:00', '12:00'));
    await book(at('14:00', '15:00'));
    const change = { bookingId: booking.id, by: 'client' };
    const named = await bookings.correct({ ...change, version: 1, clientName: ' Пётр  Иванов ', clientPhone: '' });
    expect(named).toMatchObject({ version: 2, clientName: 'Пётр Иванов', clientPhone: null, total: 500_000 });
    await expect(bookings.correct({ ...change, version: 1, clientName: 'Я' })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    const moved = await bookings.correct({ ...change, version: 2, slot: at('11:00', '14:00') });
    expect(moved).toMatchObject({ version: 3, total: 750_000, ...at('11:00', '14:00'), clientName: 'Пётр Иванов' });
    expect(await occupancyOf(booking)).toMatchObject(at('11:00', '14:00'));
    const refused = (slot: Slot) => bookings.correct({ ...change, version: 3, slot });
    await expect(refused(at('13:00', '15:00'))).rejects.toMatchObject({ code: 'SLOT_TAKEN' });
    await expect(refused(at('06:00', '08:00'))).rejects.toMatchObject({ fields: { startsAt: 'hall_closed' } });
    expect(await bookings.find(booking.id)).toEqual(moved);
  });

  it('that are paid are put right by the venue alone, and keep their price', async () => {
    const booking = await book(at('10:00', '12:00'));
    await pay(booking);
    const change = { bookingId: booking.id, version: 1 };
    await expect(bookings.correct({ ...change, by: 'client', clientName: 'Я' })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    await expect(bookings.correct({ ...change, by: 'operator_1', slot: at('10:00', '13:00') })).rejects.toMatchObject({
      fields: { endsAt: 'paid_price' },
    });
    const moved = await bookings.correct({ ...change, by: 'operator_1', slot: at('15:00', '17:00') });
    expect(moved).toMatchObject({ status: 'PAID', total: 500_000, version: 2 });
  });

  it('are cancelled once, by their user only before they begin, and by nobody else’s user', async () => {
    const [mine, other] = [await venue.user(), await venue.user()];
    const booking = await book(at('10:00', '12:00'), { ...mine, createdBy: mine.userId });
    await expect(bookings.cancelOwn(other.userId, booking.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await bookings.ofUser(mine.userId)).map(({ id }) => id)).toEqual([booking.id]);
    expect(await bookings.cancelOwn(mine.userId, booking.id)).toMatchObject({
      status: 'CANCELLED',
      cancelledBy: mine.userId,
    });
    expect(await occupancyOf(booking)).toBeNull();
    expect(await bookings.ofUser(mine.userId)).toEqual([]);
    await expect(bookings.cancelOwn(mine.userId, booking.id)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await venue.told(mine.dialogueId)).toEqual([]);
    const begun = await book(at('15:00', '17:00'), { ...mine, createdBy: mine.userId });
    await pay(begun);
    const hourAgo = `starts_at = now() - interval '1 hour'`;
    await venue.app.database.pool.query(`update bookings set ${hourAgo} where id = $1`, [begun.id]);
    await expect(bookings.cancelOwn(mine.userId, begun.id)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await bookings.cancel({ bookingId: begun.id, by: 'operator_1' })).toMatchObject({ status: 'CANCELLED' });
  });

  it('that one user has not paid are few', async () => {
    const mine = await venue.user();
    const hours = ['09', '10', '11', '12', '13', '14'].map((hour) => at(`${hour}:00`, `${Number(hour) + 1}:00`));
    const [first, second, ...others] = await Promise.all(
      hours.slice(0, 5).map((slot) => book(slot, { ...mine, createdBy: mine.userId })),
    );
    const sixth = () => book(hours[5]!, { ...mine, createdBy: mine.userId });
    await expect(sixth()).rejects.toMatchObject({ fields: { startsAt: 'too_many_unpaid' } });
    await pay(first!);
    expect(await sixth()).toMatchObject({ status: 'AWAITING_PAYMENT' });
    expect(await book(at('15:00', '16:00'), { ...mine, createdBy: 'operator_1' })).toBeTruthy();
    expect([second, ...others]).toHaveLength(4);
  });

  it('are paid once', async () => {
    const booking = await book(at('10:00', '12:00'));
    expect(await pay(booking)).toMatchObject({ status: 'PAID', paidAt: expect.any(Date) });
    await expect(pay(booking)).rejects.toMatchObject({ code: 'CONFLICT' });
    const cancelled = await book(at('13:00', '14:00'));
    await bookings.cancel({ bookingId: cancelled.id, by: 'test' });
    await expect(pay(cancelled)).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('whose time to be paid has run out give way, though nobody has noticed yet', async () => {
    const { userId, dialogueId } = await venue.user('en');
    const late = await book(at('10:00', '12:00'), { userId, dialogueId, createdBy: userId });
    await venue.later(late.id, '4 days');
    const next = await book(at('11:00', '13:00'));
    expect(next.status).toBe('AWAITING_PAYMENT');
    expect(await bookings.find(late.id)).toMatchObject({ status: 'EXPIRED', endedAt: expect.any(Date) });
    expect(await venue.told(dialogueId)).toEqual([
      expect.stringMatching(/^Your booking was not paid in time .*Blue Hall/),
    ]);
  });

  it('tell their user of what others do to them, with a price and a link', async () => {
    const { userId, dialogueId } = await venue.user('en');
    const booking = await book(at('10:00', '12:00'), { userId, dialogueId, createdBy: 'operator_1' });
    await bookings.correct({ bookingId: booking.id, version: 1, clientName: 'Ann Lee', by: 'client' });
    await bookings.cancel({ bookingId: booking.id, by: 'operator_1' });
    const [made, corrected, cancelled] = await venue.told(dialogueId);
    expect(made).toContain('| Total | ₽5,000 |');
    expect(made).toContain(bookings.paymentUrl(booking));
    expect(corrected).toContain('| Name | Ann Lee |');
    expect(cancelled).toMatch(/^Your booking has been cancelled: Blue Hall, .*, 10:00–12:00\.$/);
  });

  it('go to one of many who want the same time in several processes at once', async () => {
    const { database, domain, origin: publicUrl } = venue.app;
    const { events, idempotency, bots, locales } = domain;
    const ground = { database, events, idempotency, bots, locales, publicUrl, secret: 'another process' };
    const processes = Array.from({ length: 4 }, () => buildBookings(ground).bookings);
    const slot = at('10:00', '12:00');
    const wishes = Array.from({ length: 40 }, (_, index) => processes[index % 4]!.create(wishOf(blue(), slot)));
    const outcomes = await Promise.allSettled(wishes);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'SLOT_TAKEN' });
    }
    const same = wishOf(blue(), at('13:00', '14:00'), { once: 'the same wish' });
    const made = await Promise.all(processes.map((bookings) => bookings.create(same)));
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
  });

  it('hold no time twice, whatever happens at once', async () => {
    const { database } = venue.app;
    const anyTime = fc.tuple(fc.integer({ min: 18, max: 41 }), fc.integer({ min: 2, max: 8 }));
    const anyStep = fc.tuple(fc.constantFrom('make', 'make', 'move', 'cancel', 'expire'), anyTime, fc.nat(9));
    const hours = (half: number) => `${String(Math.floor(half / 2)).padStart(2, '0')}:${half % 2 ? '30' : '00'}`;
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 4, maxLength: 24 }), async (steps) => {
        day += 1;
        const made: Booking[] = [];
        const known = (index: number) => made[index % Math.max(made.length, 1)];
        const act = async ([what, [from, length], index]: (typeof steps)[number]) => {
          const slot = at(hours(from), hours(Math.min(from + length, 44)));
          const booking = known(index);
          if (what === 'make') made.push(await book(slot));
          else if (!booking) return;
          else if (what === 'cancel') await bookings.cancel({ bookingId: booking.id, by: 'test' });
          else if (what === 'move') {
            const { version } = (await bookings.find(booking.id))!;
            await bookings.correct({ bookingId: booking.id, version, slot, by: 'client' });
          } else await venue.later(booking.id, '4 days');
        };
        const outcomes = await Promise.allSettled(steps.map(act));
        for (const outcome of outcomes) {
          if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ name: 'Refusal' });
        }
        const { rows } = await database.pool.query(
          `select b.id, b.status::text, o.id is not null as taken, o.starts_at = b.starts_at and o.ends_at = b.ends_at as same
           from bookings b left join hall_occupancies o on o.booking_id = b.id`,
        );
        for (const { status, taken, same } of rows) {
          const stands = status === 'AWAITING_PAYMENT' || status === 'PAID';
          expect([taken, same]).toEqual(stands ? [true, true] : [false, null]);
        }
        const overlaps = await database.pool.query(
          `select 1 from hall_occupancies a join hall_occupancies b on a.hall_id = b.hall_id and a.id < b.id
             and a.starts_at < b.ends_at and b.starts_at < a.ends_at`,
        );
        expect(overlaps.rowCount).toBe(0);
      }),
      { numRuns: 15 },
    );
  }, 60_000);
});
