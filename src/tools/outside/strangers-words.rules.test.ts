import { inWords, strangersData, strangersLine, strangersText } from './strangers-words.rules';

const policy = { domains: ['crm.example'], removed: '(link removed)' };

describe('the words of a stranger', () => {
  it.each([
    ['Order 12 is on its way, 3.5 kg', 'Order 12 is on its way, 3.5 kg'],
    ['See https://crm.example/orders/12', 'See https://crm.example/orders/12'],
    ['Pay at https://evil.example/pay', 'Pay at (link removed)'],
    ['[Pay here](https://evil.example)', 'Pay here'],
    ['![x](https://evil.example/x.png)', 'x'],
    ['<a href="https://evil.example">Pay</a>', 'Pay'],
    ['https://crm.example@evil.example/', '(link removed)'],
    ['javascript:alert(1)', '(link removed)'],
    ['a\u202Eb\u200Bc', 'abc'],
  ])('%s', (text, clean) => {
    expect(strangersText(text, policy)).toBe(clean);
  });

  it('have an end', () => {
    expect(strangersText('слово '.repeat(10_000), policy).length).toBeLessThanOrEqual(6_000);
    expect(strangersLine('a\nb\n\nc', policy, 100)).toBe('a b c');
    expect(strangersLine('😀'.repeat(100), policy, 9)).toBe('😀😀😀😀…');
  });
});

describe('the JSON of a stranger', () => {
  it('is cleaned at every depth', () => {
    expect(
      strangersData({ a: [{ note: 'see https://evil.example/x', n: 1.5, ok: true, none: null }] }, policy),
    ).toEqual({
      a: [{ note: 'see (link removed)', n: 1.5, ok: true, none: null }],
    });
  });

  it('is bounded in every direction', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(50)}1${']'.repeat(50)}`);
    expect(JSON.stringify(strangersData(deep, policy))).toBe('[[[[[[null]]]]]]');
    expect(
      strangersData(
        Array.from({ length: 500 }, (_, n) => n),
        policy,
      ),
    ).toHaveLength(50);
    expect(strangersData({ text: 'a'.repeat(5_000) }, policy)).toMatchObject({
      text: expect.stringMatching(/^a{1999}…$/),
    });
    expect(strangersData(Array(50).fill('b'.repeat(1_900)), policy)).toBeNull();
  });

  it('takes no long time', () => {
    const hostile = Array.from({ length: 50 }, () => Array.from({ length: 50 }, () => '[[[[<a.b@c/'.repeat(20)));
    const since = performance.now();
    strangersData(hostile, policy);
    expect(performance.now() - since).toBeLessThan(20_000);
  });
});

it('says JSON in lines', () => {
  const content = {
    number: 'A_1',
    total: 1500,
    open: true,
    client: { name: 'Ada' },
    lines: [{ sku: 'x', n: 2 }, 'y'],
    none: null,
  };
  expect(inWords(content)).toBe(
    [
      '- number: A\\_1',
      '- total: 1500',
      '- open: true',
      '- client:',
      '  - name: Ada',
      '- lines:',
      '  - sku: x, n: 2',
      '  - y',
      '- none: —',
    ].join('\n'),
  );
});
