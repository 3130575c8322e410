import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type FreshDatabase, freshDatabase } from '../../test/kit/fresh-database';
import { spawnTypescript } from '../../test/kit/spawn-typescript';
import type { Tx } from '../infra/database';
import { newId } from '../infra/ids';
import { openLog } from '../infra/log';
import type { Prisma, TrainingRun } from '../infra/prisma-client/client';
import type { Progress } from '../training/trainer';
import { IndexTrainer } from './index-trainer';
import { indexing } from './indexed-document';
import { IndexStore } from './indexes.store';
import { Knowledge } from './knowledge';
import { PassageEmbeddings } from './search/passage-embeddings';

const log = openLog('silent');

// Some write a hundred passages and more, on a machine that may be busy with other tests.
jest.setTimeout(180_000);

let fresh: FreshDatabase;
let knowledge: Knowledge;
let trainer: IndexTrainer;
let store: IndexStore;
let botId: string;

beforeAll(async () => {
  fresh = await freshDatabase();
  const { database } = fresh;
  knowledge = new Knowledge({ database, embedder: null, log });
  const embeddings = new PassageEmbeddings({ database, embedder: null, log });
  trainer = new IndexTrainer({ database, embeddings, embeddingModel: null });
  store = new IndexStore(database);
});
afterAll(() => fresh.drop());
beforeEach(async () => {
  botId = await newBot();
});

async function newBot(): Promise<string> {
  const id = newId('bot');
  const data = { id, slug: id, name: 'Bot', defaultLanguage: 'ru', languages: ['ru', 'en'], personas: [] };
  await fresh.database.prisma.bot.create({ data });
  return id;
}

/** Adds so many documents of two passages each. */
async function learn(count: number): Promise<string[]> {
  const ids: string[] = [];
  const addSome = async (tx: Tx) => {
    const added: string[] = [];
    for (let n = ids.length; n < Math.min(count, ids.length + 10); n++) {
      const text = `## Слон ${n}\n\nСлоны едят траву ${n}.\n\n## Хобот ${n}\n\nХобот длинный.`;
      added.push((await knowledge.addIn(tx, { botId, title: `Животное ${n}`, text })).id);
    }
    return added;
  };
  while (ids.length < count) ids.push(...(await fresh.database.transaction(addSome)));
  return ids;
}

async function newRun(fields: Partial<Prisma.TrainingRunUncheckedCreateInput> = {}): Promise<TrainingRun> {
  const data = { id: newId('training'), kind: 'KNOWLEDGE_INDEX', botId, requestedBy: 'test', ...fields } as const;
  return fresh.database.prisma.trainingRun.create({ data });
}

const onwards: Progress = async () => undefined;
const whole = new AbortController().signal;
const build = async (run?: TrainingRun, progress = onwards) => trainer.run(run ?? (await newRun()), progress, whole);
const find = (query: string, indexId?: string) => knowledge.find({ botId, query, limit: 50, indexId });
const publish = (id: string) => fresh.database.transaction((tx) => IndexStore.publish(tx, { id, botId }));
const versions = async () => (await store.list(botId)).map(({ number, status, active }) => [number, status, active]);
const documents = async () => (await knowledge.documents(botId, { first: 100 })).edges.map(({ node }) => node);

/** What the passages of a version are of, each document once for each of its passages. */
async function passagesIn(indexId: string) {
  return fresh.database.prisma.passage.findMany({ where: { indexId }, orderBy: { id: 'asc' } });
}

async function version(number: number) {
  return fresh.database.prisma.knowledgeIndex.findFirstOrThrow({ where: { botId, number } });
}

