/** What one run has that another is compared with. */
export interface Compared {
  readonly testId: string;
  readonly passed: boolean;
}

/** What is otherwise than in another run; tests that only one of them asked do not count. */
export interface Comparison {
  readonly better: readonly string[];
  readonly worse: readonly string[];
  readonly same: number;
}

/** Which tests pass now that did not, and which do not any more. */
export function compared(now: readonly Compared[], then: readonly Compared[]): Comparison {
  const before = new Map(then.map(({ testId, passed }) => [testId, passed]));
  const known = now.filter(({ testId }) => before.has(testId));
  const better = known.filter(({ testId, passed }) => passed && before.get(testId) === false);
  const worse = known.filter(({ testId, passed }) => !passed && before.get(testId) === true);
  const ids = (list: readonly Compared[]) => list.map(({ testId }) => testId);
  return { better: ids(better), worse: ids(worse), same: known.length - better.length - worse.length };
}
