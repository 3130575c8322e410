import type { Message } from '../../infra/prisma-client/client';
import type { ModelMessage } from '../../language-model/language-model';
import { tokensOfMessage } from './budget.rules';
import { cutToTokens } from './cut.rules';

type Said = Pick<Message, 'role' | 'text'>;

/** What of a message is remembered. */
export type Remembered = Said & Pick<Message, 'id' | 'seq'>;

// Of a last turn that is too long for all room, an older message keeps at least its beginning.
const shortestCut = 24;

/** What was said as the model reads it; it has said itself what operators said. */
export function asModelMessage({ role, text }: Said): ModelMessage {
  return { role: role === 'USER' ? 'user' : 'assistant', content: text };
}

/** What was said, in turns: a burst of the user with all that it was answered. What the bot said before is a turn of its own. */
export function turnsOf<Told extends Said>(messages: readonly Told[]): Told[][] {
  const turns: Told[][] = [];
  for (const [index, message] of messages.entries()) {
    const begins = message.role === 'USER' && messages[index - 1]?.role !== 'USER';
    const turn = begins ? undefined : turns.at(-1);
    if (turn) turn.push(message);
    else turns.push([message]);
  }
  return turns;
}

/** How many tokens messages have among others. */
export function tokensTogether(messages: readonly ModelMessage[]): number {
  return messages.reduce((sum, message) => sum + tokensOfMessage(message), 0);
}

/** The latest turns that have room together, whole; of the very last at least what has room, with a mark where it is cut. */
export function latestTurns(messages: readonly Said[], tokens: number, mark: string): ModelMessage[] {
  const turns = turnsOf(messages).toReversed();
  const kept: Said[][] = [];
  let left = tokens;
  for (const turn of turns) {
    left -= tokensTogether(turn.map(asModelMessage));
    if (left < 0) break;
    kept.unshift(turn);
  }
  const [last] = turns;
  if (kept.length === 0 && last) return latestWithin(last, tokens, mark);
  return kept.flat().map(asModelMessage);
}

/** The latest messages that have room together; the first that has none is cut to what is left, with a mark. */
export function latestWithin(messages: readonly Said[], tokens: number, mark: string): ModelMessage[] {
  const kept: ModelMessage[] = [];
  let left = tokens;
  for (const message of messages.map(asModelMessage).toReversed()) {
    const frame = tokensOfMessage({ ...message, content: '' });
    const room = left - frame;
    if (room < shortestCut && tokensOfMessage(message) > left) break;
    const fitting = { ...message, content: cutToTokens(message.content, room, mark) };
    kept.unshift(fitting);
    left -= tokensOfMessage(fitting);
    if (fitting.content !== message.content) break;
  }
  return kept;
}
