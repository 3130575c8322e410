import { type GraphqlApp, openGraphqlApp, post } from '../kit/graphql-app';

let app: GraphqlApp;
let id: string;
beforeAll(async () => {
  app = await openGraphqlApp();
  id = await start('refusals');
});
afterAll(() => app.close());

async function start(externalUserId: string): Promise<string> {
  const { data } = await app.post(startMutation, { input: { botId: app.botId, externalUserId } });
  return data.startDialogue.dialogue.id;
}

const startMutation = 'mutation($input: StartDialogueInput!) { startDialogue(input: $input) { dialogue { id } } }';
const sendMutation =
  'mutation($input: SendUserMessageInput!) { sendUserMessage(input: $input) { message { id seq text } } }';
const codeOf = ({ errors }: { errors: { extensions: Record<string, any> }[] | undefined }) =>
  errors?.[0]?.extensions['code'];

async function keyWith(scopes: string[]): Promise<{ authorization: string }> {
  const { data } = await app.post(
    'mutation($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret client { scopes } } }',
    { input: { name: 'test', scopes } },
  );
  return { authorization: `Bearer ${data.createApiKey.secret}` };
}

describe('a repeat with the same idempotency key', () => {
  it('gets the first answer and does nothing again', async () => {
    const input = { dialogueId: id, text: 'once', idempotencyKey: 'key 1' };
    const answers = await Promise.all([app.post(sendMutation, { input }), app.post(sendMutation, { input })]);
    expect(answers[0]?.data.sendUserMessage).toEqual(answers[1]?.data.sendUserMessage);
    const { data } = await app.post('query($id: ID!) { dialogue(id: $id) { messages { totalCount } } }', { id });
    expect(data.dialogue.messages.totalCount).toBe(1);
  });

  it('is refused for something else, and outside 1..64 characters', async () => {
    const conflict = { dialogueId: id, text: 'another', idempotencyKey: 'key 1' };
    expect(codeOf(await app.post(sendMutation, { input: conflict }))).toBe('IDEMPOTENCY_CONFLICT');
    for (const idempotencyKey of ['', 'k'.repeat(65)]) {
      const answer = await app.post(sendMutation, { input: { ...conflict, idempotencyKey } });
      expect(answer.errors?.[0]?.extensions['fields']).toHaveProperty('idempotencyKey');
    }
  });

  it('gets the same document of knowledge', async () => {
    const input = {
      botId: app.botId,
      title: 'Parking',
      text: '# Parking\n\nThe car park opens at noon.',
      idempotencyKey: 'doc',
    };
    const add = () =>
      app.post(
        'mutation($input: AddKnowledgeInput!) { addKnowledge(input: $input) { document { id title bot { slug } } } }',
        { input },
      );
    const [first, second] = [await add(), await add()];
    expect(first.data.addKnowledge.document).toMatchObject({ title: 'Parking', bot: { slug: 'helpdesk' } });
    expect(second.data).toEqual(first.data);
    const documentId = first.data.addKnowledge.document.id;
    const hits = await app.post(
      'query($bot: ID!) { searchKnowledge(bot: $bot, query: "When does the car park open?", first: 5) { document { id } passage score } }',
      { bot: app.botId },
    );
    expect(hits.data.searchKnowledge[0].document.id).toBe(documentId);
    const remove = () =>
      app.post('mutation($input: KnowledgeInput!) { removeKnowledge(input: $input) { document { id updatedAt } } }', {
        input: { documentId, idempotencyKey: 'gone' },
      });
    const removed = [await remove(), await remove()];
    expect(removed[0]?.errors).toBeUndefined();
    expect(removed[1]?.data).toEqual(removed[0]?.data);
  });
});

