import type { Database, Tx } from '../infra/database';
import type { CannedReply, Prisma } from '../infra/prisma-client/client';

/** Canned replies in the database. */
export class CannedReplyStore {
  constructor(private readonly database: Database) {}

  /** By title: those of a bot and those of all bots, or all; with a text in them. */
  async list({
    botId,
    search,
    limit,
  }: {
    botId: string | undefined;
    search: string;
    limit: number;
  }): Promise<CannedReply[]> {
    const contains = { string_contains: search, mode: 'insensitive' } as const;
    const found: Prisma.CannedReplyWhereInput[] = [
      { title: { contains: search, mode: 'insensitive' } },
      { texts: { path: ['ru'], ...contains } },
      { texts: { path: ['en'], ...contains } },
    ];
    const of: Prisma.CannedReplyWhereInput = botId === undefined ? {} : { OR: [{ botId }, { botId: null }] };
    return this.database.prisma.cannedReply.findMany({
      where: search ? { AND: [of, { OR: found }] } : of,
      orderBy: [{ title: 'asc' }, { id: 'asc' }],
      take: limit,
    });
  }

  async byIds(ids: readonly string[]): Promise<CannedReply[]> {
    return this.database.prisma.cannedReply.findMany({ where: { id: { in: [...ids] } } });
  }

  static async findIn(tx: Tx, id: string): Promise<CannedReply | null> {
    return tx.cannedReply.findUnique({ where: { id } });
  }

  static async add(tx: Tx, reply: Prisma.CannedReplyUncheckedCreateInput): Promise<void> {
    await tx.cannedReply.create({ data: reply });
  }

  /** False when there is no such reply. */
  static async change(tx: Tx, id: string, data: Prisma.CannedReplyUncheckedUpdateManyInput): Promise<boolean> {
    return (await tx.cannedReply.updateMany({ where: { id }, data: { ...data, updatedAt: new Date() } })).count === 1;
  }

  /** False when there is no such reply. */
  static async remove(tx: Tx, id: string): Promise<boolean> {
    return (await tx.cannedReply.deleteMany({ where: { id } })).count === 1;
  }
}
