import { Refusal } from '../errors';
import type { Database } from '../infra/database';
import { AuditStore } from './audit.store';
import type { Idempotency } from './idempotency';
import { PeopleStore } from './people.store';
import { demand, may, type Viewer } from './viewer';

/** Which user. */
export interface WhichUser {
  readonly userId: string;
  readonly idempotencyKey?: string | null | undefined;
}

/** Shuts users out of all bots, whatever the lists say. */
export class Blocking {
  private readonly store: PeopleStore;

  constructor(private readonly deps: { database: Database; idempotency: Idempotency }) {
    this.store = new PeopleStore(deps.database);
  }

  /**
   * Shuts a user out, or lets them in again; in force with their next message. Needs `users:write`; an app may do it to the users that it
   * has brought, who may `supervise` to everybody. Throws NOT_FOUND.
   */
  async set(viewer: Viewer | null, input: WhichUser, blocked: boolean): Promise<void> {
    demand(viewer, 'users:write');
    const request = { operation: blocked ? 'blockUser' : 'unblockUser', input: { ...input } };
    await this.deps.idempotency.once(viewer, request, async (tx) => {
      const [user] = await this.store.usersByIds([input.userId]);
      const isTheirs = user?.channel === 'API' && user.realm === viewer.id;
      if (!user || !(isTheirs || may(viewer, 'supervise'))) throw new Refusal('NOT_FOUND');
      await this.store.changeUser(tx, user.id, { blocked });
      const action = blocked ? 'user blocked' : 'user unblocked';
      await AuditStore.addIn(tx, { actor: viewer.id, action, subject: user.id });
      return { userId: user.id };
    });
  }
}
