import { openingOf } from './opening.rules';

const weekday = { timeZone: 'Europe/Moscow', days: { wed: ['09:00-18:00'] }, closed: [] };
const evening = { timeZone: 'Europe/Moscow', days: { wed: ['18:00-22:00'] }, closed: [] };
const never = { timeZone: 'Europe/Moscow', days: {}, closed: [] };
const at = (time: string) => new Date(`2026-11-18T${time}:00+03:00`);

describe('the opening of several bots', () => {
  it('is now while anybody is there', () => {
    expect(openingOf([weekday, evening], at('10:00'))).toEqual({ open: true, opensAt: null });
    expect(openingOf([weekday, undefined], at('07:00'))).toEqual({ open: true, opensAt: null });
  });

  it('is when the first of them comes', () => {
    expect(openingOf([evening, weekday, never], at('07:00'))).toEqual({ open: false, opensAt: at('09:00') });
  });

  it('is not known when nobody comes', () => {
    expect(openingOf([never], at('07:00'))).toEqual({ open: false, opensAt: null });
    expect(openingOf([], at('07:00'))).toEqual({ open: false, opensAt: null });
  });
});
