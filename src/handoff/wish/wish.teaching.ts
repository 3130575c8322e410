import { createHash } from 'node:crypto';
import type { TextLanguage } from '../../infra/languages';
import { FeatureExtractor, type Features, featureLayout } from './wish.features';
import { calibrate, type Learnt, type Lesson, learn, type Scored } from './wish.learning';
import { confidenceOf, sumOf, type WishModel } from './wish.model';
import { type Quality, qualityOf } from './wish.quality';
import { Slips } from './wish.slips';
import { type Steps, within } from './wish.steps';
import { isHeldOut, type LabelledText, madeOfParts, wordsOf } from './wish.texts';

/** A text with what a model sees of it. */
export interface Example {
  readonly text: LabelledText;
  readonly features: Features;
}

/** Texts made ready: some to learn from, some to measure by. */
export interface Material {
  readonly taught: readonly Example[];
  /** Copies of what is taught, as people write in a hurry, by the text that they are copies of. */
  readonly copies: readonly Example[];
  readonly heldOut: readonly Example[];
  readonly fingerprint: string;
}

// What was put together from parts weighs less than what somebody wrote, and what the owner's people say weighs most.
const weights: Readonly<Record<string, number>> = { [madeOfParts]: 0.5, people: 5 };
const weightOfCopy = 0.2;
// Copies in Latin letters are made of every so many-th Russian text.
const latinEvery = 3;
// The share of texts without a wish that may be taken for one, measured on authors whom the model does not know.
const falseAlarmsWanted = { ru: 0.055, en: 0.065 } as const;
// A training is as long as its folds are many, and few authors tell enough.
const mostFolds = 3;
// Raised when the same texts are to give another model though they look the same to it.
const method = 1;
// Reading the features of all texts takes seconds, and what changes features shows in some of them.
const fingerprintEvery = 10;

/** What a model is made from, in a word: other texts, answers or features give another one. */
export function fingerprintOf(texts: readonly LabelledText[]): string {
  const fingerprint = new Fingerprint();
  const extractor = new FeatureExtractor();
  for (const text of texts) fingerprint.add(text, () => extractor.extract(text.text));
  return fingerprint.digest();
}

class Fingerprint {
  private readonly hash = createHash('sha256');
  private count = 0;

  constructor() {
    const settings = [featureLayout, method, weights, weightOfCopy, latinEvery, falseAlarmsWanted];
    this.hash.update(JSON.stringify(settings));
  }

  add(text: LabelledText, features: () => Features): void {
    this.hash.update(`${text.wantsHuman} ${text.source} ${text.text}\n`);
    if (this.count % fingerprintEvery === 0) this.hash.update(features().indexes);
    this.count += 1;
  }

  digest(): string {
    return this.hash.digest('hex').slice(0, 16);
  }
}

/** Reads the features of texts, each once, puts some aside that are never learnt from, and copies the others with slips. */
export function* prepare(texts: readonly LabelledText[]): Steps<Material> {
  const [extractor, slips, fingerprint] = [new FeatureExtractor(), new Slips(), new Fingerprint()];
  const [taught, copies, heldOut]: [Example[], Example[], Example[]] = [[], [], []];
  const seen = new Set<string>();
  for (const [at, text] of texts.entries()) {
    yield at / texts.length;
    const features = extractor.extract(text.text);
    fingerprint.add(text, () => features);
    const words = wordsOf(text);
    if (seen.has(words)) continue;
    seen.add(words);
    const aside = !(text.source in weights) && isHeldOut(text);
    (aside ? heldOut : taught).push({ text, features });
    if (aside || text.source === madeOfParts) continue;
    const written = [slips.misspelt(text.text), ...(at % latinEvery === 0 ? latinOf(text, slips) : [])];
    copies.push(...written.map((copy) => ({ text, features: extractor.extract(copy) })));
  }
  return { taught, copies, heldOut, fingerprint: fingerprint.digest() };
}

function latinOf({ text, language }: LabelledText, slips: Slips): string[] {
  return language === 'ru' && /[а-яё]/i.test(text) ? [slips.inLatin(text)] : [];
}

/** Learns a model from the texts that are not put aside, and measures it by those that are. */
export function* teach(material: Material): Steps<WishModel> {
  const { taught, heldOut, fingerprint } = material;
  const authors = [...new Set(taught.map(({ text }) => text.source))].filter((source) => !(source in weights));
  const calibration = yield* within(calibrationOf(material, authors), 0, 0.7);
  const learnt = yield* within(learn(lessonsOf(material)), 0.7, 1);
  const card = { fingerprint, texts: countByLanguage(taught), quality: {} };
  const model = { ...quantised(learnt), calibration, card };
  return { ...model, card: { ...card, quality: measure(model, heldOut) } };
}

/** The quality of a model, or of the rules alone, by texts whose answer is known. */
export function measure(model: WishModel | null, examples: readonly Example[]): Partial<Record<TextLanguage, Quality>> {
  return qualityOf(
    examples.map(({ text, features }) => ({
      text,
      heard: model === null ? features.rules.wantsHuman : confidenceOf(model, features) >= 0.5,
    })),
  );
}

/** What the sums of a model mean is learnt from what models say of authors whom they do not know. */
function* calibrationOf({ taught, copies }: Material, authors: readonly string[]): Steps<WishModel['calibration']> {
  const scored: Record<TextLanguage, Scored[]> = { ru: [], en: [] };
  const folds = Math.min(authors.length, mostFolds);
  for (let fold = 0; fold < folds; fold += 1) {
    const unknown = new Set(authors.filter((_, at) => at % folds === fold));
    const isKnown = ({ text }: Example) => !unknown.has(text.source);
    const lessons = lessonsOf({ taught: taught.filter(isKnown), copies: copies.filter(isKnown) });
    const model = yield* within(learn(lessons), fold / folds, (fold + 1) / folds);
    for (const { text, features } of taught.filter((example) => !isKnown(example))) {
      const sum = sumOf(features, model.weights) + model.bias;
      scored[features.language].push({ sum, wantsHuman: text.wantsHuman });
    }
  }
  return { ru: calibrate(scored.ru, falseAlarmsWanted.ru), en: calibrate(scored.en, falseAlarmsWanted.en) };
}

function lessonsOf({ taught, copies }: Pick<Material, 'taught' | 'copies'>): Lesson[] {
  return [...taught.map((example) => lessonOf(example, 1)), ...copies.map((copy) => lessonOf(copy, weightOfCopy))];
}

function lessonOf({ text, features }: Example, share: number): Lesson {
  return { features, wantsHuman: text.wantsHuman, weight: (weights[text.source] ?? 1) * share };
}

function quantised({ weights: learnt, bias }: Learnt): Pick<WishModel, 'weights' | 'step' | 'bias'> {
  const largest = learnt.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  const step = largest / 127 || 1;
  return { weights: Int8Array.from(learnt, (weight) => Math.round(weight / step)), step, bias };
}

function countByLanguage(examples: readonly Example[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { text } of examples) counts[text.language] = (counts[text.language] ?? 0) + 1;
  return counts;
}
