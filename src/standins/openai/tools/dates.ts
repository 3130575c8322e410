import { taken } from './taken';

/** A date as the user wrote it, and the text without it. */
export interface FoundDate {
  readonly date: string | undefined;
  readonly rest: string;
}

interface Form {
  readonly pattern: RegExp;
  readonly write: (match: RegExpExecArray) => string | undefined;
}

// \b knows no Cyrillic letters.
const word = (pattern: string) => new RegExp(`(?<![\\p{L}\\d])(?:${pattern})(?![\\p{L}\\d])`, 'iu');

const months = [
  'январ[яь]|january|jan',
  'феврал[яь]|february|feb',
  'марта?|march|mar',
  'апрел[яь]|april|apr',
  'ма[яй]|may',
  'июн[яь]|june|jun',
  'июл[яь]|july|jul',
  'августа?|august|aug',
  'сентябр[яь]|september|sept|sep',
  'октябр[яь]|october|oct',
  'ноябр[яь]|november|nov',
  'декабр[яь]|december|dec',
];
const anyMonth = months.join('|');

// Which week, where somebody says so: that goes on word for word.
const ofWeek = word('(?:следующ|эт|ближайш)\\p{L}+|next|this|coming');
// Russian in Latin letters goes on as it is.
const transliterated = word(
  'poslezavtra|zavtra|segodn?ya|segodnia|ponedel\\w+|vtornik\\w*|sred[uaey]|chetverg\\w*|p[iy]?atni[ct]s?\\w+|subbot\\w+|voskres\\w+',
);
const counted: readonly RegExp[] = [
  transliterated,
  word('через (?:\\S+ )?(?:день|дня|дней|недел[юи]|недель)'),
  word('in (?:\\S+ )?(?:days?|weeks?)'),
  word('\\d{1,2}(?:-?(?:го|е|ое|му)|th|st|nd|rd)(?: числа| число)?'),
];

/** Days of the week and days near today, in the form in which any tool knows them. */
const days: readonly (readonly [RegExp, string])[] = [
  [word('послезавтра'), 'послезавтра'],
  [word('завтра'), 'завтра'],
  [word('сегодня'), 'сегодня'],
  [word('понедельник[а-я]*|пн'), 'понедельник'],
  [word('вторник[а-я]*|вт'), 'вторник'],
  [word('сред[ауеы]|ср'), 'среда'],
  [word('четверг[а-я]*|чт'), 'четверг'],
  [word('пятниц[а-я]*|пт'), 'пятница'],
  [word('суббот[а-я]*|сб'), 'суббота'],
  [word('воскресень[а-я]*|вс'), 'воскресенье'],
  [word('(?:the )?day after tomorrow'), 'day after tomorrow'],
  [word('tomorrow'), 'tomorrow'],
  [word('today|tonight'), 'today'],
  [word('mondays?|mon'), 'Monday'],
  [word('tuesdays?|tues?'), 'Tuesday'],
  [word('wednesdays?|wed'), 'Wednesday'],
  [word('thursdays?|thurs?|thu'), 'Thursday'],
  [word('fridays?|fri'), 'Friday'],
  [word('saturdays?|sat'), 'Saturday'],
  [word('sundays?|sun'), 'Sunday'],
];

const iso: readonly Form[] = [{ pattern: /(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)/, write: ([all]) => all }];

const written: readonly Form[] = [
  {
    pattern: /(?<![\d.:])(\d{1,2})\.(\d{1,2})(?:\.(\d{4}|\d{2}))?(?![\d:])/,
    write: ([, day = '', month = '', year]) => dotted(day, Number(month), year),
  },
  // Whoever reads it has to know whether the month stands first.
  { pattern: /(?<![\d.:/])\d{1,2}\/\d{1,2}(?:\/(?:\d{4}|\d{2}))?(?![\d:/])/, write: ([all]) => all },
  {
    pattern: new RegExp(
      `(?<!\\d)(\\d{1,2})(?:-?(?:го|е|st|nd|rd|th))?\\s+(?:of\\s+)?(${anyMonth})(?!\\p{L})(?:,?\\s+(\\d{4})(?:\\s*г(?:ода|\\.)?)?)?`,
      'iu',
    ),
    write: ([, day = '', month = '', year]) => dotted(day, monthOf(month), year),
  },
  {
    pattern: new RegExp(
      `(?<!\\p{L})(${anyMonth})\\s+(\\d{1,2})(?:st|nd|rd|th)?(?!\\d|\\s*(?:am|pm|:))(?:,?\\s+(\\d{4}))?`,
      'iu',
    ),
    write: ([, month = '', day = '', year]) => dotted(day, monthOf(month), year),
  },
];

/** Finds the date of a text: ISO dates first of all, for they look like phones; the others after that. */
export function dateIn(text: string, which: 'iso' | 'words'): FoundDate {
  for (const { pattern, write } of which === 'iso' ? iso : written) {
    const match = pattern.exec(text);
    const date = match ? write(match) : undefined;
    if (match && date !== undefined) return { date, rest: without(text, match) };
  }
  return which === 'iso' ? { date: undefined, rest: text } : dayIn(text);
}

function dayIn(text: string): FoundDate {
  for (const [pattern, date] of days) {
    const match = pattern.exec(text);
    if (!match) continue;
    const week = new RegExp(`(${ofWeek.source})\\s+$`, 'iu').exec(text.slice(0, match.index));
    const rest = without(text, match);
    return week ? { date: `${week[1]} ${match[0]}`, rest: without(rest, week) } : { date, rest };
  }
  const match = counted.map((pattern) => pattern.exec(text)).find((found) => found !== null);
  return match ? { date: match[0], rest: without(text, match) } : { date: undefined, rest: text };
}

function without(text: string, { index, 0: found }: RegExpExecArray): string {
  return `${text.slice(0, index)} ${taken} ${text.slice(index + found.length)}`;
}

function monthOf(name: string): number {
  return months.findIndex((month) => new RegExp(`^(?:${month})$`, 'iu').test(name)) + 1;
}

/** dd.mm or dd.mm.yyyy; undefined for what is no date. */
function dotted(day: string, month: number, year: string | undefined): string | undefined {
  if (Number(day) < 1 || Number(day) > 31 || month < 1 || month > 12) return undefined;
  const parts = [day.padStart(2, '0'), String(month).padStart(2, '0')];
  if (year !== undefined) parts.push(year.length === 2 ? `20${year}` : year);
  return parts.join('.');
}
