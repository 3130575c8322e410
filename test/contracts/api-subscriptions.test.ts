import { say as write } from '../../src/dialogues/speech';
import { type GraphqlApp, openGraphqlApp, statementsOf } from '../kit/graphql-app';
import { gather, socketClient } from '../kit/socket-client';
import { until } from '../kit/until';

let app: GraphqlApp;
beforeAll(async () => {
  app = await openGraphqlApp();
});
afterAll(() => app.close());

async function newDialogue(externalUserId: string): Promise<string> {
  const { data } = await app.post(
    'mutation($input: StartDialogueInput!) { startDialogue(input: $input) { dialogue { id } } }',
    { input: { botId: app.botId, externalUserId } },
  );
  return data.startDialogue.dialogue.id;
}

async function say(dialogueId: string, text: string): Promise<void> {
  const { errors } = await app.post(
    'mutation($input: SendUserMessageInput!) { sendUserMessage(input: $input) { message { id } } }',
    { input: { dialogueId, text } },
  );
  expect(errors).toBeUndefined();
}

const added =
  'subscription($id: ID, $after: Int) { messageAdded(dialogueId: $id, afterSeq: $after) { seq text dialogue { id } } }';
const seqs = (results: { data?: any }[]) => results.map(({ data }) => data.messageAdded.seq);

describe('subscriptions', () => {
  it('replay what was missed and go on with what comes', async () => {
    const id = await newDialogue('replay');
    for (const text of ['one', 'two', 'three']) await say(id, text);
    const client = socketClient(app);
    const heard = gather(client, added, { id, after: 1 });
    await until('the replay', () => heard.results.length === 2);
    await say(id, 'four');
    await until('the live message', () => heard.results.length === 3);
    expect(seqs(heard.results)).toEqual([2, 3, 4]);
    expect(heard.results[2]?.data.messageAdded).toEqual({ seq: 4, text: 'four', dialogue: { id } });
    await client.dispose();
  });

  it('tell of every message exactly once over connections that break', async () => {
    const id = await newDialogue('gapless');
    const total = 2_000;
    const got: number[] = [];
    let cut = false;
    const writing = writeMany(id, total);
    while (got.length < total) {
      const client = socketClient(app);
      const heard = gather(client, added, { id, after: got.at(-1) ?? 0 });
      const enough = cut ? total - got.length : 400;
      await until('messages', () => heard.results.length >= Math.min(enough, total - got.length), 60_000);
      cut = got.length > 800;
      client.terminate();
      got.push(...seqs(heard.results));
    }
    await writing;
    expect(got).toEqual(Array.from({ length: total }, (_, index) => index + 1));
  }, 180_000);

  it('tell of dialogues, handoffs and all events with cursors to resume from', async () => {
    const id = await newDialogue('events');
    const client = socketClient(app);
    const all = gather(
      client,
      `subscription($id: ID) { events(dialogueId: $id) { __typename cursor at dialogueId
        ... on MessageAdded { message { seq } } ... on DialogueChanged { dialogue { status } } ... on HandoffChanged { handoff { reason operator { name } } } } }`,
      { id },
    );
    const dialogues = gather(
      client,
      'subscription($id: ID) { dialogueChanged(dialogueId: $id) { status unreadCount } }',
      { id },
    );
    const handoffs = gather(
      client,
      'subscription($bot: ID) { handoffChanged(bot: $bot) { dialogue { id } endedAt } }',
      { bot: app.botId },
    );
    const replies = gather(
      client,
      'subscription($id: ID!) { replyStreamed(dialogueId: $id) { dialogueId text done } }',
      { id },
    );
    await subscribed(client);
    await say(id, 'hello');
    await until('the message', () => all.results.length === 2);
    await app.post('mutation($input: RequestHandoffInput!) { requestHandoff(input: $input) { handoff { id } } }', {
      input: { dialogueId: id },
    });
    await until('the handoff', () => handoffs.results.length === 1 && all.results.length >= 5);
    expect(handoffs.results[0]?.data.handoffChanged).toEqual({ dialogue: { id }, endedAt: null });
    expect(dialogues.results.at(-1)?.data.dialogueChanged.status).toBe('WAITING');
    await app.bus.publish(`reply:${id}`, { text: 'Hel', done: false });
    await app.bus.publish(`reply:${id}`, { text: 'lo', done: true });
    await until('the reply', () => replies.results.at(-1)?.data.replyStreamed.done === true);
    expect(replies.results.map(({ data }) => data.replyStreamed.text).join('')).toBe('Hello');

    const [first, ...rest] = all.results.map(({ data }) => data.events);
    const resumed = gather(
      client,
      'subscription($after: String, $id: ID) { events(after: $after, dialogueId: $id) { cursor } }',
      {
        after: first.cursor,
        id,
      },
    );
    await until('the resumed events', () => resumed.results.length === rest.length);
    expect(resumed.results.map(({ data }) => data.events.cursor)).toEqual(rest.map(({ cursor }) => cursor));
    await client.dispose();
  });

  it('cost the database as much for two hundred subscribers as for one', async () => {
    const id = await newDialogue('crowd');
    const costFor = async (subscribers: number): Promise<number> => {
      const clients = Array.from({ length: Math.ceil(subscribers / 40) }, () => socketClient(app));
      const heard = Array.from({ length: subscribers }, (_, n) => gather(clients[n % clients.length]!, added, { id }));
      const following = () => (app.domain.feed as unknown as { followers: Set<unknown> }).followers.size;
      await until('all to follow', () => following() === subscribers);
      await say(id, 'the first reading of a follower is its own');
      await until('the first message', () => heard.every(({ results }) => results.length === 1));
      const cost = await statementsOf(app.database, async () => {
        await say(id, 'hello all');
        await until('the second message', () => heard.every(({ results }) => results.length === 2));
      });
      for (const client of clients) await client.dispose();
      await until('all to be gone', () => following() === 0);
      return cost;
    };
    const one = await costFor(1);
    // The feed's own look at the log, once a second, may fall into either time.
    expect(await costFor(200)).toBeLessThanOrEqual(one + 2);
  });

  it('refuse what cannot be followed as an error of that subscription', async () => {
    const client = socketClient(app, { authorization: `Bearer ${app.key}`, acceptLanguage: 'ru' });
    const absent = `dialogue_${'0'.repeat(32)}`;
    const refusals = [
      [gather(client, added, { id: absent }), 'NOT_FOUND'],
      [gather(client, added, { id: 'nonsense' }), 'NOT_FOUND'],
      [gather(client, added, { after: 3 }), 'BAD_USER_INPUT'],
      [gather(client, 'subscription { events(after: "ev_zzzzzzzzz") { cursor } }'), 'BAD_USER_INPUT'],
      [gather(client, 'subscription { events(after: "nonsense") { cursor } }'), 'BAD_USER_INPUT'],
      [gather(client, `subscription { handoffChanged(bot: "bot_${'0'.repeat(32)}") { id } }`), 'NOT_FOUND'],
    ] as const;
    for (const [heard, code] of refusals) {
      await until(code, () => heard.ended || heard.errors.length > 0);
      expect(heard.results[0]?.errors?.[0]?.extensions['code']).toBe(code);
      expect(heard.results[0]?.errors?.[0]?.message).toMatch(/[а-я]/);
    }
    await client.dispose();
  });
});

