import { FeatureExtractor, type Features } from './wish.features';
import { confidenceOf, type WishModel } from './wish.model';
import { isCommand, type RuledWish } from './wish.rules';

/** What the detector hears in a text. */
export interface Wish {
  readonly wantsHuman: boolean;
  /** 0..1: how sure the detector is that the writer wants a human; from 0.5 on a wish is heard. */
  readonly confidence: number;
  /** True where the detector errs often enough that the language model should be asked. */
  readonly doubtful: boolean;
  /** "command", "rules", or "model" with the number of its version. */
  readonly detectedBy: string;
}

/** A model with the name that it is known by. */
export interface NamedModel {
  readonly model: WishModel;
  readonly name: string;
}

// Of texts that nobody has seen one in nine falls between, and more than half of all errors (bench/results/handoff.md).
const doubtfulFrom = 0.2;
const doubtfulTo = 0.8;
// A text that plainly says that nobody is wanted is no wish, unless the model is as good as certain of one («не хочу никого отвлекать, но…»):
// of 87 such texts that it has learnt from three are wishes, and it gives all three more than this.
const overDenial = 0.9;
const doubtfulDenial = 0.4;
const something = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;

/**
 * Hears whether the writer of a text wants a human: the command is certain, else a linear model decides, to which the rules are one witness
 * among many; without a model the rules decide alone. It knows nothing of the dialogue and asks nobody; a text takes less than a millisecond.
 */
export class WishDetector {
  private readonly extractor = new FeatureExtractor();

  constructor(private current: NamedModel | null = null) {}

  /** Hears with another model from now on, or by the rules alone. */
  use(model: NamedModel | null): void {
    this.current = model;
  }

  /** The model that decides now. */
  get model(): NamedModel | null {
    return this.current;
  }

  /** What the writer of a text wants. */
  detect(text: string): Wish {
    if (isCommand(text)) return { wantsHuman: true, confidence: 1, doubtful: false, detectedBy: 'command' };
    const features = this.extractor.extract(text);
    if (this.current === null) return ruled(features.rules);
    // Signs alone are what all texts have in common.
    const confidence = something.test(text) ? judged(this.current.model, features) : 0;
    return {
      wantsHuman: confidence >= 0.5,
      confidence: Math.round(confidence * 10_000) / 10_000,
      doubtful: confidence >= doubtfulFrom && confidence < doubtfulTo,
      detectedBy: this.current.name,
    };
  }
}

/** How sure the model is, and what it may not be sure of. */
function judged(model: WishModel, features: Features): number {
  const confidence = confidenceOf(model, features);
  return features.denied && confidence < overDenial ? Math.min(confidence, doubtfulDenial) : confidence;
}

function ruled(wish: RuledWish): Wish {
  return { ...wish, doubtful: wish.confidence > 0 && wish.confidence < doubtfulTo, detectedBy: 'rules' };
}
