import * as fc from 'fast-check';
import type { BusinessHours } from '../dialogues/handoff-settings';
import { afterOpenMinutes, describeOpening, nextOpening, openAt } from './hours.rules';

const working = ['09:00-18:00'];
const week = { mon: working, tue: working, wed: working, thu: working, fri: working };

function hoursIn(timeZone: string, days: BusinessHours['days'] = week, closed: string[] = []): BusinessHours {
  return { timeZone, days, closed };
}

const everyDay = (...ranges: string[]): BusinessHours['days'] => ({
  mon: ranges,
  tue: ranges,
  wed: ranges,
  thu: ranges,
  fri: ranges,
  sat: ranges,
  sun: ranges,
});

const isOpen = (hours: BusinessHours, instant: string) => openAt(hours, new Date(instant));
const opening = (hours: BusinessHours, instant: string) => nextOpening(hours, new Date(instant))?.toISOString();

describe('Business hours', () => {
  const moscow = hoursIn('Europe/Moscow');

  it('open and close on the minute, in the time zone of the desk', () => {
    expect(isOpen(moscow, '2026-01-05T05:59:59.999Z')).toBe(false);
    expect(isOpen(moscow, '2026-01-05T06:00:00Z')).toBe(true);
    expect(isOpen(moscow, '2026-01-05T14:59:59.999Z')).toBe(true);
    expect(isOpen(moscow, '2026-01-05T15:00:00Z')).toBe(false);
    expect(isOpen(moscow, '2026-01-10T09:00:00Z')).toBe(false);
  });

  it('are always open where a bot has none', () => {
    const now = new Date('2026-01-10T03:00:00Z');
    expect(openAt(undefined, now)).toBe(true);
    expect(nextOpening(undefined, now)).toEqual(now);
  });

  it('know the next opening: now, today, after the weekend, after a holiday', () => {
    expect(opening(moscow, '2026-01-05T10:00:00Z')).toBe('2026-01-05T10:00:00.000Z');
    expect(opening(moscow, '2026-01-05T03:00:00Z')).toBe('2026-01-05T06:00:00.000Z');
    expect(opening(moscow, '2026-01-09T15:00:00Z')).toBe('2026-01-12T06:00:00.000Z');
    const holidays = hoursIn('Europe/Moscow', week, ['2026-01-12', '2026-01-13']);
    expect(isOpen(holidays, '2026-01-12T10:00:00Z')).toBe(false);
    expect(opening(holidays, '2026-01-09T15:00:00Z')).toBe('2026-01-14T06:00:00.000Z');
  });

  it('open again within 14 days or not at all', () => {
    const closed = Array.from({ length: 13 }, (_, at) => `2026-01-${String(at + 6).padStart(2, '0')}`);
    const holidays = hoursIn('UTC', everyDay('09:00-18:00'), closed);
    expect(opening(holidays, '2026-01-05T18:00:00Z')).toBe('2026-01-19T09:00:00.000Z');
    expect(opening(holidays, '2026-01-05T08:59:00Z')).toBe('2026-01-05T09:00:00.000Z');
    expect(opening({ ...holidays, closed: [...closed, '2026-01-19'] }, '2026-01-05T18:00:00Z')).toBeUndefined();
    expect(nextOpening(hoursIn('UTC', {}), new Date())).toBeNull();
  });

  it('go on over midnight, also into a closed day', () => {
    const night = hoursIn('Europe/Moscow', { fri: ['22:00-02:00'], sat: ['22:00-00:00'] }, ['2026-01-10']);
    expect(isOpen(night, '2026-01-09T18:59:00Z')).toBe(false);
    expect(isOpen(night, '2026-01-09T19:00:00Z')).toBe(true);
    expect(isOpen(night, '2026-01-09T22:59:00Z')).toBe(true);
    expect(isOpen(night, '2026-01-09T23:00:00Z')).toBe(false);
    expect(isOpen(night, '2026-01-10T19:30:00Z')).toBe(false);
    expect(isOpen(night, '2026-01-17T20:59:00Z')).toBe(true);
    expect(isOpen(night, '2026-01-17T21:00:00Z')).toBe(false);
  });

  it('may last a whole day, have a break and be written in any order', () => {
    const always = hoursIn('Asia/Kolkata', everyDay('00:00-24:00'));
    expect(isOpen(always, '2026-03-01T18:29:59.999Z')).toBe(true);
    expect(isOpen(always, '2026-03-01T18:30:00Z')).toBe(true);
    const withBreak = hoursIn('UTC', everyDay('14:00-18:00', '09:00-13:00'));
    expect(isOpen(withBreak, '2026-03-01T13:30:00Z')).toBe(false);
    expect(opening(withBreak, '2026-03-01T13:30:00Z')).toBe('2026-03-01T14:00:00.000Z');
    expect(opening(withBreak, '2026-03-01T08:00:00Z')).toBe('2026-03-01T09:00:00.000Z');
  });
});

