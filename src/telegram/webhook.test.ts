import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import fastify, { type FastifyInstance } from 'fastify';
import type { NewInboxItem } from '../dialogues/inbox-item';
import { freePort } from '../infra/free-port';
import { openLog } from '../infra/log';
import { registerWebhook } from './webhook';

const secret = 'correct-horse_battery';

/** An inbox in memory that can be away, or silent. */
class ListInbox {
  readonly items: NewInboxItem[] = [];
  mood: 'well' | 'away' | 'silent' = 'well';

  async store(item: NewInboxItem): Promise<void> {
    if (this.mood === 'silent') return new Promise(() => {});
    if (this.mood === 'away') throw new Error('connection refused: password=geheim');
    this.items.push(item);
  }
}

let server: FastifyInstance;
let inbox: ListInbox;
let root: string;
let port: number;

beforeEach(async () => {
  inbox = new ListInbox();
  server = fastify();
  const bots = [{ botId: 'bot_1', slug: 'helpdesk', secret }];
  await registerWebhook(server, { bots, inbox, log: openLog('silent'), patienceMs: 200 });
  server.post('/other', (request) => ({ got: request.body }));
  port = await freePort();
  root = await server.listen({ port, host: '127.0.0.1' });
});

afterEach(() => server.close());

function post(body: string | Buffer, headers: Record<string, string> = {}, path = '/telegram/helpdesk') {
  return fetch(root + path, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret, ...headers },
  });
}

const update = { update_id: 1, message: { message_id: 2, chat: { id: 42, type: 'private' }, text: 'Привет 😀' } };

describe('POST /telegram/<slug>', () => {
  it('stores the update in the lane of its chat, then answers 200 with nothing', async () => {
    const answer = await post(JSON.stringify(update));
    expect([answer.status, await answer.text()]).toEqual([200, '']);
    expect(inbox.items).toEqual([
      { lane: 'bot_1:42', source: 'telegram', botId: 'bot_1', dedupeKey: 'bot_1:1', payload: update },
    ]);
  });

  it('stores what it does not know in a lane of its own', async () => {
    const answer = await post('{"update_id":3,"something_new":{"a":1}}');
    expect(answer.status).toBe(200);
    expect(inbox.items[0]).toMatchObject({ lane: 'bot_1:other', dedupeKey: 'bot_1:3' });
  });

  it('stores a note in place of what no database could hold', async () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    expect((await post(`{"update_id":4,"x":${deep}}`)).status).toBe(200);
    expect(inbox.items[0]?.payload).toEqual({ update_id: 4, unreadable: 'nested too deeply' });
  });

  it.each([
    ['none', {}],
    ['a wrong one', { 'x-telegram-bot-api-secret-token': `${secret}x` }],
    ['an empty one', { 'x-telegram-bot-api-secret-token': '' }],
    ['one of 300 characters', { 'x-telegram-bot-api-secret-token': 'x'.repeat(300) }],
  ])('answers 401 with nothing when the secret is %s', async (_what, headers) => {
    const answer = await fetch(`${root}/telegram/helpdesk`, {
      method: 'POST',
      body: JSON.stringify(update),
      headers: { 'content-type': 'application/json', ...(headers as Record<string, string>) },
    });
    expect([answer.status, await answer.text()]).toEqual([401, '']);
    expect(inbox.items).toEqual([]);
  });

  it('answers 401 when there are two secrets, the right one among them', async () => {
    const socket = connect(port, '127.0.0.1');
    const header = (value: string) => `X-Telegram-Bot-Api-Secret-Token: ${value}\r\n`;
    socket.write(
      `POST /telegram/helpdesk HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${header(secret)}${header(secret)}` +
        'Content-Type: application/json\r\nContent-Length: 15\r\n\r\n{"update_id":1}',
    );
    const [first] = (await once(socket, 'data')) as [Buffer];
    expect(first.toString()).toMatch(/^HTTP\/1.1 401 /);
    socket.destroy();
    expect(inbox.items).toEqual([]);
  });

  it.each([
    ['not JSON', 'nonsense'],
    ['empty', ''],
    ['null', 'null'],
    ['a list', '[]'],
    ['without a number', '{}'],
    ['with a text for a number', '{"update_id":"1"}'],
    ['with a negative number', '{"update_id":-1}'],
    ['with a number too large', '{"update_id":9007199254740992}'],
    ['with a broken number', '{"update_id":1.5}'],
    ['not UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
  ])('answers 400 in JSON, without a stack, when the body is %s', async (_what, body) => {
    const answer = await post(body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ error: 'this is not an update' });
    expect(inbox.items).toEqual([]);
  });

  it('answers 400 when the body says that it is something else', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'nonsense']) {
      expect((await post(JSON.stringify(update), { 'content-type': type })).status).toBe(400);
    }
    expect(inbox.items).toEqual([]);
  });

  it('refuses a body over 1 MB', async () => {
    const fits = `{"update_id":1,"x":"${'x'.repeat(1024 * 1024 - 22)}"}`;
    expect((await post(fits)).status).toBe(200);
    expect((await post(`${fits} `)).status).toBe(413);
    expect(inbox.items).toHaveLength(1);
  });

  it('refuses a compressed body without unpacking it', async () => {
    const answer = await post(gzipSync(JSON.stringify(update)), { 'content-encoding': 'gzip' });
    expect(answer.status).toBe(415);
    expect(inbox.items).toEqual([]);
  });

  it('answers 405 to other methods and 404 to other bots', async () => {
    for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      const answer = await fetch(`${root}/telegram/helpdesk`, { method });
      expect([method, answer.status, answer.headers.get('allow')]).toEqual([method, 405, 'POST']);
    }
    for (const path of ['/telegram/other', '/telegram/', '/telegram/helpdesk/x', '/telegram/__proto__']) {
      expect([path, (await post('{}', {}, path)).status]).toEqual([path, 404]);
    }
  });

  it.each(['away', 'silent'] as const)('answers 503 and when to come again while the store is %s', async (mood) => {
    inbox.mood = mood;
    const began = performance.now();
    const answer = await post(JSON.stringify(update));
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await answer.text()).not.toContain('geheim');
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  it('lets the rest of the server read bodies in its own way', async () => {
    const answer = await post('{"a":1}', {}, '/other');
    expect(await answer.json()).toEqual({ got: { a: 1 } });
  });
});
