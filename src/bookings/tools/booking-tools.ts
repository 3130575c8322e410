import { z } from 'zod';
import { Refusal } from '../../errors';
import type { TextLanguage } from '../../infra/languages';
import type { Booking } from '../../infra/prisma-client/client';
import { type Committed, type Proposed, type ToolContext, ToolRefused, type WriteTool } from '../../tools/tool';
import { totalOf } from '../booking';
import { localDate, type Slot, slotFault } from '../calendar.rules';
import { type Hall, inLanguage } from '../hall';
import { formatMoney } from '../money.rules';
import { described, type HallToolParts } from './hall-tool-parts';
import { type ArgumentName, argumentsIn, parametersOf, type SaidArguments } from './tool-arguments';

const needed = ['hall', 'date', 'start', 'end', 'name', 'phone'] as const satisfies readonly ArgumentName[];

/** What the user has agreed to. */
const agreed = z.strictObject({
  hallId: z.string(),
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  clientName: z.string(),
  clientPhone: z.string().nullable(),
  total: z.strictObject({ amount: z.int().min(0), currency: z.string() }),
});

/**
 * The tools that book. Both show the table first and book at the user's button: a model that calls the second one at once has gained
 * nothing by it.
 */
export function bookingTools(parts: HallToolParts): WriteTool<SaidArguments>[] {
  const desk = new BookingDesk(parts);
  return ['generate_booking_info', 'create_booking_info'].map((name) => ({
    ...described(parts.locales, name),
    effect: 'write',
    parameters: parametersOf(needed),
    parse: argumentsIn,
    propose: (said, context) => desk.propose(said, context),
    commit: (content, context) => desk.commit(content, context),
  }));
}

class BookingDesk {
  constructor(private readonly parts: HallToolParts) {}

  /** What the booking would be, checked and reckoned. */
  async propose(said: SaidArguments, context: ToolContext): Promise<Proposed> {
    const { wishes, bookings, texts } = this.parts;
    const { language } = context;
    await wishes.demand(said, needed, context);
    const hall = await wishes.hall(said, context);
    const slot = wishes.slot(said, await wishes.day(said, hall, context), context);
    const { name: clientName = '', phone: clientPhone = null } = said;
    const wish = { hallId: hall.id, slot, clientName, clientPhone };
    const quote = await this.asked(() => bookings.quote(wish), { hall, slot }, context);
    const content = {
      hallId: hall.id,
      startsAt: slot.startsAt.toISOString(),
      endsAt: slot.endsAt.toISOString(),
      clientName: quote.clientName,
      clientPhone: quote.clientPhone,
      total: { ...quote.total },
    };
    return { content, preview: this.text(language, 'booking.check', { table: texts.table(quote, language) }) };
  }

  /** Books, once for each agreement. */
  async commit(content: Proposed['content'], context: ToolContext & { readonly key: string }): Promise<Committed> {
    const { userId, dialogueId, language, key } = context;
    const { startsAt, endsAt, total, ...wish } = agreed.parse(content);
    const slot = { startsAt: new Date(startsAt), endsAt: new Date(endsAt) };
    if (userId === null) throw this.parts.wishes.refused(language, 'no_user');
    const hall = await this.parts.halls.get(wish.hallId);
    const who = { userId, dialogueId, language, createdBy: userId };
    const make = () => this.parts.bookings.create({ ...wish, ...who, slot, agreed: total, once: key });
    const booking = await this.asked(make, { hall, slot }, context);
    return this.made(booking, hall, language);
  }

  private made(booking: Booking, hall: Hall, language: TextLanguage): Committed {
    const { texts, bookings } = this.parts;
    const { id, status, startsAt, endsAt, expiresAt } = booking;
    const [total, url] = [formatMoney(totalOf(booking), language), bookings.paymentUrl(booking)];
    const text = this.text(language, 'booking.made', {
      booking: texts.line({ hall, slot: { startsAt, endsAt } }, language),
      until: texts.moment(expiresAt, hall, language),
      total,
      url,
    });
    return { text, data: { bookingId: id, status, startsAt, endsAt, total, paymentUrl: url } };
  }

  /** Asks the bookings for something; what they have against it is told with what is free instead. */
  private async asked<T>(ask: () => Promise<T>, of: { hall: Hall; slot: Slot }, context: ToolContext): Promise<T> {
    const { wishes } = this.parts;
    const { language } = context;
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.code === 'CONFLICT') throw wishes.refused(language, 'price_changed');
      const told = wishes.told(error, { language, ...of });
      if (error.code !== 'SLOT_TAKEN' || !(told instanceof ToolRefused)) throw told;
      throw new ToolRefused([told.text, ...(await this.instead(of, context))].join(' '), { cause: error });
    }
  }

  /** What is free instead: the hall at other times of the day, other halls at that time. */
  private async instead({ hall, slot }: { hall: Hall; slot: Slot }, context: ToolContext): Promise<string[]> {
    const { halls, words } = this.parts;
    const { language, botId } = context;
    const others = (await halls.ofBot(botId)).filter((other) => other.id !== hall.id);
    const days = await Promise.all([hall, ...others].map((one) => halls.day(one, localDate(one, slot.startsAt))));
    const free = days.slice(1).filter((day) => isFree(day, slot));
    const [own] = days;
    return [
      ...(own ? [words.free(own, language)] : []),
      ...(free.length > 0 ? [this.text(language, 'booking.others', { halls: namesOf(free, language) })] : []),
    ];
  }

  private text(language: TextLanguage, key: string, params: Readonly<Record<string, string>>): string {
    return this.parts.locales.t(language, `hall-tools:${key}`, params);
  }
}

type Day = Awaited<ReturnType<HallToolParts['halls']['day']>>;

function isFree({ hall, free, now }: Day, slot: Slot): boolean {
  const isOpen = free.some(({ startsAt, endsAt }) => startsAt <= slot.startsAt && endsAt >= slot.endsAt);
  return isOpen && slotFault(hall, slot, now) === null;
}

function namesOf(days: readonly Day[], language: TextLanguage): string {
  return days.map(({ hall }) => inLanguage(hall.names, language)).join(', ');
}
