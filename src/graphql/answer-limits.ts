import { Refusal } from '../errors';

/** How long an answer over HTTP may take to make, and how long it may be, in UTF-16 units. */
export const answerLimits = { ms: 10_000, length: 5 * 1_024 * 1_024 } as const;

/**
 * The answer, if it is made in time and is not too long. Throws UNAVAILABLE or QUERY_TOO_COMPLEX; what was begun comes to its end by itself,
 * since no statement of the database takes longer than that either.
 */
export async function withinLimits<T>(
  answer: Promise<T>,
  { ms, length }: { readonly ms: number; readonly length: number } = answerLimits,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Refusal('UNAVAILABLE')), ms);
  });
  try {
    const made = await Promise.race([answer, late]);
    if (typeof made === 'string' && made.length > length) throw new Refusal('QUERY_TOO_COMPLEX');
    return made;
  } finally {
    clearTimeout(timer);
    // Nobody waits for it any more.
    answer.catch(() => undefined);
  }
}
