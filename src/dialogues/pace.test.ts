import { Pace } from './pace';

/** Works that end when they are told to, and the order in which they began. */
function works() {
  const began: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => async () => {
    began.push(name);
    await new Promise<void>((resolve) => ends.set(name, resolve));
    return name;
  };
  return { began, work, end: (name: string) => ends.get(name)?.() };
}

describe('the pace of sending', () => {
  it('has one work under way at a time while works end in good time', async () => {
    const { began, work, end } = works();
    const pace = new Pace(60_000);
    const done = ['a', 'b', 'c'].map((name) => pace.run(work(name)));
    await Promise.resolve();
    expect(began).toEqual(['a']);
    end('a');
    await done[0];
    await Promise.resolve();
    expect(began).toEqual(['a', 'b']);
    end('b');
    await done[1];
    await Promise.resolve();
    end('c');
    expect(await Promise.all(done)).toEqual(['a', 'b', 'c']);
  });

  it('does not let a work that hangs hold up the others', async () => {
    const { began, work, end } = works();
    const pace = new Pace(20);
    const since = performance.now();
    const hanging = pace.run(work('hangs'));
    await pace.run(async () => began.push('next'));
    expect(performance.now() - since).toBeGreaterThanOrEqual(19);
    expect(began).toEqual(['hangs', 'next']);
    end('hangs');
    await hanging;
  });

  it('goes on after a work that fails', async () => {
    const pace = new Pace(60_000);
    await expect(pace.run(() => Promise.reject(new Error('as planned')))).rejects.toThrow('as planned');
    expect(await pace.run(async () => 'fine')).toBe('fine');
  });
});
