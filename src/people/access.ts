import { badInput, Refusal } from '../errors';
import type { Database } from '../infra/database';
import type { AccessEntry } from '../infra/prisma-client/client';
import {
  type AccessRule,
  type AccessSettings,
  type Applicant,
  accessValue,
  letsIn,
  rulesOf,
  rulesThatLetIn,
} from './access.rules';
import { AccessStore } from './access.store';
import { AuditStore } from './audit.store';
import type { Idempotency } from './idempotency';
import { newInviteSecret } from './invite-secrets';
import { demand, type Viewer } from './viewer';

/** What deciding who may write needs. */
export interface AccessDeps {
  readonly database: Database;
  readonly idempotency: Idempotency;
  /** What a bot's folder says. Throws NOT_FOUND for a bot that there is not. */
  readonly settingsOf: (botId: string) => AccessSettings;
  /** What Telegram calls a bot; null while that is not known. Throws NOT_FOUND, too. */
  readonly usernameOf: (botId: string) => string | null;
}

/** A link that lets its openers write to a bot. */
export interface AccessLink {
  readonly url: string;
  readonly uses: number;
  readonly expiresAt: Date;
}

type Repeatable = { readonly idempotencyKey?: string | null | undefined };

const mostUses = 10_000;
const mostDays = 365;
const dayMs = 24 * 3_600_000;

/** Who may write to which bot: what its folder says, who was let in, and who came by an invitation. */
export class Access {
  private readonly store: AccessStore;

  constructor(private readonly deps: AccessDeps) {
    this.store = new AccessStore(deps.database);
  }

  /** Whether somebody may write to a bot now. */
  async allows(botId: string, applicant: Applicant): Promise<boolean> {
    const settings = this.deps.settingsOf(botId);
    if (settings.mode === 'everyone' || letsIn(rulesOf(settings), applicant)) return true;
    return this.store.has(botId, rulesThatLetIn(applicant));
  }

  /** Those who were let in beside what the folder says, in the order in which they were. Needs `supervise`. */
  async entries(viewer: Viewer | null, botId: string): Promise<AccessEntry[]> {
    demand(viewer, 'supervise');
    this.deps.settingsOf(botId);
    return this.store.ofBot(botId);
  }

  /** Lets somebody write to a bot and answers the entry. Needs `supervise`. Throws BAD_USER_INPUT for a value that is none of its kind. */
  async grant(viewer: Viewer | null, input: AccessRule & Repeatable & { botId: string }): Promise<AccessEntry> {
    demand(viewer, 'supervise');
    const { botId, kind } = input;
    this.deps.settingsOf(botId);
    const value = accessValue(input);
    if (value === undefined) throw badInput({ value: 'invalid' });
    const request = { operation: 'grantAccess', input: { ...input } };
    const { id } = await this.deps.idempotency.once(viewer, request, async (tx) => {
      const kept = await AccessStore.keep(tx, { botId, kind, value, addedBy: viewer.id });
      await AuditStore.addIn(tx, { actor: viewer.id, action: 'access granted', subject: kept, details: { kind } });
      return { id: kept };
    });
    const entry = await this.store.byId(id);
    if (!entry) throw new Refusal('NOT_FOUND');
    return entry;
  }

  /** Takes an entry off the list; in force with the user's next message. Needs `supervise`. Throws NOT_FOUND. */
  async revoke(viewer: Viewer | null, input: Repeatable & { entryId: string }): Promise<void> {
    demand(viewer, 'supervise');
    const request = { operation: 'revokeAccess', input: { ...input } };
    await this.deps.idempotency.once(viewer, request, async (tx) => {
      const removed = await AccessStore.remove(tx, input.entryId);
      if (!removed) throw new Refusal('NOT_FOUND');
      const details = { kind: removed.kind };
      await AuditStore.addIn(tx, { actor: viewer.id, action: 'access revoked', subject: removed.id, details });
      return { id: removed.id };
    });
  }

  /** Makes a link that lets so many people in within so many days. Needs `supervise`. Throws UNAVAILABLE while the bot's name is not known. */
  async invite(
    viewer: Viewer | null,
    input: Repeatable & { botId: string; uses: number; days: number },
  ): Promise<AccessLink> {
    demand(viewer, 'supervise');
    const { botId, uses, days } = input;
    const username = this.deps.usernameOf(botId);
    if (username === null) throw new Refusal('UNAVAILABLE');
    if (!isWithin(uses, mostUses)) throw badInput({ uses: 'out_of_range' });
    if (!isWithin(days, mostDays)) throw badInput({ days: 'out_of_range' });
    const request = { operation: 'createAccessInvite', input: { ...input } };
    const made = await this.deps.idempotency.once(viewer, request, async (tx) => {
      const { code, hash } = newInviteSecret('access');
      const expiresAt = new Date(Date.now() + days * dayMs);
      await AccessStore.addInvite(tx, { secretHash: hash, botId, usesLeft: uses, expiresAt, createdBy: viewer.id });
      await AuditStore.addIn(tx, {
        actor: viewer.id,
        action: 'users invited',
        subject: botId,
        details: { uses, days },
      });
      return { url: `https://t.me/${username}?start=${code}`, expiresAt: expiresAt.toISOString() };
    });
    return { url: made.url, uses, expiresAt: new Date(made.expiresAt) };
  }

  /** Lets in whoever has opened a link; opening it again uses nothing up. False when it is used up, over or unknown. */
  redeem(link: { hash: string; botId: string; applicant: Applicant }): Promise<boolean> {
    const { hash: secretHash, botId } = link;
    const entry = { botId, kind: 'USER', value: link.applicant.externalId } as const;
    return this.deps.database.transaction(async (tx) => {
      if (await AccessStore.hasIn(tx, entry)) return true;
      if (!(await AccessStore.useInvite(tx, { secretHash, botId }))) return false;
      await AccessStore.keep(tx, { ...entry, addedBy: 'invitation' });
      return true;
    });
  }
}

function isWithin(count: number, most: number): boolean {
  return Number.isInteger(count) && count >= 1 && count <= most;
}
