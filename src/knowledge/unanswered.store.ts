import type { Database, Tx } from '../infra/database';
import { newId } from '../infra/ids';
import { decodeCursor, encodeCursor, type Page, type PageRequest, planPage, toPage } from '../infra/page';
import type { UnansweredQuestion } from '../infra/prisma-client/client';

/** A question without an answer, as it is kept. */
export type NewUnanswered = Pick<
  UnansweredQuestion,
  'botId' | 'dialogueId' | 'messageId' | 'question' | 'language' | 'reason' | 'score'
>;

/** Which questions somebody wants to see. */
export interface UnansweredFilter {
  readonly botId: string;
  /** Only those that somebody has dealt with, or only the others. */
  readonly resolved?: boolean | null | undefined;
}

/** Questions without an answer in the database. */
export class UnansweredStore {
  constructor(private readonly database: Database) {}

  async byIds(ids: readonly string[]): Promise<UnansweredQuestion[]> {
    return this.database.prisma.unansweredQuestion.findMany({ where: { id: { in: [...ids] } } });
  }

  /** Questions to a bot, newest first. */
  async page({ botId, resolved }: UnansweredFilter, request: PageRequest): Promise<Page<UnansweredQuestion>> {
    const plan = planPage(request, (cursor) => {
      const id = decodeCursor(cursor, 1)?.[0];
      return typeof id === 'string' ? id : undefined;
    });
    const state = typeof resolved === 'boolean' ? { resolvedAt: resolved ? { not: null } : null } : {};
    const where = { botId, ...state };
    const beyond = plan.from === undefined ? {} : { id: plan.backward ? { gt: plan.from } : { lt: plan.from } };
    const rows = await this.database.prisma.unansweredQuestion.findMany({
      where: { AND: [where, beyond] },
      orderBy: { id: plan.backward ? 'asc' : 'desc' },
      take: plan.limit + 1,
    });
    return toPage(plan, rows, {
      cursor: ({ id }) => encodeCursor([id]),
      total: () => this.database.prisma.unansweredQuestion.count({ where }),
    });
  }

  /** Keeps a question; a repeat changes nothing. */
  static async add(tx: Tx, question: NewUnanswered): Promise<void> {
    await tx.unansweredQuestion.createMany({ data: [{ id: newId('question'), ...question }], skipDuplicates: true });
  }

  static async findIn(tx: Tx, id: string): Promise<UnansweredQuestion | null> {
    return tx.unansweredQuestion.findUnique({ where: { id } });
  }

  /** Whether a bot has this document. */
  static async hasDocument(tx: Tx, botId: string, id: string): Promise<boolean> {
    return (await tx.knowledgeDocument.count({ where: { id, botId } })) === 1;
  }

  /** Notes who has dealt with a question, and with which document; false when somebody has already. */
  static async resolve(
    tx: Tx,
    id: string,
    by: { readonly resolvedBy: string; readonly documentId: string | null },
  ): Promise<boolean> {
    const data = { ...by, resolvedAt: new Date() };
    return (await tx.unansweredQuestion.updateMany({ where: { id, resolvedAt: null }, data })).count === 1;
  }
}
