import { setTimeout as pause } from 'node:timers/promises';
import { type FreshDatabase, freshDatabase } from '../../test/kit/fresh-database';
import { openLog } from '../infra/log';
import { ToolRefused } from './tool';
import { type CallWork, ToolCalls } from './tool-calls';

const dialogueId = `dialogue_${'1'.repeat(32)}`;

describe('the calls of tools', () => {
  let fresh: FreshDatabase;
  let calls: ToolCalls;
  let turnSeq = 0;

  beforeAll(async () => {
    fresh = await freshDatabase();
    calls = new ToolCalls({ database: fresh.database, log: openLog('fatal') });
    const { prisma } = fresh.database;
    await prisma.bot.create({
      data: { id: 'bot_1', slug: 'shop', name: 'Shop', defaultLanguage: 'en', languages: ['en'], personas: [] },
    });
    const user = {
      id: 'user_1',
      channel: 'API',
      realm: 'test',
      externalId: '1',
      displayName: 'Anna',
      language: 'en',
    } as const;
    await prisma.user.create({ data: user });
    await prisma.dialogue.create({
      data: { id: dialogueId, botId: 'bot_1', userId: user.id, language: 'en', persona: 'default' },
    });
  }, 60_000);
  afterAll(() => fresh.drop());
  beforeEach(() => {
    turnSeq += 1;
  });

  let done = 0;
  const call = (more: Partial<CallWork> = {}): CallWork => ({
    place: { dialogueId, turnSeq, number: 0 },
    name: 'free_times',
    arguments: { day: '2027-04-15' },
    mayRepeat: true,
    signal: new AbortController().signal,
    failed: 'it failed',
    work: async () => {
      done += 1;
      return { status: 'DONE', result: { text: `free: ${done}`, data: { done } } };
    },
    ...more,
  });
  const kept = () => fresh.database.prisma.toolCall.findMany({ where: { turnSeq } });

  it('have their time, whether or not the tool keeps to it, and what comes later is nobody’s', async () => {
    const hasty = new ToolCalls({ database: fresh.database, log: openLog('fatal'), limitMs: 20 });
    let heard: AbortSignal | undefined;
    const { outcome } = await hasty.make(
      call({
        work: (signal) => {
          heard = signal;
          return new Promise(() => undefined);
        },
      }),
    );
    expect(outcome).toEqual({ status: 'FAILED', error: 'it failed' });
    expect(heard?.aborted).toBe(true);
    expect(await kept()).toMatchObject([{ status: 'FAILED', error: 'it failed' }]);
  });

  it('leave their trail, with what was found', async () => {
    const { outcome, made } = await calls.make(call());
    expect(outcome.status).toBe('DONE');
    expect(made).toMatchObject({ name: 'free_times', arguments: { day: '2027-04-15' }, error: null });
    expect(await kept()).toMatchObject([{ status: 'DONE', result: { data: { done } } }]);
  });

  it('are not made again when the turn is taken again, but for what was not finished', async () => {
    const first = await calls.make(call());
    const second = await calls.make(call());
    expect(second.outcome).toEqual(first.outcome);
    await fresh.database.prisma.toolCall.updateMany({ where: { turnSeq }, data: { status: 'RUNNING' } });
    expect((await calls.make(call())).outcome).not.toEqual(first.outcome);
    expect(await kept()).toHaveLength(1);
  });

  it('are made again for others: with other arguments, in another place, for a draft, after a while', async () => {
    const before = done;
    await calls.make(call());
    await calls.make(call({ arguments: { day: '2027-04-16' } }));
    await calls.make(call({ place: { dialogueId, turnSeq, number: 1 } }));
    await calls.make(call({ mayRepeat: false }));
    await fresh.database.pool.query(`update tool_calls set created_at = now() - interval '1 hour'`);
    await calls.make(call());
    expect(done - before).toBe(5);
  });

  it('tell why they were refused, and hide why they failed', async () => {
    const refuse = () => Promise.reject(new ToolRefused('there is no such day'));
    expect((await calls.make(call({ work: refuse }))).outcome).toEqual({
      status: 'REFUSED',
      error: 'there is no such day',
    });
    const fail = () => Promise.reject(new TypeError('password=secret'));
    const failing = call({ work: fail, place: { dialogueId, turnSeq, number: 1 } });
    expect((await calls.make(failing)).outcome).toEqual({ status: 'FAILED', error: 'it failed' });
    expect(JSON.stringify(await kept())).not.toContain('secret');
  });

  it('end with their turn, whether or not the tool listens', async () => {
    const turn = new AbortController();
    const made = calls.make(
      call({ signal: turn.signal, work: () => pause(3_600_000, undefined, { ref: false }) as never }),
    );
    turn.abort(new DOMException('the lease is lost', 'AbortError'));
    await expect(made).rejects.toThrow('the lease is lost');
  });

  it('outside of any dialogue leave nothing', async () => {
    await calls.make(call({ place: null }));
    expect(await kept()).toEqual([]);
  });
});
