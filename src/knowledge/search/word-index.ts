import { Breath } from './breath';
import { type Candidate, mostPromising } from './candidates';
import { CloseLook, type Finding } from './close-look';
import { type AskedWord, type Lexicon, lookUp } from './question';
import { buildSegment, type PassageHead, type Place, type Segment, SegmentDraft } from './segment';
import { SimilarWords } from './similar-words';
import type { PassageTerms } from './terms.rules';
import { Vocabulary } from './vocabulary';

/** A passage on its way into the index. */
export interface NewPassage {
  readonly head: PassageHead;
  readonly terms: PassageTerms;
}

/** What the words of a question find. */
export interface WordFindings {
  readonly asked: readonly AskedWord[];
  /** Best first. */
  readonly findings: readonly Finding[];
}

/** Tells whether a passage is still in the index. */
export type Keeps = (place: Place) => boolean;

/** A smaller index is built anew with every change. */
const smallIndex = 4_000;
/** A larger one keeps its changes beside the rest until they are so large a part. */
const mostApart = 0.1;
/** When so many words are new, misspelt ones are looked for among them, too. */
const mostUnsorted = 0.02;

/**
 * The words of one index in memory. A search is one go and sees the passages of one moment; what is long gives way in
 * between and then changes places with the old in one step.
 */
export class WordIndex {
  private readonly vocabulary = new Vocabulary();
  private segments: readonly Segment[] = [];
  private similar: SimilarWords | undefined;
  private draft = new SegmentDraft();

  /** How many passages can be found. */
  get passages(): number {
    return this.segments.reduce((sum, { places, dead }) => sum + places.length - dead, 0);
  }

  /** About how much memory it takes. */
  get bytes(): number {
    const inSegments = this.segments.reduce((sum, segment) => sum + segment.bytes, 0);
    return inSegments + this.vocabulary.bytes + (this.similar?.bytes ?? 0);
  }

  /** Takes passages in; they are found after `settle`. */
  async add(passages: Iterable<NewPassage>): Promise<void> {
    const breath = new Breath();
    for (const { head, terms } of passages) {
      this.draft.add(head, terms, this.vocabulary);
      if (breath.isDue()) await breath.take();
    }
  }

  /** Lets the added passages be found, and only those of the old that are kept. */
  async settle(keeps: Keeps | null): Promise<void> {
    const breath = new Breath();
    const added = this.draft;
    this.draft = new SegmentDraft();
    const gone = await this.gone(keeps, breath);
    const [main, ...apart] = this.segments;
    const isAnew = !main || this.isWorthAnew(main, added.places.length + gone.length);
    for (const segment of isAnew ? this.segments : apart) await copyAlive({ segment, keeps, draft: added }, breath);
    const built = await buildSegment(added, this.vocabulary.stems.size, breath);
    await this.sortWords(isAnew, breath);
    for (const { segment, number } of gone) segment.kill(number);
    this.segments = isAnew ? [built] : [main, built];
  }

  /** The passages that have most of a question, best first. */
  search(query: string, limit: number): WordFindings {
    const { similar, segments, vocabulary } = this;
    if (!similar) return { asked: [], findings: [] };
    const passages = segments.reduce((sum, { places }) => sum + places.length, 0);
    const words = segments.reduce((sum, segment) => sum + segment.words, 0);
    const holdersOf = (stem: number) => segments.reduce((sum, segment) => sum + segment.holders.count(stem), 0);
    const lexicon: Lexicon = { vocabulary, similar, passages, holdersOf };
    const asked = lookUp(query, lexicon);
    const look = new CloseLook(asked, Math.max(1, words) / Math.max(1, passages));
    const findings = mostPromising(asked, segments).flatMap((candidate) => look.at(candidate) ?? []);
    return { asked, findings: findings.toSorted(byScore).slice(0, limit) };
  }

  /** A small index is built anew with every change, so that it counts exactly. */
  private isWorthAnew(main: Segment, changes: number): boolean {
    const apart = this.segments.reduce((sum, { places, dead }) => sum + dead + places.length, -main.places.length);
    return main.places.length < smallIndex || apart + changes > main.places.length * mostApart;
  }

  private async sortWords(isAnew: boolean, breath: Breath): Promise<void> {
    const known = this.similar?.size ?? 0;
    if (isAnew || this.vocabulary.forms.size > known * (1 + mostUnsorted)) {
      this.similar = await SimilarWords.of(this.vocabulary, breath);
    }
  }

  private async gone(keeps: Keeps | null, breath: Breath): Promise<Candidate[]> {
    const gone: Candidate[] = [];
    for (const segment of keeps ? this.segments : []) {
      for (const [number, place] of segment.places.entries()) {
        if (keeps && segment.alive[number] === 1 && !keeps(place)) gone.push({ segment, number });
        if (breath.isDue()) await breath.take();
      }
    }
    return gone;
  }
}

interface Copying {
  readonly segment: Segment;
  readonly keeps: Keeps | null;
  readonly draft: SegmentDraft;
}

async function copyAlive({ segment, keeps, draft }: Copying, breath: Breath): Promise<void> {
  for (const [number, place] of segment.places.entries()) {
    if (segment.alive[number] === 1 && (!keeps || keeps(place))) draft.copy(place, segment.sequence);
    if (breath.isDue()) await breath.take();
  }
}

function byScore(a: Finding, b: Finding): number {
  return b.score - a.score || (a.place.id < b.place.id ? -1 : 1);
}
