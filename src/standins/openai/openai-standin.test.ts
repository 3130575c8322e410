import { OpenAI } from 'openai';
import { openLog } from '../../infra/log';
import { type OpenAiStandin, startOpenAiStandin } from './openai-standin';

const log = openLog('silent');
let standin: OpenAiStandin;
let client: OpenAI;

beforeAll(async () => {
  standin = await startOpenAiStandin({ log, control: true });
  client = new OpenAI({ apiKey: 'any', baseURL: standin.baseUrl, maxRetries: 0 });
});
afterEach(() => standin.control.reset());
afterAll(() => standin.close());

const messages = [{ role: 'user' as const, content: 'Сколько стоит доставка?' }];

function post(path: string, body: string, headers: Record<string, string> = { authorization: 'Bearer any' }) {
  const url = new URL(path, standin.baseUrl);
  return fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
}

/** The data lines of a stream as they stand on the wire. */
async function streamed(body: object): Promise<string[]> {
  const response = await post(
    '/v1/chat/completions',
    JSON.stringify({ model: 'gpt-4o', messages, stream: true, ...body }),
  );
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  const blocks = (await response.text()).split('\n\n');
  expect(blocks.pop()).toBe('');
  return blocks.map((block) => block.replace(/^data: /, ''));
}

describe('a stream', () => {
  it('has the role first, then the text, the reason of its end, the usage where it is asked for, and [DONE]', async () => {
    standin.control.answerNext({ text: 'Один два три' });
    const lines = await streamed({ stream_options: { include_usage: true } });
    expect(lines.pop()).toBe('[DONE]');
    const chunks = lines.map((line) => JSON.parse(line));
    expect(chunks.map((chunk) => chunk.choices[0]?.delta)).toEqual([
      { role: 'assistant', content: '', refusal: null },
      { content: 'Один' },
      { content: ' два' },
      { content: ' три' },
      {},
      undefined,
    ]);
    expect(chunks.map((chunk) => chunk.choices[0]?.finish_reason)).toEqual([null, null, null, null, 'stop', undefined]);
    expect(chunks.map((chunk) => chunk.usage === null)).toEqual([true, true, true, true, true, false]);
    expect(chunks[5].usage.total_tokens).toBe(chunks[5].usage.prompt_tokens + chunks[5].usage.completion_tokens);
    expect(new Set(chunks.map(({ id, object, model }) => `${id} ${object} ${model}`)).size).toBe(1);
  });

  it('has no word of usage where it is not asked for', async () => {
    const lines = await streamed({});
    expect(lines.join('')).not.toContain('usage');
  });

  it('waits before the first token and between pieces as told', async () => {
    standin.control.delayMs = 100;
    standin.control.answerNext({
      chunks: [
        { text: 'a', delayMs: 50 },
        { text: 'b', delayMs: 50 },
      ],
    });
    const startedAt = performance.now();
    await streamed({});
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(195);
  });
});

