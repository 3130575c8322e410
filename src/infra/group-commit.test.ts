import { GroupCommit } from './group-commit';

describe('group commit', () => {
  it('writes together what arrives while a write is under way', async () => {
    const groups: number[][] = [];
    const release: (() => void)[] = [];
    const commit = new GroupCommit<number>(async (items) => {
      groups.push([...items]);
      await new Promise<void>((resolve) => release.push(resolve));
    });
    const added = [1, 2, 3, 4].map((item) => commit.add(item));
    expect(groups).toEqual([[1]]);
    release[0]?.();
    await added[0];
    await Promise.resolve();
    expect(groups).toEqual([[1], [2, 3, 4]]);
    release[1]?.();
    await Promise.all(added);
  });

  it('refuses only the item at fault', async () => {
    const written: number[] = [];
    const commit = new GroupCommit<number>(async (items) => {
      if (items.includes(3)) throw new Error('three is refused');
      written.push(...items);
    });
    const verdicts = await Promise.allSettled([1, 2, 3, 4].map((item) => commit.add(item)));
    expect(verdicts.map((verdict) => verdict.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(written).toEqual([1, 2, 4]);
  });

  it('does not try items one by one when the store is away', async () => {
    let writes = 0;
    const commit = new GroupCommit<number>(async () => {
      writes += 1;
      throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    });
    const verdicts = await Promise.allSettled([1, 2, 3, 4].map((item) => commit.add(item)));
    expect(verdicts.every((verdict) => verdict.status === 'rejected')).toBe(true);
    expect(writes).toBe(2);
  });
});
