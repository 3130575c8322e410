import { APIError } from 'openai';
import { until } from '../../test/kit/until';
import { openLog } from '../infra/log';
import { type OpenAiStandin, startOpenAiStandin } from '../standins/openai/openai-standin';
import { faultOf } from './attempt-fault';
import { type Completion, ModelAway, ModelRefused } from './language-model';
import { type ModelLimits, openOpenAiModel } from './openai-model';

const log = openLog('silent');
// Wide enough for a busy machine; where silence is what is tried, the limits are narrow.
const small = { firstTokenMs: 5_000, gapMs: 5_000, totalMs: 20_000, retryDelayMs: 10 };
const narrow = { firstTokenMs: 500, gapMs: 500 };
const whole = 'Delivery costs 250 roubles and takes one day. [1]';

let standin: OpenAiStandin;

beforeAll(async () => {
  standin = await startOpenAiStandin({ log });
});
afterEach(() => standin.control.reset());
afterAll(() => standin.close());

function model(limits: Partial<ModelLimits> = {}, options: { model?: string; baseUrl?: string } = {}) {
  const { baseUrl = standin.baseUrl, model: name = 'stand-in' } = options;
  return openOpenAiModel({ apiKey: 'key', baseUrl, model: name, log, limits: { ...small, ...limits } });
}

const messages = [{ role: 'user', content: 'How much is delivery?' }] as const;

/** Asks once and tells what was heard on the way. */
async function ask(limits: Partial<ModelLimits> = {}) {
  const pieces: string[] = [];
  const outcome = await model(limits)
    .complete({ messages, onText: (piece) => pieces.push(piece) })
    .then(
      (completion) => ({ completion, error: undefined }),
      (error: unknown) => ({ completion: undefined, error }),
    );
  return { ...outcome, pieces };
}

const outcomes = () => standin.control.requests.map((request) => request.outcome);

describe('a whole answer', () => {
  it('comes in pieces that make up its text, with its usage and model', async () => {
    standin.control.answerNext({ text: whole });
    const { completion, pieces } = await ask();
    expect(completion).toMatchObject({ text: whole, toolCalls: [], model: 'stand-in' });
    expect(completion?.usage?.outputTokens).toBeGreaterThan(5);
    expect(pieces.length).toBeGreaterThan(5);
    expect(pieces.join('')).toBe(whole);
  });

  it('holds the calls of tools, put together from their fragments', async () => {
    const calls = [
      { name: 'find_hall', arguments: '{"hall":"Большой зал","date":"2026-12-01"}' },
      { name: 'price', arguments: '{}' },
    ];
    standin.control.answerNext({ toolCalls: calls });
    const { completion } = await ask();
    expect(completion?.text).toBe('');
    expect(completion?.toolCalls).toMatchObject(calls);
    expect(new Set(completion?.toolCalls.map(({ id }) => id)).size).toBe(2);
  });

  it('is asked with the dialogue and the tools as they are given', async () => {
    standin.control.answerNext({ text: 'Booked.' });
    const call = { id: 'call_1', name: 'book', arguments: '{"hall":"A"}' };
    await model().complete({
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Book hall A' },
        { role: 'assistant', content: '', toolCalls: [call] },
        { role: 'tool', content: 'done', toolCallId: 'call_1' },
      ],
      tools: [{ name: 'book', description: 'Books a hall', parameters: { type: 'object', properties: {} } }],
      maxOutputTokens: 100,
    });
    const [request] = standin.control.requests;
    expect(request?.messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'tool']);
    expect(request?.messages[2]?.tool_calls).toMatchObject([{ id: 'call_1', function: { name: 'book' } }]);
    expect(request?.messages[3]?.tool_call_id).toBe('call_1');
    expect(request?.tools).toEqual(['book']);
  });

  it('does not depend on a listener that throws', async () => {
    standin.control.answerNext({ text: whole });
    const completion = await model().complete({
      messages,
      onText: () => {
        throw new Error('the listener is broken');
      },
    });
    expect(completion.text).toBe(whole);
  });
});

