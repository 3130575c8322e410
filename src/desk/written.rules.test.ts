import { faultsOf, hasForeignNumbers, isFlawless } from './written.rules';

describe('what the model wrote', () => {
  const wanted = { language: 'ru', source: 'User: заказ на 10 000 ₽ от 12.05.2026', longest: 100 };

  it('is flawless when it keeps to its source and its language', () => {
    expect(isFlawless(faultsOf('Заказ на 10000 ₽ сделан 12 мая 2026 года, прошло 3 дня.', wanted))).toBe(true);
  });

  it.each([
    ['', { wrongLength: true }],
    [`Заказ ${'очень '.repeat(20)}срочный`, { wrongLength: true }],
    ['Заказ на 77 000 ₽.', { madeUp: true }],
    ['The order was made on 12.05.2026.', { wrongLanguage: true }],
  ])('has a fault: %s', (text, fault) => {
    expect(faultsOf(text, wanted)).toMatchObject(fault);
    expect(isFlawless(faultsOf(text, wanted))).toBe(false);
  });

  it('may be an object with names that the prompt asks for', () => {
    expect(faultsOf('{"question": "Можно?", "answer": "Да"}', wanted).wrongLanguage).toBe(false);
    expect(faultsOf('{"question": "", "answer": ""}', wanted).wrongLanguage).toBe(false);
  });

  it('may count what is there, but not name numbers that are not', () => {
    expect(hasForeignNumbers('2 orders, 5000 and 12,50', '5 000 and 12.50')).toBe(false);
    expect(hasForeignNumbers('order 4513', 'order 4512')).toBe(true);
  });
});
