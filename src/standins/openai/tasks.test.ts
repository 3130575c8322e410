import { OpenAI } from 'openai';
import { openLog } from '../../infra/log';
import { type OpenAiStandin, startOpenAiStandin } from './openai-standin';

let standin: OpenAiStandin;
let client: OpenAI;

beforeAll(async () => {
  standin = await startOpenAiStandin({ log: openLog('silent'), control: true });
  client = new OpenAI({ apiKey: 'any', baseURL: standin.baseUrl, maxRetries: 0 });
});
afterEach(() => standin.control.reset());
afterAll(() => standin.close());

async function ask(system: string, user: string): Promise<string | null | undefined> {
  return (await answer(system, user))?.content;
}

async function refusalOf(system: string, user: string): Promise<string | null | undefined> {
  return (await answer(system, user))?.refusal;
}

async function answer(system: string, user: string): Promise<OpenAI.ChatCompletionMessage | undefined> {
  const completion = await client.chat.completions.create({
    model: 'gpt-4o',
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: user },
    ],
  });
  return completion.choices[0]?.message;
}

const translate = (text: string) => ask('<task>translate ru en</task>\nTranslate.', `<text>\n${text}\n</text>`);

describe('a text to translate', () => {
  it('comes back unchanged where the dictionary has no entry, or there is none', async () => {
    expect(await translate('Где мой заказ ⟦1⟧?')).toBe('Где мой заказ ⟦1⟧?');
    standin.control.translate({ Привет: 'Hello' });
    expect(await translate('Где мой заказ ⟦1⟧?')).toBe('Где мой заказ ⟦1⟧?');
    expect(await translate('Привет')).toBe('Hello');
  });

  it('is found in the dictionary by the words around its markers, and gets them back', async () => {
    standin.control.translate({
      'Где мой заказ A-15 за 15 ₽?': 'Where is my order A-15 for 15 ₽?',
      'Лена (lena@example.com) ждёт 3 дня': 'For 3 days Лена has waited: lena@example.com',
      'Доставка 5 км 👍': 'Delivery within 5 km',
    });
    expect(await translate('Где мой заказ ⟦1⟧ за ⟦2:15 ₽⟧?')).toBe('Where is my order ⟦1⟧ for ⟦2:15 ₽⟧?');
    expect(await translate('⟦1:Лена⟧ (⟦2⟧) ждёт ⟦3:3⟧ дня')).toBe('For ⟦3:3⟧ days ⟦1:Лена⟧ has waited: ⟦2⟧');
    expect(await translate('Доставка ⟦1:5 км⟧ ⟦2⟧')).toBe('Delivery within ⟦1:5 км⟧ ⟦2⟧');
  });
});

describe('answers by task', () => {
  it('do not depend on the order in which requests come, and leave other answers alone', async () => {
    standin.control.answerNext({ text: 'an answer' });
    standin.control.answerTask('summary', 'a summary');
    standin.control.answerTask('draft', ({ text, details }) => `${details}: ${text.length} characters`);
    expect(await ask('<task>draft en</task>', 'Hello')).toBe('en: 5 characters');
    expect(await ask('<task>summary</task>', 'Hello')).toBe('a summary');
    expect(await ask('No task', 'Hello')).toBe('an answer');
    expect(await ask('<task>summary</task>', 'Hello')).toBe('a summary');
    expect(standin.control.requests.map(({ task }) => task)).toEqual(['draft', 'summary', null, 'summary']);
  });

  it('give way to the next answer that names the task', async () => {
    standin.control.answerTask('summary', 'always');
    standin.control.answerNext({ text: 'once', task: 'summary' });
    expect(await ask('<task>summary</task>', 'Hello')).toBe('once');
    expect(await ask('<task>summary</task>', 'Hello')).toBe('always');
  });

  it('are never those that were written for a turn: without an answer of its own a task is refused', async () => {
    standin.control.answerNext({ text: 'an answer' });
    expect(await refusalOf('<task>knowledge</task>', 'Hello')).toContain('knowledge');
    expect(await ask('No task', 'Hello')).toBe('an answer');
    expect(await refusalOf('No task', 'Hello')).toBeNull();
  });

  it('of a draft are like those of a turn, but not signed', async () => {
    const passages = '<passage id="1" title="Delivery">\nA courier costs 390 roubles.\n</passage>';
    const answers = await Promise.all(
      ['', '<task>draft</task>'].map((task) => ask(`${task}\n${passages}`, 'courier cost?')),
    );
    expect(answers[0]).toContain('390');
    expect(answers[1]).toContain('390');
    expect(answers[0]).toContain('stand-in');
    expect(answers[1]).not.toContain('stand-in');
  });

  it('fail as told for one task only', async () => {
    standin.control.failNext({ kind: 'status', status: 503 }, 1, { task: 'summary' });
    standin.control.answerNext({ text: 'an answer' });
    expect(await ask('No task', 'Hello')).toBe('an answer');
    await expect(ask('<task>summary</task>', 'Hello')).rejects.toMatchObject({ status: 503 });
  });

  it('are written over HTTP as well', async () => {
    const response = await fetch(new URL('/control/script', standin.baseUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ tasks: { summary: 'a summary' }, translations: { Спасибо: 'Thank you' } }),
    });
    expect(response.status).toBe(204);
    expect(await ask('<task>summary</task>', 'Hello')).toBe('a summary');
    expect(await translate('Спасибо')).toBe('Thank you');
  });
});
