import { kinship, relativesOf } from './families.rules';
import type { SimilarWord, SimilarWords } from './similar-words';
import { inOtherScript, likenessOf, slipsBetween } from './spelling.rules';
import { askingWords, stopWords } from './stop.words';
import type { Vocabulary } from './vocabulary';
import { weights } from './weights.rules';
import { stemOf, wordsOf } from './words.rules';

/** A stem that a word of the question may mean. */
export interface Variant {
  readonly stem: number;
  /** 1 for the word itself. */
  readonly likeness: number;
  /** What it says when it is found: its rareness as far as it is like the word that was asked. */
  readonly weight: number;
  /** The form that is in the vocabulary, when it is another word than the one that was asked. */
  readonly found: string | null;
}

/** A word of the question. */
export interface AskedWord {
  readonly text: string;
  /** Its place in the question, stop words counted. */
  readonly at: number;
  /** It says little of what is asked for, and only between passages that have other words. */
  readonly isUsual: boolean;
  readonly variants: readonly Variant[];
  /** What it could say at most. */
  readonly weight: number;
}

/** What a question is looked up in. */
export interface Lexicon {
  readonly vocabulary: Vocabulary;
  readonly similar: SimilarWords;
  readonly passages: number;
  holdersOf(stem: number): number;
}

/** Of a longer question the first words decide; they keep a pasted page from becoming a thousand look-ups. */
const longestQuestion = 64;
/** Beyond this a question has long passed those words. */
const mostLetters = 8_000;
/** Similar words are looked up for so many words of a question. */
const mostLookups = 24;
const mostVariants = 10;

/** Looks the words of a question up: those that say something, each once. */
export function lookUp(query: string, lexicon: Lexicon): AskedWord[] {
  const asked = new Map<string, AskedWord>();
  const usual = new Map<string, AskedWord>();
  for (const [at, text] of wordsOf(query.slice(0, mostLetters)).slice(0, longestQuestion).entries()) {
    const stem = stemOf(text);
    if (usual.has(stem) || asked.has(stem)) continue;
    const isUsual = stopWords.has(text);
    const word = wordOf({ text, stem, at, isUsual, isLookedUp: asked.size < mostLookups }, lexicon);
    if (isUsual) usual.set(stem, word);
    else if (!isMisspeltStopWord(word)) asked.set(stem, word);
  }
  return asked.size === 0 ? [] : [...asked.values(), ...usual.values()];
}

/** How much a word says that so many passages have. */
export function rareness(passages: number, holders: number): number {
  return Math.log(1 + (passages - holders + 0.5) / (holders + 0.5));
}

interface Asked {
  readonly text: string;
  readonly stem: string;
  readonly at: number;
  readonly isUsual: boolean;
  readonly isLookedUp: boolean;
}

function wordOf(asked: Asked, lexicon: Lexicon): AskedWord {
  const { text, stem, at, isUsual } = asked;
  const factor = factorOf(asked);
  const itself = lexicon.vocabulary.stems.find(stem);
  const holders = itself < 0 ? 0 : lexicon.holdersOf(itself);
  const own = rareness(lexicon.passages, holders) * factor;
  const variants = new Map<number, Variant>();
  if (holders > 0) variants.set(itself, { stem: itself, likeness: 1, weight: own, found: null });
  for (const { stem: other, likeness, text: found } of alternatives(asked, holders > 0, lexicon)) {
    if (likeness <= (variants.get(other)?.likeness ?? 0)) continue;
    const most = rareness(lexicon.passages, lexicon.holdersOf(other)) * factor;
    variants.set(other, { stem: other, likeness, weight: Math.min(own, most) * likeness, found });
  }
  const best = [...variants.values()].toSorted((a, b) => b.weight - a.weight).slice(0, mostVariants);
  return { text, at, isUsual, variants: best, weight: mostOf(best, own) };
}

function factorOf({ text, isUsual }: Asked): number {
  if (isUsual) return weights.usual;
  return askingWords.has(text) ? weights.asking : 1;
}

/** What else a word may mean: words that look like it, and words of the same sense. */
function alternatives(asked: Asked, isKnown: boolean, lexicon: Lexicon) {
  const { text, stem, isUsual, isLookedUp } = asked;
  if (isUsual) return [];
  const { stems } = lexicon.vocabulary;
  const alike = isLookedUp && !askingWords.has(text) ? likeWords({ text, stem, isKnown }, lexicon) : [];
  return [
    ...alike.map((word) => ({ ...word, stem: lexicon.vocabulary.stemOfForm(word.form) })),
    ...[...relativesOf(stem)].flatMap(([relative, likeness]) => {
      const number = stems.find(relative);
      return number < 0 ? [] : [{ stem: number, likeness: likeness(), text: relative }];
    }),
  ];
}

/** A word that stands for a misspelt one is taken for it as far as it is like it; what is left may mean anything. */
function mostOf(variants: readonly Variant[], own: number): number {
  const [best] = variants;
  return best ? best.weight + (1 - best.likeness) * own : own;
}

function likeWords(asked: { text: string; stem: string; isKnown: boolean }, lexicon: Lexicon): SimilarWord[] {
  const { text, stem, isKnown } = asked;
  if (/^\p{N}/u.test(text)) return [];
  const { similar, vocabulary } = lexicon;
  const found = similar.related(text).flatMap(({ form, text: relative, stem: other }): SimilarWord[] => {
    const likeness = kinship(stem, other) * weights.family;
    return likeness > 0 ? [{ form, text: relative, likeness }] : [];
  });
  // A word that is in the texts was hardly meant for another one.
  if (isKnown) return found;
  for (const word of similar.misspelt(text)) found.push({ ...word, likeness: word.likeness * weights.misspelt });
  for (const other of inOtherScript(text)) {
    const form = vocabulary.forms.find(other);
    if (form >= 0) found.push({ form, text: other, likeness: weights.otherScript });
    for (const word of similar.misspelt(other)) {
      found.push({ ...word, likeness: word.likeness * weights.otherScript * weights.misspelt });
    }
  }
  return found;
}

/** «whta» is no word that the texts lack, but one that says nothing. */
function isMisspeltStopWord({ text, variants }: AskedWord): boolean {
  const closest = Math.max(0, ...variants.map(({ likeness }) => likeness));
  if (closest === 1 || text.length < 3) return false;
  for (const word of stopWords) {
    const slips = word.length < 3 ? Number.POSITIVE_INFINITY : slipsBetween(text, word, 1);
    if (likenessOf(slips, text.length) >= closest && slips <= 1) return true;
  }
  return false;
}
