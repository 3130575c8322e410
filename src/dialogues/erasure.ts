import { createHash } from 'node:crypto';
import { Refusal } from '../errors';
import type { Database, Tx } from '../infra/database';
import type { User } from '../infra/prisma-client/client';
import { AuditStore } from '../people/audit.store';
import type { Idempotency } from '../people/idempotency';
import { demand, type Viewer } from '../people/viewer';
import type { Inbox } from './inbox';
import { holdsOwnWords } from './own-words.rules';
import { type ShownPlace, UserRecordStore } from './user-records.store';

/** Whom a last word goes to, after nothing is known of them any more. */
export interface Farewell {
  readonly channel: 'TELEGRAM' | 'API';
  readonly botId: string;
  readonly externalId: string;
  readonly language: string;
}

/** What is left to do outside of the database after an erasure. */
export interface Leftovers {
  readonly farewell: Farewell | null;
  readonly places: readonly ShownPlace[];
  readonly dialogueIds: readonly string[];
  readonly lanes: readonly string[];
}

/** What an erasure needs. */
export interface ErasureDeps {
  readonly database: Database;
  readonly idempotency: Idempotency;
  readonly inbox: Inbox;
}

/** Whom to erase. */
export interface ErasureRequest {
  readonly userId: string;
  readonly idempotencyKey?: string | null | undefined;
}

interface Wish {
  readonly userId: string;
  /** Who wants it: an operator's or API client's id, or "user". */
  readonly actor: string;
  /** The bot that says goodbye; null: nobody does. */
  readonly botId: string | null;
}

/** The name under which the inbox keeps what is left to do. */
export const erasureSource = 'erasure';

/**
 * Erases users: whoever asks for it is gone with everything that any bot of this deployment keeps about them, in one transaction. What lies
 * elsewhere (operators' chats, copies in memory, the last word) is done after it, and taken up again after a crash.
 */
export class Erasure {
  private readonly store: UserRecordStore;

  constructor(private readonly deps: ErasureDeps) {
    this.store = new UserRecordStore(deps.database);
  }

  /** Erases the user of a dialogue because they want it; the bot that they told says goodbye. */
  async byUser({ userId, botId }: { userId: string; botId: string }): Promise<void> {
    await this.deps.database.transaction((tx) => this.erase(tx, { userId, actor: 'user', botId }));
  }

  /**
   * Erases a user, and answers the documents that the owner should read again: they hold a name or a number of this user. Needs `admin`.
   * Throws NOT_FOUND.
   */
  async byOperator(viewer: Viewer | null, input: ErasureRequest): Promise<string[]> {
    demand(viewer, 'admin');
    const request = { operation: 'eraseUser', input: { ...input } };
    const { documents } = await this.deps.idempotency.once(viewer, request, async (tx) => {
      const found = await this.erase(tx, { userId: input.userId, actor: viewer.id, botId: null });
      if (!found) throw new Refusal('NOT_FOUND');
      return { documents: found };
    });
    return documents;
  }

  /** Every row about a user, by table. Needs `admin`. Throws NOT_FOUND. */
  async export(viewer: Viewer | null, userId: string): Promise<Record<string, unknown[]>> {
    demand(viewer, 'admin');
    const tables = await this.store.export(userId);
    if (tables['users']?.length !== 1) throw new Refusal('NOT_FOUND');
    await new AuditStore(this.deps.database).add({ actor: viewer.id, action: 'user exported', subject: userId });
    return tables;
  }

  private async erase(tx: Tx, { userId, actor, botId }: Wish): Promise<string[] | null> {
    const user = await UserRecordStore.lock(tx, userId);
    if (!user) return null;
    const hash = `erased:${createHash('sha256').update(userId).digest('base64url')}`;
    const documents = await documentsToRead(tx, user);
    const leftovers: Leftovers = {
      farewell: botId === null ? null : farewellOf(user, botId),
      places: await UserRecordStore.places(tx, userId),
      dialogueIds: await UserRecordStore.dialogueIds(tx, userId),
      lanes: await UserRecordStore.lanes(tx, userId),
    };
    await UserRecordStore.erase(tx, { userId, hash, unread: actor !== 'user' });
    const details = { documentsToRead: documents.length };
    await AuditStore.addIn(tx, { actor, action: 'user erased', subject: hash, details });
    const item = { lane: hash, source: erasureSource, botId: null, dedupeKey: hash, payload: leftovers } as const;
    await this.deps.inbox.storeIn(tx, item);
    return documents;
  }
}

function farewellOf({ channel, externalId, language }: User, botId: string): Farewell {
  return { channel, externalId, language, botId };
}

/** Knowledge that was made from answers to the user was freed of personal data; what slipped through is for the owner to read. */
async function documentsToRead(tx: Tx, user: User): Promise<string[]> {
  const approved = await UserRecordStore.approved(tx, user.id);
  if (approved.length === 0) return [];
  const texts = await UserRecordStore.textsOf(tx, user.id);
  return approved.filter(({ text }) => holdsOwnWords(text, { user, texts })).map(({ documentId }) => documentId);
}
