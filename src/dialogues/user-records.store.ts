import type { Database, Tx } from '../infra/database';
import type { User } from '../infra/prisma-client/client';
import { deskLanes, userAccess, userLanes, userRecords } from './user-records';

/** A chat of operators in which a dialogue of the user was shown. */
export interface ShownPlace {
  readonly botId: string;
  readonly chatId: string;
  /** The dialogue's own topic; null where the chat has none for it. */
  readonly threadId: number | null;
  /** What was shown there. */
  readonly messageIds: readonly number[];
}

/** A document that was made from an answer to the user. */
export interface ApprovedText {
  readonly documentId: string;
  readonly text: string;
}

const dialoguesSql = 'select id from dialogues where user_id = $1';

const placesSql = `
  select p.bot_id as "botId", p.chat_id as "chatId", p.thread_id as "threadId",
    array(select m.telegram_id from desk_messages m
      where m.dialogue_id = p.dialogue_id and m.chat_id = p.chat_id order by m.telegram_id desc limit 500) as "messageIds"
  from desk_places p where p.dialogue_id in (${dialoguesSql})`;

// What is not read yet came after the wish to be forgotten, unless somebody else wished it.
const blankInboxSql = `
  update inbox set payload = '{}', lane = 'erased', last_error = null, parked_at = null, done_at = coalesce(done_at, now())
  where (lane in (${userLanes}) and (attempts > 0 or done_at is not null or $2::boolean))
    or (lane in (${deskLanes}) and done_at is not null)`;

const erasedSubjectSql = `
  update audit set subject = $2 where subject = $1 or subject in (${dialoguesSql})`;

// What nobody has paid for is given up; what is paid stays in the venue's books, without a word of who comes.
const freeBookedSql = `
  delete from hall_occupancies o using bookings b
  where b.id = o.booking_id and b.status = 'AWAITING_PAYMENT' and (b.user_id = $1 or b.dialogue_id in (${dialoguesSql}))`;
const blankOccupanciesSql = `update hall_occupancies set created_by = 'user' where created_by = $1`;
const blankBookingsSql = `
  update bookings set client_name = '—', client_phone = null, user_id = null, dialogue_id = null, updated_at = now(),
    created_by = case created_by when $1 then 'user' else created_by end,
    cancelled_by = case when status = 'AWAITING_PAYMENT' or cancelled_by = $1 then 'user' else cancelled_by end,
    ended_at = case status when 'AWAITING_PAYMENT' then now() else ended_at end,
    status = case status when 'AWAITING_PAYMENT' then 'CANCELLED' else status end
  where user_id = $1 or dialogue_id in (${dialoguesSql})
  returning id`;

const approvedSql = `
  select d.id as "documentId", d.title || E'\\n' || d.text as text
  from knowledge_proposals p join knowledge_documents d on d.id = p.document_id
  where p.status = 'APPROVED' and p.dialogue_id in (${dialoguesSql})`;

// A lane that something waits in belongs to whoever has come since.
const forgetLanesSql = `
  delete from lane_leases l where l.lane = any($1) and l.holder is null and l.ready_at is null
    and not exists (select from inbox i where i.lane = l.lane and i.done_at is null and i.parked_at is null)`;

/** All that the database holds about a user. */
export class UserRecordStore {
  constructor(private readonly database: Database) {}

  /** The user, whom nobody else can change until the caller's transaction ends. */
  static async lock(tx: Tx, id: string): Promise<User | null> {
    await tx.$executeRaw`select from dialogues where user_id = ${id} order by id for update`;
    await tx.$executeRaw`select from users where id = ${id} for update`;
    return tx.user.findUnique({ where: { id } });
  }

  static async dialogueIds(tx: Tx, userId: string): Promise<string[]> {
    return (await tx.dialogue.findMany({ where: { userId }, select: { id: true } })).map(({ id }) => id);
  }

