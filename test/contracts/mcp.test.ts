import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { bootstrapKey, type House, openHouse } from '../kit/house';
import { until } from '../kit/until';

jest.setTimeout(240_000);

let house: House;
let botId: string;
const clients: Client[] = [];

beforeAll(async () => {
  house = await openHouse();
  botId = (await house.api.call('{ bots { id } }')).bots[0].id;
  const input = { botId, title: 'Lanterns', text: '# Lanterns\n\nThe lantern walk begins at nine at the old mill.' };
  await house.api.call('mutation ($input: AddKnowledgeInput!) { addKnowledge(input: $input) { document { id } } }', {
    input,
  });
});
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
});
afterAll(async () => {
  await house.api.close();
  await house.close();
});

async function keyWith(...scopes: string[]): Promise<string> {
  const create = 'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret } }';
  return (await house.api.call(create, { input: { name: 'an assistant', scopes } })).createApiKey.secret;
}

async function assistant(key: string, headers: Record<string, string> = {}): Promise<Client> {
  const client = new Client({ name: 'an assistant of the tests', version: '1' });
  const requestInit = { headers: { authorization: `Bearer ${key}`, ...headers } };
  await client.connect(new StreamableHTTPClientTransport(new URL(`${house.app.url}/mcp`), { requestInit }));
  clients.push(client);
  return client;
}

async function namesFor(client: Client): Promise<string[]> {
  return (await client.listTools()).tools.map(({ name }) => name);
}

async function call(client: Client, name: string, args: object = {}): Promise<any> {
  const { isError, structuredContent, content } = await client.callTool({ name, arguments: { ...args } });
  if (isError) throw new Error((content as { text: string }[])[0]?.text);
  expect(JSON.parse((content as { text: string }[])[0]?.text ?? '')).toEqual(structuredContent);
  return structuredContent;
}

function post(body: unknown, headers: Record<string, string> = {}, method = 'POST'): Promise<Response> {
  const accept = 'application/json, text/event-stream';
  const sent = typeof body === 'string' ? body : JSON.stringify(body);
  return fetch(`${house.app.url}/mcp`, {
    method,
    headers: { 'content-type': 'application/json', accept, ...headers },
    ...(method === 'POST' && { body: sent }),
  });
}

const listing = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
const own = { authorization: `Bearer ${bootstrapKey}` };

describe('an assistant with a key', () => {
  it('finds a dialogue, reads it, asks the knowledge, leaves a note and calls a person', async () => {
    const client = await assistant(bootstrapKey);
    const all = ['list_bots', 'search_dialogues', 'read_dialogue', 'request_handoff', 'add_note', 'search_knowledge'];
    expect(await namesFor(client)).toEqual(all);
    const person = house.person({ first_name: 'Marfa', language_code: 'en' });
    person.writes('Is there a zebracorn in stock?');
    const found = async () => (await call(client, 'search_dialogues', { query: 'zebracorn' })).dialogues;
    await until('the dialogue', async () => (await found()).length === 1);
    const [dialogue] = await found();
    expect(dialogue).toMatchObject({ bot: 'helpdesk', user: { name: 'Marfa' }, language: 'en', status: 'BOT' });
    const { messages } = await call(client, 'read_dialogue', { dialogue_id: dialogue.id });
    expect(messages[0]).toMatchObject({ seq: 1, role: 'USER', text: 'Is there a zebracorn in stock?' });
    const { passages } = await call(client, 'search_knowledge', {
      bot: 'helpdesk',
      query: 'When does the lantern walk begin?',
    });
    expect(passages[0]).toMatchObject({ title: 'Lanterns' });
    const note = { dialogue_id: dialogue.id, text: 'She wants a zebracorn.', idempotency_key: 'one' };
    const first = await call(client, 'add_note', note);
    expect(await call(client, 'add_note', note)).toEqual(first);
    await until('the answer', () => person.allHeard().length > 0);
    expect(await call(client, 'request_handoff', { dialogue_id: dialogue.id })).toMatchObject({ status: 'WAITING' });
    await until('the phrase', () =>
      person.allHeard().some(({ text }) => /connecting you to a human/i.test(text ?? '')),
    );
    const later = await call(client, 'read_dialogue', { dialogue_id: dialogue.id, after_seq: 1 });
    expect(later.messages.map(({ role }: { role: string }) => role)).toContain('NOTE');
    expect((await call(client, 'list_bots')).bots).toMatchObject([{ slug: 'helpdesk', id: botId }]);
  });

  it.each([
    [['dialogues:read'], ['list_bots', 'search_dialogues', 'read_dialogue']],
    [['dialogues:write'], ['request_handoff', 'add_note']],
    [['knowledge:read'], ['search_knowledge']],
    [['users:write', 'knowledge:write', 'supervise', 'admin'], []],
  ])('with %j sees %j, and can do nothing else', async (scopes, names) => {
    const client = await assistant(await keyWith(...scopes));
    expect(await namesFor(client)).toEqual(names);
    const hidden = (await namesFor(await assistant(bootstrapKey))).filter((name) => !names.includes(name as never));
    for (const name of hidden) {
      await expect(client.callTool({ name, arguments: { dialogue_id: 'x', text: 'x' } })).rejects.toThrow(
        `There is no tool ${name}`,
      );
    }
  });

  it('reads of refusals in its language, and that absent and foreign are the same', async () => {
    const client = await assistant(bootstrapKey, { 'accept-language': 'ru' });
    await expect(call(client, 'read_dialogue', { dialogue_id: `dialogue_${'0'.repeat(32)}` })).rejects.toThrow(
      /^NOT_FOUND: .*[а-я]/,
    );
    await expect(call(client, 'read_dialogue', { dialogue_id: botId })).rejects.toThrow(/^NOT_FOUND/);
    await expect(call(client, 'search_knowledge', { bot: 'nobody', query: 'x' })).rejects.toThrow(/^NOT_FOUND/);
    await expect(call(client, 'search_dialogues', { after: 'rubbish' })).rejects.toThrow(
      /^BAD_USER_INPUT: .*\nafter: /,
    );
    await expect(call(client, 'search_dialogues', { first: 1_000 })).rejects.toThrow(/first/);
    await expect(call(client, 'search_dialogues', { sql: 'drop' })).rejects.toThrow(/sql/);
    await expect(call(client, 'no_such_tool')).rejects.toThrow(/There is no tool/);
    const odd = { query: `a\u0000'; drop table dialogues; -- %_\\ \u{E0041}` };
    expect((await call(client, 'search_dialogues', odd)).dialogues).toEqual([]);
  });
});

