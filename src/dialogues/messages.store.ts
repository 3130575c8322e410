import type { Database, Tx } from '../infra/database';
import { newId } from '../infra/ids';
import { decodeCursor, encodeCursor, type Page, type PageRequest, planPage, toPage } from '../infra/page';
import type { Message, Prisma } from '../infra/prisma-client/client';

/** A message to be written, but for its id. */
export type NewMessageRow = Omit<Prisma.MessageUncheckedCreateInput, 'id'>;

/** Messages in the database. */
export class MessageStore {
  constructor(private readonly database: Database) {}

  async byIds(ids: readonly string[]): Promise<Message[]> {
    return this.database.prisma.message.findMany({ where: { id: { in: [...ids] } } });
  }

  /** The last message of each dialogue. */
  async lastOf(dialogueIds: readonly string[]): Promise<Message[]> {
    return this.database.prisma.message.findMany({
      where: { dialogueId: { in: [...dialogueIds] } },
      orderBy: [{ dialogueId: 'asc' }, { seq: 'desc' }],
      distinct: ['dialogueId'],
    });
  }

  /** Messages of a dialogue with seq in (after, …], in order; at most `limit`. */
  async after(dialogueId: string, after: number, limit: number): Promise<Message[]> {
    return this.database.prisma.message.findMany({
      where: { dialogueId, seq: { gt: after } },
      orderBy: { seq: 'asc' },
      take: limit,
    });
  }

  /** What the user wrote with seq > after, in order; at most `limit`. */
  async ofUserAfter(dialogueId: string, after: number, limit: number): Promise<Message[]> {
    return this.database.prisma.message.findMany({
      where: { dialogueId, role: 'USER', seq: { gt: after } },
      orderBy: { seq: 'asc' },
      take: limit,
    });
  }

  /** The latest messages of a dialogue with seq > after, in order; at most `limit`. */
  async latest(dialogueId: string, after: number, limit: number): Promise<Message[]> {
    const rows = await this.database.prisma.message.findMany({
      where: { dialogueId, seq: { gt: after } },
      orderBy: { seq: 'desc' },
      take: limit,
    });
    return rows.toReversed();
  }

  /** Keeps what was made out in what a user sent. */
  static async keepReading(tx: Tx, id: string, read: Prisma.MessageUncheckedUpdateInput): Promise<Message> {
    return tx.message.update({ where: { id }, data: read });
  }

  /** How many answers of the bot the dialogue got within the last minute. */
  async answersOfLastMinute(dialogueId: string): Promise<number> {
    const { rows } = await this.database.pool.query(
      `select count(*)::int as n from messages where dialogue_id = $1 and role = 'BOT' and created_at > now() - interval '1 minute'`,
      [dialogueId],
    );
    return (rows[0] as { n: number }).n;
  }

  async page(dialogueId: string, request: PageRequest): Promise<Page<Message>> {
    const plan = planPage(request, seqOfCursor);
    const beyond = plan.from === undefined ? {} : { seq: plan.backward ? { lt: plan.from } : { gt: plan.from } };
    const rows = await this.database.prisma.message.findMany({
      where: { dialogueId, ...beyond },
      orderBy: { seq: plan.backward ? 'desc' : 'asc' },
      take: plan.limit + 1,
    });
    return toPage(plan, rows, {
      cursor: (message) => encodeCursor([message.seq]),
      total: () => this.database.prisma.message.count({ where: { dialogueId } }),
    });
  }

  /** The message that came from a source, if it is stored already. */
  static async fromSource(tx: Tx, dialogueId: string, source: string): Promise<Message | null> {
    return tx.message.findUnique({ where: { dialogueId_source: { dialogueId, source } } });
  }

  /** A message of a dialogue as the caller's transaction sees it. */
  static async findIn(tx: Tx, id: string): Promise<Message | null> {
    return tx.message.findUnique({ where: { id } });
  }

  static async add(tx: Tx, message: NewMessageRow): Promise<Message> {
    return tx.message.create({ data: { id: newId('message'), ...message } });
  }

  /** Notes what the user thinks of an answer: 1 or -1. */
  static async rate(tx: Tx, id: string, feedback: number): Promise<void> {
    await tx.message.update({ where: { id }, data: { feedback } });
  }

  /** Replaces a message's text and keeps the old one as a version. */
  static async edit(tx: Tx, message: Message, text: string): Promise<void> {
    await tx.messageVersion.create({ data: { messageId: message.id, text: message.text } });
    await tx.messageTranslation.deleteMany({ where: { messageId: message.id } });
    await tx.message.update({ where: { id: message.id }, data: { text, editedAt: new Date() } });
  }
}

function seqOfCursor(cursor: string): number | undefined {
  const [seq] = decodeCursor(cursor, 1) ?? [];
  return typeof seq === 'number' && Number.isSafeInteger(seq) ? seq : undefined;
}
