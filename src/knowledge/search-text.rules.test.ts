import { languageByScript, preferLanguage, queryText, searchText } from './search-text.rules';

describe('the words of a text', () => {
  it.each([
    ['Ёлка и чёрт', 'Елка и черт'],
    ['замо́к', 'замок'],
    ['и/или', 'и или'],
    ['Да.Нет', 'Да Нет'],
    ['10-20 шт., 1.5 кг', '10 20 шт   1.5 кг'],
    ['кое-что e‑mail', 'кое-что e-mail'],
    ['до\u00ADставка\u200B', 'доставка'],
    ["x' | !y & (z) :* \\", 'x     y    z      '],
    ['\u0000a\uD800b', ' ab'],
    ['и\u0306', 'й'],
  ])('%j are %j', (text, expected) => {
    expect(searchText(text)).toBe(expected);
  });

  it('of a question end somewhere', () => {
    expect(queryText('слово '.repeat(1_000_000)).length).toBeLessThan(10_000);
  });
});

describe('the language', () => {
  it('of a document is told by its letters', () => {
    expect(languageByScript('Курс доллара USD')).toBe('ru');
    expect(languageByScript('The word «курс»')).toBe('en');
    expect(languageByScript('123')).toBe('en');
  });

  it('of the asker decides between hits that are nearly as good, and only between those', () => {
    const hits = [
      { language: 'en', score: 0.5 },
      { language: 'ru', score: 0.45 },
      { language: 'ru', score: 0.3 },
    ];
    expect(preferLanguage(hits, 'ru-RU').map(({ score }) => score)).toEqual([0.45, 0.5, 0.3]);
    expect(preferLanguage(hits, undefined)).toEqual(hits);
  });
});
