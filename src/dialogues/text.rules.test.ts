import { spokenIn } from './text.rules';

describe('What a text tells of its language', () => {
  it.each(['/mode da', '/language ru ', '/start acc #0f', '/start', '/start@our_bot ref-7', ' /erase 5'])(
    'is nothing where it is a command with a value: %s',
    (text) => {
      expect(spokenIn(text)).toBe('');
    },
  );

  it.each(['/joke про кредиты и таблицы', 'Где мой заказ?', '/startle me now', '/DA', 'see /mode da'])(
    'is all of: %s',
    (text) => {
      expect(spokenIn(text)).toBe(text);
    },
  );
});
