import type { TextLanguage } from '../infra/languages';

/** Money in minor units: 150000 RUB is 1,500 roubles. Whole numbers only, so that nothing is ever rounded behind our back. */
export interface Money {
  readonly amount: number;
  /** ISO 4217. */
  readonly currency: string;
}

/** The highest price of an hour: a whole day of it still fits a whole number of the database and of GraphQL. */
export const highestPrice = 80_000_000;

/** What so many minutes cost at a price per hour, exact to the minor unit; half a unit is rounded up. */
export function priceOf(pricePerHour: number, minutes: number): number {
  return Math.floor((pricePerHour * minutes * 2 + 60) / 120);
}

/** How many digits a currency has behind the point: 2 for RUB, 0 for JPY. */
export function minorDigits(currency: string): number {
  return numberFormat('en', currency).resolvedOptions().maximumFractionDigits ?? 2;
}

/** Whether there is a currency of that name. */
export function isCurrency(code: string): boolean {
  return Intl.supportedValuesOf('currency').includes(code);
}

/** «5 000 ₽» or "₽5,000"; the minor units are shown where there are any. */
export function formatMoney({ amount, currency }: Money, language: TextLanguage): string {
  return numberFormat(language, currency).format(decimal(amount, minorDigits(currency)));
}

/** The amount as a decimal number in digits: 500050 of RUB is "5000.50". */
function decimal(amount: number, digits: number): `${number}` {
  const padded = String(Math.abs(amount)).padStart(digits + 1, '0');
  const whole = padded.slice(0, padded.length - digits);
  const rest = digits === 0 ? '' : `.${padded.slice(-digits)}`;
  return `${amount < 0 ? '-' : ''}${whole}${rest}` as `${number}`;
}

function numberFormat(language: TextLanguage, currency: string): Intl.NumberFormat {
  return new Intl.NumberFormat(language, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    trailingZeroDisplay: 'stripIfInteger',
  });
}
