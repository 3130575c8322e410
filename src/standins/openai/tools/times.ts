import { taken } from './taken';

/** From when to when, and the text without it. */
export interface FoundTimes {
  readonly start: string | undefined;
  readonly end: string | undefined;
  readonly rest: string;
}

/** A time as it was written: minutes of the day, and the half of the day that it names. */
interface Time {
  readonly minutes: number;
  readonly half: 'early' | 'late' | undefined;
  /** It is not to be read as an hour of the afternoon: its minutes or its half stand there. */
  readonly exact: boolean;
}

const half = 'am|pm|a\\.m\\.|p\\.m\\.|утра|дня|вечера|ночи';
const hour = "(?:час(?:ов|а)?|ч\\.?|o['’]clock)(?!\\p{L})";
const time = `(\\d{1,2})(?:[:.](\\d{2}))?\\s*(?:${hour}\\s*)?(${half})?(?![\\p{L}\\d])`;
const groups = 3;
// «10–20 человек», "10-20 guests", «500–1000 ₽» are no times.
const notCounted =
  '(?!\\s*(?:человек|гост|персон|мест|people|guests|persons|seats|minutes|days|минут|дн|руб|₽|%|€|\\$))';
const between = (start: string, middle: string, end = '') =>
  new RegExp(`(?<![\\p{L}\\d.:])${start}${time}\\s*${middle}\\s*${time}${end}${notCounted}`, 'iu');

const ranges = [
  between('(?:с|со|от|s|so|ot|from|between)\\s+', '(?:до|по|do|po|to|till|until|and|[-–—])'),
  between('(?:(?:в|at)\\s+)?', '(?:[-–—]|to|till|until|до)'),
];
const lasting = new RegExp(
  `(?<![\\p{L}\\d])(?:на|for)\\s+(\\d{1,2})(?:[.,](5))?\\s*(?:час(?:а|ов)?|ч\\.?|hours?|hrs?|h)(?!\\p{L})`,
  'iu',
);
const alone = new RegExp(`(?<![\\p{L}\\d])(?:с|со|в|к|at|from|starting at)\\s+${time}${notCounted}`, 'iu');
const until = new RegExp(`(?<![\\p{L}\\d])(?:до|until|till)\\s+${time}${notCounted}`, 'iu');

const numbers: readonly (readonly [string, string])[] = [
  ['1', 'час дня|одного|один|one'],
  ['2', 'двух|два|two'],
  ['3', 'трех|трёх|три|three'],
  ['4', 'четырех|четырёх|четыре|four'],
  ['5', 'пяти|пять|five'],
  ['6', 'шести|шесть|six'],
  ['7', 'семи|семь|seven'],
  ['8', 'восьми|восемь|eight'],
  ['9', 'девяти|девять|nine'],
  ['10', 'десяти|десять|ten'],
  ['11', 'одиннадцати|одиннадцать|eleven'],
  ['12:00', 'полудня|полдень|noon|midday'],
  ['12', 'двенадцати|двенадцать|twelve'],
  ['24:00', 'полуночи|полночь|midnight'],
];
const spelled = numbers.map(
  ([digits, words]) => [digits, new RegExp(`(?<!\\p{L})(?:${words})(?!\\p{L})`, 'giu')] as const,
);

/** Finds the times of a text, as HH:MM. */
export function timesIn(given: string): FoundTimes {
  const text = spelled.reduce((all, [digits, words]) => all.replaceAll(words, digits), given);
  const range = ranges.map((pattern) => pattern.exec(text)).find((match) => match !== null && isRange(match));
  if (range) return asRange(range, cut(text, range));
  const start = alone.exec(text);
  const length = lasting.exec(text);
  if (start && length) return asLasting(start, length, cut(cut(text, start), lasting.exec(cut(text, start)) ?? start));
  if (start) return { start: written(inDaytime(timeAt(start, 1))), end: undefined, rest: cut(text, start) };
  const end = until.exec(text);
  const last = end ? written(inDaytime(timeAt(end, 1))) : undefined;
  return { start: undefined, end: last, rest: end ? cut(text, end) : given };
}

/** Two bare numbers are only times when a word says so: "5 to 7" may be anything. */
function isRange(match: RegExpExecArray): boolean {
  const [first, second] = [timeAt(match, 1), timeAt(match, 1 + groups)];
  if (first.minutes > 24 * 60 || second.minutes > 24 * 60) return false;
  return (
    first.exact || second.exact || /^(?:с|со|от|s|so|ot|from|between|at|в)\s/iu.test(match[0]) || /[-–—]/.test(match[0])
  );
}

function asRange(match: RegExpExecArray, rest: string): FoundTimes {
  const [first, second] = [timeAt(match, 1), timeAt(match, 1 + groups)];
  const late = second.half === 'late' && !first.exact && first.minutes < second.minutes;
  const start = late ? afternoon(first.minutes) : first.minutes;
  const isBare = !first.exact && !second.exact;
  const shift = isBare && start < 8 * 60 && second.minutes <= 12 * 60 ? 12 * 60 : 0;
  const end = first.half === 'late' && !second.exact ? afternoon(second.minutes) : second.minutes;
  return { start: written(start + shift), end: written(end + shift), rest };
}

function asLasting(start: RegExpExecArray, length: RegExpExecArray, rest: string): FoundTimes {
  const from = inDaytime(timeAt(start, 1));
  const minutes = Number(length[1]) * 60 + (length[2] === '5' ? 30 : 0);
  return { start: written(from), end: written(Math.min(from + minutes, 24 * 60)), rest };
}

function timeAt(match: RegExpExecArray, group: number): Time {
  const [hours, minutes, named] = [match[group], match[group + 1], match[group + 2]?.toLowerCase()];
  const shown = Number(hours) * 60 + Number(minutes ?? 0);
  if (named === undefined) return { minutes: shown, half: undefined, exact: minutes !== undefined };
  if (isLate(named, shown)) return { minutes: afternoon(shown), half: 'late', exact: true };
  const isMidnight = /^a|ночи/.test(named) && shown >= 12 * 60;
  return { minutes: isMidnight ? shown - 12 * 60 : shown, half: 'early', exact: true };
}

function isLate(named: string, minutes: number): boolean {
  const isBeforeMidnight = named === 'ночи' && minutes >= 10 * 60 && minutes < 12 * 60;
  return isBeforeMidnight || /^p|дня|вечера/.test(named);
}

/** «В 3» of somebody who books a hall is three in the afternoon. */
function inDaytime({ minutes, exact }: Time): number {
  return exact || minutes >= 8 * 60 ? minutes : minutes + 12 * 60;
}

function afternoon(minutes: number): number {
  return minutes < 12 * 60 ? minutes + 12 * 60 : minutes;
}

function written(minutes: number): string {
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
}

function cut(text: string, { index, 0: found }: RegExpExecArray): string {
  return `${text.slice(0, index)} ${taken} ${text.slice(index + found.length)}`;
}
