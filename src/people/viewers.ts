import type { Database } from '../infra/database';
import { idType } from '../infra/ids';
import { PeopleStore } from './people.store';
import type { Viewer } from './viewer';

/** Those whose wishes are carried out after they have asked: what they may do now counts, not what they might then. */
export class Viewers {
  private readonly store: PeopleStore;

  constructor(deps: { database: Database }) {
    this.store = new PeopleStore(deps.database);
  }

  /** An operator, or an app whose key is not revoked; null when there is none. */
  async byId(id: string): Promise<Viewer | null> {
    return idType(id) === 'client' ? this.client(id) : this.operator(id);
  }

  private async client(id: string): Promise<Viewer | null> {
    const [client] = await this.store.clientsByIds([id]);
    if (!client || client.revokedAt) return null;
    return { kind: 'client', id, name: client.name, scopes: client.scopes, unlimited: false };
  }

  private async operator(id: string): Promise<Viewer | null> {
    const [operator] = await this.store.operatorsByIds([id]);
    return operator ? { kind: 'operator', id, name: operator.name, role: operator.role } : null;
  }
}
