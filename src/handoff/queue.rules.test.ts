import * as fc from 'fast-check';
import type { BusinessHours } from '../dialogues/handoff-settings';
import { openAt } from './hours.rules';
import {
  type Candidate,
  chooseOperator,
  type Due,
  type Need,
  nextDue,
  type Wait,
  type WaitSettings,
} from './queue.rules';

const need: Need = { language: 'ru', botId: 'bot_1', passedOver: [], translation: false };

function operator(id: string, different: Partial<Candidate> = {}): Candidate {
  return {
    id,
    languages: ['ru', 'en'],
    botIds: [],
    presence: 'ONLINE',
    capacity: 4,
    active: 0,
    lastGivenAt: null,
    ...different,
  };
}

describe('The choice of an operator', () => {
  it('falls on one who is there, has room, serves the bot, speaks the language and has not let the dialogue go', () => {
    const unfit = [
      operator('away', { presence: 'AWAY' }),
      operator('offline', { presence: 'OFFLINE' }),
      operator('full', { active: 4 }),
      operator('none', { capacity: 0 }),
      operator('elsewhere', { botIds: ['bot_2'] }),
      operator('english', { languages: ['en'] }),
      operator('passed'),
    ];
    const strict = { ...need, passedOver: ['passed'] };
    expect(chooseOperator(unfit, strict)).toBeUndefined();
    expect(chooseOperator([...unfit, operator('fit', { botIds: ['bot_1'] })], strict)).toBe('fit');
    expect(chooseOperator([operator('regional', { languages: ['ru-RU'] })], need)).toBe('regional');
    expect(chooseOperator([], need)).toBeUndefined();
  });

  it('falls on one who needs a translation only when no speaker has room', () => {
    const english = operator('english', { languages: ['en'] });
    const translated = { ...need, translation: true };
    expect(chooseOperator([english, operator('busy', { active: 3 })], translated)).toBe('busy');
    expect(chooseOperator([english, operator('full', { active: 4 })], translated)).toBe('english');
  });

  it('falls on the least busy, then on the one who was given nothing for the longest time', () => {
    const early = new Date('2026-01-05T09:00:00Z');
    const late = new Date('2026-01-05T10:00:00Z');
    expect(chooseOperator([operator('half', { active: 2 }), operator('third', { active: 2, capacity: 6 })], need)).toBe(
      'third',
    );
    expect(chooseOperator([operator('b', { active: 2 }), operator('a', { active: 1, capacity: 2 })], need)).toBe('a');
    expect(chooseOperator([operator('a', { lastGivenAt: late }), operator('b', { lastGivenAt: early })], need)).toBe(
      'b',
    );
    expect(chooseOperator([operator('a', { lastGivenAt: early }), operator('b')], need)).toBe('b');
  });

  const anyCandidate = fc.record({
    languages: fc.subarray(['ru', 'en', 'en-GB']),
    botIds: fc.subarray(['bot_1', 'bot_2']),
    presence: fc.constantFrom('ONLINE' as const, 'ONLINE' as const, 'AWAY' as const, 'OFFLINE' as const),
    capacity: fc.integer({ min: 0, max: 4 }),
    active: fc.integer({ min: 0, max: 5 }),
    lastGivenAt: fc.option(fc.date({ min: new Date(0), max: new Date(9), noInvalidDate: true })),
  });
  const candidates = fc
    .array(anyCandidate, { maxLength: 6 })
    .map((all) => all.map((each, at) => ({ ...each, id: `operator_${at}` })));
  const anyNeed = fc.record({
    language: fc.constantFrom('ru', 'en'),
    botId: fc.constantFrom('bot_1', 'bot_2'),
    passedOver: fc.subarray(['operator_0', 'operator_1']),
    translation: fc.boolean(),
  });

  it('never falls on an unfit one, always on somebody when one is fit, and does not depend on the order', () => {
    fc.assert(
      fc.property(candidates, anyNeed, (all, some) => {
        const speaks = ({ languages }: Candidate) => languages.some((language) => language.startsWith(some.language));
        const fit = all.filter(
          (each) =>
            each.presence === 'ONLINE' &&
            each.active < each.capacity &&
            (each.botIds.length === 0 || each.botIds.includes(some.botId)) &&
            !some.passedOver.includes(each.id) &&
            (some.translation || speaks(each)),
        );
        const chosen = chooseOperator(all, some);
        expect(chooseOperator(all.toReversed(), some)).toBe(chosen);
        const found = fit.find(({ id }) => id === chosen);
        expect(found === undefined).toBe(fit.length === 0);
        for (const other of fit) {
          if (!found || speaks(other) !== speaks(found)) continue;
          expect(other.active / other.capacity).toBeGreaterThanOrEqual(found.active / found.capacity);
        }
        if (found && !speaks(found)) expect(fit.filter(speaks)).toEqual([]);
      }),
    );
  });
});

const settings: WaitSettings = { hours: undefined, reminders: [1, 3, 10], offerAfter: 15, giveUpAfter: 1440 };
const monday = new Date('2026-01-05T12:00:00Z');
const later = (minutes: number, since = monday) => new Date(since.getTime() + minutes * 60_000);
const began: Wait = { waitingSince: monday, reminders: 0, offeredAt: null, leftMessageAt: null };

