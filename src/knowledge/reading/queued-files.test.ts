import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type FreshDatabase, freshDatabase } from '../../../test/kit/fresh-database';
import { logLines } from '../../../test/kit/log-lines';
import { docx, encryptedPdf, inCharset, pdf, xlsx } from '../../../test/kit/office-files';
import { EventLog } from '../../events/event-log';
import { openInProcessBus } from '../../infra/bus';
import { newId } from '../../infra/ids';
import { type Fetched, FetchRefused } from '../../infra/safe-fetch';
import { Sealing } from '../../infra/sealing';
import { Idempotency } from '../../people/idempotency';
import type { Viewer } from '../../people/viewer';
import { Knowledge } from '../knowledge';
import { DocumentReader } from './document-reader';
import { KnowledgeFiles } from './knowledge-files';
import { QueuedFiles } from './queued-files';

jest.setTimeout(300_000);

const { log } = logLines();
const never = new AbortController().signal;
const writer: Viewer = { kind: 'client', id: 'client_1', name: 'an app', scopes: ['knowledge:write'], unlimited: true };
const reader = new DocumentReader({
  ms: 200_000,
  growthBytes: 240 * 1_024 * 1_024,
  processBytes: Number.MAX_SAFE_INTEGER,
});

let fresh: FreshDatabase;
let knowledge: Knowledge;
let files: KnowledgeFiles;
let queued: QueuedFiles;
let botId: string;
let answer: (url: string) => Promise<Fetched>;

beforeAll(async () => {
  fresh = await freshDatabase();
  const { database } = fresh;
  const events = new EventLog({ database, bus: openInProcessBus({ log }), followers: [] });
  const idempotency = new Idempotency({ log: events, sealing: new Sealing('a secret of tests') });
  knowledge = new Knowledge({ database, embedder: null, log, reader });
  files = new KnowledgeFiles({ database, knowledge, idempotency });
  queued = new QueuedFiles({ database, knowledge, reader, fetch: (url) => answer(url), log });
}, 180_000);
afterAll(() => fresh.drop());

beforeEach(async () => {
  botId = newId('bot');
  await fresh.database.prisma.bot.create({
    data: { id: botId, slug: botId, name: 'Bot', defaultLanguage: 'ru', languages: ['ru', 'en'], personas: [] },
  });
});

const add = (fileName: string, bytes: Uint8Array | string, more: { title?: string; language?: string } = {}) =>
  files.addFile(writer, { botId, ...more }, { fileName, mimeType: null, bytes: Buffer.from(bytes as Uint8Array) });

async function seen(id: string) {
  const [document] = await knowledge.documentsByIds([id]);
  const { title, language, status, fault, source } = document ?? {};
  return { title, language, status, fault, source };
}

async function best(query: string): Promise<string | undefined> {
  return (await knowledge.find({ botId, query, limit: 3 }))[0]?.text;
}

it('makes documents of files, under their own titles or those that were given, and forgets the bytes', async () => {
  const word = await add(
    'правила.docx',
    await docx({ heading: 'Правила возврата' }, 'Вернуть товар можно за четырнадцать дней.'),
  );
  const page = await add('page.html', '<html lang="en"><title>Shipping</title><p>We ship to every city.</p></html>');
  const named = await add('rules.pdf', await pdf([{ text: 'Warranty lasts two years.', size: 12 }]), {
    title: 'Our warranty',
    language: 'en-GB',
  });
  await queued.readQueued(botId, never);
  const [from, status, fault] = ['upload:', 'READY', null];
  expect(await seen(word)).toEqual({
    title: 'Правила возврата',
    language: 'ru',
    status,
    fault,
    source: `${from}правила.docx`,
  });
  expect(await seen(page)).toEqual({ title: 'Shipping', language: 'en', status, fault, source: `${from}page.html` });
  expect(await seen(named)).toEqual({
    title: 'Our warranty',
    language: 'en-GB',
    status,
    fault,
    source: `${from}rules.pdf`,
  });
  const kept = await fresh.database.prisma.knowledgeFile.findMany({
    where: { documentId: { in: [word, page, named] } },
  });
  expect(kept.map(({ bytes, readAt }) => [bytes, readAt !== null])).toEqual([1, 2, 3].map(() => [null, true]));
});

it('finds the answers of tables by their questions, in both languages', async () => {
  const russian = [
    'Вопрос;Ответ',
    'Как оплатить заказ картой?;Картой можно оплатить на сайте.',
    'Где забрать посылку?;Посылки выдают в пункте на Садовой.',
  ];
  await add('вопросы.csv', inCharset(russian.join('\r\n'), 'windows-1251'));
  const rows = [
    ['Question', 'Answer'],
    ['How do I change my password?', 'Open the settings and choose security.'],
    ['Do you ship abroad?', 'We ship to forty countries.'],
  ];
  await add('faq.xlsx', await xlsx({ FAQ: rows }));
  await queued.readQueued(botId, never);
  expect(await best('где можно забрать посылку')).toBe('Посылки выдают в пункте на Садовой.');
  expect(await best('оплата картой')).toBe('Картой можно оплатить на сайте.');
  expect(await best('change password')).toBe('Open the settings and choose security.');
  expect(await best('shipping abroad')).toBe('We ship to forty countries.');
});

it('says of each file why it cannot be read, and goes on with the next', async () => {
  const locked = await add('locked.pdf', encryptedPdf());
  const scan = await add('scan.pdf', await pdf([]));
  const good = await add('good.txt', 'This is a good one.');
  await queued.readQueued(botId, never);
  expect([await seen(locked), await seen(scan), await seen(good)]).toMatchObject([
    { status: 'FAILED', fault: 'encrypted' },
    { status: 'FAILED', fault: 'no_text' },
    { status: 'READY', fault: null },
  ]);
});

