/** Why a passage was found. */
export interface HitReasons {
  /** The words of the question that the passage has, as they were asked. */
  readonly words: readonly string[];
  /** Words of the question that the passage has in another spelling. */
  readonly similar: readonly { readonly asked: string; readonly found: string }[];
  /** A word of the question stands in the heading or in the title. */
  readonly heading: boolean;
  /** What the words alone say, 0..1. */
  readonly byWords: number;
  /** What the meaning alone says, 0..1; null when no embedding model was asked. */
  readonly byMeaning: number | null;
}

/** The text of a passage, and where it stands. */
export interface FoundText {
  readonly passageId: string;
  readonly documentId: string;
  readonly title: string;
  readonly heading: string;
  readonly text: string;
  readonly language: string;
}

/** A passage that was found. */
export interface Hit extends FoundText {
  /** 0..1, see README.md. */
  readonly score: number;
  readonly why: HitReasons;
}
