import { Refusal } from '../errors';
import type { TextLanguage } from '../infra/languages';
import type { Locales } from '../infra/locales';
import type { Booking } from '../infra/prisma-client/client';
import type { Quote } from './booking';
import { localDate, localTimes, openingOf, type Slot } from './calendar.rules';
import { type Hall, inLanguage, weekdays } from './hall';
import { formatMoney } from './money.rules';
import { readablePhone } from './phone.rules';

/** What a refusal was about, so that its reason can be told with numbers. */
export interface RefusedWish {
  readonly language: TextLanguage;
  readonly hall?: Hall | undefined;
  readonly slot?: Slot | undefined;
}

const minutesOfHour = 60;
const monday = Date.UTC(2024, 0, 1);
const dayMs = 86_400_000;

/** Halls, times, prices and bookings in words: every number in them comes from code. */
export class BookingTexts {
  constructor(private readonly deps: { locales: Locales }) {}

  /** «суббота, 28 ноября 2026 г.» */
  date(instant: Date, { timeZone }: Pick<Hall, 'timeZone'>, language: TextLanguage): string {
    return new Intl.DateTimeFormat(language, { dateStyle: 'full', timeZone }).format(instant);
  }

  /** «28 ноября, 14:00» */
  moment(instant: Date, { timeZone }: Pick<Hall, 'timeZone'>, language: TextLanguage): string {
    const day = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', timeZone }).format(instant);
    const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone }).format(instant);
    return `${day}, ${time}`;
  }

  /** "14:00–17:00", by the hall's clock. */
  times(slot: Slot, hall: Pick<Hall, 'timeZone'>): string {
    const { start, end } = localTimes(hall, slot);
    return `${start}–${end}`;
  }

  /** «2 часа 30 минут» */
  length(minutes: number, language: TextLanguage): string {
    const [hours, rest] = [Math.floor(minutes / minutesOfHour), minutes % minutesOfHour];
    const parts = [
      ...(hours > 0 ? [this.text('hours', language, { count: hours })] : []),
      ...(rest > 0 ? [this.text('minutes', language, { count: rest })] : []),
    ];
    return parts.join(' ');
  }

  /** «5 000 ₽ в час» */
  pricePerHour({ pricePerHour }: Pick<Hall, 'pricePerHour'>, language: TextLanguage): string {
    return this.text('price_per_hour', language, { price: formatMoney(pricePerHour, language) });
  }

  /** «пн–пт 09:00–22:00, сб–вс 10:00–24:00» */
  openingHours({ openingHours }: Pick<Hall, 'openingHours'>, language: TextLanguage): string {
    const days = weekdays.map((day) => openingHours[day]?.join('–') ?? this.text('closed', language));
    const groups: { from: number; to: number; hours: string }[] = [];
    for (const [index, hours] of days.entries()) {
      const last = groups.at(-1);
      if (last?.hours === hours) last.to = index;
      else groups.push({ from: index, to: index, hours });
    }
    const named = ({ from, to }: { from: number; to: number }) =>
      [...new Set([from, to])].map((day) => weekdayName(day, language)).join('–');
    return groups.map((group) => `${named(group)} ${group.hours}`).join(', ');
  }

  /** What is booked and what it costs, as a table in CommonMark: for the user to check. */
  table(quote: Quote, language: TextLanguage): string {
    const { hall, slot, minutes, total, clientName, clientPhone } = quote;
    const rows: [string, string][] = [
      ['hall', inLanguage(hall.names, language)],
      ['date', this.date(slot.startsAt, hall, language)],
      ['time', this.times(slot, hall)],
      ['length', this.length(minutes, language)],
      ['price', this.pricePerHour(hall, language)],
      ['total', formatMoney(total, language)],
      ['name', clientName],
      ...(clientPhone === null ? [] : [['phone', readablePhone(clientPhone)] satisfies [string, string]]),
    ];
    const [first, ...others] = rows.map(
      ([key, value]) => `| ${this.text(`table.${key}`, language)} | ${asWritten(value)} |`,
    );
    return [first, '| --- | --- |', ...others].join('\n');
  }

  /** A booking in a line: «Синий зал, суббота, 28 ноября 2026 г., 14:00–17:00» */
  line({ hall, slot }: Pick<Quote, 'hall' | 'slot'>, language: TextLanguage): string {
    return [inLanguage(hall.names, language), this.date(slot.startsAt, hall, language), this.times(slot, hall)].join(
      ', ',
    );
  }

  status({ status }: Pick<Booking, 'status'>, language: TextLanguage): string {
    return this.text(`status.${status}`, language);
  }

  /** Why something was refused, field by field; the field '' is for the whole. */
  reasons(refusal: Refusal, wish: RefusedWish): Record<string, string> {
    const { language } = wish;
    const fields = Object.entries(refusal.fields ?? {});
    if (fields.length === 0) return { '': this.deps.locales.t(language, `errors:${refusal.code}`, refusal.params) };
    return Object.fromEntries(fields.map(([field, key]) => [field, this.reason(key, wish)]));
  }

  /** The same in one text. */
  reasonText(refusal: Refusal, wish: RefusedWish): string {
    return [...new Set(Object.values(this.reasons(refusal, wish)))].join(' ');
  }

  private reason(key: string, { language, hall, slot }: RefusedWish): string {
    const { locales } = this.deps;
    const general = () => locales.t(language, `errors:fields.${key}`);
    if (!hall) return general();
    const params = {
      hall: inLanguage(hall.names, language),
      step: this.length(hall.stepMinutes, language),
      least: this.length(hall.minMinutes, language),
      most: this.length(hall.maxMinutes, language),
      hours: this.openingHours(hall, language),
      ...this.dayParams(hall, slot, language),
    };
    const known = `bookings:reasons.${key}`;
    return locales.has(language, known, params) ? locales.t(language, known, params) : general();
  }

  private dayParams(hall: Hall, slot: Slot | undefined, language: TextLanguage): Record<string, string> {
    const opening = slot && openingOf(hall, localDate(hall, slot.startsAt));
    return {
      day: slot ? capitalised(this.date(slot.startsAt, hall, language)) : '',
      opening: opening ? this.times(opening, hall) : this.text('closed', language),
    };
  }

  private text(key: string, language: TextLanguage, params: Record<string, string | number> = {}): string {
    return this.deps.locales.t(language, `bookings:${key}`, params);
  }
}

/** People's own words inside a line of CommonMark: no sign in them means anything. */
export function asWritten(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>|~&]/g, (sign) => `\\${sign}`);
}

function capitalised(text: string): string {
  return text.slice(0, 1).toLocaleUpperCase() + text.slice(1);
}

function weekdayName(index: number, language: TextLanguage): string {
  const format = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' });
  return format.format(new Date(monday + index * dayMs));
}
