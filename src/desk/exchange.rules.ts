import { isMemorable, withinBudget } from '../assistant/prompt';
import type { Message } from '../infra/prisma-client/client';

const speakers: Readonly<Record<string, string>> = { USER: 'User', BOT: 'Bot', OPERATOR: 'Operator' };
const budgetTokens = 3_000;
const shortest = 40;

/** What was said, a line for each message, as the model reads it; the latest, as far as it fits. */
export function transcriptOf(messages: readonly Message[]): string {
  // Further lines stand in, so that nobody can write a line of somebody else's.
  const lineOf = ({ role, text }: Message) => `${speakers[role] ?? role}: ${text.replaceAll('\n', '\n  ')}`;
  const lines = messages.filter(isMemorable).map(lineOf);
  return withinBudget(lines.toReversed(), (line) => line, budgetTokens)
    .toReversed()
    .join('\n');
}

/** A text on one line, cut at a word where it is too long. */
export function shortened(text: string, longest: number): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  if (line.length <= longest) return line;
  const cut = line.slice(0, longest).toWellFormed();
  const space = cut.lastIndexOf(' ');
  return `${space > shortest ? cut.slice(0, space) : cut}…`;
}
