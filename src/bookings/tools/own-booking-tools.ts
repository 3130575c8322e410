import { z } from 'zod';
import { Refusal } from '../../errors';
import type { TextLanguage } from '../../infra/languages';
import type { Booking } from '../../infra/prisma-client/client';
import type { Committed, Proposed, ReadTool, ToolContext, ToolResult, WriteTool } from '../../tools/tool';
import { quoteOf, totalOf } from '../booking';
import { localDate, localTimes } from '../calendar.rules';
import type { Hall } from '../hall';
import { formatMoney } from '../money.rules';
import { described, type HallToolParts } from './hall-tool-parts';
import { readTool } from './reading-tools';
import { hoursSaid } from './time-said.rules';
import { argumentsIn, parametersOf, type SaidArguments } from './tool-arguments';

/** A booking with its hall. */
interface Own {
  readonly booking: Booking;
  readonly hall: Hall;
}

const agreed = z.strictObject({ bookingId: z.string(), status: z.string() });

/** The tools for what the user of the dialogue has booked: nobody else's bookings can be named to them. */
export function ownBookingTools(parts: HallToolParts): (ReadTool<SaidArguments> | WriteTool<SaidArguments>)[] {
  const own = new OwnBookings(parts);
  const cancel: WriteTool<SaidArguments> = {
    ...described(parts.locales, 'cancel_booking'),
    effect: 'write',
    parameters: parametersOf(['hall?', 'date?', 'start?']),
    parse: argumentsIn,
    propose: (said, context) => own.proposeCancelling(said, context),
    commit: (content, context) => own.cancel(content, context),
  };
  return [readTool(parts, { name: 'get_my_bookings', takes: [], run: (_said, context) => own.list(context) }), cancel];
}

class OwnBookings {
  constructor(private readonly parts: HallToolParts) {}

  async list(context: ToolContext): Promise<ToolResult> {
    const { language } = context;
    const own = await this.of(context);
    if (own.length === 0) return { text: this.text(language, 'own.none'), data: { bookings: [] } };
    const lines = own.map((one) => `- ${this.line(one, language)}`);
    return {
      text: [`${this.text(language, 'own.head')}\n`, ...lines].join('\n'),
      data: { bookings: own.map((one) => this.data(one, language)) },
    };
  }

  async proposeCancelling(said: SaidArguments, context: ToolContext): Promise<Proposed> {
    const { wishes, texts } = this.parts;
    const { language } = context;
    const own = await this.of(context);
    if (own.length === 0) throw wishes.refused(language, 'nothing_booked');
    const [one, ...others] = await this.meant(said, own, context);
    if (!one || others.length > 0) throw this.which(one ? [one, ...others] : own, language);
    const { booking, hall } = one;
    if (booking.startsAt <= (await this.parts.halls.now())) throw wishes.refused(language, 'has_begun');
    const preview = this.text(language, booking.status === 'PAID' ? 'own.cancel_paid' : 'own.cancel', {
      table: texts.table(quoteOf(booking, hall), language),
      total: formatMoney(totalOf(booking), language),
    });
    return { content: { bookingId: booking.id, status: booking.status }, preview };
  }

  async cancel(content: Proposed['content'], context: ToolContext): Promise<Committed> {
    const { wishes, bookings, halls, texts } = this.parts;
    const { userId, language } = context;
    const { bookingId, status } = agreed.parse(content);
    const known = userId === null ? null : await bookings.find(bookingId);
    if (userId === null || known?.userId !== userId) throw wishes.refused(language, 'nothing_booked');
    // A repeat of what was agreed to finds it done.
    const done = known.status === 'CANCELLED' && known.cancelledBy === userId;
    const booking = done ? known : await this.cancelled(userId, bookingId, language);
    const hall = await halls.get(booking.hallId);
    const text = this.text(language, status === 'PAID' ? 'own.cancelled_paid' : 'own.cancelled', {
      booking: texts.line(quoteOf(booking, hall), language),
      total: formatMoney(totalOf(booking), language),
    });
    return { text, data: { bookingId, status: booking.status } };
  }

  private async cancelled(userId: string, bookingId: string, language: TextLanguage): Promise<Booking> {
    try {
      return await this.parts.bookings.cancelOwn(userId, bookingId);
    } catch (error) {
      if (error instanceof Refusal) throw this.parts.wishes.refused(language, 'cannot_cancel');
      throw error;
    }
  }

  /** What the user has booked with this bot, the next first. */
  private async of({ userId, botId, language }: ToolContext): Promise<Own[]> {
    if (userId === null) throw this.parts.wishes.refused(language, 'no_user');
    const bookings = await this.parts.bookings.ofUser(userId);
    const halls = await this.parts.halls.byIds([...new Set(bookings.map(({ hallId }) => hallId))]);
    const own = new Map(halls.filter((hall) => hall.botId === botId).map((hall) => [hall.id, hall]));
    return bookings.flatMap((booking) => {
      const hall = own.get(booking.hallId);
      return hall ? [{ booking, hall }] : [];
    });
  }

  /** Those that fit what was said; all where nothing was. */
  private async meant(said: SaidArguments, own: readonly Own[], context: ToolContext): Promise<Own[]> {
    const { wishes } = this.parts;
    const hall = said.hall === undefined ? undefined : await wishes.hall(said, context);
    const fitting = own.filter((one) => hall === undefined || one.hall.id === hall.id);
    const at = hall ?? fitting[0]?.hall;
    const day = said.date === undefined || !at ? undefined : await wishes.day(said, at, context);
    const thatDay = fitting.filter((one) => !day || localDate(one.hall, one.booking.startsAt) === day.date);
    return said.start === undefined ? thatDay : thatDay.filter((one) => beginsAt(one, said.start ?? ''));
  }

  private which(own: readonly Own[], language: TextLanguage) {
    const list = own.map(({ booking, hall }) => this.parts.texts.line(quoteOf(booking, hall), language));
    return this.parts.wishes.refused(language, 'which_booking', { bookings: list.join('; ') });
  }

  private line({ booking, hall }: Own, language: TextLanguage): string {
    const { texts, bookings } = this.parts;
    return this.text(language, booking.status === 'PAID' ? 'own.paid' : 'own.unpaid', {
      booking: texts.line(quoteOf(booking, hall), language),
      total: formatMoney(totalOf(booking), language),
      until: texts.moment(booking.expiresAt, hall, language),
      url: bookings.paymentUrl(booking),
    });
  }

  private data({ booking, hall }: Own, language: TextLanguage) {
    const { texts, bookings } = this.parts;
    return {
      booking: texts.line(quoteOf(booking, hall), language),
      status: booking.status,
      total: formatMoney(totalOf(booking), language),
      paymentUrl: bookings.paymentUrl(booking),
    };
  }

  private text(language: TextLanguage, key: string, params: Readonly<Record<string, string>> = {}): string {
    return this.parts.locales.t(language, `hall-tools:${key}`, params);
  }
}

/** Whether a booking begins at the hour that was said, in whichever half of the day. */
function beginsAt({ booking, hall }: Own, said: string): boolean {
  const hours = hoursSaid({ start: said, end: '24:00' });
  const { start } = localTimes(hall, booking);
  return typeof hours === 'object' && [hours.start, laterHalf(hours.start)].includes(start);
}

function laterHalf(time: string): string {
  const [hour = 0] = time.split(':').map(Number);
  return `${hour + 12}${time.slice(2)}`;
}