describe('a failed attempt', () => {
  it.each([
    [{ kind: 'status', status: 500 }],
    [{ kind: 'status', status: 503 }],
    [{ kind: 'status', status: 429 }],
    [{ kind: 'silent' }],
    [{ kind: 'stall' }],
    [{ kind: 'cut' }],
    [{ kind: 'destroy' }],
    [{ kind: 'badJson' }],
    [{ kind: 'empty' }],
  ] as const)('is tried again, and only the whole answer counts: %j', async (fault) => {
    standin.control.failNext(fault, 2);
    standin.control.answerNext({ text: whole });
    const { completion, pieces } = await ask(narrow);
    expect(completion?.text).toBe(whole);
    expect(pieces.join('')).toBe(whole);
    expect(standin.control.requests).toHaveLength(3);
  });

  it.each([[{ kind: 'stall' }], [{ kind: 'cut' }], [{ kind: 'destroy' }], [{ kind: 'badJson' }]] as const)(
    'never passes as an answer, however often it happens: %j',
    async (fault) => {
      standin.control.failNext(fault, 3);
      standin.control.answerNext({ text: whole });
      const { completion, error, pieces } = await ask(narrow);
      expect(completion).toBeUndefined();
      expect(error).toBeInstanceOf(ModelAway);
      expect(whole.startsWith(pieces.join(''))).toBe(true);
      expect(pieces.join('').length).toBeLessThan(whole.length);
      expect(standin.control.requests).toHaveLength(3);
    },
  );

  it.each([['silent'], ['stall']] as const)('that is %s ends within its limits and closes the socket', async (kind) => {
    standin.control.failNext({ kind }, 3);
    const startedAt = performance.now();
    const { error } = await ask(narrow);
    expect(error).toBeInstanceOf(ModelAway);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    await until('every socket is closed', () => outcomes().every((outcome) => outcome === 'client left'));
    expect(outcomes()).toEqual(['client left', 'client left', 'client left']);
  });

  it('ends with the whole budget, also when tokens keep coming', async () => {
    standin.control.answerNext({ chunks: Array.from({ length: 100 }, () => ({ text: 'word ', delayMs: 50 })) });
    const startedAt = performance.now();
    const { error } = await ask({ totalMs: 400 });
    expect(error).toBeInstanceOf(ModelAway);
    expect(performance.now() - startedAt).toBeLessThan(4_500);
    await until('the socket is closed', () => outcomes()[0] === 'client left');
    expect(outcomes()).toEqual(['client left']);
  });

  it('stops the preview when the second answer is another one', async () => {
    standin.control.failNext({ kind: 'cut', afterChunks: 2 });
    const { control } = standin;
    control.answerNext({ text: whole });
    const pieces: string[] = [];
    const completion = await model().complete({
      messages,
      onText: (piece) => {
        pieces.push(piece);
        // The first attempt has read its script; the second gets another.
        if (pieces.length === 2) {
          control.take('');
          control.answerNext({ text: 'Shipping is 250 roubles.' });
        }
      },
    });
    expect(completion.text).toBe('Shipping is 250 roubles.');
    expect(pieces.join('')).toBe('Delivery costs');
  });
});

describe('waiting', () => {
  it('obeys Retry-After', async () => {
    standin.control.failNext({ kind: 'status', status: 429, retryAfter: 1 });
    standin.control.answerNext({ text: whole });
    const startedAt = performance.now();
    const { completion } = await ask();
    expect(completion?.text).toBe(whole);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(1_000);
  });

  it('gives up at once when Retry-After is longer than the budget', async () => {
    standin.control.failNext({ kind: 'status', status: 429, retryAfter: 30 });
    const startedAt = performance.now();
    const { error } = await ask();
    expect(error).toBeInstanceOf(ModelAway);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    expect(standin.control.requests).toHaveLength(1);
  });
});

