import path from 'node:path';
import { logLines } from '../../test/kit/log-lines';
import { type Channel, NotNow, type OutgoingMessage, Unreachable } from '../dialogues/channel';
import type { InboxItem } from '../dialogues/inbox-item';
import { openLocales } from '../infra/locales';
import { ErasureFollowUp } from './erasure-follow-up';

const farewell = { channel: 'TELEGRAM', botId: 'bot_1', externalId: '7', language: 'ru' } as const;
const place = { botId: 'bot_1', chatId: '-1', threadId: 5, messageIds: [] };
const leftovers = { farewell, places: [place], dialogueIds: ['dialogue_1'], lanes: ['bot_1:7'] };

/** What a follow-up did, in order, in a world where the given things go wrong at first. */
async function follow(payload: object, faults: { send?: Error[]; remove?: Error; held?: number } = {}) {
  const done: string[] = [];
  const send = [...(faults.send ?? [])];
  let held = faults.held ?? 0;
  const channel: Channel<OutgoingMessage> = {
    overlapMs: 0,
    parts: (message) => [message],
    send: async ({ externalId }, { text }) => {
      const fault = send.shift();
      if (fault) throw fault;
      done.push(`said to ${externalId}: ${text.slice(0, 6)}`);
      return '1';
    },
    edit: async () => undefined,
    showWork: async () => undefined,
  };
  const { log, lines } = logLines();
  const followUp = new ErasureFollowUp({
    records: {
      forgetLanes: async (lanes) => {
        held -= 1;
        if (held < 0) done.push(`forgot ${lanes.join()}`);
        return held < 0;
      },
      note: async (_id, left) => {
        done.push(`noted ${left === null ? 'the end' : Object.keys(left as object).length}`);
      },
    },
    channels: { TELEGRAM: channel, API: channel },
    removePlace: async ({ threadId }) => {
      if (faults.remove) throw faults.remove;
      done.push(`removed ${threadId}`);
    },
    forgetCopies: async (dialogueId) => {
      done.push(`forgot copies of ${dialogueId}`);
    },
    locales: await openLocales(path.join(__dirname, '../../locales')),
    log,
  });
  const item: InboxItem = { id: '1', lane: 'x', source: 'erasure', botId: null, dedupeKey: 'x', payload, attempts: 1 };
  expect(await followUp.receive(item)).toBeNull();
  return { done, lines };
}

const rest = ['noted 4', 'removed 5', 'forgot copies of dialogue_1', 'forgot bot_1:7', 'noted the end'];

describe('What is left after an erasure', () => {
  it('is done step by step, and noted', async () => {
    expect((await follow(leftovers)).done).toEqual(['said to 7: Готово', ...rest]);
  });

  it('begins after the last word when that was said before a crash', async () => {
    expect((await follow({ ...leftovers, farewell: null })).done).toEqual(rest.slice(1));
    expect((await follow({})).done).toEqual(['forgot ', 'noted the end']);
  });

  it('waits for Telegram and for the lane', async () => {
    const { done } = await follow(leftovers, { send: [new NotNow(1)], held: 1 });
    expect(done).toEqual(['said to 7: Готово', ...rest]);
  });

  it('goes on when the user cannot be reached, or a chat of operators is lost', async () => {
    expect((await follow(leftovers, { send: [new Unreachable('blocked')] })).done).toEqual(rest);
    const { done, lines } = await follow(leftovers, { remove: new Unreachable('sent away') });
    expect(done).toEqual(['said to 7: Готово', ...rest.filter((one) => one !== 'removed 5')]);
    expect(lines.join('')).toContain('stays in Telegram');
  });
});
