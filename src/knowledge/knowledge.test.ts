import { mkdir, mkdtemp, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type FreshDatabase, freshDatabase } from '../../test/kit/fresh-database';
import { logLines } from '../../test/kit/log-lines';
import { newId } from '../infra/ids';
import { Knowledge } from './knowledge';

let fresh: FreshDatabase;
let knowledge: Knowledge;
let folder: string;
let botId: string;
const { log, lines } = logLines();

beforeAll(async () => {
  fresh = await freshDatabase();
  knowledge = new Knowledge({ database: fresh.database, embedder: null, log });
});
afterAll(() => fresh.drop());

beforeEach(async () => {
  lines.length = 0;
  folder = await mkdtemp(path.join(tmpdir(), 'besedka-knowledge-'));
  botId = newId('bot');
  await fresh.database.prisma.bot.create({
    data: { id: botId, slug: botId, name: 'Bot', defaultLanguage: 'ru', languages: ['ru', 'en'], personas: [] },
  });
});
afterEach(() => rm(folder, { recursive: true }));

const sync = (by = knowledge) => by.syncFolder({ botId, folder, languages: ['ru', 'en'] });
const put = (name: string, text: string | Buffer) => writeFile(path.join(folder, name), text);
const all = async () => (await knowledge.documents(botId, { first: 100 })).edges.map(({ node }) => node);
const find = (query: string) => knowledge.find({ botId, query, limit: 5 });

describe('a knowledge folder', () => {
  it('is indexed, and once more only where it changed', async () => {
    await put('delivery.ru.md', '# Доставка\n\n## Срок\nДва дня.\n\n## Цена\n300 рублей.');
    await put('delivery.en.md', '# Delivery\n\n## Time\nTwo days.');
    expect(await sync()).toEqual({ added: 2, updated: 0, removed: 0 });
    const before = await all();
    expect(before.map(({ title, language, source, chunkCount }) => [title, language, source, chunkCount])).toEqual([
      ['Delivery', 'en', 'folder:delivery.en.md', 1],
      ['Доставка', 'ru', 'folder:delivery.ru.md', 2],
    ]);
    expect(await sync()).toEqual({ added: 0, updated: 0, removed: 0 });

    await put('delivery.ru.md', '# Доставка\n\n## Срок\nНеделя.');
    expect(await sync()).toEqual({ added: 0, updated: 1, removed: 0 });
    const after = await all();
    expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    expect(after.map(({ version, chunkCount }) => [version, chunkCount])).toEqual([
      [1, 1],
      [2, 1],
    ]);
    expect(await find('рублей')).toEqual([]);
    expect((await find('неделя'))[0]?.text).toBe('Неделя.');
  });

  it('takes away what vanished from it, and nothing else', async () => {
    await put('a.ru.md', 'Альфа');
    await sync();
    await knowledge.add({ botId, title: 'By hand', text: 'Бета' });
    await unlink(path.join(folder, 'a.ru.md'));
    expect(await sync()).toEqual({ added: 0, updated: 0, removed: 1 });
    expect((await all()).map(({ title }) => title)).toEqual(['By hand']);
    expect(await find('альфа')).toEqual([]);
  });

  it('is asked about with one query when nothing changed', async () => {
    await put('a.ru.md', 'Альфа');
    await sync();
    let queries = 0;
    const database = Object.create(fresh.database, {
      prisma: {
        value: fresh.database.prisma.$extends({
          query: {
            $allOperations: ({ args, query }) => {
              queries++;
              return query(args);
            },
          },
        }),
      },
    });
    await sync(new Knowledge({ database, embedder: null, log }));
    expect(queries).toBe(1);
  });

  it('is indexed once when several processes start at once', async () => {
    for (let i = 0; i < 5; i++) await put(`file${i}.ru.md`, `# Файл ${i}\n\nТекст ${i}.`);
    const results = await Promise.all(
      [1, 2, 3].map(() => sync(new Knowledge({ database: fresh.database, embedder: null, log }))),
    );
    expect(results.map(({ added }) => added).reduce((a, b) => a + b)).toBe(5);
    expect(results.map(({ updated }) => updated)).toEqual([0, 0, 0]);
    expect((await all()).map(({ chunkCount }) => chunkCount)).toEqual([1, 1, 1, 1, 1]);
  });

  it('tells which files it does not read and why, and keeps what was known of them', async () => {
    await put('good.ru.md', 'Хорошо');
    await put('later.ru.md', 'Сначала хорошо');
    await sync();
    await put('later.ru.md', Buffer.from([0xcf, 0xf0, 0xe8]));
    await put('binary.ru.md', 'a\0b');
    await put('large.ru.md', 'x'.repeat(1_048_577));
    await put('nolanguage.md', 'x');
    await put('foreign.fr.md', 'x');
    await mkdir(path.join(folder, 'folder.ru.md'));
    expect(await sync()).toEqual({ added: 0, updated: 0, removed: 0 });
    expect((await all()).map(({ source }) => source)).toEqual(['folder:good.ru.md', 'folder:later.ru.md']);
    const reason = (file: string) => lines.find((line) => line.includes(`"${file}"`)) ?? '';
    expect(reason('later.ru.md')).toContain('it is not UTF-8');
    expect(reason('binary.ru.md')).toContain('it is not a text');
    expect(reason('large.ru.md')).toContain('it is larger than 1048576 bytes');
    expect(reason('folder.ru.md')).toContain('it is not a file');
    expect(reason('nolanguage.md')).toContain('not named');
    expect(reason('foreign.fr.md')).toContain('not named');
  });

  it('follows links inside itself and not out of itself', async () => {
    await mkdir(path.join(folder, '..data'));
    await put('..data/inside.ru.md', 'Внутри');
    await symlink('..data/inside.ru.md', path.join(folder, 'inside.ru.md'));
    await symlink('/etc/passwd', path.join(folder, 'outside.ru.md'));
    await sync();
    expect((await all()).map(({ source }) => source)).toEqual(['folder:inside.ru.md']);
    expect(lines.join('')).toContain('a link out of the folder');
  });

  it('may be missing', async () => {
    const missing = { botId, folder: path.join(folder, 'missing'), languages: ['ru'] };
    expect(await knowledge.syncFolder(missing)).toEqual({ added: 0, updated: 0, removed: 0 });
  });
});

