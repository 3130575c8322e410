import { holdsOwnWords } from './own-words.rules';

const user = { displayName: 'Иван Петров-Сидоров', username: 'ivan_p', externalId: '123456789' };
const texts = ['Мой заказ BM-20417, почта ivan@mail.example, телефон +7 (900) 123-45-67.', 'Доставка за 2 дня?'];

describe('The own words of a user', () => {
  it.each([
    'Спасибо, Иван, всё решено',
    'Write to @ivan_p',
    'The order bm-20417 was late',
    'Ответ ушёл на IVAN@mail.example.',
    'Звоните: +7 (900) 123-45-67',
    'id 123456789',
  ])('are found: %s', (text) => {
    expect(holdsOwnWords(text, { user, texts })).toBe(true);
  });

  it.each([
    'Доставка занимает 2 дня и стоит 290 ₽',
    'Иваново — город',
    'Заказ BM-20418 или BM-2041',
    'Как вернуть товар по почте?',
    '',
  ])('are not seen in what is everybody’s: %s', (text) => {
    expect(holdsOwnWords(text, { user, texts })).toBe(false);
  });

  it('are none of a user of whom nothing is known', () => {
    const nobody = { displayName: 'A', username: null, externalId: '1' };
    expect(holdsOwnWords('A 1 b', { user: nobody, texts: [] })).toBe(false);
  });
});
