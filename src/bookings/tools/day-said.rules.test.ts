import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { daySaid } from './day-said.rules';

// A Wednesday.
const today = Temporal.PlainDate.from('2027-08-11');
const said = (text: string, language = 'ru', from = today) => daySaid(text, { today: from, language })?.toString();

describe('the day that is said', () => {
  it.each([
    ['2027-08-14', '2027-08-14'],
    ['2027-8-4', '2027-08-04'],
    ['2027-08-14T14:00', '2027-08-14'],
    ['2027-08-14 14:00:00', '2027-08-14'],
    ['14.08.2027', '2027-08-14'],
    ['14.08.27', '2027-08-14'],
    ['14.08', '2027-08-14'],
    ['14.8.', '2027-08-14'],
    ['14-08-2027', '2027-08-14'],
    ['14/08/2027', '2027-08-14'],
    ['5/9', '2027-09-05'],
    ['14 августа', '2027-08-14'],
    ['14-го августа', '2027-08-14'],
    ['14 августа 2027 года', '2027-08-14'],
    ['на 14 авг.', '2027-08-14'],
    ['14 агвуста', '2027-08-14'],
    ['14 avgusta', '2027-08-14'],
    ['августа 14', '2027-08-14'],
    ['суббота, 14 августа', '2027-08-14'],
    ['14 августа (сб)', '2027-08-14'],
    ['14-го', '2027-08-14'],
    ['на 14 число', '2027-08-14'],
    ['5-го', '2027-09-05'],
    ['сегодня', '2027-08-11'],
    ['Завтра', '2027-08-12'],
    ['завтро', '2027-08-12'],
    ['zavtra', '2027-08-12'],
    ['на завтра', '2027-08-12'],
    ['послезавтра', '2027-08-13'],
    ['после завтра', '2027-08-13'],
    ['в субботу', '2027-08-14'],
    ['суббота', '2027-08-14'],
    ['сб', '2027-08-14'],
    ['в суботу', '2027-08-14'],
    ['subbotu', '2027-08-14'],
    ['на эту субботу', '2027-08-14'],
    ['в ближайшую субботу', '2027-08-14'],
    ['в следующую субботу', '2027-08-21'],
    ['в субботу на следующей неделе', '2027-08-21'],
    ['во вторник', '2027-08-17'],
    ['в среду', '2027-08-18'],
    ['в эту среду', '2027-08-11'],
    ['через 3 дня', '2027-08-14'],
    ['через три дня', '2027-08-14'],
    ['через неделю', '2027-08-18'],
    ['через две недели', '2027-08-25'],
    ['31 декабря', '2027-12-31'],
    ['7 января', '2028-01-07'],
    ['29.02', '2028-02-29'],
    ['9 мая', '2028-05-09'],
  ])('«%s» is %s', (text, day) => {
    expect(said(text)).toBe(day);
  });

  it.each([
    ['August 14', '2027-08-14'],
    ['14 August', '2027-08-14'],
    ['14th of August', '2027-08-14'],
    ['Aug 14th, 2027', '2027-08-14'],
    ['Saturday, August 14', '2027-08-14'],
    ['Sat 14 Aug', '2027-08-14'],
    ['8/14/2027', '2027-08-14'],
    ['14/8', '2027-08-14'],
    ['8/8', '2028-08-08', '2027-11-20'],
    ['the 14th', '2027-08-14'],
    ['today', '2027-08-11'],
    ['tomorrow', '2027-08-12'],
    ['tomorow', '2027-08-12'],
    ['the day after tomorrow', '2027-08-13'],
    ['on Saturday', '2027-08-14'],
    ['saterday', '2027-08-14'],
    ['this Saturday', '2027-08-14'],
    ['next Saturday', '2027-08-21'],
    ['Saturday next week', '2027-08-21'],
    ['Wednesday', '2027-08-18'],
    ['in 3 days', '2027-08-14'],
    ['in a week', '2027-08-18'],
    ['three days from now', '2027-08-14'],
  ])('"%s" is %s', (text, day, from = '2027-08-11') => {
    expect(said(text, 'en', Temporal.PlainDate.from(from))).toBe(day);
  });

  it.each([
    '',
    'когда-нибудь',
    'выходные',
    'the weekend',
    'в субботу или воскресенье',
    'пятница, 14 августа',
    'Sunday 2027-08-14',
    '31.02',
    '2027-02-29',
    '32 августа',
    '14.13',
    '0.08',
    'август',
    '14 августа 20 сентября',
    'через много дней',
    '1e3',
    'null',
    '14 августа 2027; drop table',
    `завтра ${'очень '.repeat(40)}`,
  ])('is not guessed from «%s»', (text) => {
    expect(said(text)).toBeUndefined();
  });

  it('is not guessed where day and month may be either in English', () => {
    expect(said('5/6/2028', 'en')).toBeUndefined();
    expect(said('5/6/2028', 'ru')).toBe('2028-06-05');
  });

  it('without a year is of this one while it has hardly passed, so that the past is refused and not moved', () => {
    expect(said('10 августа')).toBe('2027-08-10');
    expect(said('12.06')).toBe('2027-06-12');
    expect(said('11.06')).toBe('2028-06-11');
    expect(said('2 января', 'ru', Temporal.PlainDate.from('2027-12-30'))).toBe('2028-01-02');
  });

  it('is the day that was written, for every day and each way to write it', () => {
    const from = Temporal.PlainDate.from('2027-01-01');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), (days) => {
        const day = from.add({ days });
        const date = new Date(`${day}T00:00Z`);
        expect(said(day.toString())).toBe(day.toString());
        for (const language of ['ru', 'en']) {
          for (const weekday of [undefined, 'long', 'short'] as const) {
            const format = new Intl.DateTimeFormat(language, {
              timeZone: 'UTC',
              year: 'numeric',
              month: 'long',
              day: 'numeric',
              ...(weekday && { weekday }),
            });
            expect([format.format(date), said(format.format(date), language)]).toEqual([format.format(date), `${day}`]);
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  it('is looked for in any text without a fault', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => {
        expect(() => said(text)).not.toThrow();
      }),
    );
  });
});
