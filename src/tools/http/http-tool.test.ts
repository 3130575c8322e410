import path from 'node:path';
import { json, type LoopbackService, openLoopbackService } from '../../../test/kit/loopback-service';
import { type Locales, openLocales } from '../../infra/locales';
import { openLog } from '../../infra/log';
import { signatureFault } from '../../infra/signatures';
import type { OpenSecrets } from '../outside/tool-secrets';
import { type ReadTool, type ToolContext, ToolRefused, type WriteTool } from '../tool';
import { HttpCaller } from './http-caller';
import { httpTool } from './http-tool';
import { httpToolDefinition } from './http-tool-definition';

type Given = Record<string, unknown>;

let service: LoopbackService;
let locales: Locales;

beforeAll(async () => {
  service = await openLoopbackService();
  locales = await openLocales(path.join(__dirname, '../../../locales'));
});
afterAll(() => service.close());
beforeEach(() => {
  service.asked.length = 0;
  service.answer = (response) => json(response, { number: 'A-12', state: 'on its way', price: 1500 });
});

const { signal } = new AbortController();
const context: ToolContext = { botId: 'bot_1', dialogueId: 'dialogue_1', userId: 'user_1', language: 'en', signal };
const order = { type: 'object', properties: { order: { type: 'string' } }, required: ['order'] };

function toolWith(changes: object, secrets: OpenSecrets = {}) {
  const definition = httpToolDefinition.parse({
    name: 'order_state',
    description: { ru: 'Что с заказом', en: 'What became of an order' },
    url: `http://crm.test:${service.port}/orders/{order}`,
    parameters: order,
    ...changes,
  });
  const { policy } = service;
  const of = { id: 'httptool_1', botId: 'bot_1', name: definition.name, origin: 'api', enabled: true, version: '1' };
  const caller = new HttpCaller({ definition, secrets, policy });
  return httpTool({ service: { ...of, definition, secrets }, caller, locales, log: openLog('silent') });
}

const reading = (changes: object = {}, secrets?: OpenSecrets) => toolWith(changes, secrets) as ReadTool<Given>;
const writing = (changes: object = {}, secrets?: OpenSecrets) =>
  toolWith({ method: 'POST', url: `http://crm.test:${service.port}/orders`, ...changes }, secrets) as WriteTool<Given>;

async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'done';
  } catch (error) {
    return error instanceof ToolRefused ? error.text : `a fault: ${String(error)}`;
  }
}

