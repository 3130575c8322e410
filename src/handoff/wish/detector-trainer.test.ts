import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type FreshDatabase, freshDatabase } from '../../../test/kit/fresh-database';
import { EventLog } from '../../events/event-log';
import { type Bus, openInProcessBus } from '../../infra/bus';
import { newId } from '../../infra/ids';
import { openLog } from '../../infra/log';
import type { TrainingRun } from '../../infra/prisma-client/client';
import { Sealing } from '../../infra/sealing';
import { Idempotency } from '../../people/idempotency';
import type { OperatorViewer } from '../../people/viewer';
import { DetectorTrainer } from './detector-trainer';
import { DetectorVersions, readShippedModel, type ShippedModel } from './detector-versions';
import type { Quality } from './wish.quality';
import { WishDetector } from './wish-detector';

const log = openLog('silent');
const texts = path.join(__dirname, '../../../training/handoff-detector');
const asha: OperatorViewer = { kind: 'operator', id: newId('operator'), name: 'Asha', role: 'SUPERVISOR' };
const running = new AbortController().signal;

describe('the training of the detector', () => {
  let fresh: FreshDatabase;
  let bus: Bus;
  let folder: string;
  const opened: DetectorVersions[] = [];

  beforeAll(() => {
    // One text in six of each author is enough to learn something, and quick.
    folder = mkdtempSync(path.join(tmpdir(), 'besedka-texts-'));
    for (const name of readdirSync(texts).filter((one) => one.endsWith('.tsv'))) {
      const lines = readFileSync(path.join(texts, name), 'utf8').trimEnd().split('\n');
      writeFileSync(path.join(folder, name), `${lines.filter((_, at) => at % 6 === 0).join('\n')}\n`);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  beforeEach(async () => {
    fresh = await freshDatabase();
    bus = openInProcessBus({ log });
  });
  afterEach(async () => {
    for (const versions of opened.splice(0)) await versions.stop();
    await bus.close();
    await fresh.drop();
  });

  const open = async (shipped: ShippedModel | null) => {
    const { database } = fresh;
    const detector = new WishDetector();
    const events = new EventLog({ database, bus });
    const idempotency = new Idempotency({ log: events, sealing: new Sealing('a secret key for the tests only') });
    const versions = new DetectorVersions({ database, bus, idempotency, detector, log, shipped });
    opened.push(versions);
    await versions.start();
    return { detector, versions, trainer: new DetectorTrainer({ database, versions, detector, folder }) };
  };
  const newRun = () =>
    fresh.database.prisma.trainingRun.create({
      data: { id: newId('training'), kind: 'HANDOFF_DETECTOR', status: 'RUNNING', requestedBy: asha.id },
    });
  const shares: number[] = [];
  const train = (trainer: DetectorTrainer, run: TrainingRun, signal = running) =>
    trainer.run(run, async (share) => void shares.push(share), signal);

  it('makes a version that knows the examples of people, measures it and puts it into force', async () => {
    const { detector, versions, trainer } = await open(null);
    await versions.addExample(asha, { text: 'Барин-то дома?', wantsHuman: false });
    await versions.addExample(asha, { text: 'барин то дома', wantsHuman: true });
    await versions.addExample(asha, { text: 'is the squire in', wantsHuman: true });
    const run = await newRun();
    const metrics = await train(trainer, run);
    expect(metrics).toMatchObject({ version: 1, activated: true, before: { detectedBy: 'rules' } });
    for (const language of ['ru', 'en']) {
      const { f1, recall, precision, confusion, byKind } = (metrics['languages'] as Record<string, Quality>)[language]!;
      expect(f1).toBeGreaterThan(0.75);
      expect(precision).toBeCloseTo(confusion.tp / (confusion.tp + confusion.fp), 3);
      expect(recall).toBeCloseTo(confusion.tp / (confusion.tp + confusion.fn), 3);
      expect(Object.keys(byKind)).toContain('0 negation');
    }
    // Of two answers for one text the later one holds.
    for (const text of ['барин то дома', 'is the squire in']) {
      expect(detector.detect(text)).toMatchObject({ wantsHuman: true, detectedBy: 'model 1' });
    }
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(await versions.versions(asha)).toMatchObject([{ number: 1, source: 'trained', trainingRunId: run.id }]);
  });

  it('gives the same version when it is done again for the same run', async () => {
    const { versions, trainer } = await open(null);
    const run = await newRun();
    expect(await train(trainer, run)).toEqual(await train(trainer, run));
    expect(await versions.versions(asha)).toHaveLength(1);
  });

  it('keeps a version that does worse than the one in force, and leaves that one in force', async () => {
    const { detector, versions, trainer } = await open(readShippedModel(texts));
    const metrics = await train(trainer, await newRun());
    expect(metrics).toMatchObject({ version: 2, activated: false, before: { detectedBy: 'model 1' } });
    expect(detector.model?.name).toBe('model 1');
    expect((await versions.versions(asha)).map(({ number, active }) => [number, active])).toEqual([
      [2, false],
      [1, true],
    ]);
  });

  it('lets others have their turn, and stops when it is told to', async () => {
    const { versions, trainer } = await open(null);
    let turns = 0;
    const clock = setInterval(() => {
      turns += 1;
    }, 1);
    const stop = new AbortController();
    const training = train(trainer, await newRun(), stop.signal);
    await expect(Promise.race([training, new Promise((done) => setTimeout(done, 300, 'others'))])).resolves.toBe(
      'others',
    );
    clearInterval(clock);
    expect(turns).toBeGreaterThan(2);
    stop.abort(new Error('as planned'));
    await expect(training).rejects.toThrow('as planned');
    expect(await versions.versions(asha)).toEqual([]);
  });
});
