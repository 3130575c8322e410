import type { IndexState } from './search.store';

/** A passage that is near a question in meaning. */
export interface NearPassage {
  readonly passageId: string;
  /** The cosine of the angle between the two. */
  readonly cosine: number;
}

/** What lies around a question. */
export interface Neighbourhood {
  /** Nearest first. */
  readonly near: readonly NearPassage[];
  readonly usual: Usual;
}

/** How near the passages of an index are as a rule, and how far that varies: models differ in both. */
export interface Usual {
  readonly cosine: number;
  readonly spread: number;
}

/** So many passages tell what is usual. */
export const sampled = 500;

/** What is usual among some cosines; told by the further half, as answers are among the nearer. */
export function usualOf(cosines: readonly number[]): Usual {
  const sorted = cosines.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
  return { cosine: at(0.5), spread: at(0.5) - at(0.16) };
}

/** Where the vectors of an index are looked through: in the process, or by the database. */
export interface VectorSpace {
  /** Makes itself as new as the index; answers how many vectors there are. */
  prepare(index: IndexState): Promise<number>;
  /** The passages nearest to a question. */
  nearest(index: IndexState, question: Float32Array, limit: number): Promise<Neighbourhood>;
}
