import type { Database, Tx } from '../infra/database';

/** One line of the audit: who did what to whom, from where. */
export interface AuditNote {
  /** An operator's or API client's id, or "system". */
  readonly actor: string;
  readonly action: string;
  readonly subject: string | null;
  readonly ip?: string;
  readonly details?: Record<string, string | number | boolean>;
}

/** The audit in the database. */
export class AuditStore {
  constructor(private readonly database: Database) {}

  async add(note: AuditNote): Promise<void> {
    await AuditStore.addIn(this.database.prisma, note);
  }

  /** Adds a note to the caller's transaction. */
  static async addIn(tx: Tx, note: AuditNote): Promise<void> {
    await tx.auditEntry.create({ data: { ...note, details: note.details ?? {} } });
  }
}