describe('Business hours on the days when clocks change', () => {
  const berlin = hoursIn('Europe/Berlin', everyDay('09:00-18:00'));

  it('keep to the clock on the wall', () => {
    // Berlin: 29 March 2026 and 25 October 2026.
    expect(opening(berlin, '2026-03-28T20:00:00Z')).toBe('2026-03-29T07:00:00.000Z');
    expect(opening(berlin, '2026-03-27T20:00:00Z')).toBe('2026-03-28T08:00:00.000Z');
    expect(opening(berlin, '2026-10-24T20:00:00Z')).toBe('2026-10-25T08:00:00.000Z');
    // New York: 8 March 2026 and 1 November 2026.
    const newYork = hoursIn('America/New_York', everyDay('09:00-18:00'));
    expect(opening(newYork, '2026-03-07T23:00:00Z')).toBe('2026-03-08T13:00:00.000Z');
    expect(opening(newYork, '2026-10-31T23:00:00Z')).toBe('2026-11-01T14:00:00.000Z');
    // Moscow does not change its clocks.
    expect(opening(hoursIn('Europe/Moscow', everyDay('09:00-18:00')), '2026-03-28T20:00:00Z')).toBe(
      '2026-03-29T06:00:00.000Z',
    );
  });

  it('open when clocks are put forward over the hour of opening, and not for an hour that there is not', () => {
    expect(opening(hoursIn('Europe/Berlin', everyDay('02:30-05:00')), '2026-03-29T00:30:00Z')).toBe(
      '2026-03-29T01:00:00.000Z',
    );
    const lost = hoursIn('Europe/Berlin', everyDay('02:00-03:00'));
    expect(opening(lost, '2026-03-28T12:00:00Z')).toBe('2026-03-30T00:00:00.000Z');
    expect(isOpen(hoursIn('Europe/Berlin', everyDay('00:00-02:30')), '2026-03-29T01:00:00Z')).toBe(false);
  });

  it('last through an hour that clocks show twice, and no longer than what they show', () => {
    const night = hoursIn('Europe/Berlin', everyDay('01:00-02:30'));
    expect(isOpen(night, '2026-10-25T00:45:00Z')).toBe(true);
    expect(isOpen(night, '2026-10-25T01:29:00Z')).toBe(true);
    expect(isOpen(night, '2026-10-25T01:30:00Z')).toBe(false);
    const early = hoursIn('Europe/Berlin', everyDay('01:00-02:00'));
    expect(isOpen(early, '2026-10-24T23:59:00Z')).toBe(true);
    expect(isOpen(early, '2026-10-25T00:00:00Z')).toBe(false);
  });
});

describe('Minutes of business hours', () => {
  const moscow = hoursIn('Europe/Moscow');
  const after = (hours: BusinessHours | undefined, since: string, minutes: number) =>
    afterOpenMinutes(hours, new Date(since), { minutes })?.toISOString();

  it('pass while somebody is there and stand still while nobody is', () => {
    expect(after(undefined, '2026-01-09T20:00:00Z', 1.5)).toBe('2026-01-09T20:01:30.000Z');
    expect(after(moscow, '2026-01-09T10:00:00Z', 10)).toBe('2026-01-09T10:10:00.000Z');
    expect(after(moscow, '2026-01-09T14:55:00Z', 5)).toBe('2026-01-09T15:00:00.000Z');
    expect(after(moscow, '2026-01-09T14:55:00Z', 15)).toBe('2026-01-12T06:10:00.000Z');
    expect(after(moscow, '2026-01-10T12:00:00Z', 1)).toBe('2026-01-12T06:01:00.000Z');
    expect(after(moscow, '2026-01-05T06:00:00Z', 45 * 60)).toBe('2026-01-09T15:00:00.000Z');
    expect(after(hoursIn('UTC', {}), '2026-01-05T06:00:00Z', 1)).toBeUndefined();
  });

  it('are counted once where ranges overlap', () => {
    const overlapping = hoursIn('UTC', { mon: ['09:00-12:00', '10:00-11:00', '11:00-13:00'], tue: ['00:00-24:00'] });
    expect(after(overlapping, '2026-01-05T00:00:00Z', 240)).toBe('2026-01-05T13:00:00.000Z');
    expect(after(overlapping, '2026-01-05T00:00:00Z', 241)).toBe('2026-01-06T00:01:00.000Z');
  });
});

