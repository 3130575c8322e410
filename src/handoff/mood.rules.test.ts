import { readFileSync } from 'node:fs';
import path from 'node:path';
import { moodOf } from './mood.rules';

interface Examples {
  angry: string[];
  calm: string[];
}

function examples(name: string): Examples {
  return JSON.parse(readFileSync(path.join(__dirname, '../../test/kit/mood-examples', `${name}.json`), 'utf8'));
}

/**
 * `ru` and `en` were written before the phrases, the others after them, by one author. Before the phrases learnt from them, the second ones,
 * full of rare turns, gave recall 0.34 (ru) and 0.39 (en) with 7 % and 4 % false alarms; the third ones, such as many people write, 0.71 and
 * 0.75 with 0 % and 2 %: expect that of texts that nobody has seen.
 */
describe.each(['ru', 'en', 'ru.second', 'en.second', 'ru.third', 'en.third'])('The mood of a text on %s', (name) => {
  const { angry, calm } = examples(name);

  it('is bad where a user is angry at the service', () => {
    const missed = angry.filter((text) => !moodOf(text).angry);
    expect(missed.length <= angry.length * 0.03 ? [] : missed).toEqual([]);
  });

  it('is not bad where they joke, thank, complain calmly or speak of others', () => {
    const alarmed = calm.filter((text) => moodOf(text).angry);
    expect(alarmed.length <= calm.length * 0.015 ? [] : alarmed).toEqual([]);
  });
});

describe('The mood of a text', () => {
  it('has a score that grows with what speaks for anger', () => {
    expect(moodOf('')).toEqual({ angry: false, score: 0 });
    expect(moodOf('Добрый день')).toEqual({ angry: false, score: 0 });
    const calm = moodOf('Где мой заказ?').score;
    const loud = moodOf('ГДЕ МОЙ ЗАКАЗ?').score;
    const louder = moodOf('ГДЕ МОЙ ЗАКАЗ, ИДИОТЫ???').score;
    expect(calm).toBeLessThan(0.5);
    expect(loud).toBeGreaterThan(calm);
    expect(louder).toBeGreaterThan(loud);
    expect(louder).toBeLessThanOrEqual(1);
  });

  it('does not hang on letters drawn out, hidden or written around', () => {
    expect(moodOf('скоооолько мооожно ждаааать').angry).toBe(true);
    expect(moodOf('ту\u200bпой бот').angry).toBe(true);
    expect(moodOf('what the f**k').angry).toBe(true);
    expect(moodOf('\u0000\ud800 \u200b').angry).toBe(false);
  });

  it('does not count one exclamation mark, a quotation or capitals of a product', () => {
    expect(moodOf('Помогите!').angry).toBe(false);
    expect(moodOf('На заборе написано «пошли вы все к чёрту», можно закрасить?').angry).toBe(false);
    expect(moodOf('XIAOMI REDMI NOTE 13 PRO PLUS').angry).toBe(false);
  });

  it('is found at either end of a long text', () => {
    const letter = 'Заказ пришёл вчера вечером, коробка была целой. '.repeat(80);
    expect(moodOf(`${letter}Вы издеваетесь?`).angry).toBe(true);
    expect(moodOf(`This is ridiculous. ${letter}`).angry).toBe(true);
    expect(moodOf(letter).angry).toBe(false);
  });

  it('is heard quickly, and the worst text does not hold it up', () => {
    const texts = ['ru', 'en'].flatMap((name) => [...examples(name).angry, ...examples(name).calm]);
    for (const text of texts) moodOf(text);
    const started = performance.now();
    for (const text of texts) moodOf(text);
    expect((performance.now() - started) / texts.length).toBeLessThan(20);
    const hostile = [
      'вы ',
      'you ',
      'i ',
      'сколько можно ',
      '"',
      'a-',
      '!?',
      'this is so very ',
      'в уже в 3 раз ',
      '« a ',
    ];
    for (const piece of hostile) {
      const begun = performance.now();
      moodOf(piece.repeat(4096 / piece.length));
      expect(performance.now() - begun).toBeLessThan(2_000);
    }
  });
});
