import { GraphqlCaller } from '../kit/graphql-caller';
import { type House, openHouse } from '../kit/house';
import { until } from '../kit/until';
import { isSignedWith, openWebhookReceiver, type WebhookReceiver } from '../kit/webhook-receiver';

jest.setTimeout(240_000);

let house: House;
let receiver: WebhookReceiver;
let botId: string;
let users = 0;

beforeAll(async () => {
  receiver = await openWebhookReceiver();
  house = await openHouse({ TRUSTED_HOSTS: receiver.host });
  botId = (await house.api.call('{ bots { id } }')).bots[0].id;
});
beforeEach(() => {
  receiver.came.length = 0;
  receiver.decide(() => 200);
});
afterEach(async () => {
  for (const { id } of (await house.api.call('{ webhooks { id } }')).webhooks)
    await mutate('deleteWebhook', { endpointId: id });
});
afterAll(async () => {
  await house.api.close();
  await house.close();
  await receiver.close();
});

const endpointFields = 'id url enabled disabledFor failures pending cursor eventTypes bots { slug }';
const selections: Record<string, string> = {
  createWebhook: `{ secret endpoint { ${endpointFields} } }`,
  rotateWebhookSecret: `{ secret endpoint { ${endpointFields} } }`,
  updateWebhook: `{ endpoint { ${endpointFields} } }`,
  replayWebhook: `{ endpoint { ${endpointFields} } }`,
  redeliverWebhook: '{ delivery { id status attempts } }',
  testWebhook: '{ taken responseCode error }',
  deleteWebhook: '',
};

