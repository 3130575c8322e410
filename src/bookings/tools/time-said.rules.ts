import { undotted } from './spelling.words';
import { aroundTimes, halfHours, halves, hourWords, length, namedTimes } from './time-said.words';

/** Hours of a day as a clock shows them: "09:30"; "24:00" is the end of the day. */
export interface HoursSaid {
  readonly start: string;
  readonly end: string;
}

/** What is wrong with hours: which of them say no time. */
export type HoursFault = 'start' | 'end';

/** A time as it was said; `half` is null where it was left open which half of the day is meant. */
interface SaidTime {
  readonly minutes: number;
  readonly half: 'early' | 'late' | 'clock' | null;
}

const noon = 12 * 60;
const midnight = 24 * 60;
const longestText = 40;

/**
 * The hours that two texts say: 14, 14:00, 14.30, «2 часа дня», "2 pm", «полдень», «на 3 часа». A bare «с 2 до 5 вечера» has its half of the
 * day from the end; a bare "2 to 5" is meant for the time in which the hall is `open`.
 */
export function hoursSaid(said: HoursSaid, open?: HoursSaid | null): HoursSaid | HoursFault {
  const start = timeSaid(said.start, 'start');
  if (!start) return 'start';
  const end = timeSaid(said.end, 'end') ?? lengthened(start, said.end);
  if (!end) return 'end';
  const [from, to] = inHalves(start, end, open);
  return { start: clock(from), end: clock(to) };
}

function timeSaid(text: string, side: 'start' | 'end'): SaidTime | undefined {
  const whole = plain(text);
  if (whole === '' || whole.length > longestText || length.test(whole)) return undefined;
  const named = namedTimes.get(stripped(whole));
  const time = named ? { minutes: minutesOf(named[side]), half: 'clock' as const } : ofHalf(whole);
  // An end of 0:00 is the end of the day.
  return time && side === 'end' && time.minutes === 0 ? { ...time, minutes: midnight } : time;
}

function ofHalf(text: string): SaidTime | undefined {
  const half = (['late', 'early'] as const).find((one) => halves[one].test(text));
  const bare = stripped(half ? text.replace(halves[half], '').trim() : text);
  const said = figures(bare) ?? inWords(bare);
  return said && half ? inHalf(said.minutes, half) : said;
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(...undotted)
    .replaceAll(/\s+/gu, ' ')
    .trim();
}

function stripped(text: string): string {
  const next = text.replaceAll(aroundTimes, '').trim();
  return next === text ? text : stripped(next);
}

/** 14, 14:00, 14.30, 14-30, 1430, 9 30; with seconds or a date before it, as models write it. */
function figures(text: string): SaidTime | undefined {
  const found =
    /^(?:\d{4}-\d\d-\d\d[t ])?(?<hour>\d{1,2})(?:(?<sign>[:.\- ])(?<minute>\d\d)(?::00(?:\.0+)?)?)?$/.exec(text) ??
    /^(?<hour>\d\d)(?<minute>\d\d)$/.exec(text);
  if (!found?.groups) return undefined;
  const [hour, minute] = [Number(found.groups['hour']), Number(found.groups['minute'] ?? 0)];
  if (minute > 59 || hour * 60 + minute > midnight) return undefined;
  // 2:30 may be of the afternoon, 02:30 is what a clock of 24 hours shows.
  const isOpen = hour >= 1 && hour < 12 && !text.startsWith('0');
  return { minutes: hour * 60 + minute, half: isOpen ? null : 'clock' };
}

function inWords(text: string): SaidTime | undefined {
  const half = halfHours
    .map(([said, of]) => ({ word: said.exec(text)?.groups?.['word'], of }))
    .find(({ word }) => word);
  const hour = hourWords.findIndex((names) => names.includes(half?.word ?? text)) + 1;
  if (hour === 0) return undefined;
  const minutes = half ? half.of(hour) : hour * 60;
  return { minutes: (minutes + noon) % noon, half: null };
}

/** «2 дня» is 14:00; «14 дня» too; «14 утра» is nothing. */
function inHalf(minutes: number, half: 'early' | 'late'): SaidTime | undefined {
  if (minutes >= noon + 60) return half === 'late' ? { minutes, half } : undefined;
  return { minutes: (minutes % noon) + (half === 'late' ? noon : 0), half };
}

function lengthened(start: SaidTime, text: string): SaidTime | undefined {
  const count = length.exec(plain(text))?.groups?.['count'];
  if (count === undefined) return undefined;
  const minutes = start.minutes + Number(count.replace(',', '.')) * 60;
  return minutes > midnight ? undefined : { minutes, half: start.half };
}

/** Chooses the half of the day that was left open. */
function inHalves(start: SaidTime, end: SaidTime, open: HoursSaid | null | undefined): [number, number] {
  const [from, to] = [start.minutes, end.minutes];
  if (start.half === null && end.half === 'late' && from + noon < to) return [from + noon, to];
  if (start.half === null && end.half === null) return bothLater(from, to, open);
  if (end.half === null && to <= from && to + noon > from && to + noon <= midnight) return [from, to + noon];
  return [from, to];
}

/** Of "2 to 5" the hours that the hall is open; "9 to 5" goes over noon. */
function bothLater(from: number, to: number, open: HoursSaid | null | undefined): [number, number] {
  const readings: [number, number][] = [
    [from, to],
    [from, to + noon],
    [from + noon, to + noon],
  ];
  const forward = readings.filter(([begin, end]) => begin < end);
  const opening = open && ([minutesOf(open.start), minutesOf(open.end)] as const);
  const fitting = opening ? forward.filter(([begin, end]) => begin >= opening[0] && end <= opening[1]) : [];
  return fitting[0] ?? forward[0] ?? [from, to];
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
