/** A time of a day that has a name. */
export const namedTimes: ReadonlyMap<string, { readonly start: string; readonly end: string }> = new Map([
  ...named(['полдень', 'полудня', 'noon', 'midday'], { start: '12:00', end: '12:00' }),
  ...named(['полночь', 'полуночи', 'midnight'], { start: '00:00', end: '24:00' }),
]);

/** The halves of a day, as they stand behind an hour: «2 часа дня», "2 pm". */
export const halves = {
  /** Hours as they are, 12 is midnight. */
  early: /(?:утра|утром|ночи|a\.? ?m\.?|in the morning|o'?clock in the morning)$/u,
  /** Twelve hours later, 12 is noon. */
  late: /(?:дня|днем|вечера|вечером|p\.? ?m\.?|in the (?:afternoon|evening)|at night)$/u,
} as const;

/** What stands around a time and says nothing of it. */
export const aroundTimes =
  /^(?:с|со|до|в|к|от|по|from|till|until|to|at|by)\s+|\s*(?:часов|часа|час|ч|o'?clock|hours|h)\.?$/gu;

/** «на 3 часа», "for 3 hours": how long, not until when. */
export const length = /^(?:\+|на|for)\s*(?<count>\d{1,2}(?:[.,]5)?)\s*(?:час(?:а|ов)?|ч|hours?|hrs?|h)\.?$/u;

/** «в половине третьего», "half past two". */
export const halfHours: readonly (readonly [RegExp, (hour: number) => number])[] = [
  [/^(?:в\s+)?(?:пол|половин[ауе]\s)\s*(?<word>\p{L}+)$/u, (hour) => hour * 60 - 30],
  [/^half past (?<word>\p{L}+)$/u, (hour) => hour * 60 + 30],
];

/** Hours in words, from one on. */
export const hourWords: readonly (readonly string[])[] = [
  ['час', 'первого', 'one'],
  ['два', 'второго', 'two'],
  ['три', 'третьего', 'three'],
  ['четыре', 'четвертого', 'four'],
  ['пять', 'пятого', 'five'],
  ['шесть', 'шестого', 'six'],
  ['семь', 'седьмого', 'seven'],
  ['восемь', 'восьмого', 'eight'],
  ['девять', 'девятого', 'nine'],
  ['десять', 'десятого', 'ten'],
  ['одиннадцать', 'одиннадцатого', 'eleven'],
  ['двенадцать', 'двенадцатого', 'twelve'],
];

function named<T>(names: readonly string[], time: T): (readonly [string, T])[] {
  return names.map((name) => [name, time] as const);
}
