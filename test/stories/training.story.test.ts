import { type House, openHouse } from '../kit/house';
import { until } from '../kit/until';

interface Heard {
  detectHandoff: { wantsHuman: boolean; confidence: number; detectedBy: string };
}

const hear = `query ($text: String!) { detectHandoff(text: $text) { wantsHuman confidence detectedBy } }`;
const teach = `mutation ($input: TrainingExampleInput!) { addTrainingExample(input: $input) { id } }`;
const start = `mutation { startTraining(input: { kind: HANDOFF_DETECTOR }) { run { id status } } }`;
const runs = `{ trainingRuns(first: 1) { status progress metrics error } }`;
const versions = `{ detectorVersions { id number active source } }`;
const activate = `mutation ($input: ActivateDetectorInput!) { activateDetector(input: $input) { version { number active } } }`;

describe('a supervisor teaches the detector', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
  });
  afterAll(() => house.close());

  it('with what users of this desk say, sees how good it has become, and takes it back', async () => {
    const vera = await house.operator('Vera', 'SUPERVISOR');
    const text = 'покличьте хозяюшку';
    const heard = async () => ((await vera.call(hear, { text })) as Heard).detectHandoff;
    expect(await heard()).toMatchObject({ wantsHuman: false, detectedBy: 'model 1' });

    for (const example of [text, 'покличь хозяюшку', 'хозяюшка тут?']) {
      await vera.call(teach, { input: { text: example, wantsHuman: true } });
    }
    await vera.call(start);
    // The key of the house has no rate limit.
    const run = async () => ((await house.api.call(runs)) as { trainingRuns: any[] }).trainingRuns[0];
    await until('the training is over', async () => ['SUCCEEDED', 'FAILED'].includes((await run()).status), 110_000);
    const { status, metrics } = await run();
    expect(status).toBe('SUCCEEDED');
    expect(metrics).toMatchObject({ version: 2, activated: true, before: { detectedBy: 'model 1' } });
    for (const language of ['ru', 'en']) expect(metrics.languages[language].f1).toBeGreaterThan(0.9);
    expect(await heard()).toMatchObject({ wantsHuman: true, detectedBy: 'model 2' });

    const { detectorVersions } = (await vera.call(versions)) as { detectorVersions: any[] };
    expect(detectorVersions).toMatchObject([
      { number: 2, active: true, source: 'trained' },
      { number: 1, active: false, source: 'shipped' },
    ]);
    await vera.call(activate, { input: { versionId: detectorVersions[1].id } });
    expect(await heard()).toMatchObject({ wantsHuman: false, detectedBy: 'model 1' });
  }, 180_000);
});
