import type { TextLanguage } from '../../infra/languages';
import type { Locales } from '../../infra/locales';
import type { BookingTexts } from '../booking-texts';
import type { Slot } from '../calendar.rules';
import { type Hall, inLanguage } from '../hall';
import type { HallDay } from '../halls';
import { formatMoney, priceOf } from '../money.rules';

const minutesOfHour = 60;
/** As many prices as anybody compares. */
const mostPrices = 8;

/** Halls and their days in words, as the tools tell them. */
export class HallWords {
  constructor(private readonly deps: { texts: BookingTexts; locales: Locales }) {}

  /** All there is to say of a hall. */
  whole(hall: Hall, language: TextLanguage): string {
    const lines = [this.brief(hall, language), inLanguage(hall.descriptions, language)];
    const rules = this.text(language, 'hall.rules', { rules: inLanguage(hall.rules, language) });
    return [...lines, rules, this.lengths(hall, language)].join('\n\n');
  }

  /** A hall in one line: name, room, price, hours. */
  brief(hall: Hall, language: TextLanguage): string {
    return this.text(language, 'hall.brief', {
      name: inLanguage(hall.names, language),
      guests: this.text(language, 'hall.guests', { count: hall.capacity }),
      price: this.deps.texts.pricePerHour(hall, language),
      hours: this.deps.texts.openingHours(hall, language),
    });
  }

  /** What a hall costs: an hour, and so many of them. */
  prices(hall: Hall, language: TextLanguage): string {
    const { texts } = this.deps;
    const rows = this.priceList(hall, language).map(({ length, total }) => `| ${length} | ${total} |`);
    const head = `| ${this.text(language, 'price.length')} | ${this.text(language, 'price.total')} |`;
    const line = `**${inLanguage(hall.names, language)}**: ${texts.pricePerHour(hall, language)}.`;
    return [`${line}\n`, head, '| --- | --- |', ...rows].join('\n');
  }

  /** The prices of whole hours, as far as the hall can be had for them. */
  priceList(hall: Hall, language: TextLanguage): { length: string; total: string }[] {
    const first = Math.ceil(hall.minMinutes / minutesOfHour);
    const last = Math.floor(hall.maxMinutes / minutesOfHour);
    const count = Math.max(0, Math.min(mostPrices, last - first + 1));
    const { amount, currency } = hall.pricePerHour;
    return Array.from({ length: count }, (_, index) => (first + index) * minutesOfHour).map((minutes) => ({
      length: this.deps.texts.length(minutes, language),
      total: formatMoney({ amount: priceOf(amount, minutes), currency }, language),
    }));
  }

  /** When a hall can still be had on a day. */
  free(day: HallDay, language: TextLanguage): string {
    const { opening, free, hall } = day;
    const key = opening === null ? 'closed' : free.length === 0 ? 'nothing' : 'free';
    return this.text(language, `day.${key}`, {
      hall: inLanguage(hall.names, language),
      date: this.date(day, language),
      free: this.times(free, hall),
      opening: opening ? this.deps.texts.times(opening, hall) : '',
    });
  }

  /** When a hall is taken on a day; never by whom. */
  taken(day: HallDay, language: TextLanguage): string {
    const { taken, hall } = day;
    return this.text(language, taken.length === 0 ? 'day.untaken' : 'day.taken', {
      hall: inLanguage(hall.names, language),
      date: this.date(day, language),
      taken: this.times(taken, hall),
    });
  }

  /** «09:00–12:00, 15:00–22:00» */
  times(slots: readonly Slot[], hall: Hall): string {
    return slots.map((slot) => this.deps.texts.times(slot, hall)).join(', ');
  }

  /** «суббота, 28 ноября 2026 г.» */
  date({ date }: Pick<HallDay, 'date'>, language: TextLanguage): string {
    return this.deps.texts.date(new Date(`${date}T12:00:00Z`), { timeZone: 'UTC' }, language);
  }

  private lengths({ minMinutes, maxMinutes, stepMinutes }: Hall, language: TextLanguage): string {
    const { texts } = this.deps;
    return this.text(language, 'hall.lengths', {
      least: texts.length(minMinutes, language),
      most: texts.length(maxMinutes, language),
      step: texts.length(stepMinutes, language),
    });
  }

  private text(language: TextLanguage, key: string, params: Readonly<Record<string, string | number>> = {}): string {
    return this.deps.locales.t(language, `hall-tools:${key}`, params);
  }
}