describe('a page', () => {
  const page = (args: string) =>
    app.post(
      `query($id: ID!) { dialogue(id: $id) { messages(${args}) { nodes { seq } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`,
      { id },
    );

  it('is read from both ends by cursors', async () => {
    for (let n = 0; n < 6; n++) await app.post(sendMutation, { input: { dialogueId: id, text: `page ${n}` } });
    const first = (await page('first: 3')).data.dialogue.messages;
    expect(first.nodes).toEqual([{ seq: 1 }, { seq: 2 }, { seq: 3 }]);
    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    const next = (await page(`first: 3, after: "${first.pageInfo.endCursor}"`)).data.dialogue.messages;
    expect(next.nodes).toEqual([{ seq: 4 }, { seq: 5 }, { seq: 6 }]);
    const last = (await page(`last: 2, before: "${next.pageInfo.endCursor}"`)).data.dialogue.messages;
    expect(last.nodes).toEqual([{ seq: 4 }, { seq: 5 }]);
    expect(last.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
  });

  it.each([
    'first: 0',
    'first: 101',
    'last: 0',
    'first: 1000000000',
    'first: -1',
    'first: 1, last: 1',
    'after: "?"',
    'before: "WyJ4Il0"',
  ])('with %s is refused', async (args) => {
    const answer = await page(args);
    expect(codeOf(answer)).toBe('BAD_USER_INPUT');
    expect(Object.values(answer.errors?.[0]?.extensions['fields'])).toHaveLength(1);
  });
});

describe('ids', () => {
  const absent = (type: string) => `${type}_${'0'.repeat(32)}`;

  it('that are absent, foreign or no ids at all are answered alike', async () => {
    const types = ['bot', 'user', 'operator', 'dialogue', 'message', 'handoff', 'document', 'canned'];
    const others = ['suggestion', 'proposal', 'training', 'detector', 'passage', 'example'];
    for (const nodeId of [...[...types, ...others].map(absent), 'nonsense', '', 'dialogue_1', '\u0000']) {
      const { data, errors } = await app.post(
        'query($id: ID!) { node(id: $id) { id } dialogue(id: $id) { id } user(id: $id) { id } }',
        { id: nodeId },
      );
      expect({ data, errors }).toEqual({ data: { node: null, dialogue: null, user: null }, errors: undefined });
    }
    for (const dialogueId of [absent('dialogue'), absent('user'), 'nonsense', "'; drop table users; --"]) {
      expect(codeOf(await app.post(sendMutation, { input: { dialogueId, text: 'x' } }))).toBe('NOT_FOUND');
    }
  });

  it('of everything are resolved by node', async () => {
    const { data } = await app.post(
      'query($id: ID!) { dialogue(id: $id) { user { id } bot { id } lastMessage { id } } me { ... on ApiClient { id } } }',
      { id },
    );
    const ids = [id, data.dialogue.user.id, data.dialogue.bot.id, data.dialogue.lastMessage.id, data.me.id];
    for (const nodeId of ids) {
      const answer = await app.post('query($id: ID!) { node(id: $id) { id __typename } }', { id: nodeId });
      expect(answer.data.node.id).toBe(nodeId);
    }
  });
});

describe('rights', () => {
  it('are asked for everywhere', async () => {
    const reader = await keyWith(['dialogues:read']);
    const nobody = await keyWith(['knowledge:read']);
    const cases: [string, object, Record<string, string>, string][] = [
      [sendMutation, { input: { dialogueId: id, text: 'x' } }, reader, 'FORBIDDEN'],
      [
        'mutation($input: AcceptHandoffInput!) { acceptHandoff(input: $input) { handoff { id } } }',
        { input: { dialogueId: id } },
        { authorization: `Bearer ${app.key}` },
        'FORBIDDEN',
      ],
      ['mutation { createApiKey(input: { name: "x", scopes: ["admin"] }) { secret } }', {}, reader, 'FORBIDDEN'],
      ['{ dialogues { totalCount } }', {}, nobody, 'FORBIDDEN'],
      ['{ bots { id } }', {}, nobody, 'FORBIDDEN'],
      [`{ node(id: "${id}") { id } }`, {}, nobody, 'FORBIDDEN'],
      ['{ bots { id } }', {}, { authorization: 'Bearer bsk_nonsense' }, 'UNAUTHENTICATED'],
      ['{ bots { id } }', {}, { cookie: `besedka_session=${'x'.repeat(43)}` }, 'UNAUTHENTICATED'],
    ];
    for (const [query, variables, headers, code] of cases)
      expect(codeOf(await app.post(query, variables, headers))).toBe(code);
  });

  it('end with the key', async () => {
    const headers = await keyWith(['dialogues:read']);
    const { data } = await app.post('{ me { ... on ApiClient { id } } }', {}, headers);
    await app.post('mutation($input: ApiKeyInput!) { revokeApiKey(input: $input) }', {
      input: { clientId: data.me.id },
    });
    expect(codeOf(await app.post('{ me { __typename } }', {}, headers))).toBe('UNAUTHENTICATED');
  });
});

describe('requests', () => {
  const authorization = () => ({ authorization: `Bearer ${app.key}` });

  it('that are too large, batched, by GET or no JSON are refused', async () => {
    const large = await post(
      app.url,
      { query: '{ bots { id } }', variables: { x: 'x'.repeat(300_000) } },
      authorization(),
    );
    expect(large.status).toBe(413);
    expect((await post(app.url, [{ query: '{ bots { id } }' }], authorization())).status).toBe(400);
    expect((await post(app.url, '{"query": ', authorization())).status).toBe(400);
    expect((await fetch(`${app.url}?query={bots{id}}`, { headers: authorization() })).status).toBe(404);
    const text = await fetch(app.url, {
      method: 'POST',
      headers: { ...authorization(), 'content-type': 'text/plain' },
      body: '{"query":"{bots{id}}"}',
    });
    expect(text.status).toBeGreaterThanOrEqual(400);
    const persisted = { extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } };
    expect((await post(app.url, persisted, authorization())).status).toBe(400);
  });

  it('of foreign pages are refused with a session, and cannot sign anybody in', async () => {
    const query = 'mutation { signIn(input: { email: "a@b.c", password: "12345678" }) { operator { id } } }';
    const answer = await app.post(query, {}, { origin: 'https://evil.example' });
    expect({ status: answer.status, code: codeOf(answer) }).toEqual({ status: 403, code: 'FORBIDDEN' });
  });

  it('to sign in are limited, and say when to come again', async () => {
    const query = 'mutation { signIn(input: { email: "who@example.org", password: "wrong one" }) { operator { id } } }';
    const codes = [];
    for (let n = 0; n < 6; n++) codes.push(await app.post(query, {}, {}));
    expect(codes.map(codeOf)).toEqual([...Array<string>(5).fill('UNAUTHENTICATED'), 'RATE_LIMITED']);
    expect(codes.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429]);
    expect(Number(codes[5]?.headers.get('retry-after'))).toBeGreaterThan(0);
    let last = codes[5];
    for (let n = 0; n < 30; n++) last = await app.post('{ __typename }', {}, {});
    expect({ status: last?.status, code: last && codeOf(last) }).toEqual({ status: 429, code: 'RATE_LIMITED' });
  });

  it('with what no text may hold are answered', async () => {
    const texts = ['a\u0000b', '\ud800', '👍🏽'];
    for (const text of texts) {
      const answer = await app.post(sendMutation, { input: { dialogueId: id, text, idempotencyKey: `${text}key` } });
      expect(answer.errors).toBeUndefined();
    }
    const literal = await app.post(
      `mutation { sendUserMessage(input: { dialogueId: "${id}", text: "a\\u0000b" }) { message { text } } }`,
    );
    expect(literal.data.sendUserMessage.message.text).toBe('ab');
    expect(codeOf(await app.post(sendMutation, { input: { dialogueId: id, text: '' } }))).toBe('BAD_USER_INPUT');
  });
});
