import { hoursOf, openVenue, type Venue, wishOf } from '../../test/kit/venue';
import { openLog } from '../infra/log';
import type { Booking } from '../infra/prisma-client/client';
import { BookingWorker, type BookingWorkerDeps } from './booking-worker';

const hour = 3_600_000;

describe('The clock of bookings', () => {
  let venue: Venue;
  let day = 10;

  beforeAll(async () => {
    venue = await openVenue();
  });
  afterAll(() => venue.close());

  const worker = (more: Partial<BookingWorkerDeps> = {}) => {
    const { database, domain } = venue.app;
    const { events, bookings, bookingNotices: notices } = domain;
    return new BookingWorker({ database, events, bookings, notices, log: openLog('silent'), ...more });
  };
  const book = async (language: 'ru' | 'en' = 'ru', days?: number) => {
    day += 1;
    const { userId, dialogueId } = await venue.user(language);
    const whose = { userId, dialogueId, createdBy: userId, language };
    const slot = hoursOf(venue.halls.blue, days ?? day);
    return { booking: await venue.app.domain.bookings.create(wishOf(venue.halls.blue, slot, whose)), dialogueId };
  };
  const look = ({ id }: Booking, more: Partial<BookingWorkerDeps> = {}) => worker(more).work({ lane: id });
  const now = ({ id }: Booking) => venue.app.database.prisma.booking.findUniqueOrThrow({ where: { id } });

  it('looks again when the reminder is due, and then when the time to pay runs out', async () => {
    const { booking, dialogueId } = await book();
    const first = await look(booking);
    expect(first).toEqual({ dueInMs: expect.any(Number) });
    expect((first as { dueInMs: number }).dueInMs / hour).toBeCloseTo(48, 1);
    await venue.later(booking.id, '50 hours');
    const second = await look(booking);
    expect((second as { dueInMs: number }).dueInMs / hour).toBeCloseTo(22, 1);
    expect(await venue.told(dialogueId)).toEqual([
      expect.stringMatching(/^Напоминаем: бронирование ещё не оплачено — Синий зал, .*, 14:00–16:00, 5 000 ₽\. /),
    ]);
    expect((await venue.told(dialogueId))[0]).toContain(`/pay/${booking.key}`);
  });

  it('reminds once, in the language of the user', async () => {
    const { booking, dialogueId } = await book('en');
    await venue.later(booking.id, '60 hours');
    await Promise.all([look(booking), look(booking)]);
    await look(booking);
    expect(await venue.told(dialogueId)).toEqual([
      expect.stringMatching(/^A reminder: .*Blue Hall, .*₽5,000\. Please pay by /),
    ]);
    await venue.app.database.prisma.dialogue.update({ where: { id: dialogueId }, data: { language: 'ru' } });
    await venue.later(booking.id, '13 hours');
    await look(booking);
    expect((await venue.told(dialogueId))[1]).toMatch(/^Срок оплаты истёк, и бронирование снято: Синий зал/);
  });

  it('reminds halfway where there is less time', async () => {
    const { booking } = await book('ru', 1);
    const outcome = (await look(booking)) as { dueInMs: number };
    const given = +booking.expiresAt - +booking.createdAt;
    expect(given).toBeLessThan(48 * hour);
    expect(outcome.dueInMs / hour).toBeCloseTo(given / 2 / hour, 1);
  });

  it('ends what nobody has paid, frees its time, and has nothing to do with it any more', async () => {
    const { booking, dialogueId } = await book();
    await venue.later(booking.id, '73 hours');
    expect(await look(booking)).toEqual({ again: false });
    expect(await now(booking)).toMatchObject({ status: 'EXPIRED', cancelledBy: null, endedAt: expect.any(Date) });
    expect(await venue.app.database.prisma.hallOccupancy.count({ where: { bookingId: booking.id } })).toBe(0);
    expect(await look(booking)).toEqual({ again: false });
    expect(await venue.told(dialogueId)).toHaveLength(1);
  });

  it('leaves alone what is paid, cancelled or gone', async () => {
    const { events, bookings } = venue.app.domain;
    const { booking: paid } = await book();
    await events.transact((tx, tell) => bookings.markPaid(tx, tell, paid.id));
    const { booking: cancelled, dialogueId } = await book();
    await bookings.cancel({ bookingId: cancelled.id, by: cancelled.userId ?? '' });
    for (const one of [paid, cancelled]) await venue.later(one.id, '80 hours');
    for (const one of [paid, cancelled, { ...paid, id: `booking_${'0'.repeat(32)}` }]) {
      expect(await look(one)).toEqual({ again: false });
    }
    expect([(await now(paid)).status, (await now(cancelled)).status]).toEqual(['PAID', 'CANCELLED']);
    expect(await venue.told(dialogueId)).toEqual([]);
  });

  it('asks whether somebody has paid at the last moment', async () => {
    const { events, bookings } = venue.app.domain;
    const { booking } = await book();
    await venue.later(booking.id, '73 hours');
    const lastLook = async (id: string) => {
      await events.transact((tx, tell) => bookings.markPaid(tx, tell, id));
    };
    await look(booking, { lastLook });
    expect((await now(booking)).status).toBe('PAID');
    const { booking: other } = await book();
    await venue.later(other.id, '73 hours');
    await look(other, { lastLook: () => Promise.reject(new Error('the provider is away')) });
    expect((await now(other)).status).toBe('EXPIRED');
  });

  it('goes by the clock of the database, not by that of the process', async () => {
    const { booking } = await book();
    jest.useFakeTimers({
      now: Date.now() + 30 * 24 * hour,
      doNotFake: [
        'nextTick',
        'setImmediate',
        'setTimeout',
        'clearTimeout',
        'setInterval',
        'clearInterval',
        'queueMicrotask',
        'performance',
      ],
    });
    try {
      expect(((await look(booking)) as { dueInMs: number }).dueInMs / hour).toBeCloseTo(48, 1);
      const later = await book();
      expect(+later.booking.expiresAt - +booking.expiresAt).toBeLessThan(hour);
    } finally {
      jest.useRealTimers();
    }
  });
});
