import { compared } from './comparison.rules';

describe('two runs', () => {
  it('differ in what got better and what got worse; tests of only one of them do not count', () => {
    const result = (testId: string, passed: boolean) => ({ testId, passed });
    const now = [result('a', true), result('b', false), result('c', true), result('new', false)];
    const then = [result('a', false), result('b', true), result('c', true), result('gone', true)];
    expect(compared(now, then)).toEqual({ better: ['a'], worse: ['b'], same: 1 });
  });
});
