import type { AskedWord } from './question';
import type { Segment } from './segment';

/** How many passages are looked at word by word; the others were too far behind. */
const candidates = 100;

/** A passage that may answer. */
export interface Candidate {
  readonly segment: Segment;
  readonly number: number;
}

/** The passages that have most of the words. */
export function mostPromising(asked: readonly AskedWord[], segments: readonly Segment[]): Candidate[] {
  const all = segments.flatMap((segment) => bestOf(segment, asked));
  return all.toSorted((a, b) => b.sum - a.sum).slice(0, candidates);
}

interface Promising extends Candidate {
  readonly sum: number;
}

function bestOf(segment: Segment, asked: readonly AskedWord[]): Promising[] {
  const { sums, alive } = segment;
  for (const { variants, isUsual } of asked) {
    if (isUsual) continue;
    for (const { stem, weight } of variants) addAll(segment, stem, weight);
  }
  const best: Promising[] = [];
  let least = 0;
  for (const number of sums.keys) {
    const sum = sums.of(number);
    if (sum < least || alive[number] === 0) continue;
    best.push({ segment, number, sum });
    if (best.length >= candidates * 4) least = cut(best);
  }
  sums.clear();
  return best;
}

function addAll({ holders, says, sums }: Segment, stem: number, weight: number): void {
  const to = holders.to(stem);
  // What says least is still there: a sum of nothing would count as not found.
  for (let at = holders.from(stem); at < to; at++) sums.add(holders.values[at] ?? 0, weight * ((says[at] ?? 0) + 1));
}

/** Keeps the best candidates; answers what one must have to be among them. */
function cut(best: Promising[]): number {
  best.sort((a, b) => b.sum - a.sum);
  best.length = candidates;
  return best.at(-1)?.sum ?? 0;
}
