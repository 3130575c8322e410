import type { IndexedPassage } from '../indexed-document';

/** A file as somebody gave it: what it says of itself may be wrong. */
export interface GivenFile {
  /** Its own name, without folders. */
  readonly fileName: string;
  readonly mimeType: string | null;
  readonly bytes: Uint8Array;
  /** Where it was fetched: what its links start from. */
  readonly address?: string;
}

/** What was read in a file. */
export interface ReadDocument {
  /** What the document calls itself; else the name of the file without its ending. */
  readonly title: string;
  readonly markdown: string;
  /** The language that the document says it is written in. */
  readonly language?: string;
}

/** What was read in a file, cut into what is found of it. */
export interface CutDocument extends ReadDocument {
  readonly passages: readonly IndexedPassage[];
}

/** How large a file may be, and what may come out of it. */
export const readingLimits = {
  fileBytes: 20 * 1_024 * 1_024,
  /** What a container may hold altogether, pictures included. */
  unpackedBytes: 100 * 1_024 * 1_024,
  /** What is unpacked of it: the parts that hold text. */
  textPartsBytes: 48 * 1_024 * 1_024,
  containerEntries: 10_000,
  characters: 1_000_000,
  ms: 30_000,
  pages: 5_000,
} as const;

/** Why a file or an address cannot be read: keys of errors.json below "knowledge". */
export const unreadableReasons = [
  'too_large',
  'too_large_inside',
  'too_long',
  'too_complex',
  'too_slow',
  'empty',
  'no_text',
  'encrypted',
  'damaged',
  'old_office',
  'unsupported',
  'reading_failed',
  'address_forbidden',
  'address_unreachable',
  'address_refused',
] as const;

/** Why a file or an address cannot be read. */
export type UnreadableReason = (typeof unreadableReasons)[number];

/** A file or an address that cannot be read, however often it is tried. */
export class UnreadableFile extends Error {
  constructor(
    readonly reason: UnreadableReason,
    cause?: unknown,
  ) {
    super(`the file cannot be read: ${reason}`, { cause });
    this.name = 'UnreadableFile';
  }
}

/** The reason that a text names, or the general one. */
export function reasonOf(text: unknown): UnreadableReason {
  return unreadableReasons.find((known) => known === text) ?? 'reading_failed';
}
