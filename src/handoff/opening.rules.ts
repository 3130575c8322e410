import type { BusinessHours } from '../dialogues/handoff-settings';
import { nextOpening } from './hours.rules';

/** Whether people are there. */
export interface Opening {
  readonly open: boolean;
  /** When the first of them will be there; null while somebody is, and when nobody is within 14 days. */
  readonly opensAt: Date | null;
}

/** Whether the people of any of several bots are there, by the hours of each. */
export function openingOf(hours: readonly (BusinessHours | undefined)[], now: Date): Opening {
  const openings = hours.map((one) => nextOpening(one, now)?.getTime()).filter((time) => time !== undefined);
  const first = openings.length > 0 ? Math.min(...openings) : null;
  const open = first === now.getTime();
  return { open, opensAt: open || first === null ? null : new Date(first) };
}
