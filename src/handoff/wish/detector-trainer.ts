import type { Database } from '../../infra/database';
import type { TrainingRun } from '../../infra/prisma-client/client';
import type { Progress, Trainer, TrainingMetrics } from '../../training/trainer';
import { DetectorStore, type DetectorVersionRow } from './detector.store';
import type { DetectorVersions } from './detector-versions';
import { encodeModel, type WishModel } from './wish.model';
import type { Quality } from './wish.quality';
import { finishInSlices, within } from './wish.steps';
import { type Material, measure, prepare, teach } from './wish.teaching';
import { type LabelledText, readLabelledTexts } from './wish.texts';
import type { WishDetector } from './wish-detector';

/** What the training of the detector needs. */
export interface DetectorTrainerDeps {
  readonly database: Database;
  readonly versions: DetectorVersions;
  readonly detector: WishDetector;
  /** Where the texts lie that come with the program. */
  readonly folder: string;
}

type ByLanguage = WishModel['card']['quality'];

/** The new model beside the one in force. */
type Comparison = ReturnType<DetectorTrainer['compare']>;

// A new version may be this much worse on the texts held out, in F1 of a language, and still be put into force: with some 500 texts of a
// language held out, two or three answers more or less are chance.
const mayLose = 0.01;

/**
 * Learns a new version of the detector from the texts of the program and the examples that people added. It decides from then on unless the
 * version in force does better on the texts held out.
 */
export class DetectorTrainer implements Trainer {
  readonly kind = 'HANDOFF_DETECTOR';
  private readonly store: DetectorStore;

  constructor(private readonly deps: DetectorTrainerDeps) {
    this.store = new DetectorStore(deps.database);
  }

  async run(run: TrainingRun, progress: Progress, signal: AbortSignal): Promise<TrainingMetrics> {
    const done = await this.store.ofRun(run.id);
    if (done) return metricsOf(done);
    // Of texts that are the same the first is learnt from: what people say comes before what is shipped.
    const texts = [...(await this.examples()), ...(await readLabelledTexts(this.deps.folder))];
    const on = { progress, signal };
    const material = await finishInSlices(within(prepare(texts), 0, 0.4), on);
    const model = await finishInSlices(within(teach(material), 0.4, 1), on);
    return this.keep(run, model, this.compare(material, model));
  }

  private async examples(): Promise<LabelledText[]> {
    // The newest first: of two answers for one text the later one holds.
    return (await this.store.examples()).toReversed().map(({ text, wantsHuman, language }) => ({
      text,
      wantsHuman,
      language: language === 'ru' ? 'ru' : 'en',
      kind: 'example',
      source: 'people',
    }));
  }

  /** The new model beside the one in force, or beside the rules, on the same texts. */
  private compare({ taught, heldOut }: Material, model: WishModel) {
    const inForce = this.deps.detector.model;
    const before = measure(inForce?.model ?? null, heldOut);
    const worse = Object.entries(model.card.quality).filter(
      ([language, { f1 }]) => f1 < f1Of(before, language) - mayLose,
    );
    const examples = taught.filter(({ text }) => text.source === 'people');
    return {
      languages: model.card.quality,
      before: { detectedBy: inForce?.name ?? 'rules', languages: before },
      examples: measure(model, examples),
      texts: model.card.texts,
      heldOut: heldOut.length,
      activated: worse.length === 0,
    };
  }

  /** Keeps a version, once for each run, and puts it into force if it is good enough. */
  private async keep(run: TrainingRun, model: WishModel, compared: Comparison): Promise<TrainingMetrics> {
    const bytes = encodeModel(model);
    const version = await this.deps.database.transaction(async (tx) => {
      await DetectorStore.lock(tx);
      const earlier = await DetectorStore.ofRunIn(tx, run.id);
      if (earlier) return earlier;
      const added = await DetectorStore.add(tx, {
        source: 'trained',
        model: bytes,
        metrics: compared,
        trainingRunId: run.id,
      });
      if (compared.activated) await DetectorStore.activate(tx, added.id);
      return added;
    });
    await this.deps.versions.tellOthers();
    return metricsOf(version);
  }
}

/** What people are told of a run: the quality of the version, and which one it is. */
function metricsOf({ id, number, metrics }: DetectorVersionRow): TrainingMetrics {
  return { version: number, versionId: id, ...(metrics as TrainingMetrics) };
}

function f1Of(quality: ByLanguage, language: string): number {
  const found: Quality | undefined = Object.entries(quality).find(([name]) => name === language)?.[1];
  return found?.f1 ?? 0;
}
