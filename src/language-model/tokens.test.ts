import fc from 'fast-check';
import { countTokens as countWhole, encode } from 'gpt-tokenizer/encoding/o200k_base';
import { beginningWithin, countTokens, loadTokenizer } from './tokens';

const asPlainText = { disallowedSpecial: new Set<string>() };

// What people write, with everything that makes a tokenizer stumble.
const words = [
  'Доставка',
  'по городу',
  'стоит',
  '300 ₽',
  'ёлка',
  'ПРИВЕТ',
  'не-не',
  'don’t',
  "DON'T",
  "it's",
  "'S",
  'ß',
  'İ',

  'hello',
  'World',
  'select * from t where id = $1;',
  'const f = async () => {}',
  '</passage>',
  '<|endoftext|>',
  '\t\t',

  '12345',
  '1,000.50',
  '٣٤٥',
  '½',
  '👍',
  '👩‍👩‍👧‍👦',
  '🇷🇺',
  '漢字かな',
  'สวัสดี',
  'שלום',
  '\u200b',
  '\u0301',
  '\ufeff',
  '\ud800',
  ' ',
  '  ',
  '     ',
  '\n',
  '\r\n',
  '\n\n\n',
  ' \n ',
  '\u00a0',
  '/',
  '//',
  '...',
  '—',
  '«',
  '»',
  '['.repeat(7),
  '='.repeat(40),
];
const texts = fc
  .array(fc.oneof(fc.constantFrom(...words), fc.string({ unit: 'grapheme', maxLength: 12 })), { maxLength: 150 })
  .chain((pieces) => fc.constantFrom('', ' ', '\n').map((between) => pieces.join(between)));

describe('countTokens', () => {
  beforeAll(() => loadTokenizer());

  it.each([
    ['', 0],
    ['hello world', 2],
    ['Привет, мир!', 5],
  ])('counts %j as %i tokens', (text, tokens) => {
    expect(countTokens(text)).toBe(tokens);
  });

  it('counts any text exactly as the tokenizer encodes it', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(countTokens(text)).toBe(encode(text, asPlainText).length);
      }),
      { numRuns: 300 },
    );
  });

  it('counts a long text of many pieces as the tokenizer does in one, to the token', () => {
    const text = 'Доставка по городу стоит 300 рублей.\n\nFrom 5,000 roubles it is free!  Оплата — картой. '.repeat(
      200,
    );
    expect(countTokens(text)).toBe(countWhole(text));
  });

  it.each([['я'], ['Ж'], ['ab'], ['a1'], ['👍'], ['-'], [' '], ['漢']])(
    'counts a run of 5,000 times %j without a break not lower than the tokenizer, and at most two tokens a cut higher',
    (piece) => {
      const text = piece.repeat(5_000);
      const more = countTokens(text) - countWhole(text, asPlainText);
      expect(more).toBeGreaterThanOrEqual(0);
      expect(more).toBeLessThanOrEqual(2 * Math.ceil(text.length / 511));
    },
  );

  it('reads the names of special tokens as plain text', () => {
    expect(countTokens('<|endoftext|>')).toBeGreaterThan(1);
  });

  it.each([['я'], ['ab'], ['👍'], ['\u200b'], ['\ud800'], ['='], [' '], ['\n']])(
    'counts a million times %j within five seconds',
    (piece) => {
      const startedAt = performance.now();
      expect(countTokens(piece.repeat(1_000_000 / piece.length))).toBeGreaterThan(900_000);
      expect(performance.now() - startedAt).toBeLessThan(20_000);
    },
  );
});

describe('beginningWithin', () => {
  it('is a beginning of the text, fits, and is all of it where all fits', () => {
    fc.assert(
      fc.property(texts, fc.nat(400), (text, tokens) => {
        const beginning = beginningWithin(text, tokens);
        expect(text.toWellFormed().startsWith(beginning.slice(0, -1))).toBe(true);
        expect(countTokens(beginning)).toBeLessThanOrEqual(tokens);
        if (countTokens(text) <= tokens) expect(beginning).toBe(text.toWellFormed());
      }),
      { numRuns: 300 },
    );
  });

  it('leaves less than a long word unused', () => {
    const text = 'Курьер привезёт заказ завтра между десятью и двенадцатью. '.repeat(50);
    expect(countTokens(beginningWithin(text, 333))).toBeGreaterThan(320);
  });

  it('cuts into a run without a break', () => {
    const beginning = beginningWithin('я'.repeat(50_000), 100);
    expect(countTokens(beginning)).toBeLessThanOrEqual(100);
    expect(countTokens(beginning)).toBeGreaterThan(90);
  });
});
