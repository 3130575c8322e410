import { countTokens as countWhole } from 'gpt-tokenizer/encoding/o200k_base';
import { countTokens, loadTokenizer } from './tokens';

describe('countTokens', () => {
  beforeAll(() => loadTokenizer());

  it.each([
    ['', 0],
    ['hello world', 2],
    ['Привет, мир!', 5],
  ])('counts %j as %i tokens', (text, tokens) => {
    expect(countTokens(text)).toBe(tokens);
  });

  it('counts a long text in slices as the tokenizer does in one piece, within one per cent', () => {
    const text = 'Доставка по городу стоит 300 рублей.\n\nFrom 5,000 roubles it is free!  Оплата — картой. '.repeat(
      200,
    );
    const whole = countWhole(text);
    expect(Math.abs(countTokens(text) - whole)).toBeLessThanOrEqual(whole / 100);
  });

  it('reads the names of special tokens as plain text', () => {
    expect(countTokens('<|endoftext|>')).toBeGreaterThan(1);
  });

  it.each([['я'], ['ab'], ['👍'], ['\u200b'], ['\ud800'], ['='], [' '], ['\n']])(
    'counts a million times %j within five seconds',
    (piece) => {
      const startedAt = performance.now();
      expect(countTokens(piece.repeat(1_000_000 / piece.length))).toBeGreaterThan(900_000);
      expect(performance.now() - startedAt).toBeLessThan(5_000);
    },
  );
});
