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

  static async openIn(tx: Tx, dialogueId: string): Promise<Handoff | null> {
    return tx.handoff.findFirst({ where: { dialogueId, endedAt: null } });
  }

  static async add(tx: Tx, handoff: NewHandoffRow): Promise<Handoff> {
    return tx.handoff.create({ data: { id: newId('handoff'), ...handoff } });
  }

  static async accept(tx: Tx, id: string, operatorId: string): Promise<void> {
    await tx.$executeRaw`
      update handoffs set operator_id = ${operatorId}, accepted_at = coalesce(accepted_at, now()) where id = ${id}`;
  }

  static async end(tx: Tx, id: string, outcome: HandoffOutcome): Promise<void> {
    await tx.$executeRaw`
      update handoffs set ended_at = now(), outcome = ${outcome}::"HandoffOutcome" where id = ${id}`;
  }
}
