import type { Database, Tx } from '../infra/database';

/** A message in another language, as it is to be kept. */
export interface NewTranslation {
  readonly messageId: string;
  readonly language: string;
  readonly text: string;
  /** What the message said when it was translated. */
  readonly source: string;
}

// The lock waits for an edit that is under way; where the message says something else after it, nothing is kept. Of two
// translations made at once the first one stays, and both callers get that one.
const keepSql = `
  with source as (select id from messages where id = $1 and text = $4 for share)
  insert into message_translations as kept (message_id, language, text)
  select id, $2, $3 from source
  on conflict (message_id, language) do update set text = kept.text
  returning text`;

/** Translations of messages in the database. */
export class TranslationStore {
  constructor(private readonly database: Database) {}

  /** The translations that there are, by message. */
  async find(messageIds: readonly string[], language: string): Promise<Map<string, string>> {
    const rows = await this.database.prisma.messageTranslation.findMany({
      where: { messageId: { in: [...messageIds] }, language },
    });
    return new Map(rows.map((row) => [row.messageId, row.text]));
  }

  /** Keeps a translation and answers the one that is kept; null when the message says something else by now, or is gone. */
  async keep({ messageId, language, text, source }: NewTranslation): Promise<string | null> {
    const { rows } = await this.database.pool.query<{ text: string }>(keepSql, [messageId, language, text, source]);
    return rows[0]?.text ?? null;
  }

  /** Drops a message's translations; the lock keeps out those of its old text that are being made. */
  static async drop(tx: Tx, messageId: string): Promise<void> {
    await tx.$queryRaw`select 1 from messages where id = ${messageId} for update`;
    await tx.messageTranslation.deleteMany({ where: { messageId } });
  }
}
