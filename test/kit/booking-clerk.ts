import { Temporal } from 'temporal-polyfill';
import type { NewBooking } from '../../src/bookings/booking';
import { BookingNotices } from '../../src/bookings/booking-notices';
import { BookingTexts } from '../../src/bookings/booking-texts';
import { Bookings } from '../../src/bookings/bookings';
import { slotOf } from '../../src/bookings/calendar.rules';
import type { Hall } from '../../src/bookings/hall';
import { Halls } from '../../src/bookings/halls';
import { followBookings } from '../../src/bookings/payments/follow-bookings.store';
import { EventLog } from '../../src/events/event-log';
import { openInProcessBus } from '../../src/infra/bus';
import type { Database } from '../../src/infra/database';
import { newId } from '../../src/infra/ids';
import { openLocales } from '../../src/infra/locales';
import { openLog } from '../../src/infra/log';
import type { Booking, Payment } from '../../src/infra/prisma-client/client';

/** What a test's booking may say by itself. */
export type Booked = Partial<Pick<NewBooking, 'clientName' | 'clientPhone' | 'language' | 'createdBy'>> & {
  readonly hall?: string;
};

/** Makes bookings in the database of a test, as the product does, and looks at what becomes of them. */
export class BookingClerk {
  private day = 10;

  private constructor(
    private readonly deps: { database: Database; events: EventLog; bookings: Bookings },
    private readonly halls: Hall[],
  ) {}

  get bookings(): Bookings {
    return this.deps.bookings;
  }

  /** The bot and its halls must be there already. */
  static async of(database: Database, publicUrl: string): Promise<BookingClerk> {
    const log = openLog('fatal');
    const events = new EventLog({ database, bus: openInProcessBus({ log }) });
    const locales = await openLocales('locales');
    const notices = new BookingNotices({ locales, texts: new BookingTexts({ locales }), publicUrl });
    const followers = [notices.onChange, followBookings];
    const bookings = new Bookings({ database, events, publicUrl, secret: 'of the tests', followers });
    const bot = await database.prisma.bot.findUniqueOrThrow({ where: { slug: 'halls' } });
    return new BookingClerk({ database, events, bookings }, await new Halls({ database }).ofBot(bot.id));
  }

  hall(slug = 'blue'): Hall {
    const hall = this.halls.find((one) => one.slug === slug);
    if (!hall) throw new Error(`there is no hall ${slug}`);
    return hall;
  }

  /** Books two hours of an afternoon that nobody else has, for a user with a dialogue of their own. */
  async book({ hall: slug, ...said }: Booked = {}): Promise<Booking> {
    const hall = this.hall(slug);
    this.day += 1;
    const date = Temporal.Now.plainDateISO(hall.timeZone).add({ days: this.day }).toString();
    const { userId, dialogueId } = await this.user(hall, said.language ?? 'ru');
    const slot = slotOf(hall, { date, start: '14:00', end: '16:00' });
    const client = { clientName: 'Иван Петров', clientPhone: '+79001234567', language: 'ru' } as const;
    return this.bookings.create({ hallId: hall.id, slot, userId, dialogueId, createdBy: userId, ...client, ...said });
  }

  /** The booking as it is now. */
  now({ id }: Pick<Booking, 'id'>): Promise<Booking> {
    return this.deps.database.prisma.booking.findUniqueOrThrow({ where: { id } });
  }

  /** What was begun, charged and given back for it, the earliest first. */
  payments({ id: bookingId }: Pick<Booking, 'id'>): Promise<Payment[]> {
    return this.deps.database.prisma.payment.findMany({ where: { bookingId }, orderBy: { id: 'asc' } });
  }

  /** What its user was told. */
  async told({ dialogueId }: Booking): Promise<string[]> {
    const said = { dialogueId: dialogueId ?? '', role: 'SYSTEM' as const };
    const messages = await this.deps.database.prisma.message.findMany({ where: said, orderBy: { seq: 'asc' } });
    return messages.map(({ text }) => text);
  }

  /** Cancels a booking, as an operator does. */
  async cancel({ id: bookingId }: Booking): Promise<void> {
    await this.bookings.cancel({ bookingId, by: 'operator_of_the_tests' });
  }

  /** Cancels a booking, as its user does in the dialogue. */
  async cancelOwn({ id, userId }: Booking): Promise<void> {
    await this.bookings.cancelOwn(userId ?? '', id);
  }

  /** Gives a booking another name: the next version. */
  async rename({ id: bookingId, version }: Booking): Promise<void> {
    await this.bookings.correct({ bookingId, version, by: 'operator_of_the_tests', clientName: 'Пётр' });
  }

  /** Lets the time to pay run out by the clock of the database; nobody has noticed yet. */
  async runOut({ id }: Booking): Promise<void> {
    const past = `now() - interval '1 minute'`;
    await this.deps.database.pool.query(`update bookings set expires_at = ${past} where id = $1`, [id]);
  }

  /** Lets a booking expire. */
  async expire(booking: Booking): Promise<void> {
    await this.runOut(booking);
    await this.deps.events.transact((tx, tell) => this.bookings.expireIn(tx, tell, booking.id));
  }

  private async user({ botId }: Hall, language: string): Promise<{ userId: string; dialogueId: string }> {
    const [userId, dialogueId] = [newId('user'), newId('dialogue')];
    const { prisma } = this.deps.database;
    const named = { channel: 'API', realm: 'tests', externalId: userId, displayName: 'Person of the tests' } as const;
    await prisma.user.create({ data: { id: userId, ...named, language } });
    await prisma.dialogue.create({ data: { id: dialogueId, botId, userId, language, persona: 'host' } });
    return { userId, dialogueId };
  }
}
