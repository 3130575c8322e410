import type { GraphqlCaller } from '../kit/graphql-caller';
import { type House, openHouse } from '../kit/house';
import { until } from '../kit/until';

const start = `mutation ($input: StartTrainingInput!) { startTraining(input: $input) { run { id status progress } } }`;
const watch = `subscription ($id: ID!) { trainingProgress(runId: $id) { status progress metrics error } }`;
const cancel = `mutation ($input: CancelTrainingInput!) { cancelTraining(input: $input) { run { id } } }`;
const indexes = `query ($bot: ID!) { knowledgeIndexes(bot: $bot) { id number status active documents passages } }`;
const publish = `mutation ($input: PublishKnowledgeIndexInput!) { publishKnowledgeIndex(input: $input) { index { number active } } }`;
const add = `mutation ($input: AddKnowledgeInput!) { addKnowledge(input: $input) { document { id status } } }`;
const search = `query ($bot: ID!, $query: String!) { searchKnowledge(bot: $bot, query: $query, first: 1) { document { title } score } }`;
const bots = `{ bots { id slug } }`;

// Whoever asks waits for a machine that may be busy with other tests.
const patienceMs = 60_000;

describe('a supervisor has the knowledge of a bot indexed anew', () => {
  let house: House;
  let vera: GraphqlCaller;
  let bot: string;
  beforeAll(async () => {
    house = await openHouse();
    vera = await house.operator('Vera', 'SUPERVISOR');
    const all = (await house.api.call(bots)).bots as { id: string; slug: string }[];
    bot = all.find(({ slug }) => slug === 'helpdesk')?.id ?? '';
  });
  afterAll(async () => {
    await vera.close();
    await house.close();
  });

  const versions = async () =>
    (await house.api.call(indexes, { bot })).knowledgeIndexes as { id: string; number: number; active: boolean }[];
  const first = async (query: string) =>
    (await house.api.call(search, { bot, query })).searchKnowledge[0]?.document.title as string | undefined;

  /** Starts a run and follows it to its end; answers all that was heard of it. */
  async function followed(input: object) {
    const { startTraining } = await vera.call(start, { input: { kind: 'KNOWLEDGE_INDEX', botId: bot, ...input } });
    const heard = vera.subscribe(watch, { id: startTraining.run.id });
    const over = () => ['SUCCEEDED', 'FAILED', 'CANCELLED'].includes(heard.seen.at(-1)?.status);
    await until('the run is over', over, patienceMs);
    await heard.stop();
    expect(heard.faults).toEqual([]);
    return heard.seen;
  }

  it('sees how far it is, tries it before it answers, publishes it and takes it back', async () => {
    const question = 'Сколько стоит доставка?';
    const before = await first(question);
    const [one] = await versions();
    expect(one).toMatchObject({ number: 1, active: true, status: 'READY' });

    const seen = await followed({ publish: false });
    const shares = seen.map(({ progress }) => progress as number);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(seen.at(-1)).toMatchObject({ status: 'SUCCEEDED', progress: 1, error: null });
    const [two] = await versions();
    expect(two).toMatchObject({ ...one, id: two?.id, number: 2, active: false });

    const title = 'Кофейный автомат';
    const text = 'Кофейный автомат на третьем этаже принимает жетоны.';
    const { addKnowledge } = await vera.call(add, { input: { botId: bot, title, text } });
    expect(addKnowledge.document.status).toBe('READY');
    expect(await first('Где кофейный автомат?')).toBe(title);

    await vera.call(publish, { input: { indexId: two?.id } });
    expect(await first('Где кофейный автомат?')).toBe(title);
    expect(await first(question)).toBe(before);
    await vera.call(publish, { input: { indexId: one?.id } });
    expect((await versions()).map(({ number, active }) => [number, active])).toEqual([
      [2, false],
      [1, true],
    ]);
    expect(await first(question)).toBe(before);

    expect((await followed({})).at(-1)).toMatchObject({ status: 'SUCCEEDED', metrics: { published: true } });
    expect((await versions())[0]).toMatchObject({ number: 3, active: true });
    expect(await first(question)).toBe(before);
    expect(await first('Где кофейный автомат?')).toBe(title);
  }, 180_000);

  it('stops a run that is not wanted any more: the version in force stays in force', async () => {
    const [active] = (await versions()).filter((index) => index.active);
    const begun = await vera.call(start, { input: { kind: 'KNOWLEDGE_INDEX' } });
    const runId = begun.startTraining.run.id;
    await vera.call(cancel, { input: { runId } });
    const heard = vera.subscribe(watch, { id: runId });
    await until('the run is over', () => ['SUCCEEDED', 'CANCELLED'].includes(heard.seen.at(-1)?.status), patienceMs);
    await heard.stop();
    const after = await versions();
    // Who cancels too late finds it done.
    if (heard.seen.at(-1)?.status === 'CANCELLED') expect(after.find((index) => index.active)).toEqual(active);
    expect(after.filter((index) => index.active)).toHaveLength(1);
    expect(after.filter((index) => 'status' in index && index.status === 'BUILDING')).toEqual([]);
  }, 180_000);
});
