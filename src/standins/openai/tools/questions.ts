import type { ChatMessage } from '../chat-request';
import { languageOf } from '../extractive/language';
import type { StandinLanguage } from '../phrases';
import type { Detail } from './details';

interface Words {
  readonly toBook: string;
  readonly toLook: string;
  readonly ask: Readonly<Record<Detail, string>>;
  readonly hallOf: (names: string) => string;
  readonly other: (name: string) => string;
}

/** How the stand-in asks for what a tool needs. */
const words: Readonly<Record<StandinLanguage, Words>> = {
  ru: {
    toBook: 'Для бронирования осталось уточнить:',
    toLook: 'Чтобы посмотреть, осталось уточнить:',
    ask: {
      hall: 'какой зал вам нужен?',
      date: 'на какую дату?',
      start: 'с которого часа?',
      end: 'до которого часа?',
      name: 'на чьё имя?',
      phone: 'какой телефон для связи?',
    },
    hallOf: (names) => `какой зал вам нужен (${names})?`,
    other: (name) => `${name}?`,
  },
  en: {
    toBook: 'To book, I still need to know:',
    toLook: 'To look that up, I still need to know:',
    ask: {
      hall: 'which hall would you like?',
      date: 'on which date?',
      start: 'from what time?',
      end: 'until what time?',
      name: 'in whose name?',
      phone: 'what is your phone number?',
    },
    hallOf: (names) => `which hall would you like (${names})?`,
    other: (name) => `${name}?`,
  },
};

/** What is asked for. */
export interface Lacking {
  readonly language: StandinLanguage;
  readonly purpose: 'book' | 'look';
  /** Parts of a booking. */
  readonly details: readonly Detail[];
  /** Names of halls to choose from, where they are known. */
  readonly places: readonly string[];
}

/** Asks for what is missing, all at once. */
export function askFor({ language, purpose, details, places }: Lacking): string {
  const { toBook, toLook, ask, hallOf } = words[language];
  const own = places.filter((place) => languageOf(place) === language);
  const names = (own.length > 0 ? own : places).slice(0, 6).join(', ');
  const questions = details.map((detail) => (detail === 'hall' && names !== '' ? hallOf(names) : ask[detail]));
  return [purpose === 'book' ? toBook : toLook, ...questions].join(' ');
}

/** What the stand-in asked for in a message of its own; undefined where the message is nothing of the kind. */
export function askedIn({
  role,
  content,
}: ChatMessage): { purpose: Lacking['purpose']; details: Detail[] } | undefined {
  if (role !== 'assistant') return undefined;
  for (const { toBook, toLook, ask, hallOf } of Object.values(words)) {
    if (!content.includes(toBook) && !content.includes(toLook)) continue;
    const details = (Object.keys(ask) as Detail[]).filter(
      (detail) =>
        content.includes(ask[detail]) || (detail === 'hall' && content.includes(hallOf('').split('(')[0] ?? '')),
    );
    return { purpose: content.includes(toBook) ? 'book' : 'look', details };
  }
  return undefined;
}
