import { detectLanguage } from '../people/detect-language';

/** What is wrong with something that the model wrote; the names are keys of prompts.json. */
export interface WrittenFaults {
  /** Nothing, or far too much. */
  readonly wrongLength: boolean;
  /** It has a number that is not in what it was made of. */
  readonly madeUp: boolean;
  readonly wrongLanguage: boolean;
}

const languages = ['ru', 'en'];
// Names in an object are those that the prompt asks for.
const jsonName = /"\w+"\s*:/g;

/** Judges what the model wrote out of a source. */
export function faultsOf(
  text: string,
  wanted: { readonly language: string; readonly source: string; readonly longest: number },
): WrittenFaults {
  const language = detectLanguage(text.replaceAll(jsonName, ' '), languages);
  return {
    wrongLength: text === '' || text.length > wanted.longest,
    madeUp: hasForeignNumbers(text, wanted.source),
    wrongLanguage: languages.includes(wanted.language) && language !== undefined && language !== wanted.language,
  };
}

/** True when nothing is wrong. */
export function isFlawless({ wrongLength, madeUp, wrongLanguage }: WrittenFaults): boolean {
  return !wrongLength && !madeUp && !wrongLanguage;
}

/** True when a text has a number that its source has not, however the source groups its digits; single digits may count what is there. */
export function hasForeignNumbers(text: string, source: string): boolean {
  const digits = source.replaceAll(/\D/g, '');
  return (text.match(/\d{2,}/g) ?? []).some((number) => !digits.includes(number));
}
