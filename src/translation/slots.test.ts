import { Slots } from './slots';

/** Work that ends when the test says so. */
function work() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { promise, end: resolve };
}

const never = new AbortController().signal;
const settled = () => new Promise((resolve) => setImmediate(resolve));

it('lets so many run at once, the rest in order, urgent ones first', async () => {
  const slots = new Slots(2);
  const started: string[] = [];
  const jobs = new Map<string, ReturnType<typeof work>>();
  const run = (name: string, urgent = false) => {
    const job = work();
    jobs.set(name, job);
    return slots.run(
      () => {
        started.push(name);
        return job.promise;
      },
      { urgent, signal: never },
    );
  };
  const all = [run('a'), run('b'), run('c'), run('d', true), run('e', true), run('f')];
  for (const name of ['b', 'a', 'd', 'e', 'c', 'f']) {
    await settled();
    expect(started.length).toBeLessThanOrEqual(6);
    jobs.get(name)?.end();
  }
  await Promise.all(all);
  expect(started).toEqual(['a', 'b', 'd', 'e', 'c', 'f']);
});

it('gives a slot back when the work fails, and nobody who left gets it', async () => {
  const slots = new Slots(1);
  const first = work();
  const failing = slots.run(() => first.promise.then(() => Promise.reject(new RangeError('of the work'))), {
    urgent: false,
    signal: never,
  });
  const impatient = new AbortController();
  let ran = false;
  const leaving = slots.run(async () => void (ran = true), { urgent: false, signal: impatient.signal });
  const staying = slots.run(async () => 'done', { urgent: false, signal: never });
  impatient.abort(new RangeError('left'));
  await expect(leaving).rejects.toThrow('left');
  first.end();
  await expect(failing).rejects.toThrow('of the work');
  expect(await staying).toBe('done');
  expect(ran).toBe(false);
  expect(await slots.run(async () => 'again', { urgent: false, signal: never })).toBe('again');
});
