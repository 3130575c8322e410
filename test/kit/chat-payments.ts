import { Temporal } from 'temporal-polyfill';
import { at } from './booking-stories';
import { GraphqlCaller } from './graphql-caller';
import { bootstrapKey, type House } from './house';
import type { TelegramPerson } from './telegram-person';

/** What the tests give as the token of a payment provider in Telegram. */
export const paymentToken = '381764678:TEST:of-the-tests';

const create = `mutation ($input: CreateBookingInput!) { createBooking(input: $input) { booking { id paymentUrl version } } }`;
const correct = `mutation ($input: CorrectBookingInput!) { correctBooking(input: $input) { booking { id version } } }`;
const cancel = `mutation ($input: BookingInput!) { cancelBooking(input: $input) { booking { id } } }`;
const users = `query ($search: String) { users(search: $search, first: 1) { nodes { id } } }`;

/** A booking as the tests know it. */
export interface ChatBooking {
  readonly id: string;
  readonly paymentUrl: string;
  readonly version: number;
}

// Each booking of a house has a day of its own.
let days = 20;

/** Somebody with Telegram for whom a hall is booked, and what becomes of their money. */
export class ChatPayer {
  private readonly api: GraphqlCaller;

  constructor(
    private readonly house: House,
    readonly person: TelegramPerson,
    language: 'ru' | 'en',
  ) {
    this.api = new GraphqlCaller(house.app.url, {
      authorization: `Bearer ${bootstrapKey}`,
      'accept-language': language,
    });
  }

  /** Somebody who has begun to talk with the bot of the halls. */
  static async of(house: House, language: 'ru' | 'en'): Promise<ChatPayer> {
    const person = house.person({ language_code: language });
    person.writes('/start');
    await person.hears();
    return new ChatPayer(house, person, language);
  }

  /** Books so many hours of a hall, from 14:00 on, over the API. */
  async books(hours: number, slug = 'blue'): Promise<ChatBooking> {
    days += 1;
    const day = Temporal.Now.plainDateISO('Europe/Moscow').add({ days });
    const { id: hallId } = await this.house.database.prisma.hall.findFirstOrThrow({ where: { slug } });
    const found = await this.api.call(users, { search: String(this.person.person.id) });
    const who = { clientName: 'Иван Петров', clientPhone: '+79001234567', userId: found.users.nodes[0].id };
    const times = { startsAt: at(day, '14:00'), endsAt: at(day, `${14 + hours}:00`) };
    return (await this.api.call(create, { input: { hallId, ...times, ...who } })).createBooking.booking;
  }

  /** Puts another name into a booking. */
  async renames({ id: bookingId, version }: ChatBooking, clientName: string): Promise<void> {
    await this.api.call(correct, { input: { bookingId, version, clientName } });
  }

  async cancels({ id: bookingId }: ChatBooking): Promise<void> {
    await this.api.call(cancel, { input: { bookingId } });
  }

  /** What is in the ledger for a booking, the earliest first: "SUCCEEDED", "REFUND_DUE cancelled". */
  async ledger({ id }: ChatBooking): Promise<string[]> {
    const { rows } = await this.house.database.pool.query(
      `select concat_ws(' ', status, reason) as entry from payments where booking_id = $1 and provider = 'telegram'
       order by created_at, id`,
      [id],
    );
    return rows.map(({ entry }: { entry: string }) => entry);
  }

  async status({ id }: ChatBooking): Promise<string> {
    const { status } = await this.house.database.prisma.booking.findUniqueOrThrow({ where: { id } });
    return status;
  }

  /** Telegram tells the bot once more of the latest money of this person, perhaps as of another charge. */
  toldAgain(as: { readonly charge?: string } = {}): void {
    const entries = this.chat().history();
    const note = entries.findLast(({ message }) => message['successful_payment'] !== undefined)?.message;
    const changed = as.charge === undefined ? {} : { telegram_payment_charge_id: as.charge };
    this.tell({ ...Object(note?.['successful_payment']), ...changed });
  }

  /** Telegram tells the bot of money for the latest invoice of a booking, whatever it has asked before. */
  async chargedFor({ id: bookingId }: ChatBooking, amount: number): Promise<void> {
    const latest = { where: { bookingId, provider: 'telegram' }, orderBy: { createdAt: 'desc' } } as const;
    const { id: invoice_payload } = await this.house.database.prisma.payment.findFirstOrThrow(latest);
    const ids = { telegram_payment_charge_id: `tg-${invoice_payload}`, provider_payment_charge_id: 'bank' };
    this.tell({ currency: 'RUB', total_amount: amount, invoice_payload, ...ids });
  }

  private chat() {
    return this.house.telegram.bot('halls').chat(this.person.person.id);
  }

  private tell(successful_payment: object): void {
    const bot = this.house.telegram.bot('halls');
    const chat = this.chat();
    const from = { ...this.person.person, is_bot: false };
    const date = Math.floor(Date.now() / 1000);
    bot.push('message', { message_id: bot.takeMessageId(chat), from, chat: chat.info, date, successful_payment });
  }
}
