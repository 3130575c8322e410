import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type FreshDatabase, freshDatabase } from '../../../test/kit/fresh-database';
import { IndexedPassages } from '../../../test/kit/indexed-passages';
import { openLog } from '../../infra/log';
import { openOpenAiEmbedder } from '../../language-model/openai-embedder';
import { KnowledgeSearch } from './knowledge-search';
import { PassageEmbeddings } from './passage-embeddings';

const log = openLog('silent');
/** What each word of the tests means, whatever its language. */
const senses = [
  ['доставк', 'deliver', 'shipping', 'везут'],
  ['оплат', 'pay', 'card', 'карт'],
  ['гарант', 'warrant', 'repair', 'ремонт'],
  ['час', 'hour', 'open', 'работ'],
];

let fresh: FreshDatabase;
let service: Server;
let asked: string[] = [];
let answers = true;

beforeAll(async () => {
  fresh = await freshDatabase();
  service = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      if (!answers) return void response.writeHead(401).end('{}');
      const { input } = JSON.parse(body) as { input: string[] };
      asked.push(...input);
      const data = input.map((text, index) => ({ object: 'embedding', index, embedding: senseOf(text) }));
      return void response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ object: 'list', data }));
    });
  });
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  asked = [];
  answers = true;
});
afterAll(async () => {
  await fresh.drop();
  service.close();
  service.closeAllConnections();
});

const senseOf = (text: string) => [
  0.1,
  ...senses.map((words) => (words.some((word) => text.toLowerCase().includes(word)) ? 1 : 0)),
];

function open() {
  const { port } = service.address() as AddressInfo;
  const embedder = openOpenAiEmbedder({ apiKey: 'key', baseUrl: `http://127.0.0.1:${port}/v1`, model: 'senses' });
  const deps = { database: fresh.database, embedder, log };
  return { search: new KnowledgeSearch(deps), embeddings: new PassageEmbeddings(deps) };
}

const documents = [
  { title: 'Delivery', text: 'Shipping takes two days.', language: 'en' },
  { title: 'Payment', text: 'Pay by card.', language: 'en' },
  { title: 'Warranty', text: 'We repair for two years.', language: 'en' },
  { title: 'Hours', text: 'Open from nine.', language: 'en' },
];

describe('with an embedding model', () => {
  it('a question finds a document in another language', async () => {
    const knows = await IndexedPassages.open(fresh.database);
    await knows.put(documents);
    const { search, embeddings } = open();
    expect(await embeddings.ensure(await knows.activeIndex())).toBe(4);
    const [hit] = await search.find({ botId: knows.botId, query: 'как долго везут', limit: 3 });
    expect(hit?.text).toBe('Shipping takes two days.');
    expect(hit?.why).toMatchObject({ words: [], byWords: 0 });
    expect(hit?.why.byMeaning).toBeGreaterThan(0.5);
  });

  it('vectors are made once, also for the next version of an index, and go on where they were interrupted', async () => {
    const knows = await IndexedPassages.open(fresh.database);
    const ids = await knows.put(Array.from({ length: 150 }, (_, i) => ({ text: `Доставка ${i}` })));
    const { embeddings } = open();
    const first = await knows.activeIndex();
    const stop = new AbortController();
    const progress = (done: number, total: number) => {
      expect(total).toBe(150);
      if (done > 0) stop.abort();
    };
    await expect(embeddings.ensure(first, progress, stop.signal)).rejects.toThrow();
    const before = asked.length;
    expect(before).toBeLessThan(150);
    expect(await embeddings.ensure(first)).toBe(150 - before);
    expect(await embeddings.ensure(first)).toBe(0);
    const second = await knows.newIndex({ number: 2 });
    await knows.put(
      ids.map((id, i) => ({ id, text: `Доставка ${i}` })),
      second,
    );
    expect(await embeddings.ensure(second)).toBe(0);
    expect(asked).toHaveLength(150);
  });

  it('new passages and removed ones are seen', async () => {
    const knows = await IndexedPassages.open(fresh.database);
    const [id = ''] = await knows.put(documents);
    const { search, embeddings } = open();
    const best = async () =>
      (await search.find({ botId: knows.botId, query: 'когда привезут, везут ли', limit: 1 }))[0]?.text;
    await embeddings.ensure(await knows.activeIndex());
    expect(await best()).toBe('Shipping takes two days.');
    await knows.remove(id);
    expect(await best()).not.toBe('Shipping takes two days.');
    await knows.put([{ title: 'Couriers', text: 'We deliver everywhere.', language: 'en' }]);
    await embeddings.ensure(await knows.activeIndex());
    expect(await best()).toBe('We deliver everywhere.');
  });

  it('words alone decide when it is away', async () => {
    const knows = await IndexedPassages.open(fresh.database);
    await knows.put(documents);
    const { search, embeddings } = open();
    await embeddings.ensure(await knows.activeIndex());
    answers = false;
    const [hit] = await search.find({ botId: knows.botId, query: 'pay by card', limit: 3 });
    expect(hit?.text).toBe('Pay by card.');
    expect(hit?.why.byMeaning).toBeNull();
  });
});

describe('without an embedding model', () => {
  it('there are no vectors to make', async () => {
    const embeddings = new PassageEmbeddings({ database: fresh.database, embedder: null, log });
    expect(await embeddings.ensure('index_none')).toBe(0);
  });
});
