import { Temporal } from 'temporal-polyfill';
import { forgiven, inOtherScript, slipsBetween } from '../../knowledge/search/spelling.rules';
import {
  aroundDates,
  inSoManyDays,
  monthNames,
  nearDays,
  nextWeek,
  numbers,
  ofNextWeek,
  ordinal,
  spans,
  thisWeek,
  weekdayNames,
  wordyDays,
} from './day-said.words';
import { undotted } from './spelling.words';

type Day = Temporal.PlainDate;

/** From where a day is counted, and how dates are written there. */
export interface SaidWhere {
  readonly today: Day;
  /** Decides which of 5/6 is the month: nothing does in English. */
  readonly language: string;
}

/** A day of the week that was said, and in which week. */
interface SaidWeekday {
  readonly weekday: number;
  readonly week: 'nearest' | 'this' | 'next';
}

const longestText = 60;
/** A date without a year that has passed so few days ago is said of this year; one that is longer ago is of the next. */
const hardlyPassed = 60;
/** A slip in a shorter word makes another word of it. */
const shortestWithSlips = 5;

/**
 * The day that a text says: 2027-08-14, 14.08, «15 августа», "Aug 15", «завтра», «в субботу», "next Friday", "in 3 days", with slips and in
 * Latin letters. A day of the week is the nearest one after today. Undefined when it says none, or two that contradict each other.
 */
