import { isTranslit } from '../people/detect-language';
import { englishSmallWords, foreignCyrillic } from './reply-language.words';

const told = ['ru', 'en'];

/** What is the same in every language, or somebody else's words: code, links, quotations, tables' rules, names of fields and files. */
const silent = [
  /```[^]*?(?:```|$)/g,
  /`[^`\n]*`/g,
  /(?<=\])\([^)\s]*\)/g,
  /\b(?:[a-z][a-z0-9+.-]*:\/\/|www\.)\S+/gi,
  /\S+@\S+/g,
  /«[^«»]{0,600}»|“[^“”]{0,600}”|„[^„“”]{0,600}[“”]|"[^"\n]{0,600}"/g,
  /(?<![\p{L}\p{N}])[@/#]\w+/gu,
  /(?<![\p{L}\p{N}])[\p{L}\p{N}]+(?:[_.:/\\][\p{L}\p{N}]+)+/gu,
  /[\p{L}]*\d[\p{L}\d]*/gu,
];
const word = /[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*/gu;

// Fewer letters are «OK!» or a name.
const shortestForeign = 14;
// English sentences of so many words have small words in them.
const longEnough = 12;

/**
 * Whether an answer is written in another language than it should be. Names (words with a capital), code, quotations and links do not
 * count, and what is too short is not judged.
 */
export function isInAnotherLanguage(text: string, language: string): boolean {
  if (!told.includes(language)) return false;
  const words = wordsIn(text);
  const { own, other } = lettersOf(words, language === 'ru' ? 'Cyrillic' : 'Latin');
  if (other >= shortestForeign && other > own) return true;
  return own >= shortestForeign && isRelative(words, language);
}

/** Whether the letters are right and the words are not: another language with the same script. */
function isRelative(words: readonly string[], language: string): boolean {
  if (language === 'ru') return words.filter((one) => foreignCyrillic.test(one)).length * 6 > words.length;
  const latin = words.filter((one) => /^\p{Script=Latin}/u.test(one));
  if (isTranslit(latin.join(' '))) return true;
  return latin.length >= longEnough && !latin.some((one) => englishSmallWords.has(one));
}

/** Words but for names; scripts without capitals have no names to tell. */
function wordsIn(text: string): string[] {
  const spoken = silent.reduce((rest, pattern) => rest.replaceAll(pattern, ' '), text.normalize('NFC'));
  const words = spoken.match(word) ?? [];
  // Shouting is no list of names.
  const shouts = words.filter((one) => one === one.toUpperCase()).length * 2 > words.length;
  return words.filter((one) => shouts || !/^\p{Lu}/u.test(one)).map((one) => one.toLowerCase());
}

function lettersOf(words: readonly string[], script: 'Cyrillic' | 'Latin'): { own: number; other: number } {
  const wanted = new RegExp(`\\p{Script=${script}}`, 'gu');
  const letters = words.join('');
  const own = letters.match(wanted)?.length ?? 0;
  const all = letters.match(/\p{L}/gu)?.length ?? 0;
  // A sign of Chinese or Japanese is a word.
  const signs = letters.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu)?.length ?? 0;
  return { own, other: all - own + 3 * signs };
}
