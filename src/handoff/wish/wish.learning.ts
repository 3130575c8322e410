import { type Features, featureBits } from './wish.features';
import { type Calibration, sumOf, worthInGroup } from './wish.model';
import { randomFrom } from './wish.random';
import type { Steps } from './wish.steps';

/** A text to learn from. */
export interface Lesson {
  readonly features: Features;
  readonly wantsHuman: boolean;
  /** How much it counts beside the others. */
  readonly weight: number;
}

/** What was learnt: a weight for each feature. */
export interface Learnt {
  readonly weights: Float64Array;
  readonly bias: number;
}

const rounds = 12;
const firstRate = 0.5;
const slowing = 0.3;
// After each round every weight gives way a little, so that what few texts say does not grow without end.
const keptOfWeight = 0.96;
const biasRate = 0.1;
const lessonsOfStep = 64;

/**
 * Logistic regression by stochastic gradient descent: some rounds over the lessons, each in another order, in steps that become smaller.
 * The same lessons give the same weights.
 */
export function* learn(lessons: readonly Lesson[]): Steps<Learnt> {
  const weights = new Float64Array(2 ** featureBits);
  const random = randomFrom(7);
  const order = lessons.map((_, at) => at);
  let bias = 0;
  for (let round = 0; round < rounds; round += 1) {
    shuffle(order, random);
    const rate = firstRate / (1 + round * slowing);
    for (const [done, at] of order.entries()) {
      const lesson = lessons[at];
      if (lesson) bias += biasRate * correct(weights, bias, { ...lesson, rate });
      if (done % lessonsOfStep === 0) yield (round + done / order.length) / rounds;
    }
    for (let at = 0; at < weights.length; at += 1) weights[at] = (weights[at] ?? 0) * keptOfWeight;
  }
  return { weights, bias };
}

/** Moves the weights of a text's features towards its answer; answers how far. */
function correct(
  weights: Float64Array,
  bias: number,
  { features, wantsHuman, weight, rate }: Lesson & { rate: number },
): number {
  const expected = 1 / (1 + Math.exp(-(sumOf(features, weights) + bias)));
  const move = rate * weight * ((wantsHuman ? 1 : 0) - expected);
  let start = 0;
  for (const end of features.ends) {
    const share = end > start ? move * worthInGroup(end - start) : 0;
    for (let at = start; at < end; at += 1) {
      const index = features.indexes[at] ?? 0;
      weights[index] = (weights[index] ?? 0) + share;
    }
    start = end;
  }
  return move;
}

function shuffle(order: number[], random: () => number): void {
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0];
  }
}

/** A text that was not learnt from: what was said of it, and what is right. */
export interface Scored {
  readonly sum: number;
  readonly wantsHuman: boolean;
}

/**
 * The confidence is the share of wishes among texts with such a sum (Platt's scaling), moved so that 0.5 is where no more than `falseAlarms`
 * of the texts without a wish are taken for one.
 */
export function calibrate(scored: readonly Scored[], falseAlarms: number): Calibration {
  let [slope, offset] = [1, 0];
  for (let round = 0; round < 50; round += 1) [slope, offset] = newtonStep(scored, slope, offset);
  const alarms = scored.filter(({ wantsHuman }) => !wantsHuman).map(({ sum }) => sum);
  const threshold = alarms.toSorted((a, b) => b - a)[Math.floor(alarms.length * falseAlarms)] ?? 0;
  return { slope, offset: -slope * threshold };
}

function newtonStep(scored: readonly Scored[], slope: number, offset: number): [number, number] {
  let [gradientSlope, gradientOffset, slopeSlope, slopeOffset, offsetOffset] = [0, 0, 1e-6, 0, 1e-6];
  for (const { sum, wantsHuman } of scored) {
    const expected = 1 / (1 + Math.exp(-(slope * sum + offset)));
    const error = expected - (wantsHuman ? 1 : 0);
    const curve = expected * (1 - expected);
    gradientSlope += error * sum;
    gradientOffset += error;
    slopeSlope += curve * sum * sum;
    slopeOffset += curve * sum;
    offsetOffset += curve;
  }
  const determinant = slopeSlope * offsetOffset - slopeOffset * slopeOffset;
  return [
    slope - (gradientSlope * offsetOffset - gradientOffset * slopeOffset) / determinant,
    offset - (gradientOffset * slopeSlope - gradientSlope * slopeOffset) / determinant,
  ];
}