describe('a tool that reads', () => {
  it('asks the service and says what it answers, in the owner’s words or in lines', async () => {
    const says = { ru: 'Заказ {number}: {state}, {price} ₽', en: 'Order {number}: {state}, ₽{price}. {missing}' };
    const tool = reading({ says });
    const input = tool.parse({ order: 'A-12' }, context);
    expect(await tool.run(input, context)).toEqual({
      text: 'Order A-12: on its way, ₽1500. —',
      data: { status: 200, content: { number: 'A-12', state: 'on its way', price: 1500 } },
    });
    expect((await reading().run(input, context)).text).toBe('- number: A-12\n- state: on its way\n- price: 1500');
    expect(service.asked[0]).toMatchObject({ method: 'GET', url: '/orders/A-12', body: '' });
    expect(service.asked[0]?.headers).not.toHaveProperty('besedka-user');
    expect(service.asked[0]?.headers).not.toHaveProperty('idempotency-key');
  });

  it('tells the model what is wrong with a call, in the language of the dialogue', async () => {
    const tool = reading();
    expect(() => tool.parse({ number: 'A-12' }, context)).toThrow(/does not fit: .*order/);
    expect(() => tool.parse({ order: 'A', user: 'user_2' }, { ...context, language: 'ru' })).toThrow(
      /составлен неверно: .*user/,
    );
    expect(await refusal(tool.run({ order: '../admin' }, context))).toContain('must not hold a slash');
    expect(service.asked).toEqual([]);
  });

  it('shows its secrets to the service alone, and signs what it asks', async () => {
    const secrets = { header: 'Bearer sesame', signature: 'a key of signatures' };
    const tool = reading({ header: { name: 'Authorization' }, signature: {} }, secrets);
    await tool.run({ order: 'A-12' }, context);
    const [{ headers, method, url, body } = { headers: {}, method: '', url: '', body: '' }] = service.asked;
    expect(headers).toMatchObject({
      authorization: 'Bearer sesame',
      'besedka-user': 'user_1',
      'besedka-dialogue': 'dialogue_1',
    });
    const signed = `${method} ${url}\nuser_1\ndialogue_1\n${body}`;
    const check = { secret: 'a key of signatures', body: signed };
    expect(signatureFault(headers['besedka-signature'] as string, check)).toBeNull();
    expect(
      signatureFault(headers['besedka-signature'] as string, { ...check, body: signed.replace('user_1', 'user_2') }),
    ).toBe('wrong');
  });

  it('follows no redirect: what is secret was meant for one host', async () => {
    service.answer = (response) =>
      void response.writeHead(302, { location: `http://other.test:${service.port}/` }).end();
    const tool = reading({ header: { name: 'X-Key' } }, { header: 'sesame' });
    expect(await refusal(tool.run({ order: 'A' }, context))).toContain('did not let us in');
    expect(service.asked).toHaveLength(1);
  });

  it('tries again once when the service stumbles, and not at all when it refuses', async () => {
    service.answer = (response) =>
      service.asked.length === 1 ? json(response, {}, 503) : json(response, { ok: true });
    expect((await reading().run({ order: 'A' }, context)).data).toMatchObject({ status: 200 });
    expect(service.asked).toHaveLength(2);
    service.answer = (response) => json(response, { error: 'no such order' }, 404);
    const { text } = await reading().run({ order: 'A' }, context);
    expect(text).toBe('The service did not do it (code 404): - error: no such order');
    expect(service.asked).toHaveLength(3);
  });

  it('leaves a service alone that keeps failing', async () => {
    service.answer = (response) => json(response, {}, 500);
    const tool = reading();
    for (let n = 0; n < 6; n += 1)
      expect(await refusal(tool.run({ order: 'A' }, context))).toContain('cannot be reached');
    expect(service.asked.length).toBeLessThanOrEqual(6);
  });

  it('has an end of time and of bytes', async () => {
    service.answer = () => undefined;
    expect(await refusal(reading({ timeoutMs: 500 }).run({ order: 'A' }, context))).toContain('cannot be reached');
    service.answer = (response) => json(response, { text: 'a'.repeat(5_000) });
    expect(await refusal(reading({ maxBytes: 1_000 }).run({ order: 'A' }, context))).toContain('more than can be read');
    service.answer = (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = () => response.write('a'.repeat(1_000), () => response.destroyed || setImmediate(more));
      more();
    };
    expect(await refusal(reading().run({ order: 'A' }, context))).toContain('more than can be read');
  });

  it('ends with its turn', async () => {
    const turn = new AbortController();
    service.answer = () => turn.abort(new Error('the turn is over'));
    await expect(reading().run({ order: 'A' }, { ...context, signal: turn.signal })).rejects.toThrow(
      'the turn is over',
    );
  });

  it('takes what it hears for data: no link of others, no page, nothing that cannot be read', async () => {
    service.answer = (response) =>
      json(response, { note: 'Pay at https://evil.example/pay', page: 'http://crm.test/1' });
    expect((await reading().run({ order: 'A' }, context)).text).toBe(
      '- note: Pay at (link removed)\n- page: http://crm.test/1',
    );
    service.answer = (response) => void response.setHeader('content-type', 'text/html').end('<b>Hello</b>');
    expect((await reading().run({ order: 'A' }, context)).text).toBe('The service found nothing.');
    service.answer = (response) => void response.setHeader('content-type', 'application/json').end('{"a":');
    expect((await reading().run({ order: 'A' }, context)).text).toBe('The service found nothing.');
  });

  it('knows whose dialogue it is from the dialogue alone', async () => {
    const tool = reading({
      url: `http://crm.test:${service.port}/users/{context.user}/orders`,
      parameters: { type: 'object' },
    });
    await tool.run({}, context);
    expect(service.asked[0]?.url).toBe('/users/user_1/orders');
    expect(await refusal(tool.run({}, { ...context, userId: null }))).toContain('context.user is missing');
  });
});

