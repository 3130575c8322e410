import { languageByScript, preferLanguage } from './search-text.rules';

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
