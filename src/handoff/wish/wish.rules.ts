import { maskEnglish, maskRussian } from './wish.masks';
import { corrected } from './wish.text';
import { englishParts, type Part, russianParts } from './wish.words';

/** What the rules make of a text. */
export interface RuledWish {
  readonly wantsHuman: boolean;
  /** 0..1: how sure the rules are that the writer wants a human. */
  readonly confidence: number;
}

/** Patterns over the parts of a sentence (wish.words.ts): `o` is any other word, a comma is itself. */
interface Rules {
  readonly parts: ReadonlyMap<string, Part>;
  readonly mask: (text: string) => string;
  /** Wishes that are denied; they are taken out before the rest is asked. */
  readonly denied: RegExp;
  readonly wanted: readonly { readonly pattern: RegExp; readonly confidence: number }[];
}

const russian: Rules = {
  parts: russianParts,
  mask: maskRussian,
  denied: /N[WVD][VTso]{0,3}[HCAKP]+|[HCAP]+[so]?(?:V[so]?)?N[WoV]?W?|S[so]?[HCAKP]+|NT[so]{0,2}[HCAKP]+/g,
  wanted: [
    { pattern: /V[^NSr]{0,4}[HCKP]|V[so]{0,3}A(?!o)/, confidence: 0.95 },
    { pattern: /(?:[HCP]|A(?!o))[so,KM]{0,2}V/, confidence: 0.9 },
    { pattern: /T[so]{0,2}[HCKP]|T[so]?A(?!o)|(?:[HCKP]|A(?!o))[KA]?T/, confidence: 0.95 },
    { pattern: /D[sTK]{0,2}(?:[HC]|A(?!o))|(?:[HC]|A)D/, confidence: 0.95 },
    { pattern: /W[so]{0,2}(?:[HC]|A(?!o))|WsP|(?:[HC]|A)[o,]{0,1}W/, confidence: 0.9 },
    { pattern: /M[so]{0,1}(?:[HCK]|A(?!o))|(?:[HC]|A)M/, confidence: 0.85 },
    { pattern: /E[sKAo]{0,2}(?:[HC](?<!Eo.*)|A(?!o))|EK$|(?:[HC]|A)[sA]?E/, confidence: 0.8 },
    { pattern: /NW[TsVo]{0,2}B|NsB|Z[,so]{0,2}B|NTsB/, confidence: 0.75 },
  ],
};

const english: Rules = {
  parts: englishParts,
  mask: maskEnglish,
  denied: /N[oW]?[WVDT]?[sTVDo]{0,3}[HCAKP]+|NMT?[so]{0,2}[HCAKP]+|S[so]{0,3}[HCAKP]+/g,
  wanted: [
    { pattern: /T[so]{0,2}[HCKAP]/, confidence: 0.95 },
    { pattern: /V[so]{0,2}s[KA]*[HCP]|Vs?[A]*[HC]|VsA*K|Vs?PH|VA+P/, confidence: 0.9 },
    { pattern: /DA*P?[HC]|DKA?|DAP/, confidence: 0.9 },
    { pattern: /W[sT]{0,2}A*[HC]|W[AC]P|WKsP|W[so]?s[A]*[HC]|WVs?[HCK]|WPH/, confidence: 0.9 },
    { pattern: /MA*[HC](?!s?B)|MKA|MKo?s?[oP]{0,2}(?:[VT]|P)/, confidence: 0.8 },
    { pattern: /EA*[HC]/, confidence: 0.8 },
    { pattern: /NW[TsV]{0,3}B|NTsB|Zs?[Ts]{0,2}B/, confidence: 0.75 },
  ],
};

