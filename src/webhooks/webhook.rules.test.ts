import { createHmac } from 'node:crypto';
import { paceOf, signatureOf, type Tried, typeOf } from './webhook.rules';

const day = 24 * 3_600_000;
const away: Tried = { code: null, error: 'nobody answers there' };
const refused: Tried = { code: 422, error: 'it answers 422' };

describe('the pace of tries', () => {
  it('is three days long, closer at first, and then it is over', () => {
    const steps: number[] = [];
    for (let attempts = 1; ; attempts++) {
      const { againInMs } = paceOf(refused, { attempts, failures: 1 });
      if (againInMs === null) break;
      steps.push(againInMs);
    }
    const whole = steps.reduce((sum, ms) => sum + ms, 0);
    expect(whole / day).toBeGreaterThan(2.9);
    expect(whole / day).toBeLessThan(3.1);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
  });

  it('keeps everything waiting for a receiver that is away, so that it is the first one that comes again', () => {
    for (const code of [null, 408, 429, 502, 503, 504]) {
      for (let n = 1; n <= 5; n++) {
        const { againInMs, pauseMs } = paceOf({ code, error: 'x' }, { attempts: n, failures: n });
        expect([code, n, pauseMs]).toEqual([code, n, againInMs]);
      }
    }
  });

  it('goes on at once after what only this event is refused for, until all are refused', () => {
    expect(paceOf(refused, { attempts: 1, failures: 1 }).pauseMs).toBe(0);
    expect(paceOf(refused, { attempts: 1, failures: 5 }).pauseMs).toBe(16_000);
    expect(paceOf({ code: 500, error: 'x' }, { attempts: 1, failures: 2 }).pauseMs).toBe(0);
  });

  it('leaves nobody alone for more than an hour, whatever they ask', () => {
    expect(paceOf(away, { attempts: 20, failures: 90 }).pauseMs).toBe(3_600_000);
    const later = { code: 503, error: 'x', retryAfter: 1e9 };
    expect(paceOf(later, { attempts: 1, failures: 1 })).toEqual({ againInMs: 3_600_000, pauseMs: 3_600_000 });
    expect(paceOf({ ...later, retryAfter: 7 }, { attempts: 1, failures: 1 }).pauseMs).toBe(7_000);
    expect(paceOf({ ...later, retryAfter: -5 }, { attempts: 1, failures: 1 }).pauseMs).toBe(1_000);
  });
});

it('signs the moment and the very bytes, with the old secret while it holds', () => {
  const body = '{"id":"ev_1","data":{"text":"Привет"}}';
  const now = 1_790_000_000_123;
  const right = (secret: string) => createHmac('sha256', secret).update(`1790000000.${body}`, 'utf8').digest('hex');
  expect(signatureOf(body, { secret: 'a' }, now)).toBe(`t=1790000000,v1=${right('a')}`);
  const previous = { secret: 'b', until: now + 1 };
  expect(signatureOf(body, { secret: 'a', previous }, now)).toBe(`t=1790000000,v1=${right('a')},v1=${right('b')}`);
  expect(signatureOf(body, { secret: 'a', previous }, now + 1)).toBe(`t=1790000000,v1=${right('a')}`);
});

it('names types as receivers see them', () => {
  expect([typeOf('MESSAGE_ADDED'), typeOf('HANDOFF_CHANGED')]).toEqual(['message.added', 'handoff.changed']);
});
