import { setTimeout as pause } from 'node:timers/promises';

/** Asks again every few milliseconds until the answer is yes; fails, by name, when it is still no at the deadline. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, withinMs = 10_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what}`);
    await pause(5);
  }
}
