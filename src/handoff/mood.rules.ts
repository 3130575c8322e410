import { englishMood, type MoodWords } from './mood.phrases';
import { masked, russianMood } from './mood.words';
import { phrasePattern, plainText, sentencesOf } from './phrase-patterns.rules';
import { fromTranslit } from './wish/wish.text';

/** What a text tells of its writer's mood. */
export interface Mood {
  readonly angry: boolean;
  /** 0..1: how much speaks for anger at the service. */
  readonly score: number;
}

/** How much each thing counts; two that are too little by themselves can be enough together. */
const weights = {
  hostile: 0.8,
  heated: 0.6,
  mild: 0.25,
  grievance: 0.3,
  shouting: 0.4,
  cries: 0.3,
  asks: 0.2,
  joy: 0,
} as const;
const enough = 0.5;

type Sign = keyof typeof weights;

/** What joy does not explain. */
const sober: readonly Sign[] = ['hostile', 'grievance'];

/** The phrases of a language as patterns. */
type Patterns = Readonly<Record<Exclude<keyof MoodWords, 'parts'>, RegExp>>;

const russian = patternsOf(russianMood);
const english = patternsOf(englishMood);

/**
 * Whether the writer of a text, Russian (also in Latin letters) or English, is in a bad mood towards the service: insults, threats, swearing, an
 * end of patience, shouting. A complaint told calmly is none, nor is swearing in joy. It needs no model and takes well under a millisecond.
 */
export function moodOf(text: string): Mood {
  const read = text.length > 1200 ? `${text.slice(0, 600)}\n${text.slice(-600)}` : text;
  const score = scoreOf([...spoken(read), ...loudness(read)]);
  return { angry: score >= enough, score };
}

function spoken(text: string): Sign[] {
  const plain = plainText(text);
  const spelled = /\p{Script=Cyrillic}/u.test(plain) ? plain : plainText(fromTranslit(plain));
  return [...signsIn(plain, english), ...signsIn(spelled, russian)];
}

function signsIn(plain: string, patterns: Patterns): Sign[] {
  const sentences = sentencesOf(plain).map(({ words }) => words.replaceAll(patterns.aside, '_ '));
  const kinds = ['hostile', 'heated', 'mild', 'grievance', 'joy'] as const;
  return kinds.filter((kind) => sentences.some((words) => patterns[kind].test(words)));
}

/** What the letters and marks tell, whatever the words. */
function loudness(text: string): Sign[] {
  const signs: readonly (readonly [Sign, boolean])[] = [
    ['heated', masked.test(text)],
    ['shouting', sentencesOf(text).some(({ words }) => isShouted(words))],
    ['cries', /!\s?!\s?!/.test(text)],
    ['asks', /[?!]{3}|\?!|!\?/.test(text)],
  ];
  return signs.flatMap(([sign, there]) => (there ? [sign] : []));
}

/** Several words in capitals, an ordinary one among them: names of products are in capitals too. */
function isShouted(words: string): boolean {
  const letters = words.match(/\p{L}/gu) ?? [];
  const capitals = words.match(/\p{Lu}/gu) ?? [];
  const plain = plainText(words);
  const isOrdinary = russian.ordinary.test(plain) || english.ordinary.test(plain);
  return isOrdinary && letters.length >= 8 && capitals.length >= letters.length * 0.8 && words.split(' ').length > 3;
}

function scoreOf(signs: readonly Sign[]): number {
  const counted = new Set(signs.includes('joy') ? signs.filter((sign) => sober.includes(sign)) : signs);
  return 1 - [...counted].reduce((calm, sign) => calm * (1 - weights[sign]), 1);
}

function patternsOf({ parts, aside, ...kinds }: MoodWords): Patterns {
  return {
    aside: new RegExp(phrasePattern(aside, parts), 'g'),
    hostile: phrasePattern(kinds.hostile, parts),
    heated: phrasePattern(kinds.heated, parts),
    mild: phrasePattern(kinds.mild, parts),
    grievance: phrasePattern(kinds.grievance, parts),
    joy: phrasePattern(kinds.joy, parts),
    ordinary: phrasePattern(kinds.ordinary, parts),
  };
}