/** Messages of the user, a few to a transaction, as fast as the database takes them. */
async function writeMany(dialogueId: string, total: number): Promise<void> {
  const together = 10;
  for (let n = 0; n < total; n += together) {
    await app.domain.events.transact(async (tx, tell) => {
      for (let i = 0; i < together; i++) {
        await write(tx, tell, { utterance: { dialogueId, role: 'USER', text: `message ${n + i}`, language: 'en' } });
      }
    });
  }
}

/** Subscriptions begin in order: when a later one was answered, the earlier ones are under way. */
async function subscribed(client: ReturnType<typeof socketClient>): Promise<void> {
  for (let n = 0; n < 3; n++) {
    const probe = gather(client, 'subscription { messageAdded(afterSeq: 1) { id } }');
    await until('an answer', () => probe.ended || probe.errors.length > 0);
  }
}

describe('a stream of server-sent events', () => {
  const open = (headers: Record<string, string>, query: string, variables: object = {}) =>
    fetch(app.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
      body: JSON.stringify({ query, variables }),
    });

  it('replays, follows, and ends when its key is revoked', async () => {
    const id = await newDialogue('stream');
    await say(id, 'one');
    const made = await app.post(
      'mutation { createApiKey(input: { name: "x", scopes: ["dialogues:read"] }) { secret client { id } } }',
    );
    const { secret, client } = made.data.createApiKey;
    const response = await open({ authorization: `Bearer ${secret}` }, added, { id, after: 0 });
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    let text = '';
    let over = false;
    const reading = (async () => {
      for await (const chunk of response.body!) text += Buffer.from(chunk).toString('utf8');
      over = true;
    })();
    await until('the replay', () => text.includes('"seq":1'));
    await say(id, 'two');
    await until('the live message', () => text.includes('"seq":2'));
    await app.post('mutation($id: ID!) { revokeApiKey(input: { clientId: $id }) }', { id: client.id });
    await until('the end', () => over, 60_000);
    await reading;
    expect(text).toMatch(/event: complete\ndata:\n\n$/);
  });

  it('is refused like any other request', async () => {
    const nobody = await open({}, added);
    expect(nobody.status).toBe(401);
    const absent = await open({ authorization: `Bearer ${app.key}` }, added, { id: 'nonsense' });
    expect(await absent.text()).toContain('"code":"NOT_FOUND"');
    const plain = await app.post(added);
    expect([plain.status, plain.errors?.[0]?.extensions['code']]).toEqual([400, 'BAD_REQUEST']);
  });

  it('ends with its reader', async () => {
    const following = () => (app.domain.feed as unknown as { followers: Set<unknown> }).followers.size;
    const before = following();
    const response = await open({ authorization: `Bearer ${app.key}` }, added);
    await until('a reading', () => following() === before + 1);
    await response.body?.cancel();
    await until('no reading', () => following() === before);
  });
});