describe('documents', () => {
  it('are added by hand, found, listed page by page and removed', async () => {
    const added = [];
    for (const n of [1, 2, 3]) added.push(await knowledge.add({ botId, title: `T${n}`, text: `Слон ${n}` }));
    expect(added[0]).toMatchObject({ botId, title: 'T1', language: 'ru', source: 'api', version: 1, chunkCount: 1 });

    const first = await knowledge.documents(botId, { first: 2 });
    expect(first.edges.map(({ node }) => node.title)).toEqual(['T1', 'T2']);
    expect(first.hasNextPage).toBe(true);
    expect(await first.total()).toBe(3);
    const rest = await knowledge.documents(botId, { first: 2, after: first.edges.at(-1)?.cursor });
    expect(rest.edges.map(({ node }) => node.title)).toEqual(['T3']);
    const last = await knowledge.documents(botId, { last: 2 });
    expect(last.edges.map(({ node }) => node.title)).toEqual(['T2', 'T3']);

    const [one] = added;
    expect(await knowledge.remove(one?.id ?? '')).toEqual(one);
    expect(await knowledge.remove(one?.id ?? '')).toBeUndefined();
    expect((await find('слон')).map(({ title }) => title).toSorted()).toEqual(['T2', 'T3']);
  });

  it('are loaded in the order that was asked for', async () => {
    const a = await knowledge.add({ botId, title: 'A', text: 'a b' });
    const b = await knowledge.add({ botId, title: 'B', text: 'a b' });
    expect(await knowledge.documentsByIds([b.id, newId('document'), a.id])).toEqual([b, undefined, a]);
  });

  it('lose what cannot be stored and nobody can see', async () => {
    const { title } = await knowledge.add({ botId, title: ' A\0\n\uD800B ', text: 'Ко\0т \u{E0041}\uDC00' });
    expect(title).toBe('A \uFFFDB');
    expect((await find('кот'))[0]?.text).toBe('Кот \uFFFD');
  });

  it.each([
    [{ title: '  ', text: 'x' }, { title: 'blank' }],
    [{ title: 'x', text: ' \n' }, { text: 'blank' }],
    [{ title: 'x', text: '<!-- note -->' }, { text: 'blank' }],
    [{ title: 'x', text: 'x'.repeat(1_000_001) }, { text: 'too_long' }],
    [{ title: 'x', text: 'x', source: 'folder:a.ru.md' }, { source: 'invalid' }],
  ])('are refused when they are not right: %#', async (document, fields) => {
    await expect(knowledge.add({ botId, ...document })).rejects.toMatchObject({ code: 'BAD_USER_INPUT', fields });
  });

  it('of an unknown bot are refused', async () => {
    const adding = knowledge.add({ botId: newId('bot'), title: 'x', text: 'x' });
    await expect(adding).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
