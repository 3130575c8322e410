import { type FreshDatabase, freshDatabase } from '../../test/kit/fresh-database';
import { openInProcessBus } from '../infra/bus';
import { newId } from '../infra/ids';
import { openLog } from '../infra/log';
import type { Prisma } from '../infra/prisma-client/client';
import type { Embedder } from '../language-model/language-model';
import { openOpenAiEmbedder } from '../language-model/openai-embedder';
import { type OpenAiStandin, startOpenAiStandin } from '../standins/openai/openai-standin';
import { TrainingWorker } from '../training/training-worker';
import { activeEmbeddings } from './active-embeddings';
import { IndexRenewal } from './index-renewal.store';
import { IndexTrainer } from './index-trainer';
import { Knowledge } from './knowledge';
import { knowledgeQueue, wakeAllKnowledge } from './knowledge-wake.store';
import { KnowledgeWorker } from './knowledge-worker';
import { PassageEmbeddings } from './search/passage-embeddings';
import { WarmUp } from './warm-up';

const log = openLog('silent');
const { signal } = new AbortController();
let fresh: FreshDatabase;
let standin: OpenAiStandin;
let embedder: Embedder;
let botId: string;

jest.setTimeout(180_000);

beforeAll(async () => {
  fresh = await freshDatabase();
  standin = await startOpenAiStandin({ log });
  embedder = openOpenAiEmbedder({ apiKey: 'key', baseUrl: standin.baseUrl, model: 'stand-in-embedding' });
});
afterAll(async () => {
  await standin.close();
  await fresh.drop();
});
beforeEach(async () => {
  botId = newId('bot');
  const data = { id: botId, slug: botId, name: 'Bot', defaultLanguage: 'ru', languages: ['ru'], personas: [] };
  await fresh.database.prisma.bot.create({ data });
});

const learn = (count: number) =>
  Promise.all(
    Array.from({ length: count }, (_, n) =>
      new Knowledge({ database: fresh.database, embedder: null, log }).add({
        botId,
        title: `T${n}`,
        text: `Слон ${n}`,
      }),
    ),
  );
const versions = () => fresh.database.prisma.knowledgeIndex.findMany({ where: { botId }, orderBy: { number: 'asc' } });
const vectorsOf = (indexId: string) => fresh.database.prisma.passageEmbedding.count({ where: { indexId } });
const runs = () => fresh.database.prisma.trainingRun.findMany({ where: { botId } });

function embeddingsWith(model: Embedder | null) {
  const { database } = fresh;
  return { database, embeddings: new PassageEmbeddings({ database, embedder: model, log }) };
}

function newRun(fields: Partial<Prisma.TrainingRunUncheckedCreateInput> = {}) {
  const data = { id: newId('training'), kind: 'KNOWLEDGE_INDEX', botId, requestedBy: 'test', ...fields } as const;
  return fresh.database.prisma.trainingRun.create({ data });
}

describe('the work in the background', () => {
  it('does every step for the bot of its lane, also after one that fails', async () => {
    const done: string[] = [];
    const failing = async () => {
      throw new TypeError('no');
    };
    const noting = async (id: string) => void done.push(id);
    const lease = { lane: botId, attempts: 1, signal };
    await expect(new KnowledgeWorker({ steps: [noting, failing, noting], log }).work(lease)).rejects.toThrow('no');
    expect(done).toEqual([botId, botId]);
    expect(await new KnowledgeWorker({ steps: [noting], log }).work(lease)).toEqual({ again: false });
  });

  it('begins no step for a lane that it has lost', async () => {
    const lost = AbortSignal.abort();
    const begun: string[] = [];
    const steps = [async (id: string) => void begun.push(id)];
    const work = new KnowledgeWorker({ steps, log }).work({ lane: botId, attempts: 1, signal: lost });
    await expect(work).rejects.toThrow();
    expect(begun).toEqual([]);
  });

  it('is woken by every change, and for all bots at the start', async () => {
    const lanes = () => fresh.database.prisma.laneLease.findMany({ where: { queue: knowledgeQueue, lane: botId } });
    await wakeAllKnowledge(fresh.database, [botId]);
    expect(await lanes()).toHaveLength(1);
    await fresh.database.prisma.laneLease.updateMany({ where: { lane: botId }, data: { readyAt: null } });
    await learn(1);
    expect((await lanes())[0]?.readyAt).toBeInstanceOf(Date);
  });

  it('loads what the bots know one after another, and stops when the process does', async () => {
    const warmed: string[] = [];
    const first = Promise.withResolvers<void>();
    const knowledge = {
      warm: (id: string) => {
        warmed.push(id);
        return first.promise;
      },
    };
    const warmUp = new WarmUp({ knowledge, log });
    warmUp.start(['a', 'b', 'c']);
    const stopped = warmUp.stop();
    first.reject(new TypeError('away'));
    await stopped;
    expect(warmed).toEqual(['a']);
  });
});

