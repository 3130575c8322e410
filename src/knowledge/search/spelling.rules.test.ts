import fc from 'fast-check';
import { forgiven, inOtherScript, oneSlipFrom, slipsBetween } from './spelling.rules';

const word = fc.string({ unit: fc.constantFrom('а', 'б', 'в', 'г', 'д', 'е', 'ж'), minLength: 1, maxLength: 10 });

describe('slips between words', () => {
  it.each([
    ['доставка', 'доставка', 0],
    ['доставка', 'дотсавка', 0.7],
    ['доставка', 'досставка', 0.5],
    ['доставка', 'доставк', 1],
    ['доставка', 'лоставка', 0.7],
    ['доставка', 'фоставка', 1],
    ['оплата', 'доставка', Number.POSITIVE_INFINITY],
  ])('%s and %s: %d', (a, b, slips) => {
    expect(slipsBetween(a, b, 2)).toBeCloseTo(slips);
    expect(slipsBetween(b, a, 2)).toBeCloseTo(slips);
  });

  it('are few for every word that is one slip away', () => {
    fc.assert(fc.property(word, (text) => oneSlipFrom(text).every((other) => slipsBetween(text, other, 1) <= 1)));
  });

  it('are forgiven the more the longer a word is', () => {
    expect([2, 4, 7, 12].map(forgiven)).toEqual([0, 1, 1.5, 2]);
  });
});

describe('the other script', () => {
  it.each([
    ['ghbdtn', 'привет'],
    ['dostavka', 'доставка'],
    ['zhurnal', 'журнал'],
    ['цуирщщл', 'webhook'],
    ['путин', 'putin'],
  ])('%s may be %s', (typed, meant) => {
    expect(inOtherScript(typed)).toContain(meant);
  });
});
