import { sign, signatureFault } from './signatures';

const secret = 'a secret of the tests';
const at = 1_800_000_000;
const body = '{"amount": 1}';

describe('signatures', () => {
  it('are good for the bytes that they were made for, text or not', () => {
    const signature = sign({ secret, body, at });
    expect(signature).toMatch(/^t=1800000000,v1=[0-9a-f]{64}$/);
    expect(signatureFault(signature, { secret, body, at })).toBeNull();
    expect(signatureFault(signature, { secret, body: Buffer.from(body), at })).toBeNull();
  });

  it.each([
    ['another secret', { secret: 'another one', body, at }],
    ['a byte more', { secret, body: `${body} `, at }],
    ['the same JSON, written otherwise', { secret, body: '{"amount":1}', at }],
    ['another time', { secret, body, at: at + 1 }],
  ])('are wrong for %s', (_what, signed) => {
    const signature = sign({ secret, body, at }).replace(/t=\d+/, `t=${signed.at}`);
    expect(signatureFault(signature, signed)).toBe('wrong');
  });

  it.each([-301, 301])('are stale %i s away', (seconds) => {
    const signature = sign({ secret, body, at });
    expect(signatureFault(signature, { secret, body, at: at + seconds })).toBe('stale');
    expect(signatureFault(signature, { secret, body, at: at + seconds - Math.sign(seconds) })).toBeNull();
  });

  it.each([
    undefined,
    '',
    't=1',
    'v1=ab',
    `t=1,v1=${'a'.repeat(63)}`,
    `t=1,v1=${'Z'.repeat(64)}`,
    `t=1,t=2,v1=${'a'.repeat(64)}`,
  ])('are missing where there is %p', (given) => {
    expect(signatureFault(given, { secret, body, at })).toBe('missing');
  });
});
