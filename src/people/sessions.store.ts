import type { Database } from '../infra/database';
import type { Operator } from '../infra/prisma-client/client';

/** Operators' sessions and failed sign-ins in the database; its clock is the only one that counts. */
export class SessionStore {
  constructor(private readonly database: Database) {}

  async add(session: { tokenHash: string; operatorId: string; days: number }): Promise<void> {
    await this.database.pool.query(
      `insert into operator_sessions (token_hash, operator_id, expires_at) values ($1, $2, now() + $3 * interval '1 day')`,
      [session.tokenHash, session.operatorId, session.days],
    );
  }

  /** The operator of a live session; being seen (at most once a minute) keeps the session from going idle. */
  async operatorOf(tokenHash: string, idleHours: number): Promise<Operator | null> {
    const session = await this.database.prisma.operatorSession.findUnique({
      where: { tokenHash },
      include: { operator: true },
    });
    if (!session) return null;
    const { rows } = await this.database.pool.query(
      `with live as (
         select token_hash, last_seen_at from operator_sessions
         where token_hash = $1 and expires_at > now() and last_seen_at > now() - $2 * interval '1 hour'),
       seen as (
         update operator_sessions s set last_seen_at = now() from live
         where s.token_hash = live.token_hash and live.last_seen_at < now() - interval '1 minute')
       select true from live`,
      [tokenHash, idleHours],
    );
    return rows.length > 0 ? session.operator : null;
  }

  async remove(tokenHash: string): Promise<void> {
    await this.database.prisma.operatorSession.deleteMany({ where: { tokenHash } });
  }

  async removeStale(): Promise<void> {
    await this.database.pool.query('delete from operator_sessions where expires_at < now()');
    await this.database.pool.query(`delete from sign_in_attempts where at < now() - interval '1 day'`);
  }

  /** How many sign-ins failed for a key within so many minutes, and when the oldest of them leaves the window, in seconds. */
  async failures(key: string, minutes: number): Promise<{ count: number; secondsLeft: number }> {
    const { rows } = await this.database.pool.query(
      `select count(*)::int as count,
         coalesce(ceil(extract(epoch from min(at) + $2 * interval '1 minute' - now())), 0)::int as "secondsLeft"
       from sign_in_attempts where key = $1 and at > now() - $2 * interval '1 minute'`,
      [key, minutes],
    );
    return rows[0] as { count: number; secondsLeft: number };
  }

  async addFailure(key: string): Promise<void> {
    await this.database.prisma.signInAttempt.create({ data: { key } });
  }

  async forgetFailures(key: string): Promise<void> {
    await this.database.prisma.signInAttempt.deleteMany({ where: { key } });
  }
}
