import type { TextLanguage } from '../infra/languages';
import type { Hall as HallRow } from '../infra/prisma-client/client';
import type { Money } from './money.rules';

/** The days of a week as opening hours name them, Monday first. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** A day of the week. */
export type Weekday = (typeof weekdays)[number];

/** From when to when a hall can be had on each day, "09:00" to "24:00" at the latest, by its own clock; null: closed all day. */
export type OpeningHours = Readonly<Record<Weekday, readonly [string, string] | null>>;

/** A text in each language that it exists in, one at least. */
export type Texts = Readonly<Partial<Record<TextLanguage, string>>>;

/** Something that can be booked by the hour. */
export interface Hall {
  readonly id: string;
  readonly botId: string;
  readonly slug: string;
  readonly names: Texts;
  /** Other names that people have for it. */
  readonly aliases: readonly string[];
  readonly descriptions: Texts;
  readonly rules: Texts;
  /** How many people it holds. */
  readonly capacity: number;
  readonly pricePerHour: Money;
  readonly openingHours: OpeningHours;
  /** IANA name; opening hours and what people are told are in it. */
  readonly timeZone: string;
  /** Bookings begin and end on a multiple of it, by the hall's clock. */
  readonly stepMinutes: number;
  readonly minMinutes: number;
  readonly maxMinutes: number;
  /** Null: it can be booked. */
  readonly archivedAt: Date | null;
}

/** A hall of the database as the domain sees it: its JSON columns were checked when they were written. */
export function hallOf(row: HallRow): Hall {
  const { pricePerHour, currency, createdAt: _created, updatedAt: _updated, ...rest } = row;
  const { names, descriptions, rules, openingHours } = rest as unknown as Hall;
  return { ...rest, names, descriptions, rules, openingHours, pricePerHour: { amount: pricePerHour, currency } };
}

/** The text in a language or, where it is missing, in the other one. */
export function inLanguage(texts: Texts, language: TextLanguage): string {
  return texts[language] ?? texts.ru ?? texts.en ?? '';
}
