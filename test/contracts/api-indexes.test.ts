import { openLog } from '../../src/infra/log';
import { TrainingWorker } from '../../src/training/training-worker';
import { codeOf, fieldsOf, operatorOf, rootOf, type SignedIn } from '../kit/api-people';
import { type GraphqlApp, openGraphqlApp } from '../kit/graphql-app';

const absent = (type: string) => `${type}_${'0'.repeat(32)}`;
const add = 'mutation($input: AddKnowledgeInput!) { addKnowledge(input: $input) { document { id status fault } } }';
const remove = 'mutation($input: KnowledgeInput!) { removeKnowledge(input: $input) { document { id } } }';
const indexes = `query($bot: ID!) { knowledgeIndexes(bot: $bot) {
  id number status active documents passages settings createdAt activatedAt bot { id } run { id status } } }`;
const publish = `mutation($input: PublishKnowledgeIndexInput!) { publishKnowledgeIndex(input: $input) {
  index { number active documents } } }`;
const search = `query($bot: ID!, $query: String!, $index: ID) { searchKnowledge(bot: $bot, query: $query, index: $index) {
  document { id title status } passage heading score why { words similar { asked found } heading byWords byMeaning } } }`;
const start = 'mutation($input: StartTrainingInput!) { startTraining(input: $input) { run { id status } } }';

let app: GraphqlApp;
let asha: SignedIn;
let sonya: SignedIn;
beforeAll(async () => {
  app = await openGraphqlApp();
  asha = await operatorOf(app, 'Asha');
  sonya = await operatorOf(app, 'Sonya', 'SUPERVISOR');
});
afterAll(() => app.close());
beforeEach(async () => {
  await app.database.pool.query('delete from knowledge_documents');
  await app.database.pool.query('delete from knowledge_indexes');
});

async function learn(title: string, text: string): Promise<string> {
  const { addKnowledge } = await sonya.call(add, { input: { botId: app.botId, title, text } });
  expect(addKnowledge.document).toMatchObject({ status: 'READY', fault: null });
  return addKnowledge.document.id;
}

/** Starts a run and works on it, as the queue would; answers the run as it ended. */
async function train(input: object) {
  const { startTraining } = await sonya.call(start, { input: { kind: 'KNOWLEDGE_INDEX', ...input } });
  expect(startTraining.run.status).toBe('QUEUED');
  const { database, bus, domain } = app;
  const worker = new TrainingWorker({ database, bus, trainers: domain.trainers, log: openLog('silent') });
  await worker.work({ lane: 'KNOWLEDGE_INDEX', attempts: 1, signal: new AbortController().signal });
  const query = 'query($id: ID!) { node(id: $id) { ... on TrainingRun { id status metrics error progress } } }';
  return (await sonya.call(query, { id: startTraining.run.id })).node;
}

const list = async () => (await asha.call(indexes, { bot: app.botId })).knowledgeIndexes;
const found = async (query: string, index?: string) =>
  (await asha.call(search, { bot: app.botId, query, index })).searchKnowledge;

