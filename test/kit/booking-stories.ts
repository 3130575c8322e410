import { Temporal } from 'temporal-polyfill';
import type { House } from './house';
import type { TelegramPerson } from './telegram-person';

/** How long a step of a story may take on a loaded machine. */
export const patience = 120_000;

/** What is said in the stories of bookings, in both languages. */
export const bookingTexts = {
  ru: {
    wish: 'Хочу зал на субботу',
    asks: /какой зал[^]*с которого часа/,
    aboutPrice: 'А сколько стоит синий зал?',
    aboutFree: 'А что свободно в синем зале в субботу?',
    details: 'Синий, в субботу с 14 до 17, Иван Петров, +7 900 123-45-67',
    other: 'Лучше с 15 до 18',
    hall: 'Синий зал',
    pricePerHour: 250_000,
    name: 'Иван Петров',
    confirm: '✅ Подтвердить',
    change: '✏️ Изменить',
    changed: /ничего не сделано/i,
    replaced: /заменено более новым/,
    again: /уже подтвердили/,
    paid: /Оплата получена/,
    reminder: /ещё не оплачено/,
    expired: /Срок оплаты истёк/,
    corrected: /Бронирование изменено/,
    cancel: 'Отмените мою бронь',
    willReturn: /вернутся/,
    cancelled: /Бронь отменена/,
    refunded: /Мы вернули/,
    nothingDone: /ничего не сделано/i,
    isPaid: /Оплачено/,
    isExpired: /Срок оплаты истёк/,
    whole: 'Забронируйте лофт на следующую пятницу с 12 до 15, Ольга, +7 901 000-00-02',
    lies: /забронировал|оплачен|777/i,
  },
  en: {
    wish: 'I want to book a hall for Saturday',
    asks: /which hall[^]*from what time/,
    aboutPrice: 'How much is the grand hall?',
    aboutFree: 'When is the grand hall free on Saturday?',
    details: 'Grand Hall, Saturday 2–5 pm, John Smith, +44 20 7946 0958',
    other: 'Make it 3 pm to 6 pm, please',
    hall: 'Grand Hall',
    pricePerHour: 900_000,
    name: 'John Smith',
    confirm: '✅ Confirm',
    change: '✏️ Change',
    changed: /nothing has been done/i,
    replaced: /replaced by a newer/i,
    again: /confirmed this already/i,
    paid: /payment/i,
    reminder: /not paid yet/i,
    expired: /not paid in time/i,
    corrected: /has been changed/i,
    cancel: 'Cancel my booking, please',
    willReturn: /the way you paid|goes back|refund/i,
    cancelled: /booking is cancelled/i,
    refunded: /refunded|given back|returned/i,
    nothingDone: /nothing has been done/i,
    isPaid: /Paid/,
    isExpired: /not paid in time|ran out|expired|time to pay/i,
    whole: 'Please book the loft for next Friday from 12:00 to 15:00, Olga, +44 20 7946 0959',
    lies: /booked it|is paid|777/i,
  },
} as const;

/** The Saturday that «в субботу» means, by the clock of the halls. */
export function saturday(): Temporal.PlainDate {
  const today = Temporal.Now.plainDateISO('Europe/Moscow');
  return today.add({ days: (6 - today.dayOfWeek + 7) % 7 || 7 });
}

/** A moment of a day, by the clock of the halls, as the API tells it. */
export function at(day: Temporal.PlainDate, time: string): string {
  const instant = day.toZonedDateTime({ timeZone: 'Europe/Moscow', plainTime: Temporal.PlainTime.from(time) });
  return new Date(instant.epochMilliseconds).toISOString();
}

/** A sum in roubles as it is written in a language: minor units divided here, and nowhere else in the stories. */
export function roubles(amount: number, language: 'ru' | 'en'): string {
  const whole = String(Math.trunc(amount / 100)).replaceAll(/\B(?=(?:\d{3})+$)/g, language === 'ru' ? ' ' : ',');
  return language === 'ru' ? `${whole} ₽` : `₽${whole}`;
}

/** A text with every kind of space made plain. */
export function plainSpaces(text: string): string {
  return text.replaceAll(/[\u00A0\u202F\u2009]/g, ' ');
}

/** All sums of a text, as they are written. */
export function sumsIn(text: string): string[] {
  return plainSpaces(text).match(/₽\s?\d[\d,]*(?:\.\d+)?|\d[\d ]*(?:,\d+)?\s?₽/g) ?? [];
}

/** All times of a text. */
export function timesIn(text: string): string[] {
  return text.match(/(?<!\d)\d{1,2}:\d{2}(?!\d)/g) ?? [];
}

const bookings = `query ($user: ID!) { bookings(user: $user, first: 50) { nodes {
  id status startsAt endsAt clientName clientPhone version total { amount currency } hall { name(language: "en") } } } }`;
const users = `query ($search: String) { users(search: $search, first: 1) { nodes { id dialogues(first: 1) { nodes { id status } } } } }`;

/** A person who books over the chat, with what the house knows of them. */
export class Booker {
  constructor(
    private readonly house: House,
    readonly person: TelegramPerson,
  ) {}

  static of(house: House, language: 'ru' | 'en'): Booker {
    return new Booker(house, house.person({ language_code: language }));
  }

  /** Writes, and answers what is heard next. */
  async asks(text: string): Promise<string> {
    this.person.writes(text);
    return this.hears();
  }

  /** Presses the latest button of that name, and answers what is heard next. */
  async presses(button: string): Promise<string> {
    this.person.presses(button);
    return this.hears();
  }

  async hears(): Promise<string> {
    return plainSpaces(await this.person.hears(patience));
  }

  /** All that the bot has said, one below the other. */
  get heard(): string {
    return plainSpaces(
      this.person
        .allHeard()
        .map(({ text = '' }) => text)
        .join('\n'),
    );
  }

  /** The bookings of this person, as the API tells them. */
  async bookings() {
    const { id } = await this.user();
    return (await this.house.api.call(bookings, { user: id })).bookings.nodes;
  }

  async user() {
    const found = await this.house.api.call(users, { search: String(this.person.person.id) });
    return found.users.nodes[0];
  }

  /** What tools were called for this person, with what came of it, oldest first. */
  async calls(): Promise<{ name: string; status: string; arguments: unknown; result: unknown; turn: number }[]> {
    const { dialogues } = await this.user();
    const { rows } = await this.house.database.pool.query(
      `select name, status, arguments, result, turn_seq as turn from tool_calls where dialogue_id = $1 order by created_at, number`,
      [dialogues.nodes[0].id],
    );
    return rows;
  }
}

/** The link to the payment page in a text. */
export function linkIn(text: string): string {
  const [link] = /https?:\/\/[^\s)>\]]+\/pay\/[0-9a-f]{32,64}/.exec(text) ?? [];
  if (link === undefined) throw new Error(`no link to pay in: ${text}`);
  return link;
}
