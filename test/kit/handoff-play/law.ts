import type { RefusalCode } from '../../../src/errors';
import { type Actor, type DeskCommand, type OperatorName, operatorNames } from './commands';
import type { DialogueEntry } from './diary';

/** Who answers a dialogue at a moment. */
export interface Standing {
  readonly status: DialogueEntry['status'];
  readonly holder: OperatorName | null;
}

/** How a handoff ends in a passage: 'none' where there is none to end. */
type Ending = 'RESOLVED' | 'RETURNED_TO_BOT' | 'TIMED_OUT' | 'CANCELLED_BY_USER' | 'none';

type Passages = Readonly<Record<string, Ending>>;

// Written down once more, apart from the program's own table: who may lead a dialogue from where to where.
const deskPassages: Passages = {
  'BOT > WAITING': 'none',
  'BOT > OPERATOR': 'none',
  'WAITING > OPERATOR': 'none',
  'OPERATOR > OPERATOR': 'none',
  'OPERATOR > WAITING': 'none',
  'WAITING > BOT': 'RETURNED_TO_BOT',
  'OPERATOR > BOT': 'RETURNED_TO_BOT',
  'BOT > CLOSED': 'none',
  'WAITING > CLOSED': 'RESOLVED',
  'OPERATOR > CLOSED': 'RESOLVED',
};
const passages: Readonly<Record<Actor, Passages>> = {
  Maria: deskPassages,
  Oleg: deskPassages,
  Vera: deskPassages,
  user: { 'BOT > WAITING': 'none', 'WAITING > BOT': 'CANCELLED_BY_USER', 'CLOSED > BOT': 'none' },
  bot: { 'BOT > WAITING': 'none' },
  clock: { 'WAITING > OPERATOR': 'none', 'WAITING > BOT': 'TIMED_OUT', 'OPERATOR > WAITING': 'none' },
};

/** What bot.yaml says when it says nothing, in milliseconds. */
export const waits = {
  reminders: [60_000, 180_000, 600_000],
  offerAfter: 900_000,
  giveUpAfter: 86_400_000,
  answerWithin: 600_000,
} as const;

/** How a passage by somebody ends the handoff; undefined when they may not make it. */
export function endingOf(by: Actor, from: Standing, to: Standing): Ending | undefined {
  const ending = passages[by][`${from.status} > ${to.status}`];
  const foreign = from.status === 'OPERATOR' && from.holder !== by && by !== 'Vera' && by !== 'clock';
  return foreign ? undefined : ending;
}

/** What an operator's command comes to in a dialogue where nothing else happens. */
export function outcomeOf({ by, does, to }: DeskCommand, { status, holder }: Standing): RefusalCode | 'ok' {
  if (does === 'note' || does === 'amend') return 'ok';
  if (status === 'CLOSED') return 'DIALOGUE_CLOSED';
  if (does === 'request') return 'ok';
  if (does === 'accept') return status !== 'OPERATOR' || holder === by ? 'ok' : 'ALREADY_CLAIMED';
  if (does === 'reply' || does === 'take') return holder === by ? 'ok' : 'NOT_YOUR_DIALOGUE';
  if (does === 'transfer' && holder === to) return 'BAD_USER_INPUT';
  if (status === 'OPERATOR') return holder === by || by === 'Vera' ? 'ok' : 'NOT_YOUR_DIALOGUE';
  const allowed: readonly string[] = {
    transfer: ['WAITING'],
    release: [],
    return: ['WAITING'],
    close: ['WAITING', 'BOT'],
  }[does];
  return allowed.includes(status) ? 'ok' : 'CONFLICT';
}

/** Every passage that somebody may make, for a play to show that it has seen them all. */
export const allPassages: readonly string[] = [
  ...new Set(Object.entries(passages).flatMap(([by, some]) => Object.keys(some).map((one) => passageName(by, one)))),
];

/** What a passage is called; operators are one. */
export function passageName(by: string, passage: string): string {
  return `${isOperator(by) ? 'operator' : by}: ${passage}`;
}

/** The operator's command that a passage is. */
export function moveOf(by: OperatorName, from: Standing, to: Standing): DeskCommand['does'] {
  if (to.status === 'OPERATOR') return to.holder === by ? 'accept' : 'transfer';
  if (to.status === 'WAITING') return from.status === 'BOT' ? 'request' : 'release';
  return to.status === 'BOT' ? 'return' : 'close';
}

/** True for those at the desk. */
export function isOperator(by: string): by is OperatorName {
  return operatorNames.some((name) => name === by);
}
