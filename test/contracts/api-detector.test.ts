import { DetectorStore } from '../../src/handoff/wish/detector.store';
import { openLog } from '../../src/infra/log';
import { TrainingWorker } from '../../src/training/training-worker';
import { codeOf, fieldsOf, operatorOf, type SignedIn } from '../kit/api-people';
import { type GraphqlApp, openGraphqlApp } from '../kit/graphql-app';

const absent = (type: string) => `${type}_${'0'.repeat(32)}`;
const versions = '{ detectorVersions { id number active source metrics createdAt run { id } } }';
const activate = `mutation($input: ActivateDetectorInput!) { activateDetector(input: $input) { version { id number active } } }`;
const addExample = 'mutation($input: TrainingExampleInput!) { addTrainingExample(input: $input) { id } }';
const detect = `query($text: String!, $language: LanguageTag) {
  detectHandoff(text: $text, language: $language) { wantsHuman confidence doubtful language detectedBy } }`;

let app: GraphqlApp;
let asha: SignedIn;
let sonya: SignedIn;
beforeAll(async () => {
  app = await openGraphqlApp();
  asha = await operatorOf(app, 'Asha');
  sonya = await operatorOf(app, 'Sonya', 'SUPERVISOR');
});
afterAll(() => app.close());

/** A version that was trained here, with what the shipped one has learnt. */
async function trainedVersion(metrics: object): Promise<string> {
  return app.database.transaction(async (tx) => {
    await DetectorStore.lock(tx);
    const shipped = await tx.detectorVersion.findFirstOrThrow({ where: { source: 'shipped' } });
    const { model } = shipped;
    return (await DetectorStore.add(tx, { source: 'trained', model, metrics: { ...metrics } })).id;
  });
}

/** Works on the next run of the detector, as the queue would; resolves when that run is over. */
function work(): Promise<unknown> {
  const { database, bus, domain } = app;
  const worker = new TrainingWorker({ database, bus, trainers: domain.trainers, log: openLog('silent') });
  return worker.work({ lane: 'HANDOFF_DETECTOR', attempts: 1, signal: new AbortController().signal });
}

describe('the detector', () => {
  it('says what it makes of a text, in which language, and which version says so', async () => {
    const cases: [string, boolean, string][] = [
      ['Позовите, пожалуйста, живого оператора', true, 'ru'],
      ['I want to talk to a human, please', true, 'en'],
      ['Оператор не нужен, сам разберусь', false, 'ru'],
      ['What are your opening hours?', false, 'en'],
    ];
    for (const [text, wantsHuman, language] of cases) {
      const { detectHandoff } = await asha.call(detect, { text });
      expect(detectHandoff).toMatchObject({ wantsHuman, language, detectedBy: 'model 1' });
      expect(detectHandoff.confidence >= 0.5).toBe(wantsHuman);
    }
    const told = await asha.call(detect, { text: 'ok', language: 'en-GB' });
    expect(told.detectHandoff.language).toBe('en-GB');
    const command = await asha.call(detect, { text: '/operator' });
    expect(command.detectHandoff).toMatchObject({ wantsHuman: true, confidence: 1, detectedBy: 'command' });
  });

  it('has versions, of which one decides; any of them can be gone back to', async () => {
    const { detectorVersions: before } = await sonya.call(versions);
    expect(before).toMatchObject([{ number: 1, active: true, source: 'shipped', run: null }]);
    const versionId = await trainedVersion({ languages: { ru: { f1: 0.96 } } });
    const input = { versionId, idempotencyKey: 'activate' };
    const { activateDetector } = await sonya.call(activate, { input });
    expect(activateDetector.version).toEqual({ id: versionId, number: 2, active: true });
    expect((await asha.call(detect, { text: 'hello there' })).detectHandoff.detectedBy).toBe('model 2');
    const { detectorVersions: after } = await sonya.call(versions);
    expect(after.map((one: any) => [one.number, one.active])).toEqual([
      [2, true],
      [1, false],
    ]);
    expect(after[0].metrics).toEqual({ languages: { ru: { f1: 0.96 } } });
    await sonya.call(activate, { input: { versionId: before[0].id } });
    expect((await asha.call(detect, { text: 'hello there' })).detectHandoff.detectedBy).toBe('model 1');
    // A repeat of what was asked first does nothing again.
    expect((await sonya.call(activate, { input })).activateDetector.version).toMatchObject({ active: false });
    const { node } = await sonya.call('query($id: ID!) { node(id: $id) { id ... on DetectorVersion { number } } }', {
      id: versionId,
    });
    expect(node).toEqual({ id: versionId, number: 2 });
    for (const id of [absent('detector'), absent('training'), 'nonsense']) {
      expect(codeOf(await sonya.ask(activate, { input: { versionId: id } }))).toBe('NOT_FOUND');
    }
    expect(codeOf(await asha.ask(versions))).toBe('FORBIDDEN');
  });

  it('learns from texts that people add, each once', async () => {
    const input = { text: ' Есть кто живой? ', wantsHuman: true, idempotencyKey: 'example' };
    const { addTrainingExample } = await sonya.call(addExample, { input });
    expect(addTrainingExample.id).toMatch(/^example_[0-9a-f]{32}$/);
    expect((await sonya.call(addExample, { input })).addTrainingExample).toEqual(addTrainingExample);
    const kept = await app.database.prisma.trainingExample.findMany();
    expect(kept).toMatchObject([{ text: 'Есть кто живой?', wantsHuman: true, language: 'ru', addedBy: sonya.id }]);
    const blank = await sonya.ask(addExample, { input: { text: ' ', wantsHuman: true } }, 'ru');
    expect(fieldsOf(blank)).toEqual({ text: 'Текст не может состоять из одних пробелов.' });
    const long = await sonya.ask(addExample, { input: { text: 'x'.repeat(4_097), wantsHuman: true } });
    expect(fieldsOf(long)).toEqual({ text: 'Too long.' });
    const foreign = await sonya.ask(addExample, { input: { text: 'Bonjour', wantsHuman: false, language: 'fr' } });
    expect(fieldsOf(foreign)).toEqual({ language: 'This language is not supported.' });
    expect(codeOf(await asha.ask(addExample, { input }))).toBe('FORBIDDEN');
  });

  it('is trained by a run, whose version shows what it has found out', async () => {
    const { startTraining } = await sonya.call(
      'mutation { startTraining(input: { kind: HANDOFF_DETECTOR }) { run { id } } }',
    );
    const { id } = startTraining.run;
    await work();
    const { trainingRuns } = await sonya.call('{ trainingRuns(first: 1) { id status progress metrics error } }');
    expect(trainingRuns).toMatchObject([{ id, status: 'SUCCEEDED', progress: 1, error: null }]);
    const [{ metrics }] = trainingRuns;
    for (const language of ['ru', 'en']) {
      expect(metrics.languages[language]).toMatchObject({ precision: expect.any(Number), recall: expect.any(Number) });
      expect(metrics.languages[language].f1).toBeGreaterThan(0.85);
    }
    const { detectorVersions } = await sonya.call(versions);
    expect(detectorVersions[0]).toMatchObject({ source: 'trained', run: { id }, number: metrics.version });
  }, 180_000);
});
