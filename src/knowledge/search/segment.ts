import type { Breath } from './breath';
import { type Lists, ListsDraft, Sums } from './lists';
import type { PassageTerms } from './terms.rules';
import type { Vocabulary } from './vocabulary';
import { saturated, weights } from './weights.rules';
import { grown } from './word-table';

/** A passage in memory: where its words stand and whose they are. */
export interface Place {
  readonly id: string;
  readonly documentId: string;
  readonly position: number;
  readonly language: string;
  readonly revision: number;
  /** Where in the sequence its title begins, and how many words title, heading and text have. */
  readonly from: number;
  readonly title: number;
  readonly heading: number;
  readonly text: number;
}

/** What is said of a passage besides its words. */
export type PassageHead = Pick<Place, 'id' | 'documentId' | 'position' | 'language' | 'revision'>;

/** Collects passages. */
export class SegmentDraft {
  readonly places: Place[] = [];
  sequence = new Uint32Array(1_024);
  private end = 0;

  /** Takes a passage in. */
  add(head: PassageHead, terms: PassageTerms, vocabulary: Vocabulary): void {
    const { title, heading, text } = terms;
    const stems: number[] = [];
    terms.eachWord((bytes, start, end) => stems.push(vocabulary.stemIn(bytes, start, end)));
    this.places.push({ ...head, from: this.end, title, heading, text });
    this.makeRoom(title + heading + text);
    terms.eachPlace((word) => {
      this.sequence[this.end++] = stems[word] ?? 0;
    });
  }

  /** Takes a passage over from another segment. */
  copy(place: Place, sequence: Uint32Array): void {
    const length = place.title + place.heading + place.text;
    this.places.push({ ...place, from: this.end });
    this.makeRoom(length);
    this.sequence.set(sequence.subarray(place.from, place.from + length), this.end);
    this.end += length;
  }

  private makeRoom(words: number): void {
    if (this.end + words <= this.sequence.length) return;
    this.sequence = grown(this.sequence, Math.max(this.end + words, this.sequence.length * 2));
  }
}

/** Passages with their words, unchangeable but for who is still in the index. */
export class Segment {
  dead = 0;
  readonly alive: Uint8Array;
  /** Of a search; empty between searches. */
  readonly sums: Sums;
  readonly places: readonly Place[];
  /** The stems of all passages in the order in which they stand. */
  readonly sequence: Uint32Array;
  /** The passages that have each stem … */
  readonly holders: Lists;
  /** … and what it says in each of them, 0..255. */
  readonly says: Uint8Array;
  /** How many words all texts have. */
  readonly words: number;

  constructor(parts: Pick<Segment, 'places' | 'sequence' | 'holders' | 'says' | 'words'>) {
    this.places = parts.places;
    this.sequence = parts.sequence;
    this.holders = parts.holders;
    this.says = parts.says;
    this.words = parts.words;
    this.alive = new Uint8Array(this.places.length).fill(1);
    this.sums = new Sums(this.places.length);
  }

  /** About how much memory it takes. */
  get bytes(): number {
    return this.sequence.byteLength + this.holders.bytes + this.says.byteLength + this.places.length * 200;
  }

  /** A passage is no longer found. */
  kill(number: number): void {
    if (this.alive[number] === 0) return;
    this.alive[number] = 0;
    this.dead++;
  }
}

/** Puts the words of a draft in order; others may go on in between. */
export async function buildSegment(draft: SegmentDraft, stems: number, breath: Breath): Promise<Segment> {
  const places = inOrder(draft.places);
  const { sequence } = draft;
  const words = places.reduce((sum, { text }) => sum + text, 0);
  const meanLength = Math.max(1, words) / Math.max(1, places.length);
  const times = new Sums(stems);
  const lists = new ListsDraft(stems);
  for (const place of places) {
    countStems(place, sequence, times);
    lists.expect(times.keys);
    times.clear();
    if (breath.isDue()) await breath.take();
  }
  const says = new Uint8Array(lists.open());
  for (const [number, place] of places.entries()) {
    countStems(place, sequence, times);
    const ratio = place.text / meanLength;
    for (const stem of times.keys) says[lists.put(stem, number)] = Math.round(255 * saturated(times.of(stem), ratio));
    times.clear();
    if (breath.isDue()) await breath.take();
  }
  return new Segment({ places, sequence, holders: lists.close(), says, words });
}

/** How often each stem stands in a passage; words of the title and the heading count more. */
function countStems({ from, title, heading, text }: Place, sequence: Uint32Array, times: Sums): void {
  const add = (stems: Uint32Array, weight: number) => {
    for (const stem of stems) times.add(stem, weight);
  };
  const textFrom = from + title + heading;
  add(sequence.subarray(from, from + title), weights.title);
  add(sequence.subarray(from + title, textFrom), weights.heading / Math.max(1, heading));
  add(sequence.subarray(textFrom, textFrom + text), 1);
}

/** Passages of one document side by side, in their order: neighbours speak for each other. */
function inOrder(places: readonly Place[]): Place[] {
  return places.toSorted((a, b) =>
    a.documentId === b.documentId ? a.position - b.position : a.documentId < b.documentId ? -1 : 1,
  );
}
