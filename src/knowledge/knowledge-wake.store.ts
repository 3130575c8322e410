import type { Database, Tx } from '../infra/database';
import { LaneStore } from '../infra/lanes.store';

/** The queue of what is done for the bots' knowledge in the background; its lanes are the bots' ids. */
export const knowledgeQueue = 'knowledge';

/** Lets the background work for a bot's knowledge look again, once the caller's transaction is committed. */
export function wakeKnowledge(tx: Tx, botId: string): Promise<void> {
  return LaneStore.wake(tx, knowledgeQueue, botId);
}

/** Lets it look at all these bots: what was configured anew since the last start is made up for. */
export async function wakeAllKnowledge(database: Database, botIds: readonly string[]): Promise<void> {
  for (const botId of botIds) await wakeKnowledge(database.prisma, botId);
}
