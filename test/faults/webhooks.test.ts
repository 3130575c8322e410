import { createServer } from 'node:net';
import { appWith, codeOf, fieldsOf, rootOf } from '../kit/api-people';
import { type GraphqlApp, openGraphqlApp } from '../kit/graphql-app';
import { GraphqlCaller } from '../kit/graphql-caller';
import { bootstrapKey } from '../kit/house';
import { openSpawnedHouse, type SpawnedHouse } from '../kit/spawned-house';
import { until } from '../kit/until';
import { isSignedWith, openWebhookReceiver, type WebhookReceiver } from '../kit/webhook-receiver';

jest.setTimeout(300_000);

const create = 'mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) { secret endpoint { id } } }';

describe('faults: kill -9 while an app is being told', () => {
  let house: SpawnedHouse;
  let receiver: WebhookReceiver;

  beforeAll(async () => {
    receiver = await openWebhookReceiver();
    house = await openSpawnedHouse({ environment: { TRUSTED_HOSTS: receiver.host } });
  });
  afterAll(async () => {
    await house?.close();
    await receiver?.close();
  });

  it('tells everything, in order, and what was under way once more under its old number', async () => {
    const caller = () => new GraphqlCaller(house.product.url, { authorization: `Bearer ${bootstrapKey}` });
    const { createWebhook } = await caller().call(create, {
      input: { url: receiver.url, eventTypes: ['MESSAGE_ADDED'] },
    });
    const [bot] = (await caller().call('{ bots { id } }')).bots;
    const start = 'mutation ($input: StartDialogueInput!) { startDialogue(input: $input) { dialogue { id } } }';
    const { startDialogue } = await caller().call(start, { input: { botId: bot.id, externalUserId: 'kill' } });
    let holds = true;
    receiver.decide(async ({ event }) => {
      if (event.data.message.text !== 'note 3' || !holds) return 200;
      await until('the kill', () => !holds);
      return 'nothing';
    });
    const add = 'mutation ($input: AddNoteInput!) { addNote(input: $input) { message { id } } }';
    let asked = '';
    const note = (n: number) =>
      caller().call(add, { input: { dialogueId: startDialogue.dialogue.id, text: `note ${n}` } });
    for (let n = 1; n <= 6; n++) await note(n);
    await until('the third is under way', async () => {
      const { rows } = await house.database.pool.query(
        `select d.id from webhook_deliveries d where d.status = 'PENDING' and d.body like '%note 3%'
           and exists (select from webhook_deliveries b where b.body like '%note 2%' and b.status = 'DELIVERED')`,
      );
      asked = (rows[0] as { id: string } | undefined)?.id ?? '';
      return asked !== '';
    });
    house.product.signal('SIGKILL');
    await house.product.ending();
    holds = false;
    await house.product.start();
    await until('all six', () => receiver.taken().length >= 6);
    const taken = receiver.taken();
    expect(taken.map(({ event }) => event.data.message.text)).toEqual([1, 2, 3, 4, 5, 6].map((n) => `note ${n}`));
    expect(taken[2]?.headers['besedka-delivery']).toBe(asked);
    expect(taken.every((came) => isSignedWith(createWebhook.secret, came))).toBe(true);
  });
});

describe('attacks: addresses that lead inside', () => {
  let app: GraphqlApp;
  let knocks = 0;
  const canary = createServer((socket) => {
    knocks += 1;
    socket.destroy();
  });

  beforeAll(async () => {
    app = await openGraphqlApp();
    await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    await app.close();
    canary.close();
  });

  it('are refused before a packet leaves, when an endpoint is made and when it is changed', async () => {
    const { port } = canary.address() as { port: number };
    const root = rootOf(app);
    const { createWebhook } = await root.call(create, { input: { url: 'https://example.org/hook' } });
    const { id } = createWebhook.endpoint;
    const inside =
      '127.0.0.1 127.1 0x7f000001 2130706433 ①②⑦.⓪.⓪.① localhost 0.0.0.0 [::1] [::] [::ffff:127.0.0.1] [::ffff:7f00:1] ' +
      '[::7f00:1] [::ffff:0:7f00:1] [64:ff9b::7f00:1] [2002:7f00:1::]';
    const hosts = inside.split(' ');
    const others =
      'http://example.org/ ftp://example.org/ file:///etc/passwd javascript:alert(1) https://u:p@example.org/ ' +
      'https://169.254.169.254/latest/meta-data/ https://10.0.0.1/ https://example.org:22/ example.org ';
    const addresses = [
      ...hosts.map((host) => `https://${host}:${port}/`),
      ...hosts.filter((host) => host !== 'localhost').map((host) => `https://${host}/`),
      ...others.split(' '),
    ];
    const update = 'mutation ($input: UpdateWebhookInput!) { updateWebhook(input: $input) { endpoint { url } } }';
    for (const url of addresses) {
      for (const [query, input] of [
        [create, { url }],
        [update, { endpointId: id, url }],
      ] as const) {
        const answer = await root.ask(query, { input });
        expect([url, codeOf(answer), Object.keys(fieldsOf(answer))]).toEqual([url, 'BAD_USER_INPUT', ['url']]);
      }
    }
    expect((await root.call('{ webhooks { url } }')).webhooks).toEqual([{ url: 'https://example.org/hook' }]);
    // A name that leads inside is found out when it is asked for; nothing is opened there either.
    const test = 'mutation ($input: WebhookInput!) { testWebhook(input: $input) { taken responseCode error } }';
    await root.call(update, { input: { endpointId: id, url: 'https://localhost/' } });
    const { testWebhook } = await root.call(test, { input: { endpointId: id } });
    expect(testWebhook).toEqual({ taken: false, responseCode: null, error: 'the host is not public' });
    expect(knocks).toBe(0);
  });

  it('nobody but an admin who may read dialogues has others told, and the secret is shown once', async () => {
    const input = { url: 'https://example.org/hook', idempotencyKey: 'one' };
    const reader = await appWith(app, ['dialogues:read', 'dialogues:write', 'supervise']);
    expect(codeOf(await reader.ask(create, { input }))).toBe('FORBIDDEN');
    const blind = await appWith(app, ['admin']);
    expect(codeOf(await blind.ask(create, { input }))).toBe('FORBIDDEN');
    const admin = await appWith(app, ['admin', 'dialogues:read']);
    const first = await admin.call(create, { input });
    expect(await admin.call(create, { input })).toEqual(first);
    expect(first.createWebhook.secret).toMatch(/^whsec_[\w-]{43}$/);
    const faults = [{ eventTypes: ['NOTHING'] }, { botIds: ['bot_of_nobody'] }];
    for (const wrong of faults) {
      const answer = await admin.ask(create, { input: { url: input.url, ...wrong } });
      expect(codeOf(answer)).toBe('BAD_USER_INPUT');
    }
    const dump = await app.database.pool.query('select row_to_json(e) from webhook_endpoints e');
    expect(JSON.stringify(dump.rows)).not.toContain(first.createWebhook.secret);
  });
});