describe('the door', () => {
  it('is closed without a key, says how to come in, and knows no sessions', async () => {
    const nobody = await post(listing);
    expect([nobody.status, nobody.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="besedka"']);
    const wrong = await post(listing, { authorization: 'Bearer bsk_nonsense' });
    expect([wrong.status, wrong.headers.get('www-authenticate')]).toEqual([
      401,
      'Bearer realm="besedka", error="invalid_token"',
    ]);
    const operator = await house.operator('Mira', 'ADMIN');
    const { cookie } = (operator as unknown as { headers: { cookie: string } }).headers;
    expect((await post(listing, { cookie })).status).toBe(401);
    expect((await post(listing, { ...own, origin: 'https://evil.example' })).status).toBe(403);
    expect((await post(listing, { ...own, origin: new URL(house.app.url).origin })).status).toBe(200);
    for (const method of ['GET', 'DELETE', 'PUT']) {
      const answer = await post(undefined, own, method);
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
    }
  });

  it('ends with the key', async () => {
    const created = await house.api.call(
      'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret client { id } } }',
      { input: { name: 'short', scopes: ['dialogues:read'] } },
    );
    const { secret, client } = created.createApiKey;
    const authorization = `Bearer ${secret}`;
    expect((await post(listing, { authorization })).status).toBe(200);
    await house.api.call('mutation ($input: ApiKeyInput!) { revokeApiKey(input: $input) }', {
      input: { clientId: client.id },
    });
    expect((await post(listing, { authorization })).status).toBe(401);
  });

  it.each([
    ['not JSON', '{', 400],
    ['nothing', '', 400],
    ['null', 'null', 400],
    ['a text', '"tools/list"', 400],
    ['a batch', JSON.stringify([listing, listing]), 400],
    ['no method', JSON.stringify({ jsonrpc: '2.0', id: 1 }), 400],
    ['too much', JSON.stringify({ ...listing, params: { x: 'a'.repeat(300_000) } }), 413],
  ])('answers %s with a fault of the request', async (_what, body, status) => {
    const answer = await post(body, own);
    expect(answer.status).toBe(status);
    expect(await answer.text()).not.toMatch(/node_modules|at .*\.(ts|js):/);
  });

  it('refuses other bodies than JSON', async () => {
    expect((await post('a=b', { ...own, 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(415);
  });

  it('counts what a key asks, and who knocks without one', async () => {
    const authorization = `Bearer ${await keyWith('knowledge:read')}`;
    const statuses: number[] = [];
    for (let n = 0; n < 31; n++) {
      statuses.push(
        ...(await Promise.all(Array.from({ length: 20 }, async () => (await post(listing, { authorization })).status))),
      );
    }
    expect([statuses.filter((one) => one === 200).length, statuses.filter((one) => one === 429).length]).toEqual([
      600, 20,
    ]);
    const knocks = await Promise.all(Array.from({ length: 40 }, () => post(listing)));
    expect(knocks.some(({ status, headers }) => status === 429 && Number(headers.get('retry-after')) > 0)).toBe(true);
    expect((await post(listing, own)).status).toBe(200);
  });
});
