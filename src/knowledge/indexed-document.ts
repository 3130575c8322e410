import { createHash } from 'node:crypto';
import { cutIntoPassages, type PassageDraft } from './passages.rules';
import { termsOf } from './search/terms.rules';
import { baseLanguage } from './search-text.rules';

/** Raised when documents would be cut or indexed otherwise than before: every folder and every index is then made anew. */
export const indexing = 3;

/** How a version of an index was made. */
export interface IndexSettings {
  readonly indexing: number;
  /** Null: no embedding model was configured. */
  readonly embeddingModel: string | null;
}

/** A passage as an index keeps it. */
export interface IndexedPassage extends PassageDraft {
  /** What the search reads instead of the text. */
  readonly terms: Uint8Array;
}

/** What a document is made of, as its author or its file gives it. */
export interface DocumentText {
  readonly title: string;
  readonly language: string;
  /** Markdown. */
  readonly text: string;
}

/** The passages of a document; none when there is nothing to find in it. */
export function indexedPassages({ title, text }: Omit<DocumentText, 'language'>): IndexedPassage[] {
  return cutIntoPassages(text, title).passages.map((passage) => ({
    ...passage,
    terms: termsOf({ title, ...passage }),
  }));
}

/** The language by which the passages of a document are found and preferred. */
export function passageLanguage({ language }: DocumentText): string {
  return baseLanguage(language);
}

/** Tells whether a document changed since it was indexed, without cutting it; its name stands for its title. */
export function contentHash({ name, language, text }: { name: string; language: string; text: string }): string {
  return createHash('sha256')
    .update(JSON.stringify([indexing, name, language, text]))
    .digest('hex');
}
