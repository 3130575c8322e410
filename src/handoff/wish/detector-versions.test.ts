import path from 'node:path';
import { type FreshDatabase, freshDatabase } from '../../../test/kit/fresh-database';
import { until } from '../../../test/kit/until';
import { EventLog } from '../../events/event-log';
import { type Bus, openInProcessBus } from '../../infra/bus';
import { newId } from '../../infra/ids';
import { openLog } from '../../infra/log';
import { Sealing } from '../../infra/sealing';
import { Idempotency } from '../../people/idempotency';
import type { OperatorViewer } from '../../people/viewer';
import { DetectorStore } from './detector.store';
import { DetectorVersions, readShippedModel, type ShippedModel } from './detector-versions';
import { encodeModel, type WishModel } from './wish.model';
import { WishDetector } from './wish-detector';

const log = openLog('silent');
const folder = path.join(__dirname, '../../../training/handoff-detector');
const operator = (role: OperatorViewer['role']): OperatorViewer => ({
  kind: 'operator',
  id: newId('operator'),
  name: 'Asha',
  role,
});
const asha = operator('SUPERVISOR');

/** The shipped model as a newer program might have it. */
function variant(shipped: ShippedModel, change: Partial<WishModel>): ShippedModel {
  const model = { ...shipped.model, ...change };
  return { model, bytes: encodeModel(model) };
}

describe('the versions of the detector', () => {
  const shipped = readShippedModel(folder);
  if (!shipped) throw new Error('npm run train');
  let fresh: FreshDatabase;
  let bus: Bus;
  const opened: DetectorVersions[] = [];

  beforeEach(async () => {
    fresh = await freshDatabase();
    bus = openInProcessBus({ log });
  });

  afterEach(async () => {
    for (const versions of opened.splice(0)) await versions.stop();
    await bus.close();
    await fresh.drop();
  });

  /** A process of the program. */
  const open = async (model: ShippedModel | null = shipped) => {
    const { database } = fresh;
    const detector = new WishDetector();
    const events = new EventLog({ database, bus });
    const idempotency = new Idempotency({ log: events, sealing: new Sealing('a secret key for the tests only') });
    const versions = new DetectorVersions({ database, bus, idempotency, detector, log, shipped: model });
    opened.push(versions);
    await versions.start();
    return { versions, detector };
  };
  const train = (model: WishModel) =>
    fresh.database.transaction(async (tx) => {
      const { id } = await DetectorStore.add(tx, { source: 'trained', model: encodeModel(model), metrics: {} });
      await DetectorStore.activate(tx, id);
      return id;
    });

  it('begin with the shipped one, once for all processes', async () => {
    const [here, there] = await Promise.all([open(), open()]);
    expect(await here.versions.versions(asha)).toEqual([
      expect.objectContaining({ number: 1, source: 'shipped', active: true, metrics: shipped.model.card }),
    ]);
    for (const { detector } of [here, there]) {
      expect(detector.detect('позовите оператора')).toMatchObject({ wantsHuman: true, detectedBy: 'model 1' });
    }
  });

  it('change in every process when another one is activated, and back', async () => {
    const [here, there] = [await open(), await open()];
    const deaf = await train({ ...shipped.model, bias: -100 });
    await here.versions.activate(asha, { versionId: deaf });
    await until('both are deaf', () =>
      [here, there].every(({ detector }) => !detector.detect('оператора!').wantsHuman),
    );
    const [, first] = await there.versions.versions(asha);
    expect(await there.versions.activate(asha, { versionId: first?.id ?? '' })).toMatchObject({
      number: 1,
      active: true,
    });
    await until('both hear', () => [here, there].every(({ detector }) => detector.detect('оператора!').wantsHuman));
    expect((await here.versions.versions(asha)).filter(({ active }) => active)).toHaveLength(1);
  });

  it('go on with what a newer program ships, unless people have trained their own', async () => {
    await open();
    const newer = await open(variant(shipped, { bias: 0.5 }));
    expect(newer.detector.model?.name).toBe('model 2');
    await open();
    expect(await newer.versions.versions(asha)).toHaveLength(2);
    await train(shipped.model);
    const newest = await open(variant(shipped, { bias: 0.7 }));
    expect(newest.detector.model?.name).toBe('model 3');
    expect((await newest.versions.versions(asha)).map(({ number, active }) => [number, active])).toEqual([
      [4, false],
      [3, true],
      [2, false],
      [1, false],
    ]);
  });

  it('of another program are not used: the shipped one decides', async () => {
    const { versions } = await open();
    const id = await train(shipped.model);
    await fresh.database.pool.query('update detector_versions set model = $1 where id = $2', [Buffer.from('x'), id]);
    expect((await open()).detector.model?.name).toBe('model shipped');
    await expect(versions.activate(asha, { versionId: id })).rejects.toMatchObject({
      fields: { versionId: 'detector_outdated' },
    });
  });

  it('need no model: the rules decide', async () => {
    const { detector } = await open(null);
    expect(detector.detect('позовите оператора')).toMatchObject({ wantsHuman: true, detectedBy: 'rules' });
  });

  it('keep examples, once for each idempotency key, in the language of their text', async () => {
    const { versions } = await open();
    const example = { text: ' Барин дома? \u0000', wantsHuman: true, idempotencyKey: 'once' };
    expect(await versions.addExample(asha, example)).toBe(await versions.addExample(asha, example));
    await versions.addExample(asha, { text: 'is the squire in', wantsHuman: true });
    const examples = await new DetectorStore(fresh.database).examples();
    expect(examples.map(({ text, language, addedBy }) => [text, language, addedBy])).toEqual([
      ['Барин дома?', 'ru', asha.id],
      ['is the squire in', 'en', asha.id],
    ]);
  });

  it('are not for everybody, and examples have a text and a language', async () => {
    const { versions } = await open();
    const example = { text: 'x', wantsHuman: true };
    await expect(versions.versions(operator('OPERATOR'))).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(versions.addExample(null, example)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await expect(versions.activate(operator('OPERATOR'), { versionId: 'x' })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await expect(versions.activate(asha, { versionId: newId('detector') })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    for (const [change, fields] of [
      [{ text: ' \u200b' }, { text: 'blank' }],
      [{ text: 'x'.repeat(4097) }, { text: 'too_long' }],
      [{ language: 'de' }, { language: 'language_unknown' }],
    ] as const) {
      await expect(versions.addExample(asha, { ...example, ...change })).rejects.toMatchObject({ fields });
    }
  });
});