describe('an answer in one piece', () => {
  it('has text, reason and usage', async () => {
    standin.control.answerNext({ text: 'Один два три' });
    const completion = await client.chat.completions.create({ model: 'gpt-4o', messages });
    expect(completion).toMatchObject({
      object: 'chat.completion',
      choices: [
        { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Один два три', refusal: null } },
      ],
    });
    expect(completion.usage?.total_tokens).toBeGreaterThan(0);
  });

  it('calls a tool when it must, with what the user wrote, and never by itself', async () => {
    const parameters = {
      type: 'object',
      properties: { query: { type: 'string' }, seats: { type: 'integer' }, note: { type: 'string' } },
      required: ['query', 'seats'],
    };
    const tools = [{ type: 'function' as const, function: { name: 'find', parameters } }];
    const asked = { model: 'gpt-4o', messages: [{ role: 'user' as const, content: 'a hall for 40 guests' }], tools };
    const free = await client.chat.completions.create(asked);
    expect(free.choices[0]?.message.tool_calls).toBeUndefined();
    const forced = await client.chat.completions.create({
      ...asked,
      tool_choice: { type: 'function', function: { name: 'find' } },
    });
    expect(forced.choices[0]?.finish_reason).toBe('tool_calls');
    expect(forced.choices[0]?.message).toMatchObject({
      content: null,
      tool_calls: [
        { type: 'function', function: { name: 'find', arguments: '{"query":"a hall for 40 guests","seats":40}' } },
      ],
    });
  });

  it.each([
    ['length', 'length'],
    ['contentFilter', 'content_filter'],
  ] as const)('ends with %s as told', async (kind, reason) => {
    standin.control.failNext({ kind });
    const completion = await client.chat.completions.create({ model: 'gpt-4o', messages });
    expect(completion.choices[0]?.finish_reason).toBe(reason);
  });
});

describe('errors in the shape of OpenAI', () => {
  const chat = '/v1/chat/completions';
  const speech = '/v1/audio/transcriptions';
  const form = { authorization: 'Bearer any', 'content-type': 'multipart/form-data' };
  const stranger = '{"model":"x","messages":[{"role":"user","content":"a"}]}';

  it.each([
    {
      fault: 'no key',
      path: chat,
      body: '{}',
      headers: {},
      status: 401,
      error: { code: 'invalid_api_key', param: null },
    },
    {
      fault: 'an unknown model',
      path: chat,
      body: stranger,
      status: 404,
      error: { code: 'model_not_found', param: 'model' },
    },
    {
      fault: 'no messages',
      path: chat,
      body: '{"model":"gpt-4o"}',
      status: 400,
      error: { code: null, param: 'messages' },
    },
    { fault: 'no JSON', path: chat, body: '{"model":', status: 400, error: { code: null, param: null } },
    {
      fault: 'an empty input',
      path: '/v1/embeddings',
      body: '{"model":"gpt-4o","input":""}',
      status: 400,
      error: { code: null, param: 'input' },
    },
    {
      fault: 'a form that is none',
      path: speech,
      body: 'x',
      headers: form,
      status: 400,
      error: { code: null, param: null },
    },
    { fault: 'an unknown address', path: '/v1/nothing', body: '{}', status: 404, error: { code: null, param: null } },
  ])('$fault', async ({ path, body, headers, status, error }) => {
    const response = await post(path, body, headers);
    expect(response.status).toBe(status);
    const type = 'invalid_request_error';
    expect(await response.json()).toEqual({ error: { ...error, type, message: expect.stringMatching(/\w/) } });
  });

  it('carries Retry-After', async () => {
    standin.control.failNext({ kind: 'status', status: 429, retryAfter: 7 });
    const response = await post('/v1/chat/completions', JSON.stringify({ model: 'gpt-4o', messages }));
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('7');
  });
});

describe('control', () => {
  it('is written over HTTP and tells the requests that came', async () => {
    const script = {
      echo: true,
      answers: [{ text: 'written', when: 'доставка' }],
      faults: [{ fault: { kind: 'empty' } }],
    };
    expect((await post('/control/script', JSON.stringify(script))).status).toBe(204);
    const asked = async (content: string) => {
      const completion = await client.chat.completions.create({
        model: 'gpt-4o',
        messages: [{ role: 'user', content }],
      });
      return completion.choices[0]?.message.content;
    };
    expect(await asked('one')).toBe('');
    expect(await asked('two')).toBe('echo: two');
    expect(await asked('а доставка?')).toBe('written');
    const { requests } = (await (await fetch(new URL('/control/requests', standin.baseUrl))).json()) as {
      requests: unknown[];
    };
    expect(requests).toMatchObject([
      { outcome: 'failed as told' },
      { messages: [{ role: 'user', content: 'two' }], outcome: 'answered' },
      { outcome: 'answered' },
    ]);
  });

  it('refuses a script that it does not understand', async () => {
    expect((await post('/control/script', '{"faults":[{"fault":{"kind":"earthquake"}}]}')).status).toBe(400);
  });

  it('is not there unless it is asked for, and the port is below those of outgoing connections', async () => {
    const plain = await startOpenAiStandin({ log });
    try {
      expect(Number(new URL(plain.baseUrl).port)).toBeLessThan(32_768);
      expect((await fetch(new URL('/control/requests', plain.baseUrl))).status).toBe(404);
    } finally {
      await plain.close();
    }
  });

  it('says so when its port is taken', async () => {
    const port = Number(new URL(standin.baseUrl).port);
    await expect(startOpenAiStandin({ log, port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

it('lists its models', async () => {
  const { data } = await client.models.list();
  expect(data.map(({ id }) => id)).toContain('stand-in');
});

describe('embeddings', () => {
  const embed = async (input: string[], options: object = {}) => {
    const { data } = await client.embeddings.create({ model: 'text-embedding-3-small', input, ...options });
    return data.map(({ embedding }) => embedding);
  };
  const dot = (a: number[] = [], b: number[] = []) => a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);

  it.each([
    ['Сколько стоит доставка?', 'Стоимость доставки', 'Как зовут директора'],
    ['return an order', 'returning orders', 'opening hours on Sunday'],
  ])('of «%s» lie near those of similar words', async (...texts) => {
    const [one, near, far] = await embed(texts);
    expect(dot(one, one)).toBeCloseTo(1, 5);
    expect(dot(one, near)).toBeGreaterThan(dot(one, far) + 0.2);
  });

  it('are the same as numbers and as base64, every time, and as short as asked', async () => {
    const [plain] = await embed(['чай'], { encoding_format: 'float', dimensions: 64 });
    // The client asks for base64 by itself when no format is named.
    const [decoded] = await embed(['чай'], { dimensions: 64 });
    expect(plain).toHaveLength(64);
    expect(decoded).toHaveLength(64);
    for (const [index, value] of (plain ?? []).entries()) expect(decoded?.[index]).toBeCloseTo(value, 6);
    expect((await embed(['чай']))[0]).toHaveLength(1536);
  });
});
