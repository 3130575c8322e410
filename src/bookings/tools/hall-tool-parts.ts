import type { TextLanguage } from '../../infra/languages';
import type { Locales } from '../../infra/locales';
import type { Tool } from '../../tools/tool';
import type { BookingTexts } from '../booking-texts';
import type { Bookings } from '../bookings';
import type { Halls } from '../halls';
import type { HallWishes } from './hall-wishes';
import type { HallWords } from './hall-words';

/** What the tools of halls stand on. */
export interface HallToolParts {
  readonly halls: Halls;
  readonly bookings: Bookings;
  readonly texts: BookingTexts;
  readonly locales: Locales;
  readonly wishes: HallWishes;
  readonly words: HallWords;
}

const languages: readonly TextLanguage[] = ['ru', 'en'];

/** What a tool is called, and what the model is told of it in each language. */
export function described(locales: Locales, name: string): Pick<Tool, 'name' | 'description'> {
  const texts = languages.map((language) => [language, locales.t(language, `hall-tools:tools.${name}`)] as const);
  return { name, description: Object.fromEntries(texts) as Record<TextLanguage, string> };
}
