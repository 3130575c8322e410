import type { Database } from '../infra/database';
import { newId } from '../infra/ids';
import { TrainingStore } from '../training/training.store';
import { lockKnowledge } from './index-passages.store';
import { indexing } from './indexed-document';

/** If it fails, it is not tried again sooner. */
const pauseMs = 3_600_000;

/** Has an index built anew that an older program made: it would find less than it could. */
export class IndexRenewal {
  constructor(private readonly database: Database) {}

  /** Starts a run for the bot if the version in force is of an older program, and none is under way. */
  async renew(botId: string): Promise<void> {
    const active = await this.database.prisma.knowledgeIndex.findFirst({ where: { botId, active: true } });
    if (!active || isCurrent(active.settings)) return;
    await this.database.transaction(async (tx) => {
      await lockKnowledge(tx, botId);
      const recent = { createdAt: { gt: new Date(Date.now() - pauseMs) }, requestedBy: 'system', botId };
      const open = { status: { in: ['QUEUED' as const, 'RUNNING' as const] }, botId: { in: [botId] } };
      const runs = await tx.trainingRun.count({ where: { kind: 'KNOWLEDGE_INDEX', OR: [recent, open] } });
      if (runs > 0) return;
      await TrainingStore.add(tx, { id: newId('training'), kind: 'KNOWLEDGE_INDEX', botId, requestedBy: 'system' });
    });
  }
}

function isCurrent(settings: unknown): boolean {
  return (Object(settings) as { indexing?: unknown }).indexing === indexing;
}
