import fc from 'fast-check';
import { canonicalJson, hashOf, storable } from './canonical-json.rules';

describe('a value in one way only', () => {
  it('is the same whatever the order of its keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (record) => {
        const turned = Object.fromEntries(Object.entries(record).toReversed());
        expect(canonicalJson(turned)).toBe(canonicalJson(record));
        expect(hashOf({ inner: [turned] })).toBe(hashOf({ inner: [record] }));
      }),
    );
  });

  it('is another one when anything in it is', () => {
    const content = { hall: 'hall_1', start: '14:00', total: 500_000 };
    const others = [
      { ...content, total: 1 },
      { ...content, hall: 'hall_2' },
      { ...content, more: null },
      { ...content, total: '500000' },
    ];
    const hashes = [content, ...others].map((one) => hashOf(['dialogue_1', 3, 'book', one]));
    expect(new Set([...hashes, hashOf(['dialogue_2', 3, 'book', content])]).size).toBe(6);
    for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{40}$/);
  });

  it('can be kept by the database, whatever a model writes', () => {
    expect(storable({ 'a\0': ['x\0y', '\ud800', 1, null, { b: true }] })).toEqual({
      a: ['xy', '\ufffd', 1, null, { b: true }],
    });
  });
});
