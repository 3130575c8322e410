import { readFileSync } from 'node:fs';
import path from 'node:path';
import { badInput, Refusal } from '../../errors';
import type { Bus } from '../../infra/bus';
import { cleanText } from '../../infra/clean-text';
import type { Database } from '../../infra/database';
import { newId } from '../../infra/ids';
import type { Log } from '../../infra/log';
import { SharedState } from '../../infra/shared-state';
import { AuditStore } from '../../people/audit.store';
import { detectLanguage } from '../../people/detect-language';
import type { Idempotency } from '../../people/idempotency';
import { demand, type Viewer } from '../../people/viewer';
import { DetectorStore, type DetectorVersionRow } from './detector.store';
import { decodeModel, type WishModel } from './wish.model';
import type { WishDetector } from './wish-detector';

/** The topic that says «another version is active». */
export const detectorTopic = 'detector';

/** A text and whether its writer wants a human. */
export interface NewExample {
  readonly text: string;
  readonly wantsHuman: boolean;
  /** Told by the text itself when it is not given. */
  readonly language?: string | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

/** Which version is to decide. */
export interface Activation {
  readonly versionId: string;
  readonly idempotencyKey?: string | null | undefined;
}

/** What the versions of the detector need. */
export interface DetectorVersionsDeps {
  readonly database: Database;
  readonly bus: Bus;
  readonly idempotency: Idempotency;
  readonly detector: WishDetector;
  readonly log: Log;
  /** The model that comes with the program; null while it does not fit the code. */
  readonly shipped: ShippedModel | null;
}

/** A model as it lies in a file. */
export interface ShippedModel {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly model: WishModel;
}

const languages = ['ru', 'en'];
const longestExample = 4096;

/** Reads the model that comes with the program from the folder of its texts. */
export function readShippedModel(folder: string): ShippedModel | null {
  const bytes = Uint8Array.from(readFileSync(path.join(folder, 'model.bin')));
  const model = decodeModel(bytes);
  return model === undefined ? null : { bytes, model };
}

/** The versions of the detector: kept, compared, put into force in every process, and taken back with one call. */
export class DetectorVersions {
  private readonly store: DetectorStore;
  private readonly shared: SharedState;
  private activeId: string | undefined;

  constructor(private readonly deps: DetectorVersionsDeps) {
    this.store = new DetectorStore(deps.database);
    this.shared = new SharedState(deps, { topic: detectorTopic, read: () => this.takeUpActive() });
  }

  /** Registers the shipped version, takes up the active one, and follows from now on which one that is. */
  async start(): Promise<void> {
    await this.registerShipped();
    await this.shared.start();
  }

  stop(): Promise<void> {
    return this.shared.stop();
  }

  /** All versions, the newest first. Needs `supervise`. */
  async versions(viewer: Viewer | null): Promise<DetectorVersionRow[]> {
    demand(viewer, 'supervise');
    return this.store.versions();
  }

  /** The versions with these ids, in their order; undefined in the place of each that does not exist. */
  async byIds(ids: readonly string[]): Promise<(DetectorVersionRow | undefined)[]> {
    const found = new Map((await this.store.byIds(ids)).map((version) => [version.id, version]));
    return ids.map((id) => found.get(id));
  }

  /** Lets a version decide, in every process. Throws NOT_FOUND, and BAD_USER_INPUT for one of an older program. Needs `supervise`. */
  async activate(viewer: Viewer | null, activation: Activation): Promise<DetectorVersionRow> {
    demand(viewer, 'supervise');
    const version = await this.store.withModel(activation.versionId);
    if (!version) throw new Refusal('NOT_FOUND');
    if (!decodeModel(version.model)) throw badInput({ versionId: 'detector_outdated' });
    const once = { operation: 'activateDetector', input: { ...activation } };
    await this.deps.idempotency.once(viewer, once, async (tx) => {
      await DetectorStore.lock(tx);
      await DetectorStore.activate(tx, version.id);
      await AuditStore.addIn(tx, { actor: viewer.id, action: 'detector activated', subject: version.id });
      return {};
    });
    await this.tellOthers();
    const [active] = await this.byIds([version.id]);
    if (!active) throw new Refusal('NOT_FOUND');
    return active;
  }

  /** Keeps a text for the next training and answers its id. Throws BAD_USER_INPUT. Needs `supervise`. */
  async addExample(viewer: Viewer | null, example: NewExample): Promise<string> {
    demand(viewer, 'supervise');
    const text = cleanText(example.text).trim();
    if (text === '') throw badInput({ text: 'blank' });
    if (text.length > longestExample) throw badInput({ text: 'too_long' });
    const language = example.language ?? detectLanguage(text, languages) ?? 'en';
    if (!languages.includes(language)) throw badInput({ language: 'language_unknown' });
    const once = { operation: 'addTrainingExample', input: { ...example } };
    const { id } = await this.deps.idempotency.once(viewer, once, async (tx) => {
      const row = { id: newId('example'), text, wantsHuman: example.wantsHuman, language, addedBy: viewer.id };
      await DetectorStore.addExample(tx, row);
      return { id: row.id };
    });
    return id;
  }

  /** Takes up here what is active now, and says it to the other processes. */
  tellOthers(): Promise<void> {
    return this.shared.changed();
  }

  private async registerShipped(): Promise<void> {
    const { shipped, database } = this.deps;
    if (!shipped) return;
    const { bytes, model } = shipped;
    await database.transaction(async (tx) => {
      await DetectorStore.lock(tx);
      if (await DetectorStore.wasShipped(tx, bytes)) return;
      const version = await DetectorStore.add(tx, { source: 'shipped', model: bytes, metrics: { ...model.card } });
      const active = await DetectorStore.active(tx);
      // What people have trained themselves stays in force when a newer program comes.
      if (active?.source !== 'trained') await DetectorStore.activate(tx, version.id);
    });
  }

  private async takeUpActive(): Promise<void> {
    const id = await this.store.activeId();
    if (id === null || id === this.activeId) return;
    const version = await this.store.withModel(id);
    if (!version) return;
    this.activeId = id;
    const model = decodeModel(version.model);
    if (model) return this.deps.detector.use({ model, name: `model ${version.number}` });
    this.deps.log.warn(
      { version: version.number },
      'this version of the detector is of another program; the shipped one decides',
    );
    const { shipped } = this.deps;
    this.deps.detector.use(shipped && { model: shipped.model, name: 'model shipped' });
  }
}
