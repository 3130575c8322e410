/** What the ranking is made of; bench/retrieval.ts measures any change. */
export const weights = {
  /** How quickly a word that is repeated levels off, and how much longer passages are held back. */
  k1: 1.2,
  b: 0.65,
  /** A word of the text counts once, one of the document's title as often as this. */
  title: 2,
  /** The words of a heading share so many: one that is the word alone («Phone») says more than «Repair of a loan phone». */
  heading: 5,
  /** What a word says that is not here, but in the next passage of the same section. */
  beside: 0.6,
  /** What the parts of the score share. */
  words: 0.75,
  window: 0.16,
  pairs: 0.09,
  /** How many words a window has. */
  windowWords: 16,
  /** How much a word of the same family, one that was misspelt, and one in the other script are believed. */
  family: 0.55,
  /** … and one that is the same word in a form of its own, or another word of the same sense. */
  sameWord: 0.8,
  sameSense: 0.4,
  misspelt: 0.95,
  otherScript: 0.9,
  /** How much words that people ask with say. */
  asking: 0.35,
  usual: 0.2,
};

/** What a word says that is there so often in a passage of this length: 0..1. */
export function saturated(times: number, lengthRatio: number): number {
  return times / (times + weights.k1 * (1 - weights.b + weights.b * lengthRatio));
}
