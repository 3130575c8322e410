import type { Database, Tx } from '../infra/database';
import type { Handoff, Message, Prisma, Suggestion } from '../infra/prisma-client/client';

const withPeople = { user: true, operator: true } satisfies Prisma.DialogueInclude;

/** A dialogue with its user, the operator who has it, and its open handoff. */
export type AttendedDialogue = Prisma.DialogueGetPayload<{ include: typeof withPeople }> & {
  readonly open: Handoff | null;
};

/** A suggestion that nobody has decided on. */
export type PendingSuggestion = Pick<Suggestion, 'id' | 'seq' | 'kind'>;

const spoken = ['USER', 'BOT', 'OPERATOR'] as const;
// A handoff that ended longer ago had its chance.
const freshMs = 24 * 3_600_000;
// What was asked earlier was about something else, as likely as not.
const shortWhileMs = 3_600_000;

/** What making things ready for operators reads and writes. */
export class DeskStore {
  constructor(private readonly database: Database) {}

  async find(dialogueId: string): Promise<AttendedDialogue | null> {
    const dialogue = await this.database.prisma.dialogue.findUnique({
      where: { id: dialogueId },
      include: { ...withPeople, handoffs: { where: { endedAt: null }, take: 1 } },
    });
    if (!dialogue) return null;
    const { handoffs, ...rest } = dialogue;
    return { ...rest, open: handoffs[0] ?? null };
  }

  /** The latest of what was said by user, bot and operators after a message, in order. */
  async said(dialogueId: string, afterSeq: number, limit: number): Promise<Message[]> {
    const rows = await this.database.prisma.message.findMany({
      where: { dialogueId, role: { in: [...spoken] }, seq: { gt: afterSeq }, text: { not: '' } },
      orderBy: { seq: 'desc' },
      take: limit,
    });
    return rows.toReversed();
  }

  /** What was said in a handoff that is over, in order. */
  async saidIn({ dialogueId, requestedAt, endedAt }: Handoff, limit: number): Promise<Message[]> {
    return this.database.prisma.message.findMany({
      where: {
        dialogueId,
        role: { in: ['USER', 'OPERATOR'] },
        text: { not: '' },
        createdAt: { gte: requestedAt, ...(endedAt ? { lte: endedAt } : {}) },
      },
      orderBy: { seq: 'asc' },
      take: limit,
    });
  }

  /** What a user wrote a short while before a handoff, and after the one before it, in order. */
  async askedBefore({ id, dialogueId, requestedAt }: Handoff, limit: number): Promise<Message[]> {
    const before = await this.database.prisma.handoff.findFirst({
      where: { dialogueId, id: { lt: id }, endedAt: { not: null } },
      orderBy: { id: 'desc' },
    });
    const since = Math.max(before?.endedAt?.getTime() ?? 0, requestedAt.getTime() - shortWhileMs);
    const rows = await this.database.prisma.message.findMany({
      where: { dialogueId, role: 'USER', text: { not: '' }, createdAt: { gt: new Date(since), lt: requestedAt } },
      orderBy: { seq: 'desc' },
      take: limit,
    });
    return rows.toReversed();
  }

  /** Handoffs of a dialogue that operators brought to an end a short while ago and of which no knowledge was proposed. */
  async unproposed(dialogueId: string): Promise<Handoff[]> {
    const ended = await this.database.prisma.handoff.findMany({
      where: {
        dialogueId,
        outcome: { in: ['RESOLVED', 'RETURNED_TO_BOT'] },
        firstReplyAt: { not: null },
        endedAt: { gt: new Date(Date.now() - freshMs) },
      },
      orderBy: { endedAt: 'asc' },
    });
    const proposed = await this.database.prisma.knowledgeProposal.findMany({
      where: { handoffId: { in: ended.map((one) => one.id) } },
      select: { handoffId: true },
    });
    return ended.filter((one) => !proposed.some(({ handoffId }) => handoffId === one.id));
  }

  /** True when the bot has suggested something for a message or for a later one. */
  async hasSuggestion(dialogueId: string, seq: number): Promise<boolean> {
    return (await this.database.prisma.suggestion.count({ where: { dialogueId, seq: { gte: seq } } })) > 0;
  }

  /** What the bot suggested in a dialogue and nobody has decided on. */
  async pending(dialogueId: string): Promise<PendingSuggestion[]> {
    return this.database.prisma.suggestion.findMany({
      where: { dialogueId, status: 'PENDING' },
      select: { id: true, seq: true, kind: true },
    });
  }

  /** Keeps a summary with the message up to which it tells; false when the handoff is over, or has this summary already. */
  static async summarise(tx: Tx, handoffId: string, told: { summary: string; seq: number }): Promise<boolean> {
    const { summary, seq: summarySeq } = told;
    const changed = await tx.$executeRaw`
      with open as (select id, summary from handoffs where id = ${handoffId} and ended_at is null for update)
      update handoffs set summary = ${summary}, summary_seq = ${summarySeq} from open
      where handoffs.id = open.id and (open.summary is distinct from ${summary} or summary_seq <> ${summarySeq})`;
    return changed === 1;
  }

  /** True when an operator has the dialogue and nobody said anything after a message. */
  static async awaitsOperator(tx: Tx, dialogueId: string, seq: number): Promise<boolean> {
    const more = { some: { role: { in: [...spoken] }, seq: { gt: seq } } };
    return (await tx.dialogue.count({ where: { id: dialogueId, status: 'OPERATOR', NOT: { messages: more } } })) > 0;
  }

  /** Marks suggestions that fit no longer; answers how many were still open. */
  static async outdate(tx: Tx, ids: readonly string[]): Promise<number> {
    const { count } = await tx.suggestion.updateMany({
      where: { id: { in: [...ids] }, status: 'PENDING' },
      data: { status: 'OUTDATED', decidedAt: new Date() },
    });
    return count;
  }
}
