import { Tries } from './tries';

describe('work that could not be done', () => {
  it('is tried again after its waits, and then left', () => {
    let now = 0;
    const tries = new Tries([20, 50], () => now);
    expect(tries.turnOf('a')).toEqual({ kind: 'now', last: false });
    tries.note('a', false);
    expect(tries.turnOf('a')).toEqual({ kind: 'later', ms: 20 });
    now = 20;
    expect(tries.turnOf('a')).toEqual({ kind: 'now', last: false });
    tries.note('a', false);
    now = 69;
    expect(tries.turnOf('a')).toEqual({ kind: 'later', ms: 1 });
    now = 70;
    expect(tries.turnOf('a')).toEqual({ kind: 'now', last: true });
    tries.note('a', false);
    expect(tries.turnOf('a')).toBe('over');
  });

  it('is over once it is done, and does not concern other work', () => {
    const tries = new Tries();
    tries.note('a', true);
    expect(tries.turnOf('a')).toBe('over');
    expect(tries.turnOf('b')).toEqual({ kind: 'now', last: false });
  });
});
