import { isAgreement } from './agreement.rules';

describe('a message that agrees', () => {
  it.each([
    'Да',
    'да, подтверждаю',
    'Подтверждаю!',
    'ДА, ВСЁ ВЕРНО.',
    'Все правильно, подтверждаю',
    'да, подтверждаю бронь',
    'ок, подтвердите',
    'Верно 👍',
    'Yes',
    'yes, confirm',
    'Confirm please',
    'OK, confirmed!',
    "Yes, that's right",
    'I confirm the booking',
  ])('is nothing but that: %s', (text) => {
    expect(isAgreement(text)).toBe(true);
  });

  it.each([
    'Да, но лучше с 15 до 18',
    'да?',
    'Подтверждаете?',
    'нет',
    'Да, а сколько это стоит',
    'ок',
    'хорошо',
    'спасибо',
    'не подтверждаю',
    'да нет',
    'Подтверждаю, но имя другое: Пётр',
    'Yes, but at 3 pm',
    'no',
    'ok',
    'thanks',
    "don't confirm",
    'yes? no',
    'Confirm that you are a human',
    '',
  ])('is something else: %s', (text) => {
    expect(isAgreement(text)).toBe(false);
  });
});