it('gives up what took the process with it three times', async () => {
  const id = await add('poison.txt', 'Poison');
  await fresh.database.prisma.knowledgeFile.update({ where: { documentId: id }, data: { attempts: 2 } });
  const dying = new QueuedFiles({
    database: fresh.database,
    knowledge,
    fetch: (url) => answer(url),
    log,
    reader: Object.assign(Object.create(DocumentReader.prototype) as DocumentReader, {
      readPassages: () => Promise.reject(new Error('the process died')),
    }),
  });
  await expect(dying.readQueued(botId, never)).rejects.toThrow('the process died');
  expect(await seen(id)).toMatchObject({ status: 'QUEUED' });
  await queued.readQueued(botId, never);
  expect(await seen(id)).toMatchObject({ status: 'FAILED', fault: 'reading_failed' });
});

it('blames no file for a process that was told to stop', async () => {
  const id = await add('waiting.txt', 'Waiting');
  for (const _ of [1, 2, 3, 4]) {
    const stopped = AbortSignal.abort(new Error('the process ends'));
    await expect(queued.readQueued(botId, stopped)).rejects.toThrow('the process ends');
  }
  await queued.readQueued(botId, never);
  expect(await seen(id)).toMatchObject({ status: 'READY' });
});

it('gives up files whose bytes never came', async () => {
  const id = await add('lost.txt', 'Lost');
  const { prisma } = fresh.database;
  await prisma.knowledgeFile.update({ where: { documentId: id }, data: { bytes: null } });
  await queued.readQueued(botId, never);
  expect(await seen(id)).toMatchObject({ status: 'QUEUED' });
  await prisma.knowledgeDocument.update({ where: { id }, data: { createdAt: new Date(Date.now() - 3_600_000) } });
  await queued.readQueued(botId, never);
  expect(await seen(id)).toMatchObject({ status: 'FAILED', fault: 'reading_failed' });
});

it('fetches addresses and reads what is there as what its host says that it is', async () => {
  const pages: Record<string, Fetched> = {
    'https://example.org/faq': {
      url: 'https://www.example.org/help/faq.php',
      contentType: 'text/html; charset=windows-1251',
      bytes: inCharset(
        '<title>Помощь</title><main><p>Звоните <a href="/call">нам</a> с девяти до шести.</p></main>',
        'windows-1251',
      ),
    },
    'https://example.org/prices.csv': {
      url: 'https://example.org/prices.csv',
      contentType: 'application/octet-stream',
      bytes: Buffer.from('City,Price\nBerlin,30\n'),
    },
  };
  answer = async (url) => pages[url] ?? Promise.reject(new FetchRefused('refused', 'it answers 404'));
  const [page, table, nothing] = [
    await files.addUrl(writer, { botId, url: 'https://example.org/faq' }),
    await files.addUrl(writer, { botId, url: 'https://example.org/prices.csv' }),
    await files.addUrl(writer, { botId, url: 'https://example.org/nothing' }),
  ];
  await queued.readQueued(botId, never);
  expect(await seen(page)).toMatchObject({ title: 'Помощь', language: 'ru', status: 'READY' });
  expect(await best('когда звонить')).toBe('Звоните [нам](https://www.example.org/call) с девяти до шести.');
  expect(await seen(table)).toMatchObject({ title: 'prices', status: 'READY' });
  expect(await seen(nothing)).toMatchObject({ status: 'FAILED', fault: 'address_refused' });
});

it('tries an address that does not answer three times', async () => {
  const cause = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
  answer = () => Promise.reject(new FetchRefused('unreachable', 'nobody answers there', cause));
  const id = await files.addUrl(writer, { botId, url: 'https://away.example.org/' });
  for (const _ of [1, 2]) await expect(queued.readQueued(botId, never)).rejects.toThrow('nobody answers there');
  expect(await seen(id)).toMatchObject({ status: 'QUEUED' });
  await queued.readQueued(botId, never);
  expect(await seen(id)).toMatchObject({ status: 'FAILED', fault: 'address_unreachable' });
});

it('reads files of all kinds in the folder of a bot, and none that did not change', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'besedka-knowledge-'));
  const options = { botId, folder, languages: ['ru', 'en'] };
  try {
    await writeFile(path.join(folder, 'faq.en.csv'), 'Question,Answer\nWhen do you open?,At nine sharp.\n');
    await writeFile(
      path.join(folder, 'rules.ru.docx'),
      await docx({ heading: 'Правила' }, 'Тишина после одиннадцати.'),
    );
    await writeFile(path.join(folder, 'scan.en.pdf'), await pdf([]));
    expect(await knowledge.syncFolder(options)).toEqual({ added: 2, updated: 0, removed: 0 });
    expect(await best('when is opening')).toBe('At nine sharp.');
    const idle = new Knowledge({
      database: fresh.database,
      embedder: null,
      log,
      reader: { readDocument: () => Promise.reject(new Error('nothing changed')) },
    });
    await rm(path.join(folder, 'scan.en.pdf'));
    expect(await idle.syncFolder(options)).toEqual({ added: 0, updated: 0, removed: 0 });
    // What cannot be read any more stays as it was known.
    await writeFile(path.join(folder, 'faq.en.csv'), '');
    expect(await knowledge.syncFolder(options)).toEqual({ added: 0, updated: 0, removed: 0 });
    expect(await best('when is opening')).toBe('At nine sharp.');
    await rm(path.join(folder, 'faq.en.csv'));
    expect(await knowledge.syncFolder(options)).toEqual({ added: 0, updated: 0, removed: 1 });
  } finally {
    await rm(folder, { recursive: true });
  }
});
