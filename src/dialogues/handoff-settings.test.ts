import { parse } from 'yaml';
import { z } from 'zod';
import { handoffSettings, rangeOf } from './handoff-settings';

function read(yaml: string) {
  return handoffSettings.parse(parse(yaml));
}

function complaint(yaml: string): string {
  const { error } = handoffSettings.safeParse(parse(yaml));
  return error ? z.prettifyError(error) : '';
}

describe('The settings of the handoff', () => {
  it('have a default for everything, also where a bot has no such section', () => {
    const defaults = {
      assignment: 'manual',
      reminders: [1, 3, 10],
      offerAfter: 15,
      giveUpAfter: 1440,
      answerWithin: 10,
      patience: 2,
      mood: true,
      policy: { topics: [], vip: [] },
    };
    expect(handoffSettings.parse(undefined)).toEqual(defaults);
    expect(handoffSettings.parse({})).toEqual(defaults);
    expect(z.object({ handoff: handoffSettings }).parse({})).toEqual({ handoff: defaults });
  });

  it('are read as people write them into YAML', () => {
    const settings = read(`
      hours:
        timeZone: Europe/Moscow
        days:
          mon: [9:00-13:00, 14:00 – 18:00]
          fri: ['22:00-02:00', 00:00-24:00]
        closed: [2026-12-31]
      assignment: automatic
      reminders: [0.5, 2]
      policy:
        topics:
          - name: legal
            words: [юрист*, подать в суд, e-mail]
        vip: ['@anna', 123456789, customer-42]
    `);
    expect(settings.hours).toEqual({
      timeZone: 'Europe/Moscow',
      days: {
        mon: ['9:00-13:00', '14:00 – 18:00'],
        fri: ['22:00-02:00', '00:00-24:00'],
      },
      closed: ['2026-12-31'],
    });
    expect(settings).toMatchObject({ assignment: 'automatic', reminders: [0.5, 2] });
    expect(settings.policy.vip).toEqual(['@anna', '123456789', 'customer-42']);
    // What is kept can be read again.
    expect(handoffSettings.parse(settings)).toEqual(settings);
  });

  it('know the minutes of a range', () => {
    expect(rangeOf('9:00-18:30')).toEqual({ from: 540, to: 1110 });
    expect(rangeOf('22:00 – 02:00')).toEqual({ from: 1320, to: 120 });
    expect(rangeOf('00:00-24:00')).toEqual({ from: 0, to: 1440 });
    expect(rangeOf('all day')).toBeUndefined();
  });

  it.each([
    ['hours: {timeZone: Mars/Olympus, days: {}}', 'must be a time zone', 'hours.timeZone'],
    ['hours: {timeZone: UTC, days: {mon: [9-18]}}', 'must be two times of a day', 'hours.days.mon[0]'],
    ['hours: {timeZone: UTC, days: {mon: ["09:00-09:00"]}}', 'must be two times of a day', 'hours.days.mon[0]'],
    ['hours: {timeZone: UTC, days: {mon: ["09:60-10:00"]}}', 'must be two times of a day', 'hours.days.mon[0]'],
    ['hours: {timeZone: UTC, days: {mon: ["24:00-10:00"]}}', 'must be two times of a day', 'hours.days.mon[0]'],
    ['hours: {timeZone: UTC, days: {mon: ["10:00-24:01"]}}', 'must be two times of a day', 'hours.days.mon[0]'],
    ['hours: {timeZone: UTC, days: {monday: []}}', 'Unrecognized key', 'hours.days'],
    ['hours: {timeZone: UTC, days: {}, closed: [2026-02-30]}', 'Invalid ISO date', 'hours.closed[0]'],
    ['reminders: [3, 1]', 'must grow', 'reminders'],
    ['reminders: [0]', '>0', 'reminders[0]'],
    ['offerAfter: soon', 'expected number', 'offerAfter'],
    ['patience: 0', '>=1', 'patience'],
    ['policy: {topics: [{name: all, words: ["*"]}]}', 'must be words', 'policy.topics[0].words[0]'],
    ['policy: {topics: [{name: all, words: [a*b]}]}', 'must be words', 'policy.topics[0].words[0]'],
    ['policy: {topics: [{name: none, words: []}]}', '>=1', 'policy.topics[0].words'],
    ['asignment: automatic', 'Unrecognized key', ''],
  ])('say what is wrong with %s', (yaml, what, where) => {
    expect(complaint(yaml)).toContain(what);
    expect(complaint(yaml)).toContain(where);
  });
});
