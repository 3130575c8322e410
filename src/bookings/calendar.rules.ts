import { Temporal } from 'temporal-polyfill';
import { badInput } from '../errors';
import { type Hall, weekdays } from './hall';

/** A time from an instant up to another, which is not part of it. */
export interface Slot {
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** A time as the clock of a hall shows it: a day as "2026-11-28", hours as "09:30", "24:00" for the end of the day. */
export interface LocalTimes {
  readonly date: string;
  readonly start: string;
  readonly end: string;
}

type Clock = Pick<Hall, 'timeZone'>;
type Opened = Pick<Hall, 'timeZone' | 'openingHours'>;
type Ruled = Opened & Pick<Hall, 'stepMinutes' | 'minMinutes' | 'maxMinutes'>;

const minuteMs = 60_000;
const timeShape = /^([01]\d|2[0-3]):([0-5]\d)$/;

/**
 * The time that somebody means by a day and hours of a hall's clock. Where the clock is put back and shows a time twice, a booking begins
 * at the first and ends at the second. Throws BAD_USER_INPUT, also for hours that the clock leaves out.
 */
export function slotOf(hall: Clock, { date, start, end }: LocalTimes): Slot {
  const day = dayOf(date);
  if (!day) throw badInput({ date: 'not_a_date' });
  const startsAt = instantOf(hall, day, { time: start, field: 'start', twice: 'earlier' });
  const endsAt = instantOf(hall, day, { time: end, field: 'end', twice: 'later' });
  if (endsAt <= startsAt) throw badInput({ end: 'end_before_start' });
  return { startsAt, endsAt };
}

/** A time by the clock of a hall: the other way round of `slotOf`. */
export function localTimes(hall: Clock, { startsAt, endsAt }: Slot): LocalTimes {
  const [from, to] = [zoned(hall, startsAt), zoned(hall, endsAt)];
  const midnight = to.hour === 0 && to.minute === 0 && endsAt > startsAt;
  return { date: from.toPlainDate().toString(), start: hoursOf(from), end: midnight ? '24:00' : hoursOf(to) };
}

/** The day of a hall's clock at an instant, "2026-11-28". */
export function localDate(hall: Clock, instant: Date): string {
  return zoned(hall, instant).toPlainDate().toString();
}

/** The day so many days after another: "2026-11-30" and 1 is "2026-12-01". */
export function addDays(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

/** The length in minutes that pass, whatever clocks show. */
export function minutesOf({ startsAt, endsAt }: Slot): number {
  return Math.round((endsAt.getTime() - startsAt.getTime()) / minuteMs);
}

/** From when to when a hall is open on a day; null: it is closed. Throws BAD_USER_INPUT for a day that is none. */
export function openingOf(hall: Opened, date: string): Slot | null {
  const day = dayOf(date);
  if (!day) throw badInput({ date: 'not_a_date' });
  const hours = hall.openingHours[weekdays[day.dayOfWeek - 1] ?? 'mon'];
  if (!hours) return null;
  // A clock that is put forward over the hour of opening opens the hall when it goes on.
  const [opens, closes] = hours.map((time) => wallOf(day, time)) as [Temporal.PlainDateTime, Temporal.PlainDateTime];
  return { startsAt: instantAt(hall, opens, 'earlier'), endsAt: instantAt(hall, closes, 'later') };
}

/** Why a time cannot be booked, as far as rules go: the field at fault and the key of the reason. Null: it can. */
export function slotFault(hall: Ruled, slot: Slot, now: Date): { startsAt?: string; endsAt?: string } | null {
  if (slot.endsAt <= slot.startsAt) return { endsAt: 'end_before_start' };
  if (slot.startsAt <= now) return { startsAt: 'in_the_past' };
  const furthest = zoned(hall, now).add({ years: 1 }).epochMilliseconds;
  if (slot.startsAt.getTime() > furthest) return { startsAt: 'too_far_ahead' };
  if (!onStep(hall, slot.startsAt)) return { startsAt: 'off_step' };
  if (!onStep(hall, slot.endsAt)) return { endsAt: 'off_step' };
  return lengthFault(hall, slot) ?? hoursFault(hall, slot);
}

/** Throws BAD_USER_INPUT when the rules of the hall are against a time. */
export function demandBookable(hall: Ruled, slot: Slot, now: Date): void {
  const fault = slotFault(hall, slot, now);
  if (fault) throw badInput(fault);
}

/** The times of a day that can still be booked: open, not taken, not past, and long enough. */
export function freeTimes(hall: Ruled, day: { date: string; taken: readonly Slot[]; now: Date }): Slot[] {
  const opening = openingOf(hall, day.date);
  if (!opening) return [];
  const free: Slot[] = [];
  let from = later(opening.startsAt, nextStep(hall, day.now));
  const taken = day.taken.toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
  for (const { startsAt, endsAt } of [...taken, { startsAt: opening.endsAt, endsAt: opening.endsAt }]) {
    const until = startsAt < opening.endsAt ? startsAt : opening.endsAt;
    if (until > from) free.push({ startsAt: from, endsAt: until });
    from = later(from, nextStep(hall, endsAt));
  }
  return free.filter((slot) => minutesOf(slot) >= hall.minMinutes);
}

/** Whether a name of a time zone is one. */
export function isTimeZone(name: string): boolean {
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId.length > 0;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function lengthFault(hall: Ruled, slot: Slot): { endsAt: string } | null {
  const minutes = minutesOf(slot);
  if (minutes < hall.minMinutes) return { endsAt: 'shorter_than_hall' };
  return minutes > hall.maxMinutes ? { endsAt: 'longer_than_hall' } : null;
}

function hoursFault(hall: Ruled, slot: Slot): { startsAt?: string; endsAt?: string } | null {
  const opening = openingOf(hall, localDate(hall, slot.startsAt));
  if (!opening) return { startsAt: 'hall_closed_that_day' };
  if (slot.startsAt < opening.startsAt || slot.startsAt >= opening.endsAt) return { startsAt: 'hall_closed' };
  return slot.endsAt > opening.endsAt ? { endsAt: 'hall_closed' } : null;
}

/** Steps are counted by the hall's clock: from midnight, so that a quarter of an hour of UTC does not matter. */
function onStep(hall: Ruled, instant: Date): boolean {
  const { hour, minute } = zoned(hall, instant);
  return instant.getTime() % minuteMs === 0 && (hour * 60 + minute) % hall.stepMinutes === 0;
}

function nextStep(hall: Ruled, instant: Date): Date {
  let at = Math.ceil(instant.getTime() / minuteMs) * minuteMs;
  while (!onStep(hall, new Date(at))) at += minuteMs;
  return new Date(at);
}

function instantOf(
  hall: Clock,
  day: Temporal.PlainDate,
  of: { time: string; field: string; twice: 'earlier' | 'later' },
): Date {
  if (!isTime(of.time)) throw badInput({ [of.field]: 'not_a_time' });
  const wall = wallOf(day, of.time);
  const instant = instantAt(hall, wall, of.twice);
  if (!zoned(hall, instant).toPlainDateTime().equals(wall)) throw badInput({ [of.field]: 'no_such_time' });
  return instant;
}

/** The instant at which a clock shows a time: of two the one asked for, and of none the one that it jumps to. */
function instantAt({ timeZone }: Clock, wall: Temporal.PlainDateTime, twice: 'earlier' | 'later'): Date {
  const first = wall.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  const isGap = !first.toPlainDateTime().equals(wall);
  const jump = isGap ? first.getTimeZoneTransition('next') : null;
  const shown = twice === 'earlier' ? first : wall.toZonedDateTime(timeZone, { disambiguation: 'later' });
  return new Date((jump ?? shown).epochMilliseconds);
}

function wallOf(day: Temporal.PlainDate, time: string): Temporal.PlainDateTime {
  return time === '24:00' ? day.add({ days: 1 }).toPlainDateTime() : day.toPlainDateTime(Temporal.PlainTime.from(time));
}

function zoned({ timeZone }: Clock, instant: Date): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone);
}

function hoursOf(time: Temporal.ZonedDateTime): string {
  return time.toPlainTime().toString({ smallestUnit: 'minute' });
}

function dayOf(date: string): Temporal.PlainDate | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) return undefined;
  try {
    return Temporal.PlainDate.from(date, { overflow: 'reject' });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Whether a text is a time of a day, "00:00" to "24:00". */
export function isTime(text: string): boolean {
  return text === '24:00' || timeShape.test(text);
}

function later(a: Date, b: Date): Date {
  return a > b ? a : b;
}
