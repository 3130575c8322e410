import type { Usual } from './vector-space';

/** Below this the passages of an index are taken to lie as far apart as this: in a small index that says little. */
const leastSpread = 0.04;
/** So many times the spread nearer than usual is as likely an answer as not … */
const even = 3;
/** … and one more makes it so much likelier. */
const steepness = 1.3;

/** How much a passage's nearness says, 0..1: models put everything closer or further apart, so it is held against the rest. */
export function nearness(cosine: number, usual: Usual): number {
  return 1 / (1 + Math.exp(steepness * (even - (cosine - usual.cosine) / Math.max(usual.spread, leastSpread))));
}

/** What words and meaning say together. Either alone can carry a passage, both together more. */
export function together(byWords: number, byMeaning: number): number {
  return 0.5 * byWords + 0.5 * byMeaning;
}
