import fc from 'fast-check';
import {
  demandBookable,
  freeTimes,
  isTime,
  isTimeZone,
  localDate,
  localTimes,
  minutesOf,
  openingOf,
  type Slot,
  slotFault,
  slotOf,
} from './calendar.rules';
import type { OpeningHours } from './hall';

const everyDay = (opens: string, closes: string): OpeningHours => {
  const day = [opens, closes] as const;
  return { mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day };
};
const hallIn = (timeZone: string, openingHours = everyDay('00:00', '24:00')) => {
  return { timeZone, openingHours, stepMinutes: 30, minMinutes: 60, maxMinutes: 1440 };
};
const moscow = hallIn('Europe/Moscow', everyDay('09:00', '22:00'));
const berlin = hallIn('Europe/Berlin');
const newYork = hallIn('America/New_York');

const slot = (from: string, to: string): Slot => ({ startsAt: new Date(from), endsAt: new Date(to) });
const iso = ({ startsAt, endsAt }: Slot) => [startsAt.toISOString(), endsAt.toISOString()];

describe('a time by the clock of a hall', () => {
  it.each([
    // No change of clocks.
    [moscow, '2026-11-28', '14:00', '17:00', '2026-11-28T11:00:00.000Z', '2026-11-28T14:00:00.000Z', 180],
    [moscow, '2026-11-28', '22:00', '24:00', '2026-11-28T19:00:00.000Z', '2026-11-28T21:00:00.000Z', 120],
    [berlin, '2027-01-15', '10:00', '12:30', '2027-01-15T09:00:00.000Z', '2027-01-15T11:30:00.000Z', 150],
    [berlin, '2027-07-15', '10:00', '12:30', '2027-07-15T08:00:00.000Z', '2027-07-15T10:30:00.000Z', 150],
    // Put forward at 02:00 in Berlin: three hours on the wall are two.
    [berlin, '2027-03-28', '01:00', '04:00', '2027-03-28T00:00:00.000Z', '2027-03-28T02:00:00.000Z', 120],
    [berlin, '2027-03-28', '01:30', '03:00', '2027-03-28T00:30:00.000Z', '2027-03-28T01:00:00.000Z', 30],
    [berlin, '2027-03-28', '00:00', '24:00', '2027-03-27T23:00:00.000Z', '2027-03-28T22:00:00.000Z', 23 * 60],
    // Put back at 03:00 in Berlin: what the clock shows twice begins at the first and ends at the second.
    [berlin, '2027-10-31', '01:00', '04:00', '2027-10-30T23:00:00.000Z', '2027-10-31T03:00:00.000Z', 240],
    [berlin, '2027-10-31', '02:00', '03:00', '2027-10-31T00:00:00.000Z', '2027-10-31T02:00:00.000Z', 120],
    [berlin, '2027-10-31', '02:00', '02:30', '2027-10-31T00:00:00.000Z', '2027-10-31T01:30:00.000Z', 90],
    [berlin, '2027-10-31', '00:00', '24:00', '2027-10-30T22:00:00.000Z', '2027-10-31T23:00:00.000Z', 25 * 60],
    // In New York on other days.
    [newYork, '2027-03-14', '01:00', '03:00', '2027-03-14T06:00:00.000Z', '2027-03-14T07:00:00.000Z', 60],
    [newYork, '2027-11-07', '01:00', '02:00', '2027-11-07T05:00:00.000Z', '2027-11-07T07:00:00.000Z', 120],
    [newYork, '2027-11-07', '20:00', '24:00', '2027-11-08T01:00:00.000Z', '2027-11-08T05:00:00.000Z', 240],
  ])('$timeZone, %s from %s to %s', (hall, date, start, end, from, to, minutes) => {
    const found = slotOf(hall, { date, start, end });
    expect(iso(found)).toEqual([from, to]);
    expect(minutesOf(found)).toBe(minutes);
    expect(localTimes(hall, found)).toEqual({ date, start, end });
    expect(localDate(hall, found.startsAt)).toBe(date);
  });

  it.each([
    [berlin, '2027-03-28', '02:00', '05:00', { start: 'no_such_time' }],
    [berlin, '2027-03-28', '00:00', '02:30', { end: 'no_such_time' }],
    [newYork, '2027-03-14', '02:30', '05:00', { start: 'no_such_time' }],
    [moscow, '2026-02-29', '10:00', '12:00', { date: 'not_a_date' }],
    [moscow, '28.11.2026', '10:00', '12:00', { date: 'not_a_date' }],
    [moscow, '2026-11-28', '24:30', '12:00', { start: 'not_a_time' }],
    [moscow, '2026-11-28', '9:00', '12:00', { start: 'not_a_time' }],
    [moscow, '2026-11-28', '10:00', '12:60', { end: 'not_a_time' }],
    [moscow, '2026-11-28', '14:00', '14:00', { end: 'end_before_start' }],
    [moscow, '2026-11-28', '14:00', '10:00', { end: 'end_before_start' }],
    [moscow, '2026-11-28', '24:00', '10:00', { end: 'end_before_start' }],
  ])('%#: %s %s–%s is refused', (hall, date, start, end, fields) => {
    expect(() => slotOf(hall, { date, start, end })).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT', fields }),
    );
  });

  it('is found again from its instants, whatever the zone and the day', () => {
    const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'UTC');
    const halfHours = fc.integer({ min: 0, max: 2 * 366 * 48 });
    fc.assert(
      fc.property(zones, halfHours, fc.integer({ min: 1, max: 20 }), (zone, from, length) => {
        const startsAt = new Date(Date.UTC(2027, 0, 1) + from * 1_800_000);
        const found = { startsAt, endsAt: new Date(startsAt.getTime() + length * 1_800_000) };
        const hall = hallIn(zone);
        const said = localTimes(hall, found);
        // Of hours that a clock shows twice, and across midnight, the words alone do not say which.
        if (localDate(hall, found.endsAt) !== said.date || said.end <= said.start) return;
        const again = slotOf(hall, said);
        expect(again.startsAt <= found.startsAt && again.endsAt >= found.endsAt).toBe(true);
        expect(minutesOf(again) - minutesOf(found)).toBeLessThanOrEqual(120);
      }),
    );
  });
});

