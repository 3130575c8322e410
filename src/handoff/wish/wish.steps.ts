import { setImmediate as breathe } from 'node:timers/promises';

/** Long work in small steps: each one answers how much is done, from 0 to 1; the last one the result. */
export type Steps<T> = Generator<number, T, undefined>;

// Others wait no longer than this for their turn.
const longestSliceMs = 10;

/** Does all steps at once. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Does the steps in slices, so that the process goes on serving others; rejects when the signal is aborted. */
export async function finishInSlices<T>(
  steps: Steps<T>,
  on: { readonly progress: (share: number) => Promise<void>; readonly signal: AbortSignal },
): Promise<T> {
  for (;;) {
    const until = performance.now() + longestSliceMs;
    let step = steps.next();
    while (step.done !== true && performance.now() < until) step = steps.next();
    if (step.done === true) return step.value;
    await on.progress(step.value);
    await breathe();
    on.signal.throwIfAborted();
  }
}

/** The steps as a part of longer work that goes from one share to another. */
export function* within<T>(steps: Steps<T>, from: number, to: number): Steps<T> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    yield from + step.value * (to - from);
  }
}