describe('What is due for a waiting user', () => {
  it('is a reminder after 1, 3 and 10 minutes, the offer after 15, the end a day after it', () => {
    expect(nextDue(began, settings, monday)).toEqual({ due: [], next: later(1) });
    expect(nextDue(began, settings, later(1))).toEqual({ due: [{ kind: 'remind', number: 1 }], next: later(3) });
    expect(nextDue({ ...began, reminders: 1 }, settings, later(2))).toEqual({ due: [], next: later(3) });
    expect(nextDue({ ...began, reminders: 3 }, settings, later(15))).toEqual({
      due: [{ kind: 'offer' }],
      next: later(1455),
    });
    const offered = { ...began, reminders: 3, offeredAt: later(16) };
    expect(nextDue(offered, settings, later(100))).toEqual({ due: [], next: later(1456) });
    expect(nextDue(offered, settings, later(1456))).toEqual({ due: [{ kind: 'give up' }], next: null });
  });

  it('is one reminder when several were missed', () => {
    expect(nextDue(began, settings, later(4)).due).toEqual([{ kind: 'remind', number: 2 }]);
    expect(nextDue(began, settings, later(20))).toEqual({
      due: [{ kind: 'remind', number: 3 }, { kind: 'offer' }],
      next: later(1460),
    });
  });

  it('is nothing once they have left a message', () => {
    const left = { ...began, offeredAt: later(15), leftMessageAt: later(16) };
    expect(nextDue(left, settings, later(5000))).toEqual({ due: [], next: null });
  });

  it('is nothing while nobody is there, and the clock stands still', () => {
    const hours: BusinessHours = { timeZone: 'UTC', days: { mon: ['09:00-12:02'], tue: ['09:00-18:00'] }, closed: [] };
    const closing = { ...settings, hours };
    const tuesday = new Date('2026-01-06T09:00:00Z');
    expect(nextDue({ ...began, reminders: 1 }, closing, later(3))).toEqual({ due: [], next: later(1, tuesday) });
    expect(nextDue({ ...began, reminders: 1 }, closing, later(1, tuesday)).due).toEqual([
      { kind: 'remind', number: 2 },
    ]);
    expect(nextDue({ ...began, reminders: 3 }, closing, later(60))).toEqual({ due: [], next: later(13, tuesday) });
    // Due at 12:01, noticed at 12:30.
    expect(nextDue(began, closing, later(30))).toEqual({ due: [], next: tuesday });
    expect(nextDue(began, { ...settings, hours: { ...hours, days: {} } }, monday)).toEqual({ due: [], next: null });
  });

  const minutes = fc.integer({ min: 1, max: 200 });
  const anySettings = fc.record({
    hours: fc.constantFrom<(BusinessHours | undefined)[]>(
      undefined,
      { timeZone: 'Europe/Berlin', days: { mon: ['09:00-18:00'], wed: ['22:00-02:00'] }, closed: [] },
      { timeZone: 'Europe/Moscow', days: { tue: ['09:00-09:30', '10:00-10:01'] }, closed: ['2026-01-13'] },
    ),
    reminders: fc.uniqueArray(minutes, { maxLength: 4 }).map((all) => all.toSorted((a, b) => a - b)),
    offerAfter: minutes,
    giveUpAfter: minutes,
  });

  /** Does what is due, whenever something is, and now and then too late. */
  function liveThrough(some: WaitSettings, since: Date, delays: readonly number[]): { at: Date; due: Due }[] {
    const done: { at: Date; due: Due }[] = [];
    let wait: Wait = { ...began, waitingSince: since };
    let next: Date | null = since;
    for (let step = 0; next; step += 1) {
      expect(step).toBeLessThan(50);
      const now: Date = later(delays[step] ?? 0, next);
      const found = nextDue(wait, some, now);
      for (const due of found.due) {
        done.push({ at: now, due });
        if (due.kind === 'remind') wait = { ...wait, reminders: due.number };
        if (due.kind === 'offer') wait = { ...wait, offeredAt: now };
      }
      if (found.next) expect(found.next.getTime()).toBeGreaterThan(now.getTime());
      if (found.next) expect(nextDue(wait, some, new Date(found.next.getTime() - 1)).due).toEqual([]);
      next = found.next;
    }
    return done;
  }

  it('comes in order, each thing once, never early or while nobody is there, and ends with giving up', () => {
    const since = fc.integer({ min: 0, max: 20_160 }).map((offset) => later(offset));
    const delays = fc.array(fc.integer({ min: 0, max: 90 }), { maxLength: 8 });
    fc.assert(
      fc.property(anySettings, since, delays, (some, start, late) => {
        const done = liveThrough(some, start, late);
        const reminded = done.flatMap(({ due }) => (due.kind === 'remind' ? [due.number] : []));
        expect(reminded).toEqual([...new Set(reminded)].toSorted((a, b) => a - b));
        expect(done.filter(({ due }) => due.kind === 'offer')).toHaveLength(1);
        expect(done.filter(({ due }) => due.kind === 'give up')).toEqual(done.slice(-1));
        for (const { at, due } of done) {
          expect(openAt(some.hours, at)).toBe(true);
          const planned = due.kind === 'remind' ? (some.reminders[due.number - 1] ?? 0) : some.offerAfter;
          expect(at.getTime()).toBeGreaterThanOrEqual(later(planned, start).getTime());
        }
      }),
      { numRuns: 300 },
    );
  });
});