describe('opening hours', () => {
  const late = hallIn('Europe/Berlin', { ...everyDay('10:00', '24:00'), mon: null });

  it('are those of the weekday, to the end of the day', () => {
    expect(openingOf(late, '2027-03-29')).toBeNull();
    expect(iso(openingOf(late, '2027-03-28')!)).toEqual(['2027-03-28T08:00:00.000Z', '2027-03-28T22:00:00.000Z']);
    expect(iso(openingOf(late, '2027-10-31')!)).toEqual(['2027-10-31T09:00:00.000Z', '2027-10-31T23:00:00.000Z']);
    expect(iso(openingOf(late, '2026-12-31')!)).toEqual(['2026-12-31T09:00:00.000Z', '2026-12-31T23:00:00.000Z']);
  });

  it('begin when the clock goes on where it is put forward over them', () => {
    const night = hallIn('Europe/Berlin', everyDay('02:30', '06:00'));
    expect(iso(openingOf(night, '2027-03-28')!)).toEqual(['2027-03-28T01:00:00.000Z', '2027-03-28T04:00:00.000Z']);
  });
});

describe('the rules of a hall', () => {
  const now = new Date('2026-11-23T10:00:00Z');
  const ruled = { ...moscow, openingHours: { ...everyDay('09:00', '22:00'), sun: null }, maxMinutes: 480 };

  it.each([
    ['2026-11-28T11:00:00Z', '2026-11-28T14:00:00Z', null],
    ['2026-11-28T06:00:00Z', '2026-11-28T07:00:00Z', null],
    ['2026-11-28T18:00:00Z', '2026-11-28T19:00:00Z', null],
    ['2026-11-28T14:00:00Z', '2026-11-28T11:00:00Z', { endsAt: 'end_before_start' }],
    ['2026-11-23T09:00:00Z', '2026-11-23T12:00:00Z', { startsAt: 'in_the_past' }],
    ['2026-11-23T10:00:00Z', '2026-11-23T12:00:00Z', { startsAt: 'in_the_past' }],
    ['2027-11-24T11:00:00Z', '2027-11-24T13:00:00Z', { startsAt: 'too_far_ahead' }],
    ['9999-11-24T11:00:00Z', '9999-11-24T13:00:00Z', { startsAt: 'too_far_ahead' }],
    ['2026-11-28T11:10:00Z', '2026-11-28T14:00:00Z', { startsAt: 'off_step' }],
    ['2026-11-28T11:00:01Z', '2026-11-28T14:00:00Z', { startsAt: 'off_step' }],
    ['2026-11-28T11:00:00Z', '2026-11-28T14:15:00Z', { endsAt: 'off_step' }],
    ['2026-11-28T11:00:00Z', '2026-11-28T11:30:00Z', { endsAt: 'shorter_than_hall' }],
    ['2026-11-28T07:00:00Z', '2026-11-28T16:00:00Z', { endsAt: 'longer_than_hall' }],
    ['2026-11-29T11:00:00Z', '2026-11-29T14:00:00Z', { startsAt: 'hall_closed_that_day' }],
    ['2026-11-28T05:30:00Z', '2026-11-28T07:00:00Z', { startsAt: 'hall_closed' }],
    ['2026-11-28T19:00:00Z', '2026-11-28T20:00:00Z', { startsAt: 'hall_closed' }],
    ['2026-11-28T18:00:00Z', '2026-11-28T19:30:00Z', { endsAt: 'hall_closed' }],
  ])('%s to %s: %j', (from, to, fault) => {
    expect(slotFault(ruled, slot(from, to), now)).toEqual(fault);
  });

  it('count steps by the clock of the hall', () => {
    const kathmandu = hallIn('Asia/Kathmandu');
    expect(slotFault(kathmandu, slot('2026-11-28T04:15:00Z', '2026-11-28T05:15:00Z'), now)).toBeNull();
    expect(slotFault(kathmandu, slot('2026-11-28T04:00:00Z', '2026-11-28T05:00:00Z'), now)).toEqual({
      startsAt: 'off_step',
    });
  });

  it('are refused as input', () => {
    const closed = slot('2026-11-29T11:00:00Z', '2026-11-29T14:00:00Z');
    expect(() => demandBookable(ruled, closed, now)).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT', fields: { startsAt: 'hall_closed_that_day' } }),
    );
  });
});

