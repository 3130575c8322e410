import { sureHistory } from './budget.rules';
import { asModelMessage, type Remembered, tokensTogether, turnsOf } from './history.rules';

/** How many numbers of messages, commands and phrases among them, a turn looks back at the most. */
export const lookBack = 80;

// Of the history that a prompt surely holds: at how much the oldest turns are summed up, and how much of the newest is left then. Between
// them lie some turns, so that not every turn has a summary made.
const fullShare = 0.75;
const leftShare = 0.4;
const mostMessages = 40;
const leftMessages = 20;
// What one summary can tell.
const mostAtOnce = 2_500;

/** How many tokens of a single message a summary reads. */
export const readOfMessage = 400;

/** Whether what is remembered word for word becomes too much. */
export function isLong(messages: readonly Remembered[], contextTokens: number): boolean {
  if (messages.length > mostMessages) return true;
  return tokensOfSaid(messages) > sureHistory(contextTokens) * fullShare;
}

/**
 * The oldest turns, to be told by the summary from now on; none while what is remembered is not too much. The newest turn stays, and no
 * more are taken than one summary can tell.
 */
export function fallingOut<Told extends Remembered>(messages: readonly Told[], contextTokens: number): Told[] {
  if (!isLong(messages, contextTokens)) return [];
  const stay = sureHistory(contextTokens) * leftShare;
  const out: Told[] = [];
  let [left, leftTokens, outTokens] = [messages.length, tokensOfSaid(messages), 0];
  for (const turn of turnsOf(messages).slice(0, -1)) {
    const tokens = tokensOfSaid(turn);
    const told = turn.reduce((sum, one) => sum + Math.min(readOfMessage, tokensOfSaid([one])), 0);
    const enough = left <= leftMessages && leftTokens <= stay;
    if (enough || (out.length > 0 && outTokens + told > mostAtOnce)) break;
    out.push(...turn);
    [left, leftTokens, outTokens] = [left - turn.length, leftTokens - tokens, outTokens + told];
  }
  return out;
}

function tokensOfSaid(messages: readonly Remembered[]): number {
  return tokensTogether(messages.map(asModelMessage));
}
