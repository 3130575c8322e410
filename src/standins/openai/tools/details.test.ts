import { type Detail, detailsOf } from './details';
import { placesIn } from './places';

const places = ['Синий зал', 'Лофт', 'Большой зал', 'Blue hall'];
const read = (text: string, asked: readonly Detail[] = [], known: readonly string[] = places) =>
  detailsOf(text, { places: known, asked });

describe('what a message tells of a booking', () => {
  it.each([
    [
      'хочу забронировать синий зал на субботу с 14 до 17, Иван, +7 900 123-45-67',
      { hall: 'Синий зал', date: 'суббота', start: '14:00', end: '17:00', name: 'Иван', phone: '+7 900 123-45-67' },
    ],
    ['book the loft for Saturday 2–5 pm', { hall: 'loft', date: 'Saturday', start: '14:00', end: '17:00' }],
    ['Лофт, завтра, 10:30-12:00', { hall: 'Лофт', date: 'завтра', start: '10:30', end: '12:00' }],
    ['с семи до девяти вечера 20 июня', { date: '20.06', start: '19:00', end: '21:00' }],
    ['с 2 до 5 дня в большом зале', { hall: 'Большой зал', start: '14:00', end: '17:00' }],
    ['from 11 am to 2 pm on June 20th, 2027', { date: '20.06.2027', start: '11:00', end: '14:00' }],
    ['on 2027-06-20 at 14:00 for 3 hours', { date: '2027-06-20', start: '14:00', end: '17:00' }],
    ['в пятницу с 18 на два часа', { date: 'пятница', start: '18:00', end: '20:00' }],
    ['20.06 с 22:00 до полуночи', { date: '20.06', start: '22:00', end: '24:00' }],
    ['2027-06-20 14:00-17:00 89001234567', { date: '2027-06-20', start: '14:00', end: '17:00', phone: '89001234567' }],
    ['from 2 to 5', { start: '14:00', end: '17:00' }],
    ['послезавтра до 18:00', { date: 'послезавтра', end: '18:00' }],
    ['Меня зовут Анна-Мария Петрова', { name: 'Анна-Мария Петрова' }],
    ["My name is Sean O'Neill, +44 20 7946 0958", { name: "Sean O'Neill", phone: '+44 20 7946 0958' }],
    ['Здравствуйте, зал на 10–20 человек', {}],
    ['Добрый день! Сколько стоит аренда?', {}],
    ['a hall for 40 guests', {}],
    ['зал «Орион» свободен?', { hall: 'Орион' }],
    ['Is the green room free tomorrow?', { hall: 'green', date: 'tomorrow' }],
    ['Лофт на следующую субботу с 10 до 12', { hall: 'Лофт', date: 'следующую субботу', start: '10:00', end: '12:00' }],
    ['next Friday at 3 pm', { date: 'next Friday', start: '15:00' }],
    ['через три дня с 10 до 12', { date: 'через три дня', start: '10:00', end: '12:00' }],
    ['5/6 from 10:00 to 12:00', { date: '5/6', start: '10:00', end: '12:00' }],
    ['на 15-е с 10 до 12', { date: '15-е', start: '10:00', end: '12:00' }],
    ['хочу зал на субботу', { date: 'суббота' }],
  ])('%s', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it('takes an answer as what was asked for', () => {
    expect(read('Орион, Иван', ['hall', 'name'])).toEqual({ hall: 'Орион', name: 'Иван' });
    expect(read('Иван Петров', ['name', 'phone'])).toEqual({ name: 'Иван Петров' });
    expect(read('Иван Петров')).toEqual({});
  });

  it('knows the halls that a prompt names', () => {
    expect(placesIn('Сегодня суббота.\nЗалы: Синий зал (Blue hall), «Лофт»; Большой зал.')).toEqual([
      'Синий зал',
      'Blue hall',
      'Лофт',
      'Большой зал',
    ]);
  });
});
