import { conceptOf } from './concepts';
import type { Question, Term } from './question';
import { stem, wordsOf } from './stems';
import type { Unit } from './units';

/** A unit and how well it answers, from 0 to a little over 1. */
export interface Scored {
  readonly unit: Unit;
  readonly score: number;
  /** The terms of the question that it has. */
  readonly covers: ReadonlySet<string>;
}

interface Bag {
  readonly stems: ReadonlySet<string>;
  readonly concepts: ReadonlySet<number>;
}

interface Indexed {
  readonly unit: Unit;
  readonly text: Bag;
  readonly heading: Bag;
  readonly context: Bag;
}

// What a match is worth: the word itself, another word for the same thing, a word that looks like it.
const worth = { same: 1, concept: 0.85, alike: 0.7 } as const;
// Where it stands: the heading speaks for the sentences below it, the title a little less.
const inHeading = 0.75;
const inContext = 0.55;

/** Scores units against a question, best first; rare words count more than frequent ones. */
export function scoreUnits(units: readonly Unit[], question: Question): Scored[] {
  const indexed = units.map(index);
  const weights = question.terms.map((term) => ({ term, weight: term.weight * rarity(term, indexed) }));
  const total = weights.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return [];
  const scored = indexed.map((entry) => {
    const covers = new Set<string>();
    let sum = 0;
    for (const { term, weight } of weights) {
      const match = term.asks ? matchAsking(entry, term, question) : matchIn(entry, term);
      if (match > 0) covers.add(term.stem);
      sum += match * weight;
    }
    return { unit: entry.unit, score: (sum / total) * fitness(entry.unit, question), covers };
  });
  return scored.toSorted((a, b) => b.score - a.score || a.unit.order - b.unit.order);
}

function rarity(term: Term, indexed: readonly Indexed[]): number {
  const having = indexed.filter((entry) => matchIn(entry, term) > 0).length;
  const count = indexed.length;
  // A word that stands nowhere is as likely an unusual way to ask as a missing matter.
  if (having === 0) return 0.55 * Math.log(1 + (count + 0.5) / 0.5);
  return Math.log(1 + (count - having + 0.5) / (having + 0.5)) + 0.2;
}

function matchIn({ text, heading, context }: Indexed, term: Term): number {
  const direct = matchBag(text, term);
  const above = Math.max(inHeading * matchBag(heading, term), inContext * matchBag(context, term));
  return Math.max(direct, above) + (direct > 0 && above > 0 ? 0.1 : 0);
}

/** «Стоит» is met by a price as well as by the word; the word alone is not much of an answer. */
function matchAsking(entry: Indexed, term: Term, question: Question): number {
  return question.looksRight?.test(entry.unit.text) ? worth.same : 0.5 * matchIn(entry, term);
}

/** Whether a heading names everything that is asked, so that all below it is the answer. */
export function isAllIn(heading: string, question: Question): boolean {
  const bag = bagOf(heading);
  return question.terms.every((term) => matchBag(bag, term) > 0);
}

function matchBag(bag: Bag, term: Term): number {
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

/** How much it looks like an answer of the asked kind: a price for «сколько стоит», a time for "when". */
function fitness(unit: Unit, { looksRight }: Question): number {
  const length = 1 - Math.min(0.15, unit.text.length / 4000);
  return length * (looksRight?.test(unit.text) ? 1.3 : 1);
}

function index(unit: Unit): Indexed {
  return { unit, text: bagOf(unit.text), heading: bagOf(unit.heading), context: bagOf(unit.context) };
}

function bagOf(text: string): Bag {
  const words = wordsOf(text);
  const concepts = words.map(conceptOf).filter((concept) => concept !== undefined);
  return { stems: new Set(words.map(stem)), concepts: new Set(concepts) };
}
