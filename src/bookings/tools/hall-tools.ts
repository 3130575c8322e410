import type { TextLanguage } from '../../infra/languages';
import type { Locales } from '../../infra/locales';
import type { Tool, ToolSource, ToolUser } from '../../tools/tool';
import type { BookingTexts } from '../booking-texts';
import type { Bookings } from '../bookings';
import { localDate, localTimes } from '../calendar.rules';
import { type Hall, inLanguage } from '../hall';
import type { Halls } from '../halls';
import { bookingTools } from './booking-tools';
import { HallWishes } from './hall-wishes';
import { HallWords } from './hall-words';
import { ownBookingTools } from './own-booking-tools';
import { readingTools } from './reading-tools';

/** What the tools of halls need. */
export interface HallToolsDeps {
  readonly halls: Halls;
  readonly bookings: Bookings;
  readonly texts: BookingTexts;
  readonly locales: Locales;
}

const minuteMs = 60_000;

/** What a bot can do with halls: tell about them, look for free times, propose bookings and the end of them. */
export class HallTools implements ToolSource {
  private readonly tools: readonly Tool[];

  constructor(private readonly deps: HallToolsDeps) {
    const parts = { ...deps, wishes: new HallWishes(deps), words: new HallWords(deps) };
    this.tools = [...readingTools(parts), ...bookingTools(parts), ...ownBookingTools(parts)];
  }

  async toolsOf(_bot: ToolUser): Promise<readonly Tool[]> {
    return this.tools;
  }

  /** The day and the time at the halls, and their names. */
  async noteFor(bot: ToolUser, language: TextLanguage): Promise<string | null> {
    const { halls, locales } = this.deps;
    const [all, now] = await Promise.all([halls.ofBot(bot.id), halls.now()]);
    if (all.length === 0) return null;
    const zones = [...new Map(all.map((hall) => [hall.timeZone, hall])).values()];
    const clocks = zones.map((hall) => this.clock(hall, now, language)).join('; ');
    return locales.t(language, 'hall-tools:note', { now: clocks, halls: namesOf(all, language) });
  }

  /** «суббота, 21 ноября 2026 г. (2026-11-21), 23:28, Europe/Moscow» */
  private clock(hall: Hall, now: Date, language: TextLanguage): string {
    const { start } = localTimes(hall, { startsAt: now, endsAt: new Date(now.getTime() + minuteMs) });
    const date = this.deps.texts.date(now, hall, language);
    return `${date} (${localDate(hall, now)}), ${start}, ${hall.timeZone}`;
  }
}

/** «Синий зал (Blue Hall), Лофт (The Loft)» */
function namesOf(halls: readonly Hall[], language: TextLanguage): string {
  const other = language === 'ru' ? 'en' : 'ru';
  const named = halls.map(({ names }) => {
    const [own, foreign] = [inLanguage(names, language), names[other]];
    return foreign === undefined || foreign === own ? own : `${own} (${foreign})`;
  });
  return named.join(', ');
}
