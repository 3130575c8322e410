import path from 'node:path';
import type { Database } from '../infra/database';
import { type Locales, openLocales } from '../infra/locales';
import { openLog } from '../infra/log';
import { countTokens } from '../language-model/tokens';
import { type ReadTool, ToolRefused, type WriteTool } from './tool';
import { ToolCalls } from './tool-calls';
import { type SessionTurn, ToolSession, turnLimits } from './tool-session';

const note = 'today is Friday';
const seen: { dialogueId: string | null; userId: string | null }[] = [];
const price: ReadTool<{ hall: string }> = {
  name: 'price',
  description: { ru: 'Цена', en: 'The price' },
  parameters: { type: 'object', properties: { hall: { type: 'string' } } },
  effect: 'read',
  parse: (given) => {
    const { hall } = given as { hall?: unknown };
    if (typeof hall !== 'string') throw new ToolRefused('which hall?');
    return { hall };
  },
  run: async ({ hall }, { dialogueId, userId }) => {
    seen.push({ dialogueId, userId });
    return { text: `${hall} costs 1,000 ₽. `.repeat(hall === 'long' ? 2_000 : 1), data: { hall } };
  },
};
const book: WriteTool<object> = {
  name: 'book',
  description: { ru: 'Бронь', en: 'Books' },
  parameters: { type: 'object', properties: {} },
  effect: 'write',
  parse: (given) => given as object,
  propose: async (input) => ({ content: { ...input }, preview: 'a table' }),
  commit: () => Promise.reject(new ToolRefused('a session never commits')),
};

describe('the calls of one turn', () => {
  let locales: Locales;
  beforeAll(async () => {
    locales = await openLocales(path.join(__dirname, '../../locales'));
  });

  const open = (more: Partial<SessionTurn> = {}, foreign: string[] = []) => {
    // Outside of a dialogue nothing is kept, so that no database is asked.
    const calls = new ToolCalls({ database: {} as Database, log: openLog('fatal') });
    const turn = {
      botId: 'bot_1',
      dialogueId: null,
      userId: null,
      turnSeq: 1,
      language: 'en',
      mayPropose: true,
      signal: new AbortController().signal,
      ...more,
    } as const;
    const equipment = { tools: [price, book], notes: [note], foreign: new Set(foreign) };
    const givesOrders = (text: string) => text.includes('evil');
    return new ToolSession({ calls, locales, resultTokens: 300, givesOrders }, turn, equipment);
  };
  const asks = (name: string, given: unknown, id = 'call_1') => ({
    id,
    name,
    arguments: typeof given === 'string' ? given : JSON.stringify(given),
  });
  const names = (session: ToolSession) => session.definitions().map(({ name }) => name);

  it('offer only reading where nobody could agree', () => {
    expect(names(open())).toEqual(['price']);
    expect(names(open({ dialogueId: 'dialogue_1', mayPropose: false }))).toEqual(['price']);
    expect(names(open({ dialogueId: 'dialogue_1' }))).toEqual(['price', 'book']);
  });

  it('take nothing of who asks from the model', async () => {
    const session = open({ userId: 'user_1' });
    await session.take({ text: '' }, [asks('price', { hall: 'Blue', userId: 'user_2', dialogueId: 'dialogue_2' })]);
    expect(seen.at(-1)).toEqual({ dialogueId: null, userId: 'user_1' });
  });

  it('answer every call that was made, under its id', async () => {
    const session = open();
    await session.take({ text: 'let me see' }, [
      asks('price', { hall: 'Blue' }, 'a'),
      asks('price', '{"hall":', 'b'),
      asks('nothing', {}, 'c'),
    ]);
    const [asked, ...answers] = session.exchange;
    expect(asked?.toolCalls?.map((call) => [call.id, call.arguments])).toEqual([
      ['a', '{"hall":"Blue"}'],
      ['b', '{}'],
      ['c', '{}'],
    ]);
    expect(answers.map(({ toolCallId }) => toolCallId)).toEqual(['a', 'b', 'c']);
    expect(answers[2]?.content).toContain('price');
    expect(session.told).toHaveLength(1);
    expect(session.hasFound).toBe(true);
  });

  it('tell why a tool will not, and that is no finding', async () => {
    const session = open();
    await session.take({ text: '' }, [asks('price', { wrong: 1 }), asks('unheard_of', {})]);
    expect(session.told).toEqual(['which hall?']);
    expect(session.hasFound).toBe(false);
  });

  it('end after two mistakes more than none, and after six calls', async () => {
    const clumsy = open();
    for (let at = 0; at < turnLimits.mistakes; at += 1) await clumsy.take({ text: '' }, [asks('price', { at })]);
    expect(names(clumsy)).toEqual(['price']);
    await clumsy.take({ text: '' }, [asks('price', { hall: 7 })]);
    expect(names(clumsy)).toEqual([]);

    const busy = open();
    const many = Array.from({ length: 50 }, (_, at) => asks('price', { hall: `hall ${at}` }, `${at}`));
    await busy.take({ text: '' }, many);
    expect(busy.made).toHaveLength(turnLimits.calls);
    expect(busy.exchange[0]?.toolCalls).toHaveLength(turnLimits.calls);
    expect(names(busy)).toEqual([]);
  });

  it('are not made twice for the same thing', async () => {
    const before = seen.length;
    const session = open();
    await session.take({ text: '' }, [asks('price', { hall: 'Red' }, 'a'), asks('price', ' { "hall":"Red"}', 'b')]);
    expect(seen.length - before).toBe(1);
    expect(session.exchange).toHaveLength(3);
  });

  it('tell no more together than there is room for', async () => {
    const session = open();
    await session.take(
      { text: '' },
      Array.from({ length: 6 }, (_, at) => asks('price', { hall: 'long', at }, `${at}`)),
    );
    const tokens = session.exchange.slice(1).reduce((sum, { content }) => sum + countTokens(content), 0);
    expect(tokens).toBeLessThan(300 + 6 * 70);
  });

  it('keep from the model what a stranger’s tool orders; the product’s own tools may say what they like', async () => {
    const stranger = open({}, ['price']);
    await stranger.take({ text: '' }, [asks('price', { hall: 'evil' })]);
    expect(stranger.exchange.at(-1)?.content).not.toContain('evil');
    expect(stranger.told).toEqual([]);
    const own = open();
    await own.take({ text: '' }, [asks('price', { hall: 'evil' })]);
    expect(own.told).toHaveLength(1);
  });
});
