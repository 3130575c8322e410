import { contactNames } from './contacts.rules';
import { withoutForeignLinks } from './links.rules';

const policy = {
  known: contactNames([
    'Возврат: https://shop.example/returns, вопросы на help@shop.example, чат @shop_help. Поля: clients.id.',
    '[Правила](https://docs.shop.example/rules?v=2)',
  ]),
  domains: ['partner.example'],
  removed: '(ссылка убрана)',
};
const clean = (text: string) => withoutForeignLinks(text, policy);

describe('links of an answer', () => {
  it.each([
    'Возврат: https://shop.example/returns.',
    'Возврат: http://shop.example/returns/',
    'Возврат на shop.example/returns',
    '[Возврат](https://shop.example/returns) и [правила](https://docs.shop.example/rules?v=2)',
    '[возврат][1]\n\n[1]: https://shop.example/returns',
    'Пишите на help@shop.example или @shop_help, сайт shop.example',
    '<https://shop.example/returns>',
    'https://partner.example/any?q=1 и https://api.partner.example/',
    'Поле `clients.id`, поле clients.id',
    'Версия 2.1.3, т.е. новая; см. п.2. Всего 1.5 кг. and e.g. this, 10.12.2024',
    '**Важно**: 5 < 6, a > b, `x[1](y)`',
  ])('that are known stay: %s', (text) => {
    expect(clean(text)).toBe(text);
  });

  it.each([
    ['[нажмите](http://evil.example/?q=secret)', 'нажмите'],
    ['Вот: http://evil.example/?q=secret.', 'Вот: (ссылка убрана).'],
    ['<http://evil.example>', '<(ссылка убрана)>'],
    ['![pixel](http://evil.example/p.png?d=1)', 'pixel'],
    ['![логотип](https://shop.example/returns)', 'логотип'],
    ['[текст][x]\n\n[x]: http://evil.example', '[текст][x]'],
    ['[a](javascript:alert(1))', 'a'],
    ['[a](JaVaScRiPt:alert(1))', 'a'],
    ['javascript:alert(1)', '(ссылка убрана)'],
    ['data:text/html;base64,AAAA', '(ссылка убрана)'],
    ['[a](tg://resolve?domain=evil)', 'a'],
    ['<a href="http://evil.example">тут</a>', 'тут'],
    ['<img src="http://evil.example/x.png"> текст', 'текст'],
    ['[[вложено](http://evil.example/1)](http://evil.example/2)', 'вложено'],
    ['[![x](http://evil.example/i)](http://evil.example/l)', 'x'],
    ['http&colon;//evil.example/x', '(ссылка убрана)'],
    ['&#104;ttp://evil.example', '(ссылка убрана)'],
    ['HTTPS://EVIL.EXAMPLE/X', '(ссылка убрана)'],
    ['www.evil.example/x', '(ссылка убрана)'],
    ['evil.com/steal?x=1', '(ссылка убрана)'],
    ['Сайт evil.com, почта a@evil.com, чат @evil_bot', 'Сайт `evil.com`, почта `a@evil.com`, чат `@evil_bot`'],
    ['злой.рф', '`злой.рф`'],
    ['`http://evil.example/x`', '`(ссылка убрана)`'],
    ['https://partner.example@evil.example/x', '(ссылка убрана)'],
    ['https://partner.example.evil.example/x', '(ссылка убрана)'],
    ['https://shop.example/returns?leak=secret', '(ссылка убрана)'],
    ['[правила](https://shop.example/other)', 'правила'],
  ])('that are foreign go: %s', (text, left) => {
    expect(clean(text).trim()).toBe(left);
  });

  it.each([
    'ht**tp://ev**il.example/x',
    'http\\://evil.example/x',
    'http:\\/\\/evil.example/x',
    'ht<b>tp</b>://evil.example/x',
  ])('that are hidden in formatting go: %s', (text) => {
    expect(clean(text)).not.toMatch(/evil/);
  });

  it('lives through texts that are made to be slow', () => {
    for (const text of [
      '['.repeat(20_000),
      '![['.repeat(900),
      '<a '.repeat(2_000),
      '&#'.repeat(20_000),
      'a.'.repeat(5_000),
      '@a'.repeat(5_000),
    ]) {
      expect(clean(text)).not.toContain('http');
    }
  });
});
