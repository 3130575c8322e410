import { setTimeout as pause } from 'node:timers/promises';

/** How long tests wait for what has to come: on a loaded machine, and where a wake-up was lost and the next look makes up for it. */
export const patienceMs = 60_000;

/** Asks again every few milliseconds until the answer is yes; fails, by name, when it is still no at the deadline. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  withinMs = patienceMs,
): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what}`);
    await pause(5);
  }
}
