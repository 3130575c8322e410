import { detectLanguage, isTranslit } from './detect-language';

const both = ['ru', 'en'];

const cases: Record<string, string[]> = {
  ru: [
    'Здравствуйте, сколько стоит доставка?',
    'да',
    'Ок',
    'Спасибо!!!',
    'ЁЖИК',
    'где мой заказ 12345',
    'Не работает iPhone 15 Pro Max 256GB, что делать?',
    'Подойдёт ли USB Type-C к MacBook Air?',
    'Купил Samsung Galaxy Buds FE',
    'куплю PlayStation 5 Slim Digital Edition',
    'как включить Wi-Fi на Xiaomi Redmi Note 12',
    'Ошибка "Something went wrong", помогите',
    'https://example.com/very/long/english/path что это за ссылка',
    'почта ivan.petrov@example.com не принимается',
    '@besedka_helper_bot привет',
    '/start привет',
    'Команда `git push origin main` не работает',
    '```\nconst a = await fetch(url)\n```\nпочему падает?',
    'привет 👋👋👋',
    'Приветик, hello',
    'Чё там с delivery?',
    'В приложении пишет Payment declined',
    'позовите человека',
    'Хочу вернуть товар, order number BM-2026-114',
    'Закажу 2 шт.',
    'ПОЧЕМУ ТАК ДОЛГО',
    'тест',
    'Мой аккаунт взломали, login changed',
    'pozovite cheloveka',
    'Pozovite operatora pozhaluista',
    'privet, kak dela',
    'gde moj zakaz?',
    'skolko stoit dostavka',
    'hochu pogovorit s chelovekom',
    'u menya ne rabotaet telefon',
    'soedinite s operatorom srochno',
    'spasibo',
    'zdravstvuyte',
    'dobryj den, podskazhite adres',
    'kogda budet dostavka iphone',
    'perekluchite na zhivogo cheloveka',
    'dayte operatora',
    'Zakaz prishel slomannyj, vernite dengi',
  ],
  en: [
    'Hello, how much is delivery?',
    'yes',
    'no',
    'thanks',
    'hi',
    'Where is my order 12345?',
    'I want a person',
    'operator',
    'human please',
    'My iPhone does not charge',
    'What does «Беседка» mean in English, please?',
    'Is the Besedka Market app available on Android?',
    'The courier wrote «не дозвонился» and left without calling me',
    'Can I pay with a Mir card?',
    "I'd like to return it",
    'a',
    'I',
    'HELP',
    'Reset password for me@example.ru',
    'Please see https://пример.рф/заказ for the photo',
    '/help me with the refund',
    'What is `npm ci` for?',
    'Do you deliver to Kazan?',
    'Do you sell SSD?',
    'ok thanks',
    'Samsung charger',
    'café near the pick-up point?',
    'No net here, raz dva is what he said to the courier yesterday',
  ],
  none: [
    '',
    '   ',
    '12345',
    '+7 (999) 000-00-00',
    '👍',
    '👨‍👩‍👧‍👦 🇷🇺',
    '?!',
    'ok',
    'OK!',
    'wifi',
    'Wi-Fi',
    'iphone',
    'https://example.com/help',
    'someone@example.com',
    '@some_name',
    '/operator',
    '/start@besedka_bot',
    '`hello world`',
    'besedka.ru',
    '你好',
    'سلام',
    '\u200b\u200b',
    '#123 — 45 %',
    'x',
  ],
};

describe('the language of a text', () => {
  it.each(Object.entries(cases).flatMap(([language, texts]) => texts.map((text) => [language, text])))(
    'is %s: %s',
    (language, text) => {
      expect(detectLanguage(text ?? '', both)).toBe(language === 'none' ? undefined : language);
    },
  );

  it('is one of those that the bot speaks, or not known', () => {
    expect(detectLanguage('Добрый день', ['en'])).toBeUndefined();
    expect(detectLanguage('Good day', ['en'])).toBe('en');
  });

  it('is found in a long hostile text without delay', () => {
    const started = performance.now();
    detectLanguage('`'.repeat(4096), both);
    detectLanguage('a.'.repeat(50_000), both);
    detectLanguage('@'.repeat(100_000), both);
    detectLanguage('x-'.repeat(100_000), both);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

it('knows Russian in Latin letters from English', () => {
  expect(isTranslit('soedinite s operatorom')).toBe(true);
  expect(isTranslit('operatora!')).toBe(true);
  expect(isTranslit('connect me to an operator')).toBe(false);
  expect(isTranslit('соедините с operatorom')).toBe(false);
});
