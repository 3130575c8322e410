import type { Breath } from './breath';
import { type Lists, ListsDraft, Sums } from './lists';
import { forgiven, likenessOf, oneSlipFrom, slipsBetween } from './spelling.rules';
import type { Vocabulary } from './vocabulary';
import { stemOf } from './words.rules';

/** A word of the vocabulary that is like the one that was asked for. */
export interface SimilarWord {
  readonly form: number;
  readonly text: string;
  /** 0..1. */
  readonly likeness: number;
}

const buckets = 1 << 16;
/** Of the words that share pieces, so many are looked at letter by letter. */
const closest = 80;
const leastShared = 0.34;
const otherEnding = 0.2;
/** Up to this length all words that are one slip away are tried. */
const shortWord = 7;

/** Finds words by their pieces of three letters: misspelt ones, and those of the same family. */
export class SimilarWords {
  private readonly shared: Sums;

  private constructor(
    private readonly vocabulary: Vocabulary,
    /** The forms that have each piece. */
    private readonly holders: Lists,
    /** How many pieces each form has. */
    private readonly lengths: Uint8Array,
  ) {
    this.shared = new Sums(lengths.length);
  }

  /** How many words are known here. */
  get size(): number {
    return this.lengths.length;
  }

  /** How much memory it takes. */
  get bytes(): number {
    return this.holders.bytes + this.size * 5;
  }

  /** Puts the words that are there now in order; words that come later are not found. */
  static async of(vocabulary: Vocabulary, breath: Breath): Promise<SimilarWords> {
    const lengths = new Uint8Array(vocabulary.forms.size);
    const lists = new ListsDraft(buckets);
    for (const form of lengths.keys()) {
      const pieces = piecesOf(vocabulary.forms.text(form));
      lengths[form] = pieces.length;
      lists.expect(pieces);
      if (breath.isDue()) await breath.take();
    }
    lists.open();
    for (const form of lengths.keys()) {
      for (const piece of piecesOf(vocabulary.forms.text(form))) lists.put(piece, form);
      if (breath.isDue()) await breath.take();
    }
    return new SimilarWords(vocabulary, lists.close(), lengths);
  }

  /** Words with most pieces in common, with how much: 0..1. */
  private sharing(pieces: readonly number[]): { form: number; share: number }[] {
    const { holders, shared, lengths } = this;
    for (const piece of pieces) {
      const to = holders.to(piece);
      for (let at = holders.from(piece); at < to; at++) shared.add(holders.values[at] ?? 0, 1);
    }
    const found: { form: number; share: number }[] = [];
    for (const form of shared.keys) {
      const share = (2 * shared.of(form)) / (pieces.length + (lengths[form] ?? 0));
      if (share >= leastShared) found.push({ form, share });
    }
    shared.clear();
    return found.toSorted((a, b) => b.share - a.share).slice(0, closest);
  }

  /** Words that `asked` may have been meant for, with slips of the fingers in between. */
  misspelt(asked: string): SimilarWord[] {
    const most = forgiven(asked.length);
    if (most === 0) return [];
    const stem = stemOf(asked);
    return [...this.nearby(asked, stem)].flatMap((form) => {
      const text = this.vocabulary.forms.text(form);
      // A slip and another ending than the one in the texts are no two slips.
      const slips = Math.min(
        slipsBetween(asked, text, most),
        slipsBetween(stem, this.vocabulary.stems.text(this.vocabulary.stemOfForm(form)), most) + otherEnding,
      );
      return slips > most ? [] : [{ form, text, likeness: likenessOf(slips, asked.length) }];
    });
  }

  /** Forms to look at letter by letter: short words have hardly a piece in common once a letter is wrong. */
  private nearby(asked: string, stem: string): Set<number> {
    const forms = new Set(this.sharing(piecesOf(asked)).map(({ form }) => form));
    if (asked.length > shortWord) return forms;
    const { vocabulary } = this;
    for (const word of [...oneSlipFrom(asked), ...(stem === asked ? [] : oneSlipFrom(stem))]) {
      const form = vocabulary.forms.find(word);
      if (form >= 0 && form < this.size) forms.add(form);
    }
    return forms;
  }

  /** Words that share so many pieces with `asked` that they may be of its family, and their stems. */
  related(asked: string): { form: number; text: string; stem: string }[] {
    const { forms, stems } = this.vocabulary;
    return this.sharing(piecesOf(asked)).map(({ form }) => {
      return { form, text: forms.text(form), stem: stems.text(this.vocabulary.stemOfForm(form)) };
    });
  }
}

/** Numbers of the pieces of three letters of a word and of its edges, each once. */
function piecesOf(word: string): number[] {
  const pieces = new Set<number>();
  let [a, b] = [0, 1];
  for (let i = 0; i <= word.length; i++) {
    const c = i < word.length ? word.charCodeAt(i) : 2;
    if (i > 0 || word.length === 1)
      pieces.add(
        ((Math.imul(a, 0x2f_0b_4c_47) ^ Math.imul(b, 0x01_00_01_93) ^ Math.imul(c, 0x27_d4_eb_2f)) >>> 13) &
          (buckets - 1),
      );
    [a, b] = [b, c];
  }
  return [...pieces];
}
