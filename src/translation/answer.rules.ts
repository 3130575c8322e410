import { detectLanguage } from '../people/detect-language';
import { missingTerms, type TermPair } from './glossary.rules';
import { brokenMarkers, type ProtectedText, restore, withoutMarkers } from './protected.rules';
import { languageOfTag } from './translator';

/** What an answer of the model is judged by. */
export interface Asked {
  readonly given: ProtectedText;
  readonly to: string;
  /** The terms that the answer must use. */
  readonly terms: readonly TermPair[];
}

/** What is wrong with an answer; nothing, when all is empty and false. */
export interface AnswerFaults {
  readonly markers: readonly string[];
  readonly terms: readonly TermPair[];
  readonly wrongLanguage: boolean;
  /** It is empty, much longer than a translation can be, or has lost the numbers of a list: something else was written. */
  readonly wrongShape: boolean;
}

// The languages that can be told apart.
const told = ['ru', 'en'];

/** The answer without the tags that the text was given in. */
export function unwrapped(answer: string): string {
  return answer.replace(/^\s*<text>\s*|\s*<\/text>\s*$/g, '').trim();
}

/** Looks for what a translation must not have lost. */
export function faultsOf(answer: string, { given, to, terms }: Asked): AnswerFaults {
  return {
    markers: brokenMarkers(answer, given.pieces),
    terms: missingTerms(restore(answer, given.pieces), terms),
    wrongLanguage: isInAnother(withoutMarkers(answer), languageOfTag(to)),
    wrongShape: !hasShapeOf(given.text, answer),
  };
}

/** Whether an answer can be used. */
export function isFlawless({ markers, terms, wrongLanguage, wrongShape }: AnswerFaults): boolean {
  return markers.length === 0 && terms.length === 0 && !wrongLanguage && !wrongShape;
}

/** Whether there is nothing but names in a text: they may well be the same in another language. */
export function hasOnlyNames(text: string): boolean {
  return !/(?<![\p{L}\p{M}'’-])\p{Ll}/u.test(text) && !/\p{Script=Cyrillic}/u.test(text);
}

/** Whether there are words to translate at all. */
export function hasWords(text: string): boolean {
  return /\p{L}/u.test(withoutMarkers(text));
}

function isInAnother(text: string, to: string): boolean {
  if (!told.includes(to)) return false;
  const found = detectLanguage(text, told);
  return found !== undefined && found !== to;
}

function hasShapeOf(source: string, answer: string): boolean {
  if (answer === '') return false;
  // Russian is a fifth longer than English; short texts may be twice as long.
  if (answer.length > 2 * source.length + 100) return false;
  return ordinalsOf(source) === ordinalsOf(answer);
}

/** The numbers of lists; a dot or a bracket after them is all the same. */
function ordinalsOf(text: string): string {
  return [...text.matchAll(/^[\t >]*(\d{1,3})[.)](?=[\t ])/gm)].map(([, ordinal]) => ordinal).join(' ');
}
