import { type Bag, BagReader, matchBag } from './matching';
import type { Question, Term } from './question';
import type { Unit } from './units';

/** A unit and how well it answers, from 0 to a little over 1. */
export interface Scored {
  readonly unit: Unit;
  readonly score: number;
  /** The terms of the question that it has. */
  readonly covers: ReadonlySet<string>;
}

interface Indexed {
  readonly unit: Unit;
  readonly text: Bag;
  readonly heading: Bag;
  readonly context: Bag;
  /** All that stands under the same heading. */
  readonly section: Bag;
  /** More than 1 when it looks like an answer of the asked kind: a price for «сколько стоит», a time for "when". */
  readonly bonus: number;
}

/** How well one unit has one term: in what it says, and in where it stands. */
interface Match {
  readonly own: number;
  readonly place: number;
}

// A sentence is judged by its words, and by the section around it: "It costs 690 ₽." says nothing without its heading.
const ownShare = 0.6;
// The passages come best first; how much more the first one is believed.
const firstPassage = 0.15;

/** Scores units against a question, best first; rare words count more than frequent ones. */
export function scoreUnits(units: readonly Unit[], question: Question): Scored[] {
  const indexed = indexUnits(units, question);
  const columns = question.terms.map((term) => {
    const seen = new Map<Bag, number>();
    const match = (bag: Bag) => {
      const found = seen.get(bag) ?? matchBag(bag, term);
      seen.set(bag, found);
      return found;
    };
    const matches = indexed.map((entry) => matchOf(entry, term, match));
    return { term, matches, weight: term.weight * rarity(matches) };
  });
  const total = columns.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return [];
  const scored = indexed.map((entry, row) => {
    const covers = new Set<string>();
    let sum = 0;
    for (const { term, matches, weight } of columns) {
      const { own, place } = matches[row] ?? { own: 0, place: 0 };
      if (own > 0) covers.add(term.stem);
      sum += weight * (ownShare * own + (1 - ownShare) * place);
    }
    return { unit: entry.unit, score: (sum / total) * fitness(entry), covers };
  });
  return scored.toSorted((a, b) => b.score - a.score || a.unit.order - b.unit.order);
}

/** Whether a heading names everything that is asked, so that all below it is the answer. */
export function isAllIn(heading: string, question: Question): boolean {
  const bag = new BagReader().read(heading);
  return question.terms.every((term) => matchBag(bag, term) > 0);
}

function rarity(matches: readonly Match[]): number {
  const having = matches.filter(({ own }) => own > 0).length;
  const count = matches.length;
  // A word that stands nowhere is as likely an unusual way to ask as a missing matter.
  if (having === 0) return 0.55 * Math.log(1 + (count + 0.5) / 0.5);
  return Math.log(1 + (count - having + 0.5) / (having + 0.5)) + 0.2;
}

function matchOf(entry: Indexed, term: Term, match: (bag: Bag) => number): Match {
  const direct = match(entry.text);
  const heading = match(entry.heading);
  const context = match(entry.context);
  const above = Math.max(0.75 * heading, 0.55 * context);
  const own = Math.max(direct, above) + (direct > 0 && above > 0 ? 0.1 : 0);
  const around = Math.max(heading, 0.8 * context, 0.5 * match(entry.section));
  const place = around + (heading > 0 && context > 0 ? 0.15 : 0);
  if (!term.asks) return { own, place };
  // «Стоит» is met by a price as well as by the word; the word alone is not much of an answer.
  return { own: entry.bonus > 1 ? 0.7 + 0.3 * own : 0.5 * own, place };
}

function fitness({ unit, bonus }: Indexed): number {
  return bonus * (1 - Math.min(0.15, unit.text.length / 4000)) * (1 + firstPassage / (1 + unit.passage.rank));
}

function indexUnits(units: readonly Unit[], { asking }: Question): Indexed[] {
  const reader = new BagReader();
  const sections = Map.groupBy(units, placeOf);
  const bags = new Map([...sections].map(([at, own]) => [at, reader.read(own.map(({ text }) => text).join('\n'))]));
  return units.map((unit) => {
    const text = reader.read(unit.text);
    return {
      unit,
      text,
      heading: reader.read(unit.heading),
      context: reader.read(unit.context),
      section: bags.get(placeOf(unit)) ?? text,
      bonus: asking?.answer.test(unit.text) ? asking.bonus : 1,
    };
  });
}

function placeOf(unit: Unit): string {
  return `${unit.passage.id}\n${unit.heading}`;
}