describe('what trying again would not change', () => {
  it('is not tried again: a filtered answer is refused', async () => {
    standin.control.failNext({ kind: 'contentFilter' });
    const { error } = await ask();
    expect(error).toBeInstanceOf(ModelRefused);
    expect(standin.control.requests).toHaveLength(1);
  });

  it.each([
    [{ kind: 'length' }],
    [{ kind: 'status', status: 401 }],
    [{ kind: 'status', status: 400 }],
    [{ kind: 'status', status: 429, code: 'insufficient_quota' }],
  ] as const)('is not tried again: %j', async (fault) => {
    standin.control.failNext(fault);
    const { error } = await ask();
    expect(error).toBeInstanceOf(ModelAway);
    expect(standin.control.requests).toHaveLength(1);
  });

  it('names the status and the code, nothing else', async () => {
    const call = model({}, { model: 'no-such-model' }).complete({ messages });
    await expect(call).rejects.toMatchObject({ message: 'the model service answered 404 model_not_found' });
  });
});

describe('an abort by the caller', () => {
  it('ends the call with the abort error, closes the socket and is not tried again', async () => {
    standin.control.failNext({ kind: 'stall', afterChunks: 1 });
    const abort = new AbortController();
    const call = model({ gapMs: 10_000 }).complete({ messages, signal: abort.signal, onText: () => abort.abort() });
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    await until('the socket is closed', () => outcomes()[0] === 'client left');
    expect(outcomes()).toEqual(['client left']);
  });

  it('ends the wait before a retry as well', async () => {
    standin.control.failNext({ kind: 'status', status: 500 });
    const abort = new AbortController();
    const call = model({ retryDelayMs: 60_000, totalMs: 120_000 }).complete({ messages, signal: abort.signal });
    await until('the first attempt failed', () => outcomes()[0] === 'failed as told');
    abort.abort();
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('asks nothing when it came before', async () => {
    const call = model().complete({ messages, signal: AbortSignal.abort() });
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    expect(standin.control.requests).toHaveLength(0);
  });
});

describe('an outage', () => {
  it('is not asked into after five failures, and probed after the pause', async () => {
    standin.control.failNext({ kind: 'status', status: 503 }, 5);
    standin.control.answerNext({ text: whole });
    const patient = model({ retries: 0, breakerPauseMs: 300 });
    for (let call = 1; call <= 5; call += 1) await expect(patient.complete({ messages })).rejects.toThrow(ModelAway);
    await expect(patient.complete({ messages })).rejects.toThrow('not asked for a while');
    expect(standin.control.requests).toHaveLength(5);
    let completion: Completion | undefined;
    await until('the probe went well', async () => {
      completion = await patient.complete({ messages }).catch(() => undefined);
      return completion !== undefined;
    });
    expect(completion?.text).toBe(whole);
    expect(standin.control.requests).toHaveLength(6);
  });

  it('that refuses connections is told as such', async () => {
    const away = await startOpenAiStandin({ log });
    await away.close();
    const call = model({}, { baseUrl: away.baseUrl }).complete({ messages });
    await expect(call).rejects.toMatchObject({ message: 'the model service could not be reached' });
  });
});

describe('a request that is longer than the model takes', () => {
  const long = [{ role: 'user' as const, content: 'word '.repeat(3_000) }];

  it('is told as such at once, and answered when it is asked again with less', async () => {
    standin.control.contextTokens = 2_048;
    standin.control.answerNext({ text: whole });
    const call = model().complete({ messages: long });
    await expect(call).rejects.toMatchObject({
      name: 'PromptTooLong',
      message: expect.stringContaining('context_length'),
    });
    expect(outcomes()).toEqual(['refused: too long']);
    expect((await model().complete({ messages })).text).toBe(whole);
  });

  it('is known by the words of services that have no code for it', () => {
    const told = (message: string) =>
      faultOf(new APIError(400, { message, code: 400, type: 'BadRequestError' }, message, new Headers()));
    expect(told("This model's maximum context length is 4096 tokens.").next).toBe('too long');
    expect(told('the request exceeds the available context size (4096 tokens)').next).toBe('too long');
    expect(told('messages must not be empty').next).toBe('give up');
  });
});
