import type { Term } from './glossary.rules';

/** A text that is wanted in another language. */
export interface TranslationRequest {
  /** CommonMark; whatever it says, it is translated and not obeyed. */
  readonly text: string;
  /** BCP 47 tags. */
  readonly from: string;
  readonly to: string;
  /** The glossary of the bot. */
  readonly terms?: readonly Term[];
  /** People, products, places: left as they are written. */
  readonly names?: readonly string[];
  readonly signal?: AbortSignal;
}

/** Puts a text into another language. Throws TranslationFailed. */
export interface Translator {
  /** False when there is nobody who could. */
  readonly available: boolean;
  translate(request: TranslationRequest): Promise<string>;
}

/**
 * Why there is no translation: no translator is configured; the model is away, refuses, or took too long; the text is too
 * long; or what came back had lost something, twice.
 */
export type TranslationFault = 'not_configured' | 'away' | 'refused' | 'slow' | 'too_long' | 'mangled';

/** A text could not be translated. */
export class TranslationFailed extends Error {
  override readonly name = 'TranslationFailed';

  constructor(
    readonly fault: TranslationFault,
    options?: ErrorOptions & { readonly because?: string },
  ) {
    super(`no translation: ${options?.because ?? fault}`, options);
  }
}

/** Stands where no translator is configured. */
export const noTranslator: Translator = {
  available: false,
  translate: () => Promise.reject(new TranslationFailed('not_configured')),
};

/** The part of a tag that names the language: en of en-GB. */
export function languageOfTag(tag: string): string {
  return tag.split(/[-_]/)[0]?.toLowerCase() ?? '';
}
