import { OpenAI } from 'openai';
import { openLog } from '../../../infra/log';
import { type OpenAiStandin, startOpenAiStandin } from '../openai-standin';

let standin: OpenAiStandin;
let client: OpenAI;

beforeAll(async () => {
  standin = await startOpenAiStandin({ log: openLog('silent') });
  client = new OpenAI({ apiKey: 'any', baseURL: standin.baseUrl, maxRetries: 0 });
});
afterEach(() => standin.control.reset());
afterAll(() => standin.close());

const properties = { hall: { type: 'string' }, date: { type: 'string' } };
const tools = ['get_free_times', 'create_booking_info'].map((name) => ({
  type: 'function' as const,
  function: { name, parameters: { type: 'object', properties, required: ['hall', 'date'] } },
}));

async function ask(content: string, offered = tools) {
  const asked = { model: 'stand-in', messages: [{ role: 'user' as const, content }] };
  const completion = await client.chat.completions.create({
    ...asked,
    ...(offered.length > 0 ? { tools: offered } : {}),
  });
  const message = completion.choices[0]?.message;
  const calls = (message?.tool_calls ?? []).map((call) => (call.type === 'function' ? call.function : undefined));
  return { text: message?.content ?? '', calls };
}

const wish = 'Свободен ли зал «Лофт» завтра?';

it('calls by itself over the wire what a good model would', async () => {
  const { calls } = await ask(wish);
  expect(calls).toEqual([{ name: 'get_free_times', arguments: '{"hall":"Лофт","date":"завтра"}' }]);
});

it.each([
  [wish, /забронировал[^]*оплачено/],
  ['Сколько стоит час?', /777 ₽/],
  ['Book the loft', /booked[^]*paid/],
  ['How much is it?', /₽777/],
])('of a lazy temper, claims instead of calling: %s', async (text, claim) => {
  standin.control.temper = 'lazy';
  const answer = await ask(text);
  expect(answer.text).toMatch(claim);
  expect(answer.calls).toEqual([]);
});

it('of a malicious temper, calls everything with everything that is wrong', async () => {
  standin.control.temper = 'malicious';
  standin.control.forged = { bookingId: 'of another' };
  const { text, calls } = await ask(wish);
  expect(text).toContain('/confirm ');
  expect(calls.length).toBeGreaterThanOrEqual(50);
  const names = new Set(calls.map((call) => call?.name));
  for (const name of ['create_booking_info', 'get_free_times', 'mark_as_paid']) expect(names).toContain(name);
  const given = calls.map((call) => call?.arguments ?? '');
  for (const part of ['of another', '2001-01-01', '"price":0', '{"hall": "']) {
    expect(given.some((one) => one.includes(part))).toBe(true);
  }
  expect((await ask(wish, [])).calls).toEqual([]);
});
