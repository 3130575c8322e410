import fc from 'fast-check';
import { formatMoney, highestPrice, isCurrency, minorDigits, priceOf } from './money.rules';

describe('a price', () => {
  it.each([
    [250_000, 60, 250_000],
    [250_000, 90, 375_000],
    [250_000, 150, 625_000],
    [100, 50, 83],
    [100, 65, 108],
    [1, 30, 1],
    [1, 29, 0],
    [3, 10, 1],
    [0, 600, 0],
    [highestPrice, 25 * 60, highestPrice * 25],
  ])('of %i an hour for %i minutes is %i', (perHour, minutes, price) => {
    expect(priceOf(perHour, minutes)).toBe(price);
  });

  it('is what exact arithmetic says, half a unit rounded up', () => {
    const anyPrice = fc.integer({ min: 0, max: highestPrice });
    const anyLength = fc.integer({ min: 1, max: 25 * 60 });
    const exact = (perHour: number, minutes: number) => (BigInt(perHour) * BigInt(minutes) * 2n + 60n) / 120n;
    fc.assert(
      fc.property(anyPrice, anyLength, (perHour, minutes) => {
        expect(BigInt(priceOf(perHour, minutes))).toBe(exact(perHour, minutes));
      }),
    );
  });

  it('fits a whole number of the database for the longest day there is', () => {
    expect(priceOf(highestPrice, 25 * 60)).toBeLessThan(2 ** 31);
  });
});

describe('money in words', () => {
  it.each([
    [500_000, 'RUB', '5\u00A0000\u00A0₽', '₽5,000'],
    [500_050, 'RUB', '5\u00A0000,50\u00A0₽', '₽5,000.50'],
    [5, 'RUB', '0,05\u00A0₽', '₽0.05'],
    [0, 'RUB', '0\u00A0₽', '₽0'],
    [123_456, 'EUR', '1\u00A0234,56\u00A0€', '€1,234.56'],
    [12_345, 'USD', '123,45\u00A0$', '$123.45'],
    [5_000, 'JPY', '5\u00A0000\u00A0¥', '¥5,000'],
  ])('%i %s is %s and %s', (amount, currency, ru, en) => {
    expect(formatMoney({ amount, currency }, 'ru')).toBe(ru);
    expect(formatMoney({ amount, currency }, 'en')).toBe(en);
  });

  it('has as many digits as the currency', () => {
    expect([minorDigits('RUB'), minorDigits('JPY'), minorDigits('KWD')]).toEqual([2, 0, 3]);
    expect(formatMoney({ amount: 1_234, currency: 'KWD' }, 'en')).toContain('1.234');
  });

  it('knows which currencies there are', () => {
    expect([isCurrency('RUB'), isCurrency('rub'), isCurrency('ROUBLE'), isCurrency('')]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});
