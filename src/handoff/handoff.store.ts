import type { Database, Tx } from '../infra/database';
import { newId } from '../infra/ids';
import type { Handoff, HandoffOutcome, Prisma } from '../infra/prisma-client/client';

/** A handoff to be written, but for its id. */
export type NewHandoffRow = Omit<Prisma.HandoffUncheckedCreateInput, 'id'>;

/** Handoffs in the database. */
export class HandoffStore {
  constructor(private readonly database: Database) {}

  async byIds(ids: readonly string[]): Promise<Handoff[]> {
    return this.database.prisma.handoff.findMany({ where: { id: { in: [...ids] } } });
  }

  /** The open handoff of each dialogue. */
  async openOf(dialogueIds: readonly string[]): Promise<Handoff[]> {
    return this.database.prisma.handoff.findMany({ where: { dialogueId: { in: [...dialogueIds] }, endedAt: null } });
  }

  /** All handoffs of each dialogue, oldest first. */
  async allOf(dialogueIds: readonly string[]): Promise<Handoff[]> {
    return this.database.prisma.handoff.findMany({
      where: { dialogueId: { in: [...dialogueIds] } },
      orderBy: { id: 'asc' },
    });
  }

  /** Those who wait, oldest first. */
  async queue(botId: string | undefined): Promise<Handoff[]> {
    return this.database.prisma.handoff.findMany({
      where: { endedAt: null, dialogue: { status: 'WAITING', ...(botId === undefined ? {} : { botId }) } },
      orderBy: [{ requestedAt: 'asc' }, { id: 'asc' }],
    });
  }

  /** The place of waiting handoffs in the queue of their bot, from 1. */
  async positions(ids: readonly string[]): Promise<Map<string, number>> {
    const { rows } = await this.database.pool.query(
      `select id, place::int from (
         select h.id, row_number() over (partition by d.bot_id order by h.requested_at, h.id) as place
         from handoffs h join dialogues d on d.id = h.dialogue_id
         where h.ended_at is null and d.status = 'WAITING') queue
       where id = any($1)`,
      [ids],
    );
    return new Map(rows.map((row: { id: string; place: number }) => [row.id, row.place]));
  }

  /** When the last handoff of a dialogue ended, if one has. */
  async lastEnd(dialogueId: string): Promise<Date | null> {
    const last = await this.database.prisma.handoff.findFirst({
      where: { dialogueId, endedAt: { not: null } },
      orderBy: { endedAt: 'desc' },
    });
    return last?.endedAt ?? null;
  }

  static async openIn(tx: Tx, dialogueId: string): Promise<Handoff | null> {
    return tx.handoff.findFirst({ where: { dialogueId, endedAt: null } });
  }

  static async add(tx: Tx, handoff: NewHandoffRow): Promise<Handoff> {
    return tx.handoff.create({ data: { id: newId('handoff'), ...handoff } });
  }

  /** Gives a handoff to an operator: because they took it, or the queue assigned it. */
  static async give(tx: Tx, id: string, to: { operatorId: string; assigned: boolean }): Promise<void> {
    await tx.$executeRaw`
      update handoffs set operator_id = ${to.operatorId}, assigned = ${to.assigned},
        accepted_at = coalesce(accepted_at, now()), given_at = now()
      where id = ${id}`;
  }

  /** Notes that operators have just been given something. Comes after all changes of dialogues: locks are taken in this order. */
  static async noteGiven(tx: Tx, operatorIds: readonly string[]): Promise<void> {
    if (operatorIds.length === 0) return;
    await tx.operator.updateMany({ where: { id: { in: [...operatorIds] } }, data: { lastGivenAt: new Date() } });
  }

  /** Puts the open handoff of a dialogue back into the queue, without its operator; the clock of waiting begins anew. */
  static async putBack(tx: Tx, dialogueId: string): Promise<Handoff | null> {
    const open = await HandoffStore.openIn(tx, dialogueId);
    if (!open) return null;
    await tx.$executeRaw`
      update handoffs set operator_id = null, assigned = false, given_at = null, waiting_since = now(), reminders = 0, offered_at = null,
        left_message_at = null,
        passed_over = case when operator_id is null then passed_over else array_append(passed_over, operator_id) end
      where id = ${open.id}`;
    return HandoffStore.openIn(tx, dialogueId);
  }

  /** Notes when an operator first answered. */
  static async noteFirstReply(tx: Tx, dialogueId: string): Promise<void> {
    await tx.$executeRaw`
      update handoffs set first_reply_at = now()
      where dialogue_id = ${dialogueId} and ended_at is null and first_reply_at is null`;
  }

  /** Notes that a waiting user, whose dialogue the caller has locked, leaves a message; null when no handoff is open. */
  static async leaveMessage(tx: Tx, dialogueId: string): Promise<Handoff | null> {
    const where = { dialogueId, endedAt: null };
    const { count } = await tx.handoff.updateMany({ where, data: { leftMessageAt: new Date() } });
    return count === 1 ? HandoffStore.openIn(tx, dialogueId) : null;
  }

  /** How many wait before a waiting handoff in the queue of its bot. */
  static async aheadOf(tx: Tx, handoff: Handoff): Promise<number> {
    const [counted] = await tx.$queryRaw<{ n: number }[]>`
      select count(*)::int as n from handoffs h join dialogues d on d.id = h.dialogue_id
      where h.ended_at is null and d.status = 'WAITING' and h.id <> ${handoff.id}
        and d.bot_id = (select bot_id from dialogues where id = ${handoff.dialogueId})
        and (h.requested_at, h.id) < (select requested_at, id from handoffs where id = ${handoff.id})`;
    return counted?.n ?? 0;
  }

  /** What the user wrote last, but for commands. */
  static async lastQuestionIn(tx: Tx, dialogueId: string): Promise<string | null> {
    const said = await tx.message.findFirst({
      where: { dialogueId, role: 'USER', text: { not: '' }, NOT: { text: { startsWith: '/' } } },
      orderBy: { seq: 'desc' },
    });
    return said?.text ?? null;
  }

  /** Keeps a rating for the last handoff of a dialogue that an operator had and that is over; answers its id. */
  static async rate(tx: Tx, dialogueId: string, rating: number): Promise<string | null> {
    const last = await tx.handoff.findFirst({
      where: { dialogueId, acceptedAt: { not: null }, endedAt: { not: null } },
      orderBy: { endedAt: 'desc' },
    });
    if (!last) return null;
    await tx.handoff.update({ where: { id: last.id }, data: { rating } });
    return last.id;
  }

  static async end(tx: Tx, id: string, outcome: HandoffOutcome): Promise<void> {
    await tx.$executeRaw`
      update handoffs set ended_at = now(), outcome = ${outcome}::"HandoffOutcome" where id = ${id}`;
  }
}