describe('an index', () => {
  it('comes with the first document, and its revision rises with every change', async () => {
    expect(await versions()).toEqual([]);
    const [first] = await learn(2);
    const index = await version(1);
    expect(index).toMatchObject({ status: 'READY', active: true, settings: { indexing, embeddingModel: null } });
    expect(index.activatedAt).toBeInstanceOf(Date);
    expect(index.revision).toBe(2n);
    expect((await passagesIn(index.id)).map(({ revision }) => revision)).toEqual([1n, 1n, 2n, 2n]);
    await knowledge.remove(first ?? '');
    expect((await version(1)).revision).toBe(3n);
  });

  it('is built anew from all documents while the one in force answers, and then takes its place', async () => {
    const ids = await learn(50);
    const shares: number[] = [];
    const metrics = await build(await newRun(), async (share) => {
      shares.push(share);
      if (shares.length % 20 === 0) expect((await store.active(botId))?.number).toBe(1);
    });
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
    expect(await versions()).toEqual([
      [2, 'READY', true],
      [1, 'READY', false],
    ]);
    const { id } = await version(2);
    const indexes = [{ indexId: id, botId, number: 2, documents: 50, passages: 100 }];
    expect(metrics).toEqual({ published: true, indexes });
    expect(new Set((await passagesIn(id)).map(({ documentId }) => documentId))).toEqual(new Set(ids));
    expect((await documents()).every(({ status, chunkCount }) => status === 'READY' && chunkCount === 2)).toBe(true);
  });

  it('is never empty for those who search while versions take each other’s place', async () => {
    await learn(10);
    let over = false;
    const counts: number[] = [];
    const searching = [1, 2].map(async () => {
      while (!over) counts.push((await find('слоны')).length);
    });
    for (let n = 0; n < 3; n++) await build();
    for (const number of [2, 3, 4, 2]) await publish((await version(number)).id);
    over = true;
    await Promise.all(searching);
    expect(counts.length).toBeGreaterThan(10);
    expect(counts.filter((count) => count < 10)).toEqual([]);
  });

  it('has what was added, changed and removed while it was built', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'besedka-index-'));
    const file = path.join(folder, 'cat.ru.md');
    const sync = () => knowledge.syncFolder({ botId, folder, languages: ['ru'] });
    await writeFile(file, '# Кот\n\nКоты мурлычут.');
    await sync();
    const ids = await learn(50);
    let changed = false;
    await build(await newRun(), async (share) => {
      if (share < 0.8 || changed) return;
      changed = true;
      await knowledge.add({ botId, title: 'Жираф', text: 'Жирафы высокие.' });
      await knowledge.remove(ids[0] ?? '');
      await knowledge.remove(ids[49] ?? '');
      await writeFile(file, '# Кот\n\nКоты шипят.');
      await sync();
    });
    await rm(folder, { recursive: true });
    const { id, number } = await version(2);
    expect((await store.active(botId))?.number).toBe(number);
    const held = (await passagesIn(id)).map(({ documentId }) => documentId);
    expect(new Set(held)).toEqual(new Set((await documents()).map((document) => document.id)));
    expect(held).toHaveLength(48 * 2 + 2);
    expect((await find('жирафы'))[0]?.text).toBe('Жирафы высокие.');
    expect((await find('шипят'))[0]?.text).toBe('Коты шипят.');
    expect(await find('мурлычут')).toEqual([]);
  });

  it('goes on being built where it was when its process is killed', async () => {
    await learn(90);
    const run = await newRun();
    const child = await spawnTypescript('build-index', [fresh.url, run.id]);
    await child.kill('SIGKILL');
    const half = await version(2);
    expect(half).toMatchObject({ status: 'BUILDING', trainingRunId: run.id });
    const before = (await passagesIn(half.id)).map(({ id }) => id);
    expect(before.length).toBeGreaterThan(0);
    expect(before.length).toBeLessThan(180);
    expect((await find('слоны')).length).toBe(50);
    const shares: number[] = [];
    await build(run, async (share) => void shares.push(share));
    expect(shares[0]).toBeGreaterThan(before.length / 180);
    expect(await versions()).toEqual([
      [2, 'READY', true],
      [1, 'READY', false],
    ]);
    const after = (await passagesIn(half.id)).map(({ id }) => id);
    expect(after).toHaveLength(180);
    expect(after).toEqual(expect.arrayContaining(before));
    // Killed between the end of the building and the end of the run, it has nothing left to do.
    expect(await build(run)).toMatchObject({ indexes: [{ indexId: half.id, number: 2 }] });
    expect(await versions()).toHaveLength(2);
  });

  it('that is given up keeps no passages and is never in force', async () => {
    await learn(90);
    const run = await newRun();
    const stopped = build(run, async (share) => {
      if (share > 0.6) throw new DOMException('stopped', 'AbortError');
    });
    await expect(stopped).rejects.toThrow('stopped');
    expect(await versions()).toContainEqual([2, 'BUILDING', false]);
    await trainer.discard(run);
    const { id } = await version(2);
    expect(await passagesIn(id)).toEqual([]);
    expect(await versions()).toContainEqual([2, 'FAILED', false]);
    expect(await publish(id)).toBeUndefined();
    expect((await store.active(botId))?.number).toBe(1);
    // Whoever still builds it adds nothing more.
    await trainer.discard(run);
    await build();
    expect((await store.active(botId))?.number).toBe(3);
  });

  it('of every bot that knows something is built when none is named', async () => {
    await learn(2);
    const first = botId;
    botId = await newBot();
    await learn(1);
    await newBot();
    const { indexes } = (await build(await newRun({ botId: null }))) as {
      indexes: { botId: string; number: number }[];
    };
    const built = indexes.filter((one) => [first, botId].includes(one.botId));
    expect(built.map(({ number }) => number)).toEqual([2, 2]);
    expect((await store.active(first))?.number).toBe(2);
  });

  it('leaves out documents in which there is nothing to find', async () => {
    const [id = '', other = ''] = await learn(2);
    await fresh.database.prisma.knowledgeDocument.update({ where: { id }, data: { text: '<!-- nothing -->' } });
    expect(await build()).toMatchObject({ indexes: [{ documents: 1, passages: 2 }] });
    expect(await documents()).toMatchObject([
      { id, status: 'QUEUED', chunkCount: 0 },
      { id: other, status: 'READY', chunkCount: 2 },
    ]);
  });
});