export function daySaid(text: string, where: SaidWhere): Day | undefined {
  const whole = wordyDays.reduce((rest, [said, word]) => rest.replace(said, word), plain(text));
  if (whole === '' || whole.length > longestText) return undefined;
  const inWeek = ofNextWeek.test(whole);
  const words = whole
    .replace(ofNextWeek, ' ')
    .split(' ')
    .filter((word) => word !== '' && !aroundDates.has(word));
  const weekday = weekdayAmong(words, inWeek);
  const rest = words.filter((word) => !isOfWeekday(word, weekday !== undefined)).join(' ');
  if (rest === '') return weekday && nearestOf(weekday, where.today);
  const day = dateOf(rest, where) ?? countedFrom(plain(text), where.today);
  return day && weekday && day.dayOfWeek !== weekday.weekday ? undefined : day;
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(...undotted)
    .replaceAll(/[«»"'’(),;!?]|\.(?=\s|$)/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim();
}

function weekdayAmong(words: readonly string[], inNextWeek: boolean): SaidWeekday | undefined {
  const found = words.map(weekdayOf).filter((weekday) => weekday !== undefined);
  if (found[0] === undefined || found.length > 1) return undefined;
  const isNext = inNextWeek || words.some((word) => nextWeek.has(word));
  return { weekday: found[0], week: isNext ? 'next' : words.some((word) => thisWeek.has(word)) ? 'this' : 'nearest' };
}

function isOfWeekday(word: string, isSaid: boolean): boolean {
  return isSaid && (weekdayOf(word) !== undefined || thisWeek.has(word) || nextWeek.has(word));
}

function weekdayOf(word: string): number | undefined {
  const at = placeOf(word, weekdayNames);
  return at === undefined ? undefined : at + 1;
}

/** Said of the day that it is, a day of the week means the one a week later: for today people say today. */
function nearestOf({ weekday, week }: SaidWeekday, today: Day): Day {
  const monday = today.subtract({ days: today.dayOfWeek - 1 });
  if (week === 'next') return monday.add({ days: 7 + weekday - 1 });
  const ahead = (weekday - today.dayOfWeek + 7) % 7;
  return today.add({ days: ahead === 0 && week === 'nearest' ? 7 : ahead });
}

function dateOf(text: string, where: SaidWhere): Day | undefined {
  return isoDate(text) ?? numericDate(text, where) ?? namedDate(text, where.today) ?? nearDay(text, where.today);
}

/** With a time behind it, as models write it; the time is another argument. */
function isoDate(text: string): Day | undefined {
  const found = /^(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[t ]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?)?$/.exec(text);
  return found ? dayOf(Number(found[1]), Number(found[2]), Number(found[3])) : undefined;
}

function numericDate(text: string, { today, language }: SaidWhere): Day | undefined {
  const found = /^(\d{1,2})([./ -])(\d{1,2})(?:[./ -](\d{4}|\d{2}))?$/.exec(text);
  if (!found) return undefined;
  const [first, second, year] = [Number(found[1]), Number(found[3]), yearOf(found[4])];
  const monthFirst = found[2] === '/' && second > 12;
  if (found[2] === '/' && language !== 'ru' && first <= 12 && second <= 12 && first !== second) return undefined;
  const [month, day] = monthFirst ? [first, second] : [second, first];
  return inYear({ year, month, day }, today);
}

function namedDate(text: string, today: Day): Day | undefined {
  const words = text.split(' ');
  const months = words.map((word) => placeOf(word, monthNames)).filter((at) => at !== undefined);
  const figures = words.filter((word) => placeOf(word, monthNames) === undefined).map(figureOf);
  const [day, year] = figures;
  if (day === undefined || figures.length > 2 || figures.includes(undefined)) return undefined;
  if (months.length === 0) return figures.length === 1 ? dayOfMonth(day, today) : undefined;
  const month = (months[0] ?? 0) + 1;
  return months.length === 1 ? inYear({ year: year && yearOf(String(year)), month, day }, today) : undefined;
}

function figureOf(word: string): number | undefined {
  const figure = ordinal.exec(word)?.[1] ?? (/^\d{1,4}$/.test(word) ? word : undefined);
  return figure === undefined ? undefined : Number(figure);
}

/** «15-го»: the nearest such day from today on. */
function dayOfMonth(day: number, today: Day): Day | undefined {
  const months = [0, 1, 2].map((ahead) => today.with({ day: 1 }).add({ months: ahead }));
  const days = months.map(({ year, month }) => dayOf(year, month, day));
  return days.find((one) => one !== undefined && Temporal.PlainDate.compare(one, today) >= 0);
}

function inYear(
  { year, month, day }: { year: number | undefined; month: number; day: number },
  today: Day,
): Day | undefined {
  if (year !== undefined) return dayOf(year, month, day);
  const thisYear = dayOf(today.year, month, day);
  const earliest = today.subtract({ days: hardlyPassed });
  if (thisYear && Temporal.PlainDate.compare(thisYear, earliest) >= 0) return thisYear;
  return dayOf(today.year + 1, month, day);
}

function yearOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return text.length === 2 ? 2000 + Number(text) : Number(text);
}

function dayOf(year: number, month: number, day: number): Day | undefined {
  if (year < 1970 || year > 9999 || month < 1 || month > 12 || day < 1) return undefined;
  const first = Temporal.PlainDate.from({ year, month, day: 1 });
  return day <= first.daysInMonth ? first.with({ day }) : undefined;
}

function nearDay(text: string, today: Day): Day | undefined {
  const at = placeOf(
    text,
    nearDays.map(([, names]) => names),
  );
  const days = at === undefined ? undefined : nearDays[at]?.[0];
  return days === undefined ? undefined : today.add({ days });
}

/** «через три дня», "in a week", "three days from now". */
function countedFrom(text: string, today: Day): Day | undefined {
  const { count, span } = inSoManyDays.map((said) => said.exec(text)?.groups).find((found) => found) ?? {};
  const days = spans.find(([, name]) => name.test(span ?? ''))?.[0];
  const times = timesOf(count ?? '1');
  return days === undefined || times === undefined ? undefined : today.add({ days: days * times });
}

function timesOf(count: string): number | undefined {
  if (/^\d{1,3}$/.test(count)) return Number(count);
  return numbers.find(([, names]) => names.includes(count))?.[0];
}

/** The place in a list of the names that a word is among: as it is, by sound in the other script, or with a slip. */
function placeOf(word: string, lists: readonly (readonly string[])[]): number | undefined {
  const forms = [word, ...inOtherScript(word).slice(1)];
  const exact = lists.findIndex((names) => forms.some((form) => names.includes(form)));
  if (exact >= 0) return exact;
  const slipped = lists.findIndex((names) => forms.some((form) => names.some((name) => isNear(form, name))));
  return slipped >= 0 ? slipped : undefined;
}

function isNear(word: string, name: string): boolean {
  const length = Math.min(word.length, name.length);
  return length >= shortestWithSlips && slipsBetween(word, name, forgiven(length)) <= forgiven(length);
}