describe('a tool that changes something', () => {
  const booking = {
    name: 'book_visit',
    title: { ru: 'Записать на визит', en: 'Book a visit' },
    parameters: {
      type: 'object',
      properties: { day: { type: 'string' }, note: { type: 'string' }, guests: { type: 'integer', title: 'Guests' } },
      required: ['day'],
    },
    labels: { day: { ru: 'День', en: 'Day' } },
    says: { ru: 'Записали: {number}', en: 'Booked: {number}' },
  };

  it('proposes a table of exactly what would be sent, and sends nothing', async () => {
    const tool = writing(booking);
    const input = tool.parse({ day: 'Friday | *now*', note: 'see https://evil.example/x', guests: '2' }, context);
    const { content, preview } = await tool.propose(input, context);
    expect(content['arguments']).toEqual({ day: 'Friday | *now*', note: 'see https://evil.example/x', guests: 2 });
    expect(preview).toBe(
      [
        '**Book a visit**',
        '',
        '| What | Value |',
        '| --- | --- |',
        String.raw`| Day | Friday \| \*now\* |`,
        '| note | see (link removed) |',
        '| Guests | 2 |',
      ].join('\n'),
    );
    expect((await tool.propose(input, { ...context, language: 'ru' })).preview).toContain('| День |');
    expect(service.asked).toEqual([]);
  });

  it('sends what was agreed to, once, with the name of the agreement', async () => {
    const tool = writing(booking);
    const { content } = await tool.propose(tool.parse({ day: 'Friday' }, context), context);
    service.answer = (response) => json(response, { number: 'V-1' }, 201);
    expect((await tool.commit(content, { ...context, key: 'abc123' })).text).toBe('Booked: V-1');
    expect(service.asked).toMatchObject([{ method: 'POST', url: '/orders', body: '{"day":"Friday"}' }]);
    expect(service.asked[0]?.headers).toMatchObject({
      'idempotency-key': 'abc123',
      'content-type': 'application/json',
    });
  });

  it.each([
    ['refused', 409, 'did not do it (code 409): - error: full'],
    ['not clear', 500, 'not known whether this was done'],
    ['not clear', 502, 'not known whether this was done'],
    ['not done', 503, 'cannot be reached'],
    ['not let in', 401, 'did not let us in'],
  ])('says that it was %s after %i, and never tries twice', async (_what, status, words) => {
    const tool = writing(booking);
    service.answer = (response) => json(response, { error: 'full' }, status);
    const { content } = await tool.propose({ day: 'Friday' }, context);
    expect(await refusal(tool.commit(content, { ...context, key: 'k' }))).toContain(words);
    expect(service.asked).toHaveLength(1);
  });

  it('says that nobody knows when the answer is lost', async () => {
    const tool = writing({ ...booking, timeoutMs: 500 });
    const { content } = await tool.propose({ day: 'Friday' }, context);
    service.answer = (response) => void response.destroy();
    expect(await refusal(tool.commit(content, { ...context, key: 'k' }))).toContain('not known');
    service.answer = () => undefined;
    expect(await refusal(tool.commit(content, { ...context, key: 'k' }))).toContain('not known');
    expect(service.asked).toHaveLength(2);
  });

  it('does nothing of what was agreed to once it has become another thing', async () => {
    const { content } = await writing(booking).propose({ day: 'Friday' }, context);
    const moved = writing({ ...booking, url: `http://crm.test:${service.port}/elsewhere` });
    expect(await refusal(moved.commit(content, { ...context, key: 'k' }))).toContain('has changed since it was shown');
    const forged = { ...content, arguments: { day: 'Friday', guests: 'all' } };
    expect(await refusal(writing(booking).commit(forged, { ...context, key: 'k' }))).toContain('does not fit');
    expect(service.asked).toEqual([]);
  });
});

describe('what a tool can be', () => {
  const base = { name: 'a', description: { en: 'A' }, url: 'https://crm.example/{order}', parameters: order };
  const faultOf = (changes: object) => httpToolDefinition.safeParse({ ...base, ...changes }).error?.issues[0]?.path[0];

  it('reads by GET and else changes something, unless the owner says otherwise', () => {
    expect(httpToolDefinition.parse(base)).toMatchObject({ effect: 'read', description: { ru: 'A', en: 'A' } });
    expect(httpToolDefinition.parse({ ...base, method: 'POST' }).effect).toBe('write');
    expect(httpToolDefinition.parse({ ...base, method: 'POST', effect: 'read' }).effect).toBe('read');
    expect(httpToolDefinition.parse(httpToolDefinition.parse(base))).toEqual(httpToolDefinition.parse(base));
  });

  it.each([
    ['name', { name: 'две' }],
    ['name', { name: 'hand_over' }],
    ['description', { description: {} }],
    ['url', { url: 'https://{order}.example/' }],
    ['parameters', { parameters: { type: 'array' } }],
    ['parameters', { parameters: { ...order, properties: { ...order.properties, more: { type: 'string' } } } }],
    ['labels', { labels: { other: { en: 'Other' } } }],
    ['header', { header: { name: 'Host' } }],
    ['header', { header: { name: 'Besedka-User' } }],
    ['header', { header: { name: 'Cookie' } }],
    ['timeoutMs', { timeoutMs: 60_000 }],
    ['method', { method: 'TRACE' }],
  ])('names the %s that will not do', (field, changes) => {
    expect(faultOf(changes)).toBe(field);
  });
});