describe('vectors', () => {
  it('of the version in force are made once a model is configured, and its model is noted', async () => {
    await learn(3);
    const [index] = await versions();
    await activeEmbeddings({ ...embeddingsWith(null), embeddingModel: null })(botId, signal);
    expect(await vectorsOf(index?.id ?? '')).toBe(0);
    await activeEmbeddings({ ...embeddingsWith(embedder), embeddingModel: embedder.model })(botId, signal);
    expect(await vectorsOf(index?.id ?? '')).toBe(3);
    expect((await versions())[0]?.settings).toMatchObject({ embeddingModel: embedder.model });
    await activeEmbeddings({ ...embeddingsWith(embedder), embeddingModel: embedder.model })(newId('bot'), signal);
  });

  it('of a new version are there before it takes the place of the one in force', async () => {
    await learn(3);
    const trainer = new IndexTrainer({ ...embeddingsWith(embedder), embeddingModel: embedder.model });
    const seen: { share: number; active: number | undefined }[] = [];
    const progress = async (share: number) => {
      seen.push({ share, active: (await versions()).find(({ active }) => active)?.number });
    };
    await trainer.run(await newRun(), progress, signal);
    expect(seen.map(({ share }) => share)).toEqual(seen.map(({ share }) => share).toSorted((a, b) => a - b));
    expect(seen.at(-1)).toEqual({ share: 1, active: 1 });
    const [, two] = await versions();
    expect(two).toMatchObject({ active: true, settings: { embeddingModel: embedder.model } });
    expect(await vectorsOf(two?.id ?? '')).toBe(3);
  });
});

describe('an index of an older program', () => {
  it('is built anew by one run, and one of this program is not', async () => {
    await learn(1);
    const renewal = new IndexRenewal(fresh.database);
    await renewal.renew(botId);
    expect(await runs()).toEqual([]);
    await fresh.database.prisma.knowledgeIndex.updateMany({ where: { botId }, data: { settings: {} } });
    await Promise.all([renewal.renew(botId), renewal.renew(botId)]);
    expect(await runs()).toMatchObject([{ kind: 'KNOWLEDGE_INDEX', status: 'QUEUED', requestedBy: 'system' }]);
    // One that has failed is not tried again at once.
    await fresh.database.prisma.trainingRun.updateMany({ where: { botId }, data: { status: 'FAILED' } });
    await renewal.renew(botId);
    expect(await runs()).toHaveLength(1);
  });
});

describe('a run that is cancelled while nobody works on it', () => {
  it('leaves no half version behind', async () => {
    await learn(3);
    const run = await newRun({ status: 'RUNNING' });
    const trainer = new IndexTrainer({ ...embeddingsWith(null), embeddingModel: null });
    const killed = trainer.run(
      run,
      (share) => (share < 1 ? Promise.resolve() : Promise.reject(new TypeError())),
      signal,
    );
    await expect(killed).rejects.toThrow(TypeError);
    await fresh.database.prisma.trainingRun.update({ where: { id: run.id }, data: { cancelRequested: true } });
    const bus = openInProcessBus({ log });
    const worker = new TrainingWorker({ database: fresh.database, bus, trainers: [trainer], log });
    await fresh.database.prisma.trainingRun.updateMany({
      where: { botId: { not: botId } },
      data: { status: 'SUCCEEDED' },
    });
    await worker.work({ lane: 'KNOWLEDGE_INDEX', attempts: 2, signal });
    await bus.close();
    expect(await runs()).toMatchObject([{ status: 'CANCELLED' }]);
    expect((await versions()).map(({ status, active }) => [status, active])).toEqual([
      ['READY', true],
      ['FAILED', false],
    ]);
    const passages = { where: { index: { botId, status: 'FAILED' } } } as const;
    expect(await fresh.database.prisma.passage.count(passages)).toBe(0);
  });
});
