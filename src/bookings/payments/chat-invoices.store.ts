import type { Database, Tx } from '../../infra/database';

/** The queue whose lanes are bookings that may be paid in the chat. */
export const invoiceQueue = 'invoices';

/** A booking that waits to be paid, and whose user writes from Telegram. */
export interface BilledBooking {
  readonly botId: string;
  readonly dialogueId: string;
  readonly version: number;
  readonly language: string;
  /** How long ago it was made or corrected, by the clock of the database. */
  readonly ageMs: number;
}

const billedSql = `
  select h.bot_id as "botId", b.dialogue_id as "dialogueId", b.version, b.language,
    (extract(epoch from now() - b.updated_at) * 1000)::float8 as "ageMs"
  from bookings b join halls h on h.id = b.hall_id join dialogues d on d.id = b.dialogue_id join users u on u.id = d.user_id
  where b.id = $1 and b.status = 'AWAITING_PAYMENT' and b.total > 0 and b.expires_at > now() and u.channel = 'TELEGRAM'`;

/** Bookings that may be paid in the chat, in the database. */
export class ChatInvoiceStore {
  constructor(private readonly database: Database) {}

  /** Undefined: there is nothing to pay, or nobody to be shown it. */
  async billed(bookingId: string): Promise<BilledBooking | undefined> {
    const { rows } = await this.database.pool.query(billedSql, [bookingId]);
    return (rows as BilledBooking[])[0];
  }

  /** Whether something with this source was said in a dialogue. */
  static async isSaid(tx: Tx, dialogueId: string, source: string): Promise<boolean> {
    return (await tx.message.count({ where: { dialogueId, source } })) > 0;
  }
}
