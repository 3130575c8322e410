import fc from 'fast-check';
import { phoneOf, readablePhone } from './phone.rules';

describe('a telephone number', () => {
  it.each([
    ['+7 900 123-45-67', '+79001234567'],
    ['8 (900) 123-45-67', '+79001234567'],
    ['89001234567', '+79001234567'],
    ['79001234567', '+79001234567'],
    ['9001234567', '+79001234567'],
    ['+8 900 123 45 67', '+79001234567'],
    ['8-495-123-45-67', '+74951234567'],
    ['+7 (495) 123–45–67', '+74951234567'],
    ['8 900 123 45 67', '+79001234567'],
    ['＋７ ９００ １２３ ４５ ６７', '+79001234567'],
    ['+49 30 901820', '+4930901820'],
    ['0049 30 901820', '+4930901820'],
    ['+1 (212) 555-0134', '+12125550134'],
    ['+375 29 123-45-67', '+375291234567'],
    ['+84 95 123 45 67', '+84951234567'],
  ])('%s is %s', (text, phone) => {
    expect(phoneOf(text)).toBe(phone);
  });

  it.each([
    '',
    'нет',
    '123',
    '123-45-67',
    '+7 900 123-45-6',
    '+7 900 123-45-678',
    '8 200 123 45 67',
    '+7 900 123-45-67 доб. 12',
    '+7 900 123-45-67, +7 900 123-45-68',
    '0000000000',
    '+00000000000',
    '+1111111111',
    '+1234567890123456',
    '٠٩٠٠١٢٣٤٥٦٧',
    '9'.repeat(500),
    'tel:89001234567',
  ])('is not made of «%s»', (text) => {
    expect(phoneOf(text)).toBeUndefined();
  });

  it('is read in groups where its country is known', () => {
    expect(readablePhone('+79001234567')).toBe('+7 900 123-45-67');
    expect(readablePhone('+4930901820')).toBe('+4930901820');
  });

  it('is the same once more, and when it is read out', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\+?[ ()0-9-]{7,24}$/), (text) => {
        const phone = phoneOf(text);
        if (phone === undefined) return;
        expect(phone).toMatch(/^\+[1-9]\d{7,14}$/);
        expect(phoneOf(phone)).toBe(phone);
        expect(phoneOf(readablePhone(phone))).toBe(phone);
      }),
      { numRuns: 2_000 },
    );
  });
});
