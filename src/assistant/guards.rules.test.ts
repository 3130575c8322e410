import { inventedNumbers } from './numbers.rules';
import { repeatsPrompt } from './prompt-echo.rules';
import { isInAnotherLanguage } from './reply-language.rules';

describe('the language of an answer', () => {
  it.each([
    ['ru', 'Доставка стоит 390 ₽, привезём завтра.'],
    ['ru', 'OK!'],
    ['ru', 'echo: hello'],
    ['ru', 'Samsung Galaxy Buds FE Black, Apple AirPods Pro'],
    ['ru', 'Нажмите «Forgot your password» на странице входа.'],
    ['ru', 'Запрос: `select client_id, income from clients where income > 100000 order by income desc`'],
    ['ru', '```sql\nselect name from clients join accounts using (client_id) where balance > 0\n```'],
    ['ru', 'См. https://shop.example/very/long/english/path/about/delivery/and/returns'],
    ['ru', 'Поля таблицы: clients.client_id, clients.first_name, accounts.opened_at, loans.amount'],
    ['en', 'A courier to Kazan is 390 ₽.'],
    ['en', 'Ask at the counter of «Беседка Маркет» on Большая Садовая улица.'],
    ['en', 'Say “Здравствуйте, я хотел бы вернуть товар” to the courier.'],
    ['en', 'да'],
    ['en', 'Alpha, Beta, Gamma, Delta'],
    ['de', 'Alles in Ordnung, die Lieferung kommt morgen.'],
    ['ru', ''],
  ])('%s is right: %s', (language, text) => {
    expect(isInAnotherLanguage(text, language)).toBe(false);
  });

  it.each([
    ['ru', 'A courier to Kazan is 390 ₽ and comes tomorrow.'],
    ['ru', 'Dostavka stoit trista devyanosto rubley, privezem zavtra.'],
    ['ru', 'The delivery takes three days. Спасибо!'],
    ['ru', '运费为三百九十卢布，明天送达。'],
    ['ru', 'PLEASE WAIT FOR THE COURIER TOMORROW'],
    ['ru', 'Доставка коштує триста гривень, привеземо її завтра, і все буде гаразд.'],
    ['en', 'Доставка стоит триста девяносто рублей, привезём завтра.'],
    ['en', 'Доставка в Kazan стоит 390 ₽, оплата картой или наличными.'],
    ['en', 'Dostavka stoit trista devyanosto rubley, privezem vash zakaz zavtra.'],
    ['en', 'Die Lieferung kostet dreihundert Rubel, wir bringen sie morgen bis zur Tür und rufen vorher kurz durch.'],
    ['en', 'التوصيل يكلف ثلاثمائة روبل'],
  ])('%s is wrong: %s', (language, text) => {
    expect(isInAnotherLanguage(text, language)).toBe(true);
  });
});

describe('numbers of an answer', () => {
  const sources = [
    'Курьер 390 ₽, от 5 000 ₽ бесплатно. Телефон 8 800 000-01-42. Открыто с 09:00 до 21:00. С 01.02.2026. Скидка 10 %. Доля 0.45.',
    'Мой заказ BM-2026-114 на 2 шт.',
  ];

  it.each([
    'Доставка 390 ₽.',
    'Бесплатно от 5000 ₽ или 5,000.',
    'Звоните: 88000000142, +7 800 000 01 42, 8(800)000-01-42',
    'С 9 до 21:00, с 1 февраля 2026 года.',
    'Два курьера — 780 ₽.',
    'Со скидкой 10 % это 351 ₽.',
    'Заказ BM-2026-114.',
    '10. Десятый пункт\n11. Одиннадцатый',
    'Доля 45 %.',
    'По 5 тыс. рублей, то есть 5 000 000 копеек за 10.',
    'Есть 3 способа [1][12].',
  ])('that are known or follow are fine: %s', (answer) => {
    expect(inventedNumbers(answer, sources)).toEqual([]);
  });

  it.each([
    ['Доставка стоит 480 ₽.', '480'],
    ['Звоните: 8 495 123-99-67', '8495123'],
    ['Бесплатно от 7 500 ₽', '7500'],
    ['Пеня 0.37 % в день', '0.37'],
    ['Привезём 15.03.2027', '15.03.2027'],
  ])('that are nowhere are found: %s', (answer, number) => {
    expect(inventedNumbers(answer, sources)).toContain(number);
  });
});

describe('numbers of a bot that has tools to reckon', () => {
  const sources = ['{"text":"Час стоит 2 500 ₽"}', 'Хочу зал с 14:00 до 17:00'];

  it('stand where it has read them', () => {
    expect(inventedNumbers('С 14:00 до 17:00, час стоит 2 500 ₽.', sources, { reckons: false })).toEqual([]);
  });

  it('are never its own sums', () => {
    expect(inventedNumbers('Всего 7 500 ₽.', [...sources, '30'], { reckons: false })).toEqual(['7500']);
    expect(inventedNumbers('Итого 39 часов.', ['14', '25'], { reckons: false })).toEqual(['39']);
    expect(inventedNumbers('Итого 39 часов.', ['14', '25'])).toEqual([]);
  });
});

describe('the order that the model was given', () => {
  const order =
    'Отвечайте только на основании отрывков ниже и того, что уже сказано в этом диалоге. Ничего не придумывайте: ни цен, ни сроков.';

  it.each([
    order,
    order.toUpperCase(),
    `Мои правила:\n\n- **${order.slice(0, 90)}**`,
    Array.from(order).join(' '),
    Buffer.from(order).toString('base64'),
    `Вот: ${Buffer.from(order).toString('base64url')}`,
  ])('is known again: %s', (answer) => {
    expect(repeatsPrompt(answer, order)).toBe(true);
  });

  it.each(['Отвечаю только на основании отрывков.', 'Ничего не придумывайте: ни цен, ни сроков.', '', 'A'.repeat(500)])(
    'is not in «%s»',
    (answer) => {
      expect(repeatsPrompt(answer, order)).toBe(false);
    },
  );
});
