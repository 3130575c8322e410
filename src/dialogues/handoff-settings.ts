import { z } from 'zod';

/** The days of the week as bot.yaml names them, Monday first. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** A day of the week. */
export type Weekday = (typeof weekdays)[number];

/** A stretch of a day in minutes since its midnight; one that ends before it begins ends on the next day. */
export interface OpenRange {
  readonly from: number;
  readonly to: number;
}

const minutesOfDay = 24 * 60;
const rangeText = /^(?<fromHour>\d{1,2}):(?<fromMinute>\d\d) ?[-–] ?(?<toHour>\d{1,2}):(?<toMinute>\d\d)$/;

const openRange = z
  .string()
  .refine((text) => rangeOf(text), 'must be two times of a day, as in 09:00-18:00, 22:00-02:00 or 00:00-24:00');

const businessHours = z.strictObject({
  timeZone: z.string().refine(isTimeZone, 'must be a time zone such as Europe/Moscow'),
  // A day that is not named is a day off.
  days: z.partialRecord(z.enum(weekdays), z.array(openRange)),
  closed: z.array(z.iso.date()).default([]),
});

/** When the people of a bot are there. */
export type BusinessHours = z.infer<typeof businessHours>;

const minutes = z
  .number()
  .positive()
  .max(30 * minutesOfDay);

const topic = z.strictObject({
  name: z.string().trim().min(1),
  // «возврат денег» in any of its forms, «юрист*» with anything after it; a bare * would hand everybody over.
  words: z.array(z.string().refine(isPhrase, 'must be words; a * may end one of two letters or more')).min(1),
});

// YAML reads an id without quotes as a number.
const vip = z.union([z.int().positive().transform(String), z.string().trim().min(1)]);

/**
 * The section `handoff` of bot.yaml: when people are there, how long a user waits for them and what hands a dialogue over beside a
 * wish. Every setting has a default, and so has the section.
 */
export const handoffSettings = z
  .strictObject({
    /** Without hours there is always somebody there. */
    hours: businessHours.optional(),
    /** Who gives a waiting dialogue to an operator: they themselves, or the queue. */
    assignment: z.enum(['manual', 'automatic']).default('manual'),
    /** After how many minutes of waiting the operators are reminded. */
    reminders: z
      .array(minutes)
      .refine((all) => all.every((after, at) => at === 0 || after > (all[at - 1] ?? 0)), 'must grow')
      .default([1, 3, 10]),
    /** After how many minutes of waiting the user is offered to leave a message or to go back to the bot. */
    offerAfter: minutes.default(15),
    /** How many minutes after the offer the handoff is given up. */
    giveUpAfter: minutes.default(minutesOfDay),
    /** Within how many minutes an operator who has accepted is to answer. */
    answerWithin: minutes.default(10),
    /** How many turns in a row the bot may fail a user before a person is called. */
    patience: z.int().min(1).default(2),
    /** Whether a bad mood of the user calls a person. */
    mood: z.boolean().default(true),
    policy: z
      .strictObject({
        /** Subjects that only people speak about. */
        topics: z.array(topic).default([]),
        /** Users whom only people answer: '@name', or the user's id in Telegram or in the app they come from. */
        vip: z.array(vip).default([]),
      })
      .prefault({}),
  })
  .prefault({});

/** How a bot hands over to people. */
export type HandoffSettings = z.infer<typeof handoffSettings>;

/** The range that a text such as 09:00-18:00 stands for; undefined where a text is none. */
export function rangeOf(text: string): OpenRange | undefined {
  const found = rangeText.exec(text.trim())?.groups ?? {};
  const from = minuteOf(found['fromHour'], found['fromMinute']);
  const to = minuteOf(found['toHour'], found['toMinute']);
  return from !== undefined && to !== undefined && from !== to && from < minutesOfDay ? { from, to } : undefined;
}

function isPhrase(text: string): boolean {
  const words = text.match(/[\p{L}\p{N}*]+/gu) ?? [];
  return words.length > 0 && words.every((word) => /^(?:[\p{L}\p{N}]+|[\p{L}\p{N}]{2,}\*)$/u.test(word));
}

function minuteOf(hour: string | undefined, minute: string | undefined): number | undefined {
  const [hours, minutes] = [Number(hour), Number(minute)];
  const sum = hours * 60 + minutes;
  return minutes < 60 && sum <= minutesOfDay ? sum : undefined;
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
