import type { Handoff, Message } from '../infra/prisma-client/client';
import { isSummaryDue } from './summary.rules';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 12, minute));
const handoff = (is: Partial<Handoff>) =>
  ({ summary: 'Пользователь ждёт ответа.', summarySeq: 3, givenAt: null, ...is }) as Handoff;
const wrote = (seq: number, minute: number, role: Message['role'] = 'USER') =>
  ({ seq, role, createdAt: at(minute) }) as Message;
const russian: readonly [string] = ['ru'];

describe('a summary is due', () => {
  it('when there is none', () => {
    expect(isSummaryDue(handoff({ summary: null, summarySeq: 0 }), { said: [], languages: russian })).toBe(true);
  });

  it('when the one there is was made without the model, and there is something to sum up', () => {
    expect(isSummaryDue(handoff({ summarySeq: 0 }), { said: [], languages: russian })).toBe(false);
    expect(isSummaryDue(handoff({ summarySeq: 0 }), { said: [wrote(1, 0)], languages: russian })).toBe(true);
  });

  it('when an operator comes after the user has written more, and not for what is written while they are there', () => {
    const said = [wrote(3, 0), wrote(5, 10), wrote(6, 11, 'BOT')];
    expect(isSummaryDue(handoff({}), { said, languages: russian })).toBe(false);
    expect(isSummaryDue(handoff({ givenAt: at(9) }), { said, languages: russian })).toBe(false);
    expect(isSummaryDue(handoff({ givenAt: at(12) }), { said, languages: russian })).toBe(true);
    expect(isSummaryDue(handoff({ givenAt: at(12), summarySeq: 5 }), { said, languages: russian })).toBe(false);
  });

  it('when the operator who has it does not read its language', () => {
    const held = handoff({ givenAt: at(1) });
    expect(isSummaryDue(held, { said: [wrote(3, 0)], languages: ['en'] })).toBe(true);
    expect(isSummaryDue(held, { said: [wrote(3, 0)], languages: ['en', 'ru'] })).toBe(false);
  });
});
