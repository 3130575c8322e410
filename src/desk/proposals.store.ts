import type { Database, Tx } from '../infra/database';
import { newId } from '../infra/ids';
import { decodeCursor, encodeCursor, type Page, type PageRequest, planPage, toPage } from '../infra/page';
import type { KnowledgeProposal, Prisma } from '../infra/prisma-client/client';

/** A proposal as it is written. */
export type NewProposal = Pick<
  KnowledgeProposal,
  'botId' | 'dialogueId' | 'handoffId' | 'question' | 'answer' | 'language'
>;

/** Which proposals somebody wants to see. */
export interface ProposalFilter {
  readonly botId: string;
  readonly status?: KnowledgeProposal['status'] | null | undefined;
}

/** Proposals of knowledge in the database. */
export class ProposalStore {
  constructor(private readonly database: Database) {}

  async byIds(ids: readonly string[]): Promise<KnowledgeProposal[]> {
    return this.database.prisma.knowledgeProposal.findMany({ where: { id: { in: [...ids] } } });
  }

  /** Proposals for a bot, newest first. */
  async page({ botId, status }: ProposalFilter, request: PageRequest): Promise<Page<KnowledgeProposal>> {
    const plan = planPage(request, (cursor) => {
      const id = decodeCursor(cursor, 1)?.[0];
      return typeof id === 'string' ? id : undefined;
    });
    const where = { botId, ...(status ? { status } : {}) };
    const beyond = plan.from === undefined ? {} : { id: plan.backward ? { gt: plan.from } : { lt: plan.from } };
    const rows = await this.database.prisma.knowledgeProposal.findMany({
      where: { AND: [where, beyond] },
      orderBy: { id: plan.backward ? 'asc' : 'desc' },
      take: plan.limit + 1,
    });
    return toPage(plan, rows, {
      cursor: ({ id }) => encodeCursor([id]),
      total: () => this.database.prisma.knowledgeProposal.count({ where }),
    });
  }

  /** Keeps a proposal; false when its handoff has one already. */
  async add(proposal: NewProposal): Promise<boolean> {
    const data = [{ id: newId('proposal'), ...proposal }];
    return (await this.database.prisma.knowledgeProposal.createMany({ data, skipDuplicates: true })).count === 1;
  }

  static async findIn(tx: Tx, id: string): Promise<KnowledgeProposal | null> {
    return tx.knowledgeProposal.findUnique({ where: { id } });
  }

  /** Decides on a proposal that is still open; false when somebody has. */
  static async decide(tx: Tx, id: string, data: Prisma.KnowledgeProposalUncheckedUpdateManyInput): Promise<boolean> {
    const decided = { ...data, decidedAt: new Date() };
    return (await tx.knowledgeProposal.updateMany({ where: { id, status: 'PENDING' }, data: decided })).count === 1;
  }

  /** Notes which document came of a proposal. */
  static async link(tx: Tx, id: string, documentId: string): Promise<void> {
    await tx.knowledgeProposal.update({ where: { id }, data: { documentId } });
  }
}
