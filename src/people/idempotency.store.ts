import type { Database, Tx } from '../infra/database';

/** What identifies a request that must not be done twice. */
export interface IdempotencyEntry {
  readonly caller: string;
  readonly key: string;
  readonly operation: string;
  readonly requestHash: string;
}

/** Idempotency keys in the database; they count for 24 hours. */
export class IdempotencyStore {
  constructor(private readonly database: Database) {}

  /** Takes the key, waiting for a request that holds it right now; answers what an earlier request left, or null when the key was free. */
  static async reserve(
    tx: Tx,
    entry: IdempotencyEntry,
  ): Promise<{ requestHash: string; result: string | null } | null> {
    await tx.$executeRaw`
      delete from idempotency_keys
      where caller = ${entry.caller} and key = ${entry.key} and created_at < now() - interval '24 hours'`;
    const taken = await tx.idempotencyKey.createMany({ data: [entry], skipDuplicates: true });
    if (taken.count === 1) return null;
    return tx.idempotencyKey.findUniqueOrThrow({
      where: { caller_key: { caller: entry.caller, key: entry.key } },
      select: { requestHash: true, result: true },
    });
  }

  static async remember(tx: Tx, { caller, key }: IdempotencyEntry, result: string): Promise<void> {
    await tx.idempotencyKey.update({ where: { caller_key: { caller, key } }, data: { result } });
  }

  /** Forgets keys that no longer count. */
  async removeStale(): Promise<void> {
    await this.database.pool.query(`delete from idempotency_keys where created_at < now() - interval '24 hours'`);
  }
}
