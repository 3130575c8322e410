import { badInput, Refusal } from '../errors';
import type { Database } from '../infra/database';
import type { Operator } from '../infra/prisma-client/client';
import { AuditStore } from './audit.store';
import type { Idempotency } from './idempotency';
import { newInviteSecret } from './invite-secrets';
import { TelegramInviteStore } from './telegram-invites.store';
import { demand, may, type Viewer } from './viewer';

/** What inviting operators to Telegram needs. */
export interface TelegramInvitesDeps {
  readonly database: Database;
  readonly idempotency: Idempotency;
  /** What Telegram calls a bot; null while that is not known. Throws NOT_FOUND for a bot that there is not. */
  readonly usernameOf: (botId: string) => string | null;
}

/** Whom somebody wants to see in Telegram, and by way of which bot. */
export interface InviteRequest {
  readonly botId: string;
  readonly operatorId: string;
  readonly idempotencyKey?: string | null | undefined;
}

/** A link that makes the Telegram user who opens it the operator, once. */
export interface TelegramLink {
  readonly url: string;
  readonly expiresAt: Date;
}

const livesMs = 24 * 3_600_000;

/** Operators and their Telegram accounts: one-time links that are good for a day, of which only the hash is kept. */
export class TelegramInvites {
  private readonly store: TelegramInviteStore;

  constructor(private readonly deps: TelegramInvitesDeps) {
    this.store = new TelegramInviteStore(deps.database);
  }

  /**
   * Makes a link for an operator. Anybody makes one for themselves; for operators it takes `supervise`, for supervisors and admins
   * `admin`: whoever opens it may do what they may. Throws UNAVAILABLE while the bot's name at Telegram is not known.
   */
  async create(viewer: Viewer | null, input: InviteRequest): Promise<TelegramLink> {
    demand(viewer, 'dialogues:write');
    const { botId, operatorId } = input;
    const username = this.deps.usernameOf(botId);
    if (username === null) throw new Refusal('UNAVAILABLE');
    const request = { operation: 'createTelegramInvite', input: { ...input } };
    const made = await this.deps.idempotency.once(viewer, request, async (tx) => {
      refuseForeign(viewer, await TelegramInviteStore.operatorIn(tx, operatorId));
      const { code, hash } = newInviteSecret('operator');
      const expiresAt = new Date(Date.now() + livesMs);
      await TelegramInviteStore.add(tx, { secretHash: hash, botId, operatorId, expiresAt });
      await AuditStore.addIn(tx, { actor: viewer.id, action: 'operator invited to Telegram', subject: operatorId });
      return { url: `https://t.me/${username}?start=${code}`, expiresAt: expiresAt.toISOString() };
    });
    return { url: made.url, expiresAt: new Date(made.expiresAt) };
  }

  /** Links the Telegram user who has opened a link; null when it is used, over or unknown, without telling which. */
  redeem(link: { hash: string; botId: string; telegramId: string }): Promise<Operator | null> {
    const { botId, telegramId } = link;
    const invite = { secretHash: link.hash, botId };
    return this.deps.database.transaction(async (tx) => {
      const operatorId = await TelegramInviteStore.use(tx, invite);
      if (operatorId === null) {
        const known = await TelegramInviteStore.usedBy(tx, { ...invite, telegramId });
        return known === null ? null : TelegramInviteStore.operatorIn(tx, known);
      }
      await AuditStore.addIn(tx, { actor: operatorId, action: 'operator linked to Telegram', subject: operatorId });
      return TelegramInviteStore.link(tx, operatorId, telegramId);
    });
  }

  /** Takes an operator's Telegram account from them and answers the operator's id. Needs what `create` needs. */
  async unlink(
    viewer: Viewer | null,
    input: { operatorId: string; idempotencyKey?: string | null | undefined },
  ): Promise<string> {
    demand(viewer, 'dialogues:write');
    const request = { operation: 'unlinkTelegram', input: { ...input } };
    const { operatorId } = await this.deps.idempotency.once(viewer, request, async (tx) => {
      const { operatorId } = input;
      refuseForeign(viewer, await TelegramInviteStore.operatorIn(tx, operatorId));
      await TelegramInviteStore.unlink(tx, operatorId);
      await AuditStore.addIn(tx, { actor: viewer.id, action: 'operator unlinked from Telegram', subject: operatorId });
      return { operatorId };
    });
    return operatorId;
  }

  /** The operator who a Telegram user is, if they are one. */
  operatorOf(telegramId: string): Promise<Operator | null> {
    return this.store.operatorOf(telegramId);
  }
}

function refuseForeign(viewer: Viewer, operator: Operator | null): void {
  if (viewer.kind === 'operator' && operator?.id === viewer.id) return;
  const scope = operator === null || operator.role === 'OPERATOR' ? 'supervise' : 'admin';
  if (!may(viewer, scope)) throw new Refusal('FORBIDDEN', { params: { scope } });
  if (operator === null) throw badInput({ operatorId: 'operator_unknown' });
}
