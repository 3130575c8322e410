import { type Cache, openInProcessCache } from '../../infra/cache';
import { Sealing } from '../../infra/sealing';
import type { Remembered } from './history.rules';
import { ShortTerm } from './short-term';

const dialogue = { id: 'dialogue_1', botId: 'bot_1', contextSeq: 0, edits: 0 };
const said = (seq: number, text: string): Remembered => ({ id: `message_${seq}`, seq, role: 'USER', text });
const messages = [said(3, 'three'), said(4, 'four'), said(6, 'six')];
const wanted = { dialogue, from: 2, upTo: 6 };

describe('ShortTerm', () => {
  let kept: Map<string, string>;
  let shortTerm: ShortTerm;
  const sealing = new Sealing('a secret key of the test');

  beforeEach(async () => {
    kept = new Map();
    const cache: Cache = openInProcessCache();
    shortTerm = new ShortTerm({
      sealing,
      cache: { ...cache, get: async (key) => kept.get(key), set: async (key, value) => void kept.set(key, value) },
    });
    await shortTerm.keep(wanted, messages);
  });

  it('gives back what was kept, and less where less is wanted', async () => {
    expect(await shortTerm.recall(wanted)).toEqual(messages);
    expect(await shortTerm.recall({ ...wanted, from: 3 })).toEqual(messages.slice(1));
  });

  it.each([
    ['more was said since', { ...wanted, upTo: 7 }],
    ['it begins later than what is wanted', { ...wanted, from: 1 }],
    ['the memory was cleared since', { ...wanted, dialogue: { ...dialogue, contextSeq: 5 } }],
    ['something said was changed since', { ...wanted, dialogue: { ...dialogue, edits: 1 } }],
    ['it is of another bot', { ...wanted, dialogue: { ...dialogue, botId: 'bot_2' } }],
  ])('gives nothing when %s', async (_why, other) => {
    expect(await shortTerm.recall(other)).toBeUndefined();
  });

  it('gives nothing of another dialogue, even when the store has mixed them up', async () => {
    const [copy = ''] = kept.values();
    kept.set('said:dialogue_2', copy);
    expect(await shortTerm.recall({ ...wanted, dialogue: { ...dialogue, id: 'dialogue_2' } })).toBeUndefined();
  });

  it('takes what somebody else wrote there for nothing', async () => {
    const [key = ''] = kept.keys();
    const forged = JSON.stringify({ ...wanted.dialogue, dialogueId: dialogue.id, from: 0, upTo: 6, messages });
    for (const text of [forged, '', 'null', new Sealing('another key').seal(forged)]) {
      kept.set(key, text);
      expect(await shortTerm.recall(wanted)).toBeUndefined();
    }
  });

  it('keeps no text in the clear', () => {
    expect([...kept.values()].join()).not.toMatch(/three|message_/);
  });
});
