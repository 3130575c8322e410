import { type BusinessHours, rangeOf, type Weekday, weekdays } from '../dialogues/handoff-settings';
import { invariant } from '../infra/invariant';
import { TimeZone } from './time-zone.rules';

/** An opening as a text can tell it. */
export interface OpeningParts {
  /** 'later' is a week away or more, where the name of a day says too little and the date has to. */
  readonly day: 'today' | 'tomorrow' | Weekday | 'later';
  /** «5 января», "January 5". */
  readonly date: string;
  /** 09:00 */
  readonly time: string;
  /** GMT+3: the reader may live in another zone than the people who will answer. */
  readonly zone: string;
}

/** A stretch of real time, its end not included. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

const minute = 60_000;
const day = 24 * 60 * minute;
/** An opening that is farther away is none to wait for. */
const farthestOpening = 14 * day;
const longestWait = 366 * day;

/** Whether people are there. A bot without hours always has somebody there. */
export function openAt(hours: BusinessHours | undefined, instant: Date): boolean {
  return nextOpening(hours, instant)?.getTime() === instant.getTime();
}

/**
 * The first moment from an instant on at which people are there: the instant itself where they are, null when it is more than 14 days
 * away. What the wall shows counts: an hour that clocks show twice is open twice, one that they leave out is short.
 */
export function nextOpening(hours: BusinessHours | undefined, instant: Date): Date | null {
  return afterOpenMinutes(hours, instant, { minutes: 0, within: farthestOpening });
}

/**
 * The moment at which people have been there for so many minutes since an instant: the clock stands still while nobody is. Null when that
 * takes longer than a year.
 */
export function afterOpenMinutes(
  hours: BusinessHours | undefined,
  since: Date,
  { minutes, within = longestWait }: { minutes: number; within?: number },
): Date | null {
  let left = minutes * minute;
  if (hours === undefined) return new Date(since.getTime() + left);
  for (const { from, to } of openStretches(hours, since.getTime(), since.getTime() + within)) {
    if (from + left <= to) return new Date(from + left);
    left -= to - from;
  }
  return null;
}

/** How to tell a user when people will be there. */
export function describeOpening(
  opening: Date,
  { timeZone, language, now }: { timeZone: string; language: string; now: Date },
): OpeningParts {
  const zone = new TimeZone(timeZone);
  const date = zone.dateAt(opening.getTime());
  const named = new Intl.DateTimeFormat(language, { timeZone, timeZoneName: 'shortOffset' }).formatToParts(opening);
  return {
    day: dayName(date, zone.dateAt(now.getTime())),
    date: new Intl.DateTimeFormat(language, { timeZone, day: 'numeric', month: 'long' }).format(opening),
    time: new Date(zone.wallAt(opening.getTime())).toISOString().slice(11, 16),
    zone: named.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone,
  };
}

function dayName(date: number, today: number): OpeningParts['day'] {
  if (date <= today) return 'today';
  if (date === today + 1) return 'tomorrow';
  return date < today + 7 ? weekdayOf(date) : 'later';
}

/** When people are there between two instants, in order; a stretch may go on in the next one. */
function* openStretches(hours: BusinessHours, since: number, until: number): Generator<Stretch> {
  const zone = new TimeZone(hours.timeZone);
  let reached = since;
  // A range of the day before may go on over midnight.
  for (let date = zone.dateAt(since) - 1; date <= zone.dateAt(until); date += 1) {
    for (const { from, to } of stretchesOf(hours, date, zone)) {
      const begins = Math.max(from, reached);
      if (begins > until) return;
      if (begins < to) yield { from: begins, to };
      reached = Math.max(to, reached);
    }
  }
}

/** The ranges that begin on a date; what began the evening before a closed one is worked to its end. */
function stretchesOf(hours: BusinessHours, date: number, zone: TimeZone): Stretch[] {
  if (hours.closed.includes(new Date(date * day).toISOString().slice(0, 10))) return [];
  const ranges = (hours.days[weekdayOf(date)] ?? []).map(rangeOf).filter((range) => range !== undefined);
  return ranges
    .map(({ from, to }) => ({
      from: zone.beginOf(date * day + from * minute),
      to: zone.endOf(date * day + to * minute + (to < from ? day : 0)),
    }))
    .toSorted((a, b) => a.from - b.from);
}

function weekdayOf(date: number): Weekday {
  // 1 January 1970 was a Thursday.
  const weekday = weekdays[(date + 3) % 7];
  invariant(weekday, 'a week has seven days');
  return weekday;
}