describe('the free times of a day', () => {
  const date = '2026-11-28';
  const early = new Date('2026-11-23T10:00:00Z');
  const shown = (taken: Slot[], now = early) =>
    freeTimes(moscow, { date, taken, now }).map((one) => {
      const { start, end } = localTimes(moscow, one);
      return `${start}–${end}`;
    });
  const at = (start: string, end: string) => slotOf(moscow, { date, start, end });

  it('are what is left between what is taken', () => {
    expect(shown([])).toEqual(['09:00–22:00']);
    expect(shown([at('14:00', '17:00'), at('09:00', '11:00')])).toEqual(['11:00–14:00', '17:00–22:00']);
    expect(shown([at('09:00', '22:00')])).toEqual([]);
    expect(shown([at('08:00', '10:00'), at('21:00', '23:30')])).toEqual(['10:00–21:00']);
  });

  it('are long enough to be booked, and on a step', () => {
    expect(shown([at('09:30', '12:00'), at('12:30', '20:45')])).toEqual(['21:00–22:00']);
  });

  it('are not past', () => {
    expect(shown([], new Date('2026-11-28T10:10:00Z'))).toEqual(['13:30–22:00']);
    expect(shown([], new Date('2026-11-28T18:10:00Z'))).toEqual([]);
    expect(shown([], new Date('2026-11-30T00:00:00Z'))).toEqual([]);
  });

  it('are none on a day that is closed', () => {
    const closed = { ...moscow, openingHours: { ...moscow.openingHours, sat: null } };
    expect(freeTimes(closed, { date, taken: [], now: early })).toEqual([]);
  });

  it('can all be booked', () => {
    const marks = fc.uniqueArray(fc.integer({ min: 0, max: 48 }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(marks, fc.constantFrom('2027-03-28', '2027-10-31', '2027-05-05'), (chosen, day) => {
        const opening = openingOf(berlin, day)!;
        const sorted = chosen.toSorted((a, b) => a - b).map((half) => new Date(+opening.startsAt + half * 1_800_000));
        const taken = sorted.flatMap((startsAt, index) =>
          index % 2 === 0 && sorted[index + 1] ? [{ startsAt, endsAt: sorted[index + 1]! }] : [],
        );
        for (const free of freeTimes(berlin, { date: day, taken, now: early })) {
          expect(slotFault(berlin, free, early)).toBeNull();
          for (const one of taken) expect(free.endsAt <= one.startsAt || free.startsAt >= one.endsAt).toBe(true);
        }
      }),
    );
  });
});

describe('names', () => {
  it('of times and zones are known', () => {
    expect(['00:00', '24:00', '23:59', '24:01', '7:00', ''].map(isTime)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(['Europe/Moscow', 'UTC', 'Mars/Base', ''].map(isTimeZone)).toEqual([true, true, false, false]);
  });
});