describe('an index of knowledge', () => {
  it('is built by a run, waits where that is wanted, is searched beforehand, published, and taken back', async () => {
    const parking = await learn('Parking', '## Opening hours\n\nThe car park opens at seven.');
    const run = await train({ botId: app.botId, publish: false });
    expect(run).toMatchObject({ status: 'SUCCEEDED', progress: 1, error: null, metrics: { published: false } });
    const [waiting, first] = await list();
    const settings = { indexing: expect.any(Number), embeddingModel: null };
    const size = { documents: 1, passages: 1, settings, bot: { id: app.botId } };
    expect(waiting).toMatchObject({ number: 2, status: 'READY', active: false, activatedAt: null, ...size });
    expect(waiting.run).toEqual({ id: run.id, status: 'SUCCEEDED' });
    expect(first).toMatchObject({ number: 1, status: 'READY', active: true, run: null, ...size });
    const [hit] = await found('When does the car park open?', waiting.id);
    expect(hit).toMatchObject({
      document: { id: parking, title: 'Parking', status: 'READY' },
      heading: 'Opening hours',
      why: { words: expect.arrayContaining(['car', 'park']), similar: [], heading: true, byMeaning: null },
    });
    expect(hit.why.byWords).toBeGreaterThan(0);

    const input = { indexId: waiting.id, idempotencyKey: 'publish' };
    const { publishKnowledgeIndex } = await sonya.call(publish, { input });
    expect(publishKnowledgeIndex.index).toEqual({ number: 2, active: true, documents: 1 });
    const lift = await learn('Lift', 'The elevator stops at every floor.');
    await sonya.call(publish, { input: { indexId: first.id } });
    expect((await list()).map((one: any) => [one.number, one.active])).toEqual([
      [2, false],
      [1, true],
    ]);
    expect(await found('elevator')).toEqual([]);
    expect((await found('elevator', waiting.id))[0].document).toEqual({ id: lift, title: 'Lift', status: 'QUEUED' });
    // A repeat of what was asked first does nothing again.
    expect((await sonya.call(publish, { input })).publishKnowledgeIndex.index).toMatchObject({ active: false });
    await sonya.call(remove, { input: { documentId: parking } });
    expect(await found('car park', waiting.id)).toEqual([]);
    const { node } = await asha.call(
      'query($id: ID!) { node(id: $id) { __typename ... on KnowledgeIndex { number } } }',
      {
        id: waiting.id,
      },
    );
    expect(node).toEqual({ __typename: 'KnowledgeIndex', number: 2 });
  });

  it('is built and put into force at once when nothing else is said, for all bots when none is named', async () => {
    await learn('Parking', 'The car park opens at seven.');
    expect(await train({})).toMatchObject({ status: 'SUCCEEDED', metrics: { published: true } });
    expect(await list()).toMatchObject([
      { number: 2, active: true },
      { number: 1, active: false },
    ]);
    const unknown = await sonya.ask(start, { input: { kind: 'KNOWLEDGE_INDEX', botId: absent('bot') } });
    expect(fieldsOf(unknown)).toEqual({ botId: 'There is no such bot.' });
  });

  it('is published by those who may change knowledge, and only when it is there and whole', async () => {
    await learn('Parking', 'The car park opens at seven.');
    const [{ id }] = await list();
    expect(codeOf(await asha.ask(publish, { input: { indexId: id } }))).toBe('FORBIDDEN');
    for (const indexId of [absent('index'), absent('detector'), 'nonsense']) {
      expect(codeOf(await sonya.ask(publish, { input: { indexId } }))).toBe('NOT_FOUND');
      expect(codeOf(await sonya.ask(search, { bot: app.botId, query: 'x', index: indexId }))).toBe('NOT_FOUND');
    }
    await app.database.prisma.knowledgeIndex.update({ where: { id }, data: { status: 'BUILDING', active: false } });
    expect(codeOf(await sonya.ask(publish, { input: { indexId: id } }))).toBe('CONFLICT');
    expect(codeOf(await sonya.ask(indexes, { bot: 'nonsense' }))).toBe('NOT_FOUND');
    expect((await sonya.call(indexes, { bot: absent('bot') })).knowledgeIndexes).toEqual([]);
    const audit = await app.database.prisma.auditEntry.count({ where: { subject: id } });
    expect(audit).toBe(0);
  });

  it('is not searched through another bot', async () => {
    await learn('Parking', 'The car park opens at seven.');
    const [{ id }] = await list();
    const foreign = await rootOf(app).ask(search, { bot: absent('bot'), query: 'car park', index: id });
    expect(codeOf(foreign)).toBe('NOT_FOUND');
  });
});

describe('a document that cannot be read', () => {
  it('says why, in the language of the caller', async () => {
    const id = await learn('Parking', 'The car park opens at seven.');
    await app.database.prisma.knowledgeDocument.update({ where: { id }, data: { status: 'FAILED', fault: 'empty' } });
    const query = 'query($id: ID!) { node(id: $id) { ... on KnowledgeDocument { status fault } } }';
    const told = async (language: string) => (await asha.ask(query, { id }, language)).data.node;
    expect(await told('en')).toEqual({
      status: 'FAILED',
      fault: 'Nothing was found in it that a bot could answer from.',
    });
    expect((await told('ru')).fault).toBe('В нём нет ничего, из чего бот мог бы ответить.');
  });
});