async function mutate(name: string, input: object, caller: GraphqlCaller = house.api): Promise<any> {
  const type =
    name === 'deleteWebhook' || name === 'testWebhook'
      ? 'WebhookInput'
      : `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  return (await caller.call(`mutation ($input: ${type}!) { ${name}(input: $input) ${selections[name]} }`, { input }))[
    name
  ];
}

async function endpointOf(input: object = {}): Promise<{ id: string; secret: string }> {
  const { secret, endpoint } = await mutate('createWebhook', {
    url: receiver.url,
    eventTypes: ['MESSAGE_ADDED'],
    ...input,
  });
  return { id: endpoint.id, secret };
}

async function stateOf(id: string): Promise<any> {
  return (
    await house.api.call(`query ($id: ID!) { node(id: $id) { ... on WebhookEndpoint { ${endpointFields} } } }`, { id })
  ).node;
}

async function deliveriesOf(endpoint: string): Promise<any[]> {
  const query = `query ($endpoint: ID!) { webhookDeliveries(endpoint: $endpoint) {
    nodes { id status attempts responseCode error eventType cursor nextAttemptAt body endpoint { id } } } }`;
  return (await house.api.call(query, { endpoint })).webhookDeliveries.nodes;
}

/** A dialogue of a new user of the app, in which an operator answers: the bot keeps quiet. */
async function quietDialogue(): Promise<string> {
  users += 1;
  const start = 'mutation ($input: StartDialogueInput!) { startDialogue(input: $input) { dialogue { id } } }';
  const { startDialogue } = await house.api.call(start, {
    input: { botId, externalUserId: `user ${users}`, displayName: 'Zoe' },
  });
  return startDialogue.dialogue.id;
}

async function note(dialogueId: string, text: string): Promise<string> {
  const add = 'mutation ($input: AddNoteInput!) { addNote(input: $input) { message { id } } }';
  return (await house.api.call(add, { input: { dialogueId, text } })).addNote.message.id;
}

const textsTaken = () => receiver.taken().map(({ event }) => event.data.message.text);

describe('an app that is told what happens', () => {
  it.each([
    ['ru', 'Сколько стоит доставка курьером в Казань?', '390 ₽', 'Соедините с оператором'],
    ['en', 'How much is courier delivery to Kazan?', '390', 'Let me talk to a human'],
  ])(
    'hears in %s of the question, the answer and the handoff, in order, signed, as the API shows them',
    async (language, question, fact, wish) => {
      const { secret } = await endpointOf({ eventTypes: [] });
      const person = house.person({ language_code: language });
      person.writes(question);
      await until('the answer', () => receiver.taken().some(({ event }) => event.data.message?.role === 'BOT'));
      person.writes(wish);
      await until('the handoff', () => receiver.taken().some(({ event }) => event.type === 'handoff.changed'));
      const taken = receiver.taken();
      expect(taken.every((came) => isSignedWith(secret, came))).toBe(true);
      expect(taken.every(({ headers, event }) => headers['besedka-event'] === event.type)).toBe(true);
      const ids = taken.map(({ event }) => Number.parseInt(event.id.slice('ev_'.length), 36));
      expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => a - b));
      const said = taken.filter(({ event }) => event.type === 'message.added').map(({ event }) => event.data.message);
      expect(said.map(({ role }) => role).slice(0, 2)).toEqual(['USER', 'BOT']);
      expect(said[0]).toMatchObject({
        text: question,
        language,
        dialogue: { bot: { slug: 'helpdesk' }, user: { channel: 'TELEGRAM' } },
      });
      expect(said[1].text).toContain(fact);
      const query = `query ($id: ID!) { node(id: $id) { ... on Message { id seq role text language createdAt
      dialogue { id bot { id slug } user { id channel externalId displayName language } } citations { document { id title } passage score } } } }`;
      const { node } = await house.api.call(query, { id: said[1].id });
      expect(said[1]).toMatchObject(node);
    },
  );

  it('hears nothing of what it did not ask for', async () => {
    await endpointOf({ eventTypes: ['HANDOFF_CHANGED'] });
    const { id } = await endpointOf({ botIds: [botId], description: 'of this bot' });
    const dialogueId = await quietDialogue();
    await note(dialogueId, 'only this');
    await until('the note', () => receiver.taken().length === 1);
    await note(dialogueId, 'and this');
    await until('both', () => receiver.taken().length === 2);
    expect(receiver.taken().map(({ event }) => event.type)).toEqual(['message.added', 'message.added']);
    expect(await stateOf(id)).toMatchObject({ bots: [{ slug: 'helpdesk' }], eventTypes: ['MESSAGE_ADDED'] });
  });

  it('misses nothing and gets all in order when it was away for a moment', async () => {
    const { id } = await endpointOf();
    const dialogueId = await quietDialogue();
    const troubles: (number | 'nothing')[] = ['nothing', 503, 429];
    receiver.decide(() => troubles.shift() ?? 200);
    for (let n = 1; n <= 5; n++) await note(dialogueId, `${n}`);
    await until('all five', () => receiver.taken().length === 5);
    expect(textsTaken()).toEqual(['1', '2', '3', '4', '5']);
    expect(receiver.came.slice(0, 4).map(({ raw }) => raw)).toEqual(Array(4).fill(receiver.came[0]?.raw));
    expect(new Set(receiver.came.slice(0, 4).map(({ headers }) => headers['besedka-delivery'])).size).toBe(1);
    await until('the log', async () => (await deliveriesOf(id)).every(({ status }) => status === 'DELIVERED'));
    expect((await deliveriesOf(id)).at(-1)).toMatchObject({
      attempts: 4,
      responseCode: 200,
      error: null,
      endpoint: { id },
    });
    expect(await stateOf(id)).toMatchObject({ failures: 0, pending: 0, enabled: true });
  });

  it('is told the rest while it refuses one thing, and that again later', async () => {
    const { id } = await endpointOf();
    const dialogueId = await quietDialogue();
    let refuses = true;
    receiver.decide(({ event }) => (refuses && event.data.message.text === 'poison' ? 422 : 200));
    for (const text of ['before', 'poison', 'after']) await note(dialogueId, text);
    await until('the others', () => receiver.taken().length === 2);
    expect(textsTaken()).toEqual(['before', 'after']);
    const waiting = (await deliveriesOf(id)).find(({ status }) => status === 'PENDING');
    expect(waiting).toMatchObject({ responseCode: 422, error: 'it answers 422', eventType: 'MESSAGE_ADDED' });
    refuses = false;
    await until('it as well', () => textsTaken().includes('poison'));
  });

  it('follows no redirect', async () => {
    const elsewhere = await openWebhookReceiver();
    const { id } = await endpointOf();
    receiver.decide(() => ({ status: 307, headers: { location: elsewhere.url } }));
    await note(await quietDialogue(), 'for one alone');
    await until('a try', async () => (await deliveriesOf(id))[0]?.responseCode === 307);
    expect(elsewhere.came).toEqual([]);
    await elsewhere.close();
  });

  it('is left alone when it says that it is gone, and goes on where it stopped', async () => {
    const { id } = await endpointOf();
    const dialogueId = await quietDialogue();
    receiver.decide(() => 410);
    await note(dialogueId, 'nobody there');
    await until('the end', async () => (await stateOf(id)).enabled === false);
    expect(await stateOf(id)).toMatchObject({ disabledFor: 'GONE' });
    await note(dialogueId, 'meanwhile');
    receiver.decide(() => 200);
    await mutate('updateWebhook', { endpointId: id, enabled: true });
    await until('both', () => receiver.taken().length === 2);
    expect(new Set(textsTaken())).toEqual(new Set(['meanwhile', 'nobody there']));
    const audited = await house.database.pool.query(`select action, actor from audit where subject = $1 order by id`, [
      id,
    ]);
    expect(audited.rows).toContainEqual({ action: 'webhook disabled', actor: 'system' });
  });

  it('is told once more what it asks for, under the same ids', async () => {
    const { id } = await endpointOf();
    const dialogueId = await quietDialogue();
    for (const text of ['1', '2', '3']) await note(dialogueId, text);
    await until('all', () => receiver.taken().length === 3);
    const [first, second, third] = receiver.taken().map(({ event }) => event.id);
    await mutate('replayWebhook', { endpointId: id, after: first });
    await until('two again', () => receiver.taken().length === 5);
    expect(
      receiver
        .taken()
        .slice(3)
        .map(({ event }) => event.id),
    ).toEqual([second, third]);
    await mutate('replayWebhook', { endpointId: id, since: receiver.taken()[0]?.event.at });
    await until('all again', () => receiver.taken().length === 8);
    const [newest] = await deliveriesOf(id);
    await mutate('redeliverWebhook', { deliveryId: newest.id, idempotencyKey: 'again' });
    await mutate('redeliverWebhook', { deliveryId: newest.id, idempotencyKey: 'again' });
    await until('the last', () => receiver.taken().length === 9);
    expect(receiver.taken().at(-1)?.event.id).toBe(third);
  });

  it('knows its events by the old secret and by the new one while it changes them', async () => {
    const { id, secret: old } = await endpointOf();
    const { secret } = await mutate('rotateWebhookSecret', { endpointId: id });
    expect(secret).not.toBe(old);
    await mutate('testWebhook', { endpointId: id });
    const { secret: newest } = await mutate('rotateWebhookSecret', { endpointId: id, overlapHours: 0 });
    expect(await mutate('testWebhook', { endpointId: id })).toEqual({ taken: true, responseCode: 200, error: null });
    const [both, one] = receiver.came as [WebhookReceiver['came'][number], WebhookReceiver['came'][number]];
    expect([old, secret].map((key) => isSignedWith(key, both))).toEqual([true, true]);
    expect([secret, newest].map((key) => isSignedWith(key, one))).toEqual([false, true]);
    expect(isSignedWith(newest, { ...one, raw: one.raw.replace('}', ' }') })).toBe(false);
    expect(one.event).toMatchObject({ type: 'webhook.test', data: {} });
    const kept = await house.database.pool.query('select secret, url from webhook_endpoints where id = $1', [id]);
    expect(JSON.stringify(kept.rows)).not.toContain('whsec_');
  });

  it('is told nothing more once its author has lost the right to read', async () => {
    const key = (
      await house.api.call(
        'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret client { id } } }',
        {
          input: { name: 'a passing app', scopes: ['admin', 'dialogues:read'] },
        },
      )
    ).createApiKey;
    const caller = new GraphqlCaller(house.app.url, {
      authorization: `Bearer ${key.secret}`,
    });
    const input = { url: receiver.url, eventTypes: ['MESSAGE_ADDED'] };
    const { endpoint } = await mutate('createWebhook', input, caller);
    await house.api.call('mutation ($input: ApiKeyInput!) { revokeApiKey(input: $input) }', {
      input: { clientId: key.client.id },
    });
    await note(await quietDialogue(), 'not for them');
    await until('the end', async () => (await stateOf(endpoint.id)).enabled === false);
    expect([(await stateOf(endpoint.id)).disabledFor, receiver.came]).toEqual(['RIGHTS', []]);
  });

  it('keeps nothing of a user who is erased', async () => {
    const { id } = await endpointOf();
    const dialogueId = await quietDialogue();
    await note(dialogueId, 'a secret of Zoe');
    await until('it was told', () => receiver.taken().length === 1);
    const { dialogue } = await house.api.call('query ($id: ID!) { dialogue(id: $id) { user { id } } }', {
      id: dialogueId,
    });
    await house.api.call('mutation ($input: UserInput!) { eraseUser(input: $input) { documentsToRead } }', {
      input: { userId: dialogue.user.id },
    });
    expect(await deliveriesOf(id)).toEqual([]);
    await mutate('replayWebhook', { endpointId: id, since: '2026-01-01T00:00:00Z' });
    const later = await quietDialogue();
    await note(later, 'another');
    await until('what came later', () => textsTaken().includes('another'));
    expect(receiver.taken().filter(({ raw }) => raw.includes('a secret of Zoe'))).toHaveLength(1);
  });
});