const present =
  /\b(?:is|are) (?:there )?(?:any |an? |some |the |no )?(?:(?:real|live|human|actual|living|free) )*(?:person|people|humans?|agents?|operators?|representatives?|reps?|anyone|anybody|someone|somebody|staff)\b.*\b(?:there|here|available|around|online|free|talk|speak|chat|help|alive|real|now)\b|^any ?(?:body|one|real|live|human)? ?(?:people|humans?|person|agents?|operators?|alive|real|there)\b|\b(?:are|is) there (?:any |an? )?(?:real |live |actual )*(?:humans?|persons?|agents?|operators?)$|\bis there .*\b(?:person|human|agent|someone|operator)\b.*\b(?:talk|speak|chat) to|(?<!\b(?:not|n't|never|how|i|to) (?:\S+ )?)\b(?:transfer me|escalate (?:my case|this|it|please))(?: please| now)?$/;

/** A sentence as the rules see it: what only sounds like a wish is taken out, every word is the part that it plays. */
export interface Shape {
  readonly language: 'ru' | 'en';
  readonly parts: string;
  /** 0..1: how sure the rules are of a wish in it. */
  readonly confidence: number;
}

/** True for the command that needs no hearing. */
export function isCommand(text: string): boolean {
  return /^\s*\/operator(?:@\w+)?(?:\s|$)/i.test(text);
}

/**
 * What the rules say of the sentences of a text: whether its writer wants a human to answer. They know nothing of the dialogue and need no
 * model; a text takes well under a millisecond.
 */
export function wishOf(shapes: readonly Shape[]): RuledWish {
  const confidence = Math.max(0, ...shapes.map((shape) => shape.confidence));
  return { wantsHuman: confidence >= 0.5, confidence };
}

// «Не хочу говорить с оператором»: a denial that stands before a wanting, which leaves no room for another meaning.
const plainDenial = { ru: /NW[VTso]{0,3}[HCAKP]/, en: /NW[sTVDo]{0,3}[HCAKP]/ } as const;

/** True when a text says in plain words that nobody is wanted, and nothing else in it sounds like a wish. */
export function isDenied(shapes: readonly Shape[]): boolean {
  return !wishOf(shapes).wantsHuman && shapes.some(({ language, parts }) => plainDenial[language].test(parts));
}

/** The sentences of a text in each of its readings. */
export function shapesOf(readings: readonly string[]): Shape[] {
  return readings.flatMap((text) => [
    ...(/[а-я]/.test(text) ? shapesIn(text, 'ru') : []),
    ...(/[a-z]/.test(text) ? shapesIn(text, 'en') : []),
  ]);
}

function shapesIn(text: string, language: 'ru' | 'en'): Shape[] {
  const rules = language === 'ru' ? russian : english;
  const spelled = text.replaceAll(/[\p{L}][\p{L}'-]*/gu, corrected);
  const sentences = rules.mask(spelled).split(/[.!?;:\n()…—–]+|,? (?:а|но|но|but) (?=\S)/u);
  return sentences.map((sentence) => {
    const parts = partsOf(sentence, rules.parts);
    return { language, parts, confidence: confidenceOf(sentence, parts, rules) };
  });
}

function confidenceOf(sentence: string, parts: string, rules: Rules): number {
  if (rules === english && present.test(sentence.trim())) return 0.8;
  if (!/[HCAKPB]/.test(parts)) return 0;
  const rest = parts.replaceAll(rules.denied, '_');
  const bare = rest.split(',').findIndex((piece) => isBare(piece)) >= 0;
  const found = rules.wanted.filter(({ pattern }) => pattern.test(rest)).map(({ confidence }) => confidence);
  return Math.max(isBare(rest.replaceAll(',', '')) ? 0.9 : 0, bare ? 0.7 : 0, ...found);
}

/** Nothing but a human in it: «Оператор!», "a real person, please". */
function isBare(parts: string): boolean {
  return /^s?[HCAKP]*(?:[HC]|A|PH?)[HCAKP]*s?$/.test(parts) && !/^s?P+$/.test(parts);
}

function partsOf(sentence: string, known: ReadonlyMap<string, Part>): string {
  const words = sentence.match(/[\p{L}\p{N}][\p{L}\p{N}'-]*|[,¤]/gu) ?? [];
  return words
    .map((word) => (word === ',' ? ',' : (known.get(word) ?? 'o')))
    .filter((part) => part !== ' ')
    .join('');
}
