import { phrasePattern, plainText, sentencesOf } from '../handoff/phrase-patterns.rules';
import { deeds } from './deeds.words';

const patterns = deeds.map(({ done, unclaimed, ...deed }) => ({
  ...deed,
  done: phrasePattern(done),
  unclaimed: phrasePattern(unclaimed),
}));

const citation = /\[\d{1,2}\]/;

/**
 * Whether an answer says that something was booked, paid, cancelled, changed or sent though nothing that was said before, and nothing that
 * a tool has told, says so. Questions, offers, conditions and what stands in a passage claim nothing.
 */
export function claimsUndone(answer: string, done: readonly string[]): boolean {
  const claimed = claimedDeeds(answer);
  if (claimed.size === 0) return false;
  const known = claimedDeeds(done.join('\n'));
  return [...claimed].some((deed) => !known.has(deed));
}

/** What a text says was done. */
export function claimedDeeds(text: string): Set<string> {
  const own = text.split(/(?<=[.!?\n])\s+/).filter((sentence) => !citation.test(sentence));
  const sentences = sentencesOf(plainText(own.join('\n'))).filter(({ asks }) => !asks);
  const claimed = sentences.flatMap(({ words }) =>
    patterns.filter(({ done, unclaimed }) => done.test(words) && !unclaimed.test(words)).map(({ deed }) => deed),
  );
  return new Set(claimed);
}
