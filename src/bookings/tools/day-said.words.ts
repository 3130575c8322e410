/** The days of the week, Monday first: what people call them, in any form that a date is said with. */
export const weekdayNames: readonly (readonly string[])[] = [
  'понедельник понедельника понедельнику пн monday mon',
  'вторник вторника вторнику вт tuesday tue tues',
  'среда среду среды среде ср wednesday wed',
  'четверг четверга четвергу чт thursday thu thur thurs',
  'пятница пятницу пятницы пятнице пт friday fri',
  'суббота субботу субботы субботе сб saturday sat',
  'воскресенье воскресенья воскресенью воскресение вс sunday sun',
].map((names) => names.split(' '));

/** The months, January first. */
export const monthNames: readonly (readonly string[])[] = [
  'январь января янв january jan',
  'февраль февраля фев февр february feb',
  'март марта мар march mar',
  'апрель апреля апр april apr',
  'май мая may',
  'июнь июня июн june jun',
  'июль июля июл july jul',
  'август августа авг august aug',
  'сентябрь сентября сен сент september sep sept',
  'октябрь октября окт october oct',
  'ноябрь ноября ноя нояб november nov',
  'декабрь декабря дек december dec',
].map((names) => names.split(' '));

/** Days that are named by their distance from today. */
export const nearDays: readonly (readonly [days: number, names: readonly string[]])[] = [
  [0, ['сегодня', 'сегодняшний', 'today', 'tonight']],
  [1, ['завтра', 'завтрашний', 'tomorrow']],
  [2, ['послезавтра', 'overmorrow']],
];

/** What is said in several words, and the one word that it means. */
export const wordyDays: readonly (readonly [RegExp, string])[] = [
  [/\bthe day after tomorrow\b|\bday after tomorrow\b/u, 'послезавтра'],
  [/(?<!\p{L})после завтра(?!\p{L})/u, 'послезавтра'],
];

/** Stretches of days. */
export const spans: readonly (readonly [days: number, name: RegExp])[] = [
  [1, /^(?:день|дня|дней|days?)$/u],
  [7, /^(?:недел[юияь]|недель|weeks?)$/u],
];

/** Numbers in words, as far as people count days. */
export const numbers: readonly (readonly [number, readonly string[]])[] = [
  [1, ['один', 'одну', 'one', 'a']],
  [2, ['два', 'две', 'two']],
  [3, ['три', 'three']],
  [4, ['четыре', 'four']],
  [5, ['пять', 'five']],
  [6, ['шесть', 'six']],
  [7, ['семь', 'seven']],
  [10, ['десять', 'ten']],
  [14, ['четырнадцать', 'fourteen']],
];

/** «через три дня», "in three days", "three days from now". */
export const inSoManyDays: readonly RegExp[] = [
  /^(?:через|спустя|in) (?:(?<count>[\p{L}\d]+) )?(?<span>\p{L}+)$/u,
  /^(?<count>[\p{L}\d]+) (?<span>\p{L}+) (?:from (?:now|today)|later)$/u,
];

/** The week that a day of the week is of. */
export const thisWeek: ReadonlySet<string> = new Set(
  'эта эту этот это этой этого ближайшая ближайшую ближайший ближайшее this coming nearest upcoming'.split(' '),
);

/** The week after this one. */
export const nextWeek: ReadonlySet<string> = new Set(
  'следующая следующую следующий следующее следующей следующего next following'.split(' '),
);

/** «в субботу на следующей неделе», "Saturday next week". */
export const ofNextWeek = /(?:^| )(?:на )?(?:следующей неделе|next week)(?= |$)/u;

/** What stands around a date and says nothing of it. */
export const aroundDates: ReadonlySet<string> = new Set(
  'на в во к ко с число числа числу дата день г год года году of on at for the date day by'.split(' '),
);

/** «15-го», «5-е», "15th". */
export const ordinal = /^(\d{1,2})-?(?:го|е|ое|му|st|nd|rd|th)$/u;
