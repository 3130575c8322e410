import type { TextLanguage } from '../../infra/languages';
import { type Features, featureBits, featureLayout } from './wish.features';
import type { Quality } from './wish.quality';

/** What is said of a model beside its weights. */
export type ModelCard = {
  /** What it was learnt from; another training data or code gives another one. */
  readonly fingerprint: string;
  /** How many texts it was learnt from, by language. */
  readonly texts: Readonly<Record<string, number>>;
  /** Measured on texts that it was not learnt from. */
  readonly quality: Partial<Record<TextLanguage, Quality>>;
};

/** How a sum becomes a confidence: how steeply it rises, and from where. */
export interface Calibration {
  readonly slope: number;
  readonly offset: number;
}

/** A linear model: a weight for each feature, a scale that makes the sum a confidence, and what is said of it. */
export interface WishModel {
  readonly weights: Int8Array;
  /** What one step of a weight is worth. */
  readonly step: number;
  readonly bias: number;
  /** What a sum means, by the language of the text; at confidence 0.5 a wish is heard. */
  readonly calibration: Readonly<Record<TextLanguage, Calibration>>;
  readonly card: ModelCard;
}

const mark = 'BESEDKA WISH\n';
const weightCount = 2 ** featureBits;

// Between 0, where a long text says more than a short one, and 0.5, where all texts say as much (chosen by authors unknown to the model).
const evenness = 0.4;

/** What one feature of a group of so many is worth. */
export function worthInGroup(count: number): number {
  return 1 / count ** evenness;
}

/** The sum that a linear model makes of a text. */
export function sumOf({ indexes, ends }: Features, weights: ArrayLike<number>): number {
  let sum = 0;
  let start = 0;
  for (const end of ends) {
    let group = 0;
    for (let at = start; at < end; at += 1) group += weights[indexes[at] ?? 0] ?? 0;
    if (end > start) sum += group * worthInGroup(end - start);
    start = end;
  }
  return sum;
}

/** How sure a model is that the writer wants a human: 0..1. */
export function confidenceOf(model: WishModel, features: Features): number {
  const { slope, offset } = model.calibration[features.language];
  const sum = sumOf(features, model.weights) * model.step + model.bias;
  return 1 / (1 + Math.exp(-(slope * sum + offset)));
}

/** A model as bytes: a mark, a line of JSON, the weights. */
export function encodeModel({ weights, ...rest }: WishModel): Uint8Array<ArrayBuffer> {
  const head = new TextEncoder().encode(`${mark}${JSON.stringify({ layout: featureLayout, ...rest })}\n`);
  const bytes = new Uint8Array(head.length + weights.length);
  bytes.set(head);
  bytes.set(new Uint8Array(weights.buffer, weights.byteOffset, weights.length), head.length);
  return bytes;
}

/** The model in these bytes, or undefined when it was made for features of another layout. */
export function decodeModel(bytes: Uint8Array): WishModel | undefined {
  const head = headOf(bytes);
  if (head === undefined) return undefined;
  const { layout, ...rest } = JSON.parse(head.json) as Omit<WishModel, 'weights'> & { layout: number };
  const weights = Int8Array.from(bytes.subarray(head.length));
  return layout === featureLayout && weights.length === weightCount ? { ...rest, weights } : undefined;
}

function headOf(bytes: Uint8Array): { json: string; length: number } | undefined {
  const start = new TextDecoder().decode(bytes.subarray(0, mark.length));
  const end = bytes.indexOf(10, mark.length);
  if (start !== mark || end === -1) return undefined;
  return { json: new TextDecoder().decode(bytes.subarray(mark.length, end)), length: end + 1 };
}