  static places(tx: Tx, userId: string): Promise<ShownPlace[]> {
    return tx.$queryRawUnsafe<ShownPlace[]>(placesSql, userId);
  }

  static async lanes(tx: Tx, userId: string): Promise<string[]> {
    const rows = await tx.$queryRawUnsafe<{ lane: string }[]>(`select lane from (${userLanes}) as of (lane)`, userId);
    return rows.map(({ lane }) => lane);
  }

  /** What was made from answers to the user and approved. */
  static approved(tx: Tx, userId: string): Promise<ApprovedText[]> {
    return tx.$queryRawUnsafe<ApprovedText[]>(approvedSql, userId);
  }

  /** All that the user ever wrote. */
  static async textsOf(tx: Tx, userId: string): Promise<string[]> {
    const rows = await tx.message.findMany({ where: { dialogue: { userId }, role: 'USER' }, select: { text: true } });
    return rows.map(({ text }) => text);
  }

  /**
   * Erases the user with all that is about them. Approved knowledge stays without a word of where it came from; the audit keeps `hash`.
   * `unread`: also what has come in and was not read yet.
   */
  static async erase(tx: Tx, of: { userId: string; hash: string; unread: boolean }): Promise<void> {
    const { userId, hash, unread } = of;
    const ofUser = { dialogue: { userId } };
    await tx.knowledgeProposal.deleteMany({ where: { ...ofUser, status: { not: 'APPROVED' } } });
    await tx.knowledgeProposal.updateMany({ where: ofUser, data: { dialogueId: null, handoffId: null } });
    await tx.$executeRawUnsafe(
      `update desk_relays set dialogue_id = null where dialogue_id in (${dialoguesSql})`,
      userId,
    );
    await tx.$executeRawUnsafe(`delete from webhook_deliveries where dialogue_id in (${dialoguesSql})`, userId);
    await tx.$executeRawUnsafe(`delete from access_entries where ${userAccess}`, userId);
    await tx.$executeRawUnsafe(blankInboxSql, userId, unread);
    await tx.$executeRawUnsafe(erasedSubjectSql, userId, hash);
    await UserRecordStore.blankBookings(tx, userId);
    await tx.user.delete({ where: { id: userId } });
  }

  /** Takes the user out of their bookings, and lets those know who follow them. */
  private static async blankBookings(tx: Tx, userId: string): Promise<void> {
    await tx.$executeRawUnsafe(freeBookedSql, userId);
    await tx.$executeRawUnsafe(blankOccupanciesSql, userId);
    const changed = await tx.$queryRawUnsafe<{ id: string }[]>(blankBookingsSql, userId);
    await tx.event.createMany({ data: changed.map(({ id }) => ({ kind: 'BOOKING_CHANGED', bookingId: id })) });
  }

  /** Every row about a user, by table. */
  async export(userId: string): Promise<Record<string, unknown[]>> {
    const tables: Record<string, unknown[]> = {};
    for (const { table, of } of userRecords) {
      const sql = `select row_to_json(t) as row from "${table}" t where ${of}`;
      const { rows } = await this.database.pool.query(sql, [userId]);
      tables[table] = (rows as { row: unknown }[]).map(({ row }) => row);
    }
    return tables;
  }

  /** Forgets lanes in which nothing waits and nobody works; answers whether all of them are gone. */
  async forgetLanes(lanes: readonly string[]): Promise<boolean> {
    await this.database.pool.query(forgetLanesSql, [lanes]);
    const { rows } = await this.database.pool.query(
      'select exists (select from lane_leases where lane = any($1) and (holder is not null)) as held',
      [lanes],
    );
    return !(rows[0] as { held: boolean }).held;
  }

  /** Notes what is left to do after an erasure; null: nothing, and nothing of the user is left there either. */
  async note(inboxId: string, left: unknown): Promise<void> {
    await this.database.pool.query('update inbox set payload = $2 where id = $1', [
      inboxId,
      JSON.stringify(left ?? {}),
    ]);
  }
}
