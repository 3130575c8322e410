import type { Database, Tx } from '../infra/database';
import type { KnowledgeIndex } from '../infra/prisma-client/client';
import { lockKnowledge } from './index-passages.store';
import { wakeKnowledge } from './knowledge-wake.store';

/** How much a version of an index holds. */
export interface IndexSize {
  readonly indexId: string;
  readonly documents: number;
  readonly passages: number;
}

/** How many finished versions stay beside the one in force, and how many that came to nothing. */
const kept = 3;

/** Passages that are deleted at once: a statement must end long before its time limit. */
const deletedAtOnce = 5_000;

/** The versions of the bots' indexes in PostgreSQL. */
export class IndexStore {
  constructor(private readonly database: Database) {}

  /** The versions of a bot's index, newest first. */
  list(botId: string): Promise<KnowledgeIndex[]> {
    return this.database.prisma.knowledgeIndex.findMany({ where: { botId }, orderBy: { number: 'desc' } });
  }

  /** The versions with these ids that exist, in no particular order. */
  byIds(ids: readonly string[]): Promise<KnowledgeIndex[]> {
    return this.database.prisma.knowledgeIndex.findMany({ where: { id: { in: [...ids] } } });
  }

  /** The version that a bot answers from; null when it knows nothing yet. */
  active(botId: string): Promise<KnowledgeIndex | null> {
    return this.database.prisma.knowledgeIndex.findFirst({ where: { botId, active: true } });
  }

  /** The bots at work that have documents. */
  async botsThatKnow(): Promise<string[]> {
    const where = { enabled: true, documents: { some: {} } };
    const bots = await this.database.prisma.bot.findMany({ where, select: { id: true }, orderBy: { id: 'asc' } });
    return bots.map(({ id }) => id);
  }

  /** How much these versions hold. */
  async sizes(ids: readonly string[]): Promise<IndexSize[]> {
    return this.database.prisma.$queryRaw<IndexSize[]>`
      select wanted.id as "indexId", documents, passages from unnest(${[...ids]}::text[]) as wanted(id), lateral (
        select count(*)::int as passages, count(distinct document_id)::int as documents
        from passages where index_id = wanted.id) held`;
  }

  /** Notes which embedding model the vectors of a version are of. */
  async noteEmbeddingModel(id: string, model: string): Promise<void> {
    await this.database.prisma.$executeRaw`
      update knowledge_indexes set settings = settings || jsonb_build_object('embeddingModel', ${model}::text)
      where id = ${id} and settings ->> 'embeddingModel' is distinct from ${model}`;
  }

  /**
   * Lets the bot answer from this version, in one step for everybody who searches, and answers what it is now; undefined,
   * with nothing changed, when it is not READY.
   */
  static async publish(tx: Tx, index: { id: string; botId: string }): Promise<KnowledgeIndex | undefined> {
    await lockKnowledge(tx, index.botId);
    const known = await tx.knowledgeIndex.findUnique({ where: { id: index.id } });
    if (known?.status !== 'READY') return undefined;
    return known.active ? known : IndexStore.activate(tx, known);
  }

  /** Puts a version in the place of the one in force; the bot's knowledge is locked. */
  static async activate(tx: Tx, { id, botId }: { id: string; botId: string }): Promise<KnowledgeIndex> {
    await tx.knowledgeIndex.updateMany({ where: { botId, active: true }, data: { active: false } });
    const data = { status: 'READY', active: true, activatedAt: new Date() } as const;
    const active = await tx.knowledgeIndex.update({ where: { id }, data });
    await wakeKnowledge(tx, botId);
    return active;
  }

  /** Gives up the versions that a run was building. */
  async giveUp(trainingRunId: string): Promise<void> {
    const { knowledgeIndex } = this.database.prisma;
    const where = { trainingRunId, status: 'BUILDING' } as const;
    const unfinished = await knowledgeIndex.findMany({ where, select: { id: true } });
    await knowledgeIndex.updateMany({ where, data: { status: 'FAILED' } });
    for (const { id } of unfinished) await this.empty(id);
  }

  /** Removes what nobody goes back to any more: older versions than the last three beside the one in force. */
  async tidy(botId: string): Promise<void> {
    const versions = (await this.list(botId)).filter(({ active }) => !active);
    const finished = versions.filter(({ status }) => status === 'READY').slice(kept);
    const failed = versions.filter(({ status }) => status === 'FAILED');
    for (const { id } of [...finished, ...failed.slice(kept)]) await this.remove(id);
    // Whoever gave them up was killed before they were empty.
    for (const { id } of failed.slice(0, kept)) await this.empty(id);
  }

  private async remove(id: string): Promise<void> {
    const { knowledgeIndex } = this.database.prisma;
    // It may just have been published: then it stays.
    await knowledgeIndex.updateMany({ where: { id, active: false }, data: { status: 'FAILED' } });
    await this.empty(id);
    await knowledgeIndex.deleteMany({ where: { id, status: 'FAILED', active: false } });
  }

  /** Removes the passages of a version that came to nothing. */
  private async empty(id: string): Promise<void> {
    let gone = deletedAtOnce;
    while (gone === deletedAtOnce) {
      gone = await this.database.prisma.$executeRaw`
        delete from passages where id in (
          select passages.id from passages join knowledge_indexes on knowledge_indexes.id = index_id
          where index_id = ${id} and status = 'FAILED' limit ${deletedAtOnce})`;
    }
  }
}