describe('Any business hours', () => {
  const time = fc.integer({ min: 0, max: 95 }).map((quarter) => {
    const at = quarter * 15;
    return `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;
  });
  const range = fc
    .tuple(time, time)
    .filter(([from, to]) => from !== to)
    .map(([from, to]) => `${from}-${to}`);
  const ranges = fc.array(range, { maxLength: 2 });
  const hours = fc.record({
    timeZone: fc.constantFrom(
      'Europe/Berlin',
      'Europe/Moscow',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kolkata',
    ),
    days: fc.record({ mon: ranges, tue: ranges, wed: ranges, thu: ranges, fri: ranges, sat: ranges, sun: ranges }),
    closed: fc.constant<string[]>([]),
  });
  // Around the days on which clocks change somewhere.
  const instant = fc
    .tuple(
      fc.constantFrom('2026-03-08', '2026-03-29', '2026-04-05', '2026-10-04', '2026-10-25', '2026-11-01'),
      fc.integer({ min: -2880, max: 4320 }),
    )
    .map(([date, minutes]) => new Date(Date.parse(date) + minutes * 60_000));

  /** What the wall shows, by way of Intl alone. */
  function wall(timeZone: string, at: Date) {
    const options = { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
    const parts = new Intl.DateTimeFormat('en', options).formatToParts(at);
    const part = (type: string) => parts.find((found) => found.type === type)?.value ?? '';
    return { weekday: part('weekday').toLowerCase(), time: `${part('hour')}:${part('minute')}` };
  }

  it('are open whenever the wall shows a time of theirs', () => {
    fc.assert(
      fc.property(hours, instant, (some, at) => {
        const { weekday, time: shown } = wall(some.timeZone, at);
        const today = some.days[weekday as keyof typeof some.days];
        const covered = today.some((text) => {
          const [from = '', to = ''] = text.split('-');
          return from < to ? from <= shown && shown < to : from <= shown;
        });
        if (covered) expect(openAt(some, at)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('open next when they are open, and not before', () => {
    fc.assert(
      fc.property(hours, instant, fc.double({ min: 0, max: 1, noNaN: true }), (some, at, share) => {
        const next = nextOpening(some, at);
        if (next === null) return;
        expect(next.getTime()).toBeGreaterThanOrEqual(at.getTime());
        expect(openAt(some, next)).toBe(true);
        const between = new Date(at.getTime() + Math.floor((next.getTime() - at.getTime()) * share));
        if (between < next) expect(openAt(some, between)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});

describe('An opening', () => {
  const told = (at: string, now: string, language: string) =>
    describeOpening(new Date(at), { timeZone: 'Europe/Moscow', language, now: new Date(now) });

  it('is told by the day, the time, the date and the zone', () => {
    expect(told('2026-01-05T06:00:00Z', '2026-01-05T05:00:00Z', 'en')).toEqual({
      day: 'today',
      date: 'January 5',
      time: '09:00',
      zone: 'GMT+3',
    });
    expect(told('2026-01-05T06:00:00Z', '2026-01-05T05:00:00Z', 'ru')).toMatchObject({
      date: '5 января',
      zone: 'GMT+3',
    });
  });

  it('is today, tomorrow, on a day of the week or later', () => {
    // In Moscow it is past midnight already.
    expect(told('2026-01-05T06:00:00Z', '2026-01-04T21:30:00Z', 'en').day).toBe('today');
    expect(told('2026-01-05T06:00:00Z', '2026-01-04T20:30:00Z', 'en').day).toBe('tomorrow');
    expect(told('2026-01-12T06:00:00Z', '2026-01-09T16:00:00Z', 'en').day).toBe('mon');
    expect(told('2026-01-11T06:00:00Z', '2026-01-05T16:00:00Z', 'en').day).toBe('sun');
    expect(told('2026-01-12T06:00:00Z', '2026-01-05T16:00:00Z', 'en').day).toBe('later');
  });
});
