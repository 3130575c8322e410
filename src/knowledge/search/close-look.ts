import type { Candidate } from './candidates';
import type { AskedWord } from './question';
import type { Place, Segment } from './segment';
import { saturated, weights } from './weights.rules';

/** What is in a passage of what was asked. */
export interface Finding {
  readonly place: Place;
  /** 0..1. */
  readonly score: number;
  /** Numbers of the words of the question that it has, and as which variant. */
  readonly words: readonly { readonly word: number; readonly found: string | null }[];
  readonly heading: boolean;
}

/** Words further apart are no pair. */
const pairReach = 4;

interface Match {
  readonly word: number;
  readonly likeness: number;
  readonly weight: number;
  readonly found: string | null;
}

/** Looks at passages word by word: what they have of the question, and how close together. */
export class CloseLook {
  private readonly matches = new Map<number, Match[]>();
  private readonly most: number;
  private readonly mostOfPairs: number;

  constructor(
    private readonly asked: readonly AskedWord[],
    private readonly meanLength: number,
  ) {
    for (const [word, { variants }] of asked.entries()) {
      for (const { stem, likeness, weight, found } of variants) {
        const list = this.matches.get(stem) ?? [];
        list.push({ word, likeness, weight, found });
        this.matches.set(stem, list);
      }
    }
    this.most = asked.reduce((sum, { weight }) => sum + weight, 0);
    const telling = asked.filter(({ isUsual }) => !isUsual);
    this.mostOfPairs = telling
      .slice(1)
      .reduce((sum, word, i) => sum + Math.min(word.weight, telling[i]?.weight ?? 0), 0);
  }

  /** What a passage has; undefined when there is no such passage. */
  at({ segment, number }: Candidate): Finding | undefined {
    const place = segment.places[number];
    if (!place) return undefined;
    const own = this.read(segment, place);
    const ratio = place.text / this.meanLength;
    const beside = [segment.places[number - 1], segment.places[number + 1]]
      .filter((other) => other !== undefined && isSameSection(segment, place, other))
      .map((other) => this.read(segment, other ?? place).tally.says(ratio));
    let said = 0;
    for (const [word, value] of own.tally.says(ratio).entries()) {
      said += Math.max(value, ...beside.map((values) => (values[word] ?? 0) * weights.beside));
    }
    const window = this.bestWindow(own.spots) / this.most;
    const pairs = this.mostOfPairs === 0 ? said / this.most : this.pairs(own.spots) / this.mostOfPairs;
    const score = (weights.words * said) / this.most + weights.window * window + weights.pairs * pairs;
    return { place, score, words: own.tally.found(), heading: own.inHeading };
  }

  private read(segment: Segment, { from, title, heading, text }: Place) {
    const tally = new Tally(this.asked.length);
    const spots: Spot[] = [];
    const textFrom = from + title + heading;
    let inHeading = false;
    for (let at = from; at < textFrom + text; at++) {
      const found = this.matches.get(segment.sequence[at] ?? 0);
      if (!found) continue;
      const times = at < from + title ? weights.title : at < textFrom ? weights.heading / heading : 1;
      for (const match of found) {
        tally.add(match, times);
        spots.push({ at, match });
        if (at < textFrom && !this.asked[match.word]?.isUsual) inHeading = true;
      }
    }
    return { tally, spots, inHeading };
  }

  /** The most that stands within some words. */
  private bestWindow(spots: readonly Spot[]): number {
    let best = 0;
    const most = new Float64Array(this.asked.length);
    for (const [i, first] of spots.entries()) {
      most.fill(0);
      let sum = 0;
      for (let j = i; j < spots.length; j++) {
        const spot = spots[j];
        if (!spot || spot.at - first.at >= weights.windowWords) break;
        const { word, weight } = spot.match;
        const more = weight - (most[word] ?? 0);
        if (more <= 0) continue;
        most[word] = weight;
        sum += more;
      }
      best = Math.max(best, sum);
    }
    return best;
  }

  /** Neighbours of the question that stand as close together in the passage, in this order. */
  private pairs(spots: readonly Spot[]): number {
    const best = new Float64Array(this.asked.length);
    for (const [i, spot] of spots.entries()) {
      for (let j = i + 1; j < spots.length; j++) {
        const next = spots[j];
        if (!next || next.at - spot.at > pairReach) break;
        const word = Math.max(next.match.word, spot.match.word);
        best[word] = Math.max(best[word] ?? 0, this.pair(spot, next));
      }
    }
    return best.reduce((sum, value) => sum + value, 0);
  }

  private pair(spot: Spot, next: Spot): number {
    const gap = next.match.word - spot.match.word;
    if (Math.abs(gap) !== 1) return 0;
    const [a, b] = [this.asked[spot.match.word], this.asked[next.match.word]];
    if (!a || !b || a.isUsual || b.isUsual) return 0;
    const off = Math.abs(next.at - spot.at - Math.abs(b.at - a.at)) + (gap === 1 ? 0 : 1);
    return Math.min(next.match.weight, spot.match.weight) / (1 + off / 2);
  }
}

interface Spot {
  readonly at: number;
  readonly match: Match;
}

/** Counts how often the words of the question are there. */
class Tally {
  private readonly times: Float64Array;
  private readonly best: (Match | undefined)[];

  constructor(words: number) {
    this.times = new Float64Array(words);
    this.best = Array.from({ length: words });
  }

  add(match: Match, times: number): void {
    const { word, likeness } = match;
    const known = this.best[word];
    // The word itself counts whole; of others the one that is most like it says how much each of them counts.
    this.times[word] = (this.times[word] ?? 0) + times * likeness;
    if (!known || match.weight > known.weight) this.best[word] = match;
  }

  /** What each word says in a passage of this length. */
  says(lengthRatio: number): number[] {
    return this.best.map((match, word) =>
      match ? match.weight * saturated((this.times[word] ?? 0) / match.likeness, lengthRatio) : 0,
    );
  }

  found(): { word: number; found: string | null }[] {
    return this.best.flatMap((match, word) => (match ? [{ word, found: match.found }] : []));
  }
}

/** Neighbours that were one section of a document until it was cut for its length. */
function isSameSection({ sequence }: Segment, a: Place, b: Place): boolean {
  if (a.documentId !== b.documentId || a.heading !== b.heading || Math.abs(a.position - b.position) !== 1) return false;
  for (let i = 0; i < a.heading; i++) {
    if (sequence[a.from + a.title + i] !== sequence[b.from + b.title + i]) return false;
  }
  return true;
}
