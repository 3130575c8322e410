import path from 'node:path';
import { badInput, Refusal } from '../errors';
import { type Locales, openLocales } from '../infra/locales';
import type { Quote } from './booking';
import { asWritten, BookingTexts } from './booking-texts';
import { slotOf } from './calendar.rules';
import type { Hall } from './hall';

const weekday = ['09:00', '22:00'] as const;
const hall: Hall = {
  id: 'hall_1',
  botId: 'bot_1',
  slug: 'blue',
  names: { ru: 'Синий зал', en: 'Blue Hall' },
  aliases: [],
  descriptions: {},
  rules: {},
  capacity: 30,
  pricePerHour: { amount: 250_000, currency: 'RUB' },
  openingHours: {
    mon: null,
    tue: weekday,
    wed: weekday,
    thu: weekday,
    fri: weekday,
    sat: ['10:00', '24:00'],
    sun: ['10:00', '24:00'],
  },
  timeZone: 'Europe/Moscow',
  stepMinutes: 30,
  minMinutes: 60,
  maxMinutes: 720,
  archivedAt: null,
};
const slot = slotOf(hall, { date: '2026-11-28', start: '21:30', end: '24:00' });
const quote: Quote = {
  hall,
  slot,
  minutes: 150,
  total: { amount: 625_000, currency: 'RUB' },
  clientName: 'Иван | *Петров*',
  clientPhone: '+79001234567',
};
const spaced = (text: string) => text.replaceAll(/\s/g, ' ');

describe('halls and bookings in words', () => {
  let texts: BookingTexts;
  let locales: Locales;

  beforeAll(async () => {
    locales = await openLocales(path.join(__dirname, '../../locales'));
    texts = new BookingTexts({ locales });
  });

  it('tell the day with its weekday, and the hours of the hall’s clock', () => {
    expect(spaced(texts.date(slot.startsAt, hall, 'ru'))).toBe('суббота, 28 ноября 2026 г.');
    expect(texts.date(slot.startsAt, hall, 'en')).toBe('Saturday, November 28, 2026');
    expect(texts.times(slot, hall)).toBe('21:30–24:00');
    expect(texts.moment(slot.startsAt, hall, 'ru')).toBe('28 ноября, 21:30');
    expect(texts.moment(slot.startsAt, hall, 'en')).toBe('November 28, 21:30');
    expect(texts.moment(slot.endsAt, hall, 'en')).toBe('November 29, 00:00');
  });

  it.each([
    [60, '1 час', '1 hour'],
    [120, '2 часа', '2 hours'],
    [300, '5 часов', '5 hours'],
    [660, '11 часов', '11 hours'],
    [1_260, '21 час', '21 hours'],
    [90, '1 час 30 минут', '1 hour 30 minutes'],
    [61, '1 час 1 минута', '1 hour 1 minute'],
    [22, '22 минуты', '22 minutes'],
    [45, '45 минут', '45 minutes'],
  ])('tell that %i minutes are %s or %s', (minutes, ru, en) => {
    expect([texts.length(minutes, 'ru'), texts.length(minutes, 'en')]).toEqual([ru, en]);
  });

  it('tell the price of an hour and the opening hours, days alike together', () => {
    expect(spaced(texts.pricePerHour(hall, 'ru'))).toBe('2 500 ₽ в час');
    expect(texts.pricePerHour(hall, 'en')).toBe('₽2,500 per hour');
    expect(texts.openingHours(hall, 'ru')).toBe('пн закрыто, вт–пт 09:00–22:00, сб–вс 10:00–24:00');
    expect(texts.openingHours(hall, 'en')).toBe('Mon closed, Tue–Fri 09:00–22:00, Sat–Sun 10:00–24:00');
  });

  it('show a booking as a table in which people’s own signs mean nothing', () => {
    expect(spaced(texts.table(quote, 'ru')).split(' | ').join('|')).toContain('Иван \\| \\*Петров\\*');
    expect(texts.table(quote, 'ru').split('\n').map(spaced)).toEqual([
      '| Зал | Синий зал |',
      '| --- | --- |',
      '| Дата | суббота, 28 ноября 2026 г. |',
      '| Время | 21:30–24:00 |',
      '| Длительность | 2 часа 30 минут |',
      '| Цена | 2 500 ₽ в час |',
      '| Итого | 6 250 ₽ |',
      '| Имя | Иван \\| \\*Петров\\* |',
      '| Телефон | +7 900 123-45-67 |',
    ]);
    expect(texts.table({ ...quote, clientPhone: null }, 'en').split('\n')).toEqual([
      '| Hall | Blue Hall |',
      '| --- | --- |',
      '| Date | Saturday, November 28, 2026 |',
      '| Time | 21:30–24:00 |',
      '| Length | 2 hours 30 minutes |',
      '| Price | ₽2,500 per hour |',
      '| Total | ₽6,250 |',
      '| Name | Иван \\| \\*Петров\\* |',
    ]);
    expect(spaced(texts.line(quote, 'ru'))).toBe('Синий зал, суббота, 28 ноября 2026 г., 21:30–24:00');
  });

  it('tell why something was refused, with the numbers of the hall', () => {
    const told = (key: string, language: 'ru' | 'en') =>
      spaced(texts.reasonText(badInput({ startsAt: key }), { hall, slot, language }));
    expect(told('shorter_than_hall', 'ru')).toBe('Слишком коротко: наименьшее время — 1 час.');
    expect(told('longer_than_hall', 'en')).toBe('That is too long: the longest booking is 12 hours.');
    expect(told('off_step', 'ru')).toBe('Начало и конец должны приходиться на ровный шаг: 30 минут.');
    expect(told('hall_closed', 'ru')).toBe(
      'В это время «Синий зал» не работает. Суббота, 28 ноября 2026 г.: 10:00–24:00.',
    );
    expect(told('hall_closed_that_day', 'en')).toBe(
      '“Blue Hall” is closed that day. Opening hours: Mon closed, Tue–Fri 09:00–22:00, Sat–Sun 10:00–24:00.',
    );
    expect(told('bad_phone', 'en')).toContain('telephone number');
    expect(texts.reasonText(new Refusal('SLOT_TAKEN'), { language: 'ru' })).toBe(locales.t('ru', 'errors:SLOT_TAKEN'));
    expect(texts.reasons(badInput({ clientName: 'required', endsAt: 'end_before_start' }), { language: 'en' })).toEqual(
      {
        clientName: 'This field is required.',
        endsAt: 'The end must come after the start.',
      },
    );
  });

  it('name the states of a booking', () => {
    const states = ['AWAITING_PAYMENT', 'PAID', 'CANCELLED', 'EXPIRED'] as const;
    expect(states.map((status) => texts.status({ status }, 'ru'))).toEqual([
      'ждёт оплаты',
      'оплачено',
      'отменено',
      'срок оплаты истёк',
    ]);
  });
});

describe('people’s own words in CommonMark', () => {
  it('are what they are', () => {
    expect(asWritten('Анна-Мария О’Нил (мл.) +1!')).toBe('Анна-Мария О’Нил (мл.) +1!');
    expect(asWritten('[x](http://y) `z` <b> a|b ~~c~~ &amp; \\')).toBe(
      '\\[x\\](http://y) \\`z\\` \\<b\\> a\\|b \\~\\~c\\~\\~ \\&amp; \\\\',
    );
  });
});
