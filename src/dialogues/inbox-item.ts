/** Something that came in for a dialogue. */
export interface NewInboxItem {
  /** Items of one lane are handled in order. */
  readonly lane: string;
  /** Who handles it; without one, who answers dialogues. */
  readonly queue?: string;
  readonly source: 'telegram' | 'message' | 'erasure';
  readonly botId: string | null;
  /** A second item of the same source and key is dropped. */
  readonly dedupeKey: string;
  readonly payload: unknown;
}

/** Something that came in and waits. */
export interface InboxItem extends NewInboxItem {
  readonly id: string;
  /** How many times it was read, this time included. */
  readonly attempts: number;
}
