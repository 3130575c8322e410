import { masked } from './personal-data.rules';

const labels = { email: '[e-mail]', phone: '[phone]', card: '[card]', number: '[number]', name: '[name]' };
const mask = (text: string, ...names: string[]) => masked(text, names, labels);

describe('what tells who somebody is', () => {
  it.each([
    ['Пишите на ivan.petrov+shop@mail.example.ru, жду', 'Пишите на [e-mail], жду'],
    ['Мой номер +7 (916) 123-45-67.', 'Мой номер [phone].'],
    ['звоните 8 916 123 45 67', 'звоните [phone]'],
    ['call me at +44 20 7946 0958', 'call me at [phone]'],
    ['карта 4276 1234 5678 9012 не прошла', 'карта [card] не прошла'],
    ['paid with **** 1234', 'paid with [card]'],
    ['Заказ BM-2026-114 задержан', 'Заказ [number] задержан'],
    ['заказ № 4512 и заказ 77120', 'заказ № [number] и заказ [number]'],
    ['order number 77120, booking 5561', 'order number [number], booking [number]'],
    ['см. № 12/45-б', 'см. [number]'],
    ['паспорт 4510 123456', 'паспорт [number]'],
    ['накладная 100500600', 'накладная [number]'],
    ['спросите @ivan_petrov', 'спросите [name]'],
  ])('is masked: %s', (text, expected) => {
    expect(mask(text)).toBe(expected);
  });

  it.each([
    'Курьер в Казань — 390 ₽, от 10 000 ₽ бесплатно.',
    'Оформить можно на сумму до 150000 руб., рассрочка на 4 или 6 месяцев.',
    'Open daily from 9:00 to 21:00, since 2019.',
    'You can order 12 cups for 1,290 ₽ within 14 days.',
    'Горячая линия: 8 800 000-01-42 и +7 (800) 000-01-42.',
    'iPhone 15 на 256 ГБ, ГОСТ 2.105',
    'https://besedka.example/help',
  ])('and what everybody may know is not: %s', (text) => {
    expect(mask(text)).toBe(text);
  });
});

describe('the user’s name', () => {
  it('is masked in all its forms', () => {
    expect(mask('Иван, передали Ивану; у Ивана, с Иваном Петровым', 'Иван Петров')).toBe(
      '[name], передали [name]; у [name], с [name] [name]',
    );
    expect(mask('Мария, Марии, Марию, Марией. Сергею и Сергея', 'Мария', 'Сергей')).toBe(
      '[name], [name], [name], [name]. [name] и [name]',
    );
    expect(mask("Anna's parcel, Anna", 'Anna Smith')).toBe('[name] parcel, [name]');
  });

  it('is no other word', () => {
    expect(mask('Верно, в Вероне. Марина, Annabel, я', 'Вера', 'Мария', 'Anna', 'я')).toBe(
      'Верно, в Вероне. Марина, Annabel, я',
    );
  });
});
