import { conceptOf } from './concepts';
import type { Term } from './question';
import { stem, wordsOf } from './stems';

/** The words of a text, ready to be looked for. */
export interface Bag {
  readonly stems: ReadonlySet<string>;
  readonly concepts: ReadonlySet<number>;
}

// What a match is worth: the word itself, another word for the same thing, a word that looks like it.
const worth = { same: 1, concept: 0.85, alike: 0.7 } as const;

/** Reads texts into bags; a text or a word that comes again is not read again. */
export class BagReader {
  private readonly bags = new Map<string, Bag>();
  private readonly known = new Map<string, { stem: string; concept: number | undefined }>();

  read(text: string): Bag {
    const bag = this.bags.get(text) ?? this.readNew(text);
    this.bags.set(text, bag);
    return bag;
  }

  private readNew(text: string): Bag {
    const words = wordsOf(text).map((word) => this.readWord(word));
    const concepts = words.map(({ concept }) => concept).filter((concept) => concept !== undefined);
    return { stems: new Set(words.map((word) => word.stem)), concepts: new Set(concepts) };
  }

  private readWord(word: string): { stem: string; concept: number | undefined } {
    const read = this.known.get(word) ?? { stem: stem(word), concept: conceptOf(word) };
    this.known.set(word, read);
    return read;
  }
}

/** How well a text has a word of the question, from 0 to 1. */
export function matchBag(bag: Bag, term: Term): number {
  if (bag.stems.has(term.stem)) return worth.same;
  if (term.concept !== undefined && bag.concepts.has(term.concept)) return worth.concept;
  for (const other of bag.stems) if (alike(other, term.stem)) return worth.alike;
  return 0;
}

/** Whether two stems look like forms of one word: a long common beginning, or a slip of one letter. */
function alike(one: string, other: string): boolean {
  const shorter = Math.min(one.length, other.length);
  if (shorter < 4) return false;
  let common = 0;
  while (common < shorter && one[common] === other[common]) common += 1;
  const longer = Math.max(one.length, other.length);
  if (common >= 5 && common >= longer * 0.6) return true;
  return shorter >= 5 && longer - shorter <= 1 && sameEnd(one, other, common);
}

/** Whether the rest is the same after one letter more, less or other. */
function sameEnd(one: string, other: string, common: number): boolean {
  const [a, b] = [one.slice(common), other.slice(common)];
  return a.slice(1) === b.slice(1) || a.slice(1) === b || a === b.slice(1);
}
