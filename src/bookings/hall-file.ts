import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { StartError } from '../infra/start-error';
import { isTime, isTimeZone } from './calendar.rules';
import { highestPrice, isCurrency } from './money.rules';

const minutesOfDay = 24 * 60;
const time = z.string().refine(isTime, 'a time of a day: 09:00, to 24:00 at the latest');
const opening = z
  .tuple([time, time])
  .refine(([from, to]) => from < to, 'opens before it closes')
  .nullable();
const openingHours = z.strictObject({
  mon: opening,
  tue: opening,
  wed: opening,
  thu: opening,
  fri: opening,
  sat: opening,
  sun: opening,
});
const textsOf = (longest: number) => {
  const text = z.string().trim().min(1).max(longest);
  return z
    .strictObject({ ru: text.optional(), en: text.optional() })
    .refine(({ ru, en }) => ru !== undefined || en !== undefined, 'a text in Russian or in English');
};

/** What there is to say of a hall, as its file and the API give it. */
export const hallShape = z.strictObject({
  slug: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/),
  names: textsOf(100),
  aliases: z.array(z.string().trim().min(1).max(100)).max(50).default([]),
  descriptions: textsOf(4_000),
  rules: textsOf(4_000),
  capacity: z.int().min(1).max(100_000),
  /** In minor units. */
  pricePerHour: z.int().min(0).max(highestPrice),
  currency: z.string().refine(isCurrency, 'a currency of ISO 4217'),
  openingHours,
  timeZone: z.string().refine(isTimeZone, 'a time zone: Europe/Moscow'),
  stepMinutes: z
    .int()
    .min(5)
    .max(minutesOfDay)
    .refine((minutes) => minutesOfDay % minutes === 0, 'a part of a day')
    .default(30),
  minMinutes: z.int().min(5).max(minutesOfDay).default(60),
  maxMinutes: z.int().min(5).max(minutesOfDay).default(720),
});

/** What there is to say of a hall. */
export type HallShape = z.infer<typeof hallShape>;

const file = z.strictObject({
  halls: z.array(hallShape.refine((hall) => hall.minMinutes <= hall.maxMinutes, 'minMinutes: at most maxMinutes')),
});

/** The halls of a file; none where there is no such file. Throws StartError that names the file and the fault. */
export async function readHallFile(name: string): Promise<HallShape[]> {
  const text = await readFile(name, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return [];
  const read = file.safeParse(parse(text));
  if (!read.success) throw new StartError(`${name}: ${z.prettifyError(read.error)}`);
  return read.data.halls;
}
