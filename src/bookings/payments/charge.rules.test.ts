import { faultOfCharge } from './charge.rules';

const begun = { amount: 500_000, currency: 'RUB', bookingVersion: 2 };
const awaited = { status: 'AWAITING_PAYMENT', version: 2 } as const;
const money = { amount: 500_000, currency: 'RUB' };

describe('what a charge pays for', () => {
  it('is the booking as the payer has seen it', () => {
    expect(faultOfCharge(money, begun, awaited)).toBeNull();
  });

  it.each([
    ['amount', { ...money, amount: 499_999 }, awaited],
    ['amount', { ...money, amount: 500_001 }, awaited],
    ['currency', { ...money, currency: 'USD' }, awaited],
    ['changed', money, { ...awaited, version: 3 }],
    ['paid_already', money, { ...awaited, status: 'PAID' }],
    ['cancelled', money, { ...awaited, status: 'CANCELLED' }],
    ['expired', money, { ...awaited, status: 'EXPIRED' }],
  ] as const)('is given back: %s', (reason, claim, booking) => {
    expect(faultOfCharge(claim, begun, booking)).toBe(reason);
  });
});
