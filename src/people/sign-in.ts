import { createHash, randomBytes } from 'node:crypto';
import { Refusal } from '../errors';
import type { Database } from '../infra/database';
import type { Operator } from '../infra/prisma-client/client';
import { AuditStore } from './audit.store';
import { Passwords } from './passwords';
import { PeopleStore } from './people.store';
import { SessionStore } from './sessions.store';
import type { OperatorViewer } from './viewer';

const sessionDays = 7;
const idleHours = 12;
const failuresOfAccount = { most: 5, minutes: 15 };
const failuresOfAddress = { most: 20, minutes: 1 };

/** What a caller shows to sign in, and from where. */
export interface Credentials {
  readonly email: string;
  readonly password: string;
  readonly ip: string;
}

/** Operators' sign-in: opaque sessions of 256 bits, stored hashed, idle for at most 12 hours and 7 days old at most. */
export class SignIn {
  private readonly sessions: SessionStore;
  private readonly people: PeopleStore;
  private readonly audit: AuditStore;
  private readonly passwords: Passwords;

  constructor(deps: { database: Database; passwords: Passwords }) {
    this.sessions = new SessionStore(deps.database);
    this.people = new PeopleStore(deps.database);
    this.audit = new AuditStore(deps.database);
    this.passwords = deps.passwords;
  }

  /**
   * Opens a session and answers its token. Throws UNAUTHENTICATED for a wrong pair, the same way and after the same time whether the
   * address is known or not, and RATE_LIMITED after too many failures.
   */
  async signIn({ email, password, ip }: Credentials): Promise<{ token: string; operator: Operator }> {
    const account = email.trim().toLowerCase();
    await this.refuseAfter(account, failuresOfAccount);
    await this.refuseAfter(`ip:${ip}`, failuresOfAddress);
    const operator = await this.people.operatorByEmail(account);
    if (!(await this.passwords.matches(password, operator?.passwordHash ?? null)) || !operator) {
      await this.sessions.addFailure(account);
      await this.sessions.addFailure(`ip:${ip}`);
      await this.audit.add({ actor: 'system', action: 'sign-in failed', subject: operator?.id ?? null, ip });
      throw new Refusal('UNAUTHENTICATED', { params: { why: 'wrong_password' } });
    }
    const token = randomBytes(32).toString('base64url');
    await this.sessions.add({ tokenHash: hashOf(token), operatorId: operator.id, days: sessionDays });
    await this.sessions.forgetFailures(account);
    await this.audit.add({ actor: operator.id, action: 'sign-in', subject: operator.id, ip });
    return { token, operator };
  }

  async signOut(token: string): Promise<void> {
    await this.sessions.remove(hashOf(token));
  }

  /** Who a session's token stands for, or null when it is unknown, idle or over. */
  async viewerOf(token: string): Promise<OperatorViewer | null> {
    const operator = await this.sessions.operatorOf(hashOf(token), idleHours);
    return operator && { kind: 'operator', id: operator.id, name: operator.name, role: operator.role };
  }

  private async refuseAfter(key: string, limit: { most: number; minutes: number }): Promise<void> {
    const { count, secondsLeft } = await this.sessions.failures(key, limit.minutes);
    if (count >= limit.most) throw new Refusal('RATE_LIMITED', { retryAfter: Math.max(secondsLeft, 1) });
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
