import { Temporal } from 'temporal-polyfill';
import { Refusal } from '../../errors';
import type { TextLanguage } from '../../infra/languages';
import type { Locales } from '../../infra/locales';
import { ToolRefused } from '../../tools/tool';
import type { BookingTexts } from '../booking-texts';
import { localDate, localTimes, openingOf, type Slot, slotOf } from '../calendar.rules';
import { type Hall, inLanguage } from '../hall';
import type { HallDay, Halls } from '../halls';
import { daySaid } from './day-said.rules';
import { hallMeant } from './hall-name.rules';
import { hoursSaid } from './time-said.rules';
import type { ArgumentName, SaidArguments } from './tool-arguments';

/** Whose halls are spoken of, and in which language. */
export interface Asker {
  readonly botId: string;
  readonly language: TextLanguage;
}

/** What understanding people's words takes. */
export interface HallWishesDeps {
  readonly halls: Halls;
  readonly texts: BookingTexts;
  readonly locales: Locales;
}

/** Makes halls, days and times of what people say; what is missing or unclear is a ToolRefused that says what to ask for. */
export class HallWishes {
  constructor(private readonly deps: HallWishesDeps) {}

  /** The halls of a bot. */
  async halls({ botId, language }: Asker): Promise<Hall[]> {
    const halls = await this.deps.halls.ofBot(botId);
    if (halls.length === 0) throw this.refused(language, 'no_halls');
    return halls;
  }

  /** The hall that is meant. */
  async hall(said: SaidArguments, asker: Asker): Promise<Hall> {
    const halls = await this.halls(asker);
    const meant = hallMeant(said.hall ?? '', halls);
    if ('hall' in meant) return meant.hall;
    throw this.refused(asker.language, 'which_hall', { halls: this.names(meant.unclear, asker.language) });
  }

  /** The day that is meant, at a hall's place: from today to a year ahead. */
  async day(said: SaidArguments, hall: Hall, { language }: Asker): Promise<HallDay> {
    if (said.date === undefined) throw this.missing([this.word('date', language)], language);
    const now = await this.deps.halls.now();
    const today = Temporal.PlainDate.from(localDate(hall, now));
    const day = daySaid(said.date, { today, language });
    if (!day) throw this.refused(language, 'which_day', { said: said.date });
    const isPast = Temporal.PlainDate.compare(day, today) < 0;
    const isFar = Temporal.PlainDate.compare(day, today.add({ years: 1 })) > 0;
    if (isPast || isFar)
      throw this.refused(language, isPast ? 'past_day' : 'far_day', { day: dateText(day, language) });
    return this.deps.halls.day(hall, day.toString());
  }

  /** The time that is meant, on a day at a hall. */
  slot(said: SaidArguments, { hall, date }: Pick<HallDay, 'hall' | 'date'>, { language }: Asker): Slot {
    const { start, end } = said;
    if (start === undefined || end === undefined) {
      const words = missingOf(said, ['start', 'end']).map((name) => this.word(name, language));
      throw this.missing(words, language);
    }
    const opening = openingOf(hall, date);
    const hours = hoursSaid({ start, end }, opening && localTimes(hall, opening));
    if (typeof hours === 'string') throw this.refused(language, 'which_time', { said: said[hours] ?? '' });
    try {
      return slotOf(hall, { date, ...hours });
    } catch (error) {
      throw this.told(error, { language, hall });
    }
  }

  /** Throws what to ask for where something that is needed was not said; a single hall need not be named. */
  async demand(said: SaidArguments, needed: readonly ArgumentName[], asker: Asker): Promise<void> {
    const { language } = asker;
    const halls = await this.halls(asker);
    const missing = missingOf(said, needed).filter((name) => name !== 'hall' || halls.length > 1);
    if (missing.length === 0) return;
    const words = missing.map((name) => this.word(name, language, { halls: this.names(halls, language) }));
    throw this.missing(words, language);
  }

  /** A refusal of the bookings in words; whatever else it is goes on as it is. */
  told(error: unknown, of: { language: TextLanguage; hall: Hall; slot?: Slot }): unknown {
    if (!(error instanceof Refusal)) return error;
    return new ToolRefused(this.deps.texts.reasonText(error, of), { cause: error });
  }

  /** «Синий зал, Лофт, Большой зал» */
  names(halls: readonly Hall[], language: TextLanguage): string {
    return halls.map((hall) => inLanguage(hall.names, language)).join(', ');
  }

  /** A refusal with a text of the tools of halls. */
  refused(language: TextLanguage, key: string, params: Readonly<Record<string, string>> = {}): ToolRefused {
    return new ToolRefused(this.deps.locales.t(language, `hall-tools:refused.${key}`, params));
  }

  private missing(words: readonly string[], language: TextLanguage): ToolRefused {
    return this.refused(language, 'missing', { missing: words.join(', ') });
  }

  private word(name: ArgumentName, language: TextLanguage, params: Readonly<Record<string, string>> = {}): string {
    return this.deps.locales.t(language, `hall-tools:missing.${name}`, params);
  }
}

function missingOf(said: SaidArguments, needed: readonly ArgumentName[]): ArgumentName[] {
  return needed.filter((name) => said[name] === undefined);
}

function dateText(day: Temporal.PlainDate, language: TextLanguage): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'full', timeZone: 'UTC' }).format(
    new Date(`${day.toString()}T00:00:00Z`),
  );
}
