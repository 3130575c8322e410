import { phrasePattern, plainText, sentencesOf } from '../handoff/phrase-patterns.rules';
import { type DeedWords, deedParts, deeds, unclaimed } from './deeds.words';

/** Something that an answer may say was done. */
export type Deed = DeedWords['deed'];

const patterns = deeds.map(({ deed, done, stated = [] }) => ({
  deed,
  done: phrasePattern(done, deedParts),
  told: phrasePattern([...done, ...stated], deedParts),
}));
const before = phrasePattern(unclaimed.before);
const after = phrasePattern(unclaimed.after);
const citation = /\[\d{1,2}\]/;
// A citation stands before or behind the full stop of what it is for.
const sentenceEnd = /(?<=[.!?\]])\s+(?!\[\d{1,2}\])|\n+/;

/** What an answer may go by. */
export interface DeedGrounds {
  /** What was said to the user before: true words about what was done. */
  readonly said: readonly string[];
  /** What tools have told in this turn. */
  readonly told: readonly string[];
}

/**
 * Whether an answer says that something was booked, paid, cancelled, changed or sent though nothing that was said before, and nothing that
 * a tool has told, says so. Questions, offers, conditions and what stands in a passage claim nothing.
 */
export function claimsUndone(answer: string, { said, told }: DeedGrounds): boolean {
  const claimed = claimedDeeds(answer);
  if (claimed.size === 0) return false;
  const known = new Set([...claimedDeeds(said.join('\n')), ...deedsIn(told.join('\n'), 'told')]);
  // Whoever has looked may say that a time is somebody's.
  if (told.length > 0 || known.has('book')) known.add('taken');
  return [...claimed].some((deed) => !known.has(deed));
}

/** What a text says was done. */
export function claimedDeeds(text: string): Set<Deed> {
  return deedsIn(text, 'done');
}

function deedsIn(text: string, words: 'done' | 'told'): Set<Deed> {
  const own = text.split(sentenceEnd).filter((sentence) => !citation.test(sentence));
  const sentences = sentencesOf(plainText(own.join('\n'))).filter(({ asks }) => !asks);
  const claims = sentences.flatMap((sentence) =>
    patterns.filter((pattern) => isClaim(sentence.words, pattern[words])).map(({ deed }) => deed),
  );
  return new Set(claims);
}

function isClaim(words: string, done: RegExp): boolean {
  const found = done.exec(words);
  if (!found) return false;
  const upTo = words.slice(0, found.index + found[0].length);
  const behind = ` ${words.slice(found.index + found[0].length)}`;
  return !before.test(upTo) && !after.test(behind);
}
