import type { Tx } from '../infra/database';
import type { Candidate } from './queue.rules';

/** A dialogue that waits to be given to somebody. */
export interface WaitingDialogue {
  readonly dialogueId: string;
  readonly handoffId: string;
  readonly botId: string;
  readonly epoch: number;
  readonly language: string;
  readonly passedOver: readonly string[];
}

/** What the queue knows and does by itself, in the database. */
export class WaitingStore {
  /** One round of assignment at a time, in all processes: two at once would give somebody more than they can hold. */
  static async lock(tx: Tx): Promise<void> {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('besedka assignment'))`;
  }

  /** Those of these bots who wait, the longest first; who has left a message waits for somebody who takes it. */
  static async waiting(tx: Tx, botIds: readonly string[], limit: number): Promise<WaitingDialogue[]> {
    return tx.$queryRaw<WaitingDialogue[]>`
      select d.id as "dialogueId", h.id as "handoffId", d.bot_id as "botId", d.epoch, d.language, h.passed_over as "passedOver"
      from handoffs h join dialogues d on d.id = h.dialogue_id
      where h.ended_at is null and d.status = 'WAITING' and d.bot_id = any(${[...botIds]})
      order by h.requested_at, h.id limit ${limit}`;
  }

  /** The operators who are there, with how much they have to do. */
  static async candidates(tx: Tx): Promise<(Candidate & { readonly name: string; readonly translation: boolean })[]> {
    return tx.$queryRaw`
      select o.id, o.name, o.languages, o.bot_ids as "botIds", o.presence::text, o.capacity, o.translation,
        o.last_given_at as "lastGivenAt",
        (select count(*)::int from dialogues d where d.operator_id = o.id and d.status = 'OPERATOR') as active
      from operators o where o.presence = 'ONLINE' order by o.id`;
  }

  /** Counts a reminder to a waiting user whose dialogue the caller has locked. */
  static async remind(tx: Tx, handoffId: string, number: number): Promise<void> {
    await tx.handoff.update({ where: { id: handoffId }, data: { reminders: number } });
  }

  /** Notes the offer of another way to a waiting user whose dialogue the caller has locked. */
  static async offer(tx: Tx, handoffId: string): Promise<void> {
    await tx.handoff.update({ where: { id: handoffId }, data: { offeredAt: new Date() } });
  }

  /** Since when a user waits for the answer of the operator who has them; null when nothing is unanswered. */
  static async unansweredSince(tx: Tx, dialogueId: string): Promise<Date | null> {
    const [found] = await tx.$queryRaw<{ since: Date | null }[]>`
      select greatest(min(m.created_at), max(h.given_at)) as since
      from messages m join handoffs h on h.dialogue_id = m.dialogue_id and h.ended_at is null
      where m.dialogue_id = ${dialogueId} and m.role = 'USER' and m.seq > coalesce(
        (select max(seq) from messages where dialogue_id = ${dialogueId} and role = 'OPERATOR' and created_at >= h.given_at), 0)`;
    return found?.since ?? null;
  }
}
