import type { Database, Tx } from '../infra/database';
import type { EventFilter, Happening, LoggedEvent } from './events.rules';

const columns = `position::text, kind::text, dialogue_id as "dialogueId", message_id as "messageId", handoff_id as "handoffId",
  booking_id as "bookingId", at`;

const readSql = `
  select ${columns} from events
  where position > $1 and ($2::text is null or dialogue_id = $2) and ($3::text[] is null or kind::text = any($3))
  order by events.position limit $4`;

/** The event log in the database. */
export class EventStore {
  constructor(private readonly database: Database) {}

  /** Adds happenings to the caller's transaction; PostgreSQL gives them their positions at commit. */
  async append(tx: Tx, happenings: readonly Happening[]): Promise<void> {
    await tx.event.createMany({ data: [...happenings] });
  }

  /** Events after a position, oldest first. */
  async read(after: bigint, filter: EventFilter, limit: number): Promise<LoggedEvent[]> {
    const values = [after.toString(), filter.dialogueId ?? null, filter.kinds ?? null, limit];
    const { rows } = await this.database.pool.query({ name: 'events-read', text: readSql, values });
    return rows.map((row: Omit<LoggedEvent, 'position'> & { position: string }) => ({
      ...row,
      position: BigInt(row.position),
    }));
  }

  /** The first and the last position of the log; zero when it is empty. */
  async bounds(): Promise<{ first: bigint; last: bigint }> {
    const { rows } = await this.database.pool.query(
      `select coalesce(min(position), 0)::text as first, coalesce(max(position), 0)::text as last from events`,
    );
    const { first, last } = rows[0] as { first: string; last: string };
    return { first: BigInt(first), last: BigInt(last) };
  }

  /** Forgets events that are older than so many days; at least the newest one stays, as the mark of where the log ends. */
  async forgetOlderThan(days: number): Promise<number> {
    const { rowCount } = await this.database.pool.query(
      `delete from events where at < now() - $1 * interval '1 day' and position < (select max(position) from events)`,
      [days],
    );
    return rowCount ?? 0;
  }
}
