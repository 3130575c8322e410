import { type House, openHouse } from '../kit/house';
import { until } from '../kit/until';

const run = 'mutation ($input: RunAnswerTestsInput!) { runAnswerTests(input: $input) { run { id } } }';
const state = 'query ($id: ID!) { testRun(id: $id) { status } }';
const results = `query ($id: ID!) { testRun(id: $id) { total passed
  results { passed kind answer missing test { question } } } }`;

describe('the consultant of the venue, with the model that only quotes', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse({}, 'halls');
  }, 180_000);
  afterAll(() => house?.close());

  it('answers what the venue has written down from there, though it has tools', async () => {
    const botId = (await house.api.call('{ bots { id } }')).bots[0].id;
    const { id } = (await house.api.call(run, { input: { botId } })).runAnswerTests.run;
    const isOver = async () => (await house.api.call(state, { id })).testRun.status === 'DONE';
    await until('all questions are asked', isOver, 400_000);
    const { testRun } = await house.api.call(results, { id });
    expect(testRun.results.filter(({ passed }: { passed: boolean }) => !passed)).toEqual([]);
    expect(testRun.passed).toBe(testRun.total);
    expect(testRun.total).toBeGreaterThanOrEqual(70);
  }, 500_000);
});
