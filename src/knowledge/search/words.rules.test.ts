import { stemOf, wordsOf } from './words.rules';

describe('the words of a text', () => {
  it.each([
    ['Ёлка и чёрт', ['елка', 'и', 'черт']],
    ['замо́к', ['замок']],
    ['йод и\u0306од', ['йод', 'йод']],
    ['и/или', ['и', 'или']],
    ['Да.Нет', ['да', 'нет']],
    ['10-20 шт., 1.5 кг', ['10', '20', 'шт', '1.5', 'кг']],
    ['1 290 ₽, 5,000 € and 1990 200', ['1290', '5000', 'and', '1990', '200']],
    ['кое-что e‑mail', ['кое', 'что', 'e', 'mail']],
    ['до\u00ADставка\u200B', ['доставка']],
    ["Luther's O’Brien", ['luther', 'obrien']],
    ['Köln Café', ['koln', 'cafe']],
    ['\u0000a\uD800b 😀', ['ab']],
    ['', []],
  ])('%j are %j', (text, expected) => {
    expect(wordsOf(text)).toEqual(expected);
  });

  it('are never longer than a word can be', () => {
    expect(wordsOf('a'.repeat(5_000))[0]?.length).toBe(40);
  });
});

describe('a stem', () => {
  it.each([
    ['доставку', 'доставка'],
    ['бонусов', 'бонусами'],
    ['deliveries', 'delivery'],
    ['webhooks', 'webhook'],
  ])('is what %s and %s have in common', (a, b) => {
    expect(stemOf(a)).toBe(stemOf(b));
  });

  it('of anything else is the word itself', () => {
    for (const word of ['24', 'covid19', 'λόγος', 'кофеmail']) expect(stemOf(word)).toBe(word);
  });
});
