import type { Tx } from '../infra/database';
import type { Handoff } from '../infra/prisma-client/client';

const mostMessages = 12;
const longestMemory = 2_000;

/**
 * What was said between the user and the operators in a handoff, for the bot to know what was settled: the last lines, each with who said it;
 * null when no operator said anything.
 */
export async function settledOf(tx: Tx, handoff: Handoff): Promise<string | null> {
  const said = await tx.message.findMany({
    where: {
      dialogueId: handoff.dialogueId,
      createdAt: { gte: handoff.requestedAt },
      role: { in: ['USER', 'OPERATOR'] },
      text: { not: '' },
    },
    orderBy: { seq: 'desc' },
    take: mostMessages,
  });
  if (!said.some((message) => message.role === 'OPERATOR')) return null;
  const lines = said.toReversed().map(({ role, text }) => lineOf(role === 'USER' ? 'User' : 'Operator', text));
  const question = handoff.lastQuestion ? [lineOf('User', handoff.lastQuestion)] : [];
  return withinLength([...question, ...lines]);
}

/** Further lines stand in, so that no user can write a line of an operator's. */
function lineOf(speaker: string, text: string): string {
  return `${speaker}: ${text.replaceAll('\n', '\n  ')}`;
}

/** True for a memory that holds what was said word for word: nobody has summed it up yet. */
export function isVerbatim(memory: string): boolean {
  return /^(?:User|Operator): /.test(memory);
}

/** The last lines that fit together, whole; of a single one that does not, its beginning. */
function withinLength(lines: readonly string[]): string {
  const kept: string[] = [];
  let left = longestMemory;
  for (const line of lines.toReversed()) {
    left -= line.length + 1;
    if (left < 0 && kept.length > 0) break;
    kept.unshift(line.slice(0, longestMemory).toWellFormed());
  }
  return kept.join('\n');
}