describe('the versions of an index', () => {
  it('wait for being published where that is wanted, and can be gone back to', async () => {
    const [old = '', gone = ''] = await learn(2);
    expect(await build(await newRun({ input: { publish: false } }))).toMatchObject({ published: false });
    expect(await versions()).toEqual([
      [2, 'READY', false],
      [1, 'READY', true],
    ]);
    // What changes from now on goes into the version in force and into newer ones.
    const zebra = await knowledge.add({ botId, title: 'Зебра', text: 'Зебры полосатые.' });
    const [one, two] = [await version(1), await version(2)];
    expect(await find('зебры', one.id)).toHaveLength(1);
    expect(await find('зебры', two.id)).toHaveLength(1);
    await publish(two.id);
    expect(await versions()).toEqual([
      [2, 'READY', true],
      [1, 'READY', false],
    ]);
    const lion = await knowledge.add({ botId, title: 'Лев', text: 'Львы рычат.' });
    expect(lion.status).toBe('READY');
    await knowledge.remove(gone);
    expect(await find('львы', one.id)).toEqual([]);

    const back = await publish(one.id);
    expect(back).toMatchObject({ number: 1, active: true });
    expect(await find('львы')).toEqual([]);
    expect((await find('зебры'))[0]?.documentId).toBe(zebra.id);
    const statuses = new Map((await documents()).map(({ id, status }) => [id, status]));
    expect(statuses).toEqual(
      new Map([
        [old, 'READY'],
        [zebra.id, 'READY'],
        [lion.id, 'QUEUED'],
      ]),
    );
    expect((await find('слоны')).map(({ documentId }) => documentId)).toEqual([old]);
    // Forward again it has both what it had and what came since.
    await knowledge.add({ botId, title: 'Тигр', text: 'Тигры прыгают.' });
    await publish(two.id);
    expect(await find('львы')).toHaveLength(1);
    expect(await find('тигры')).toHaveLength(1);
  });

  it('are kept, the last three beside the one in force', async () => {
    const [id] = await learn(3);
    for (let n = 0; n < 5; n++) await build();
    expect(await versions()).toEqual([
      [6, 'READY', true],
      [5, 'READY', false],
      [4, 'READY', false],
      [3, 'READY', false],
    ]);
    expect(await fresh.database.prisma.passage.count({ where: { documentId: id ?? '' } })).toBe(8);
  });

  it('are published one at a time, whoever asks at once', async () => {
    await learn(1);
    for (let n = 0; n < 3; n++) await build();
    const ids = (await store.list(botId)).map((index) => index.id);
    await Promise.all([...ids, ...ids].map((id) => publish(id)));
    expect((await versions()).filter(([, , active]) => active)).toHaveLength(1);
  });
});
