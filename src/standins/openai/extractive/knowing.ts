import type { ChatMessage } from '../chat-request';
import { readPassages } from './passages';
import { readQuestion } from './question';
import { isAllIn, scoreUnits } from './scoring';
import { unitsOf } from './units';

/** Whether what the prompt knows has a heading for exactly what is asked: then nothing else has to be asked for it. */
export function isHeadingOf(messages: readonly ChatMessage[], asked: string): boolean {
  const prompt = messages.filter(({ role }) => role === 'system' || role === 'developer');
  const question = readQuestion(asked);
  if (question.terms.length === 0) return false;
  const [best] = scoreUnits(unitsOf(readPassages(prompt.map(({ content }) => content).join('\n'))), question);
  return best !== undefined && isAllIn(best.unit.heading, question);
}
