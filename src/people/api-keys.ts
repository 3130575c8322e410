import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { badInput, Refusal } from '../errors';
import type { Database } from '../infra/database';
import { newId } from '../infra/ids';
import { AuditStore } from './audit.store';
import type { Idempotency } from './idempotency';
import { PeopleStore } from './people.store';
import { type ClientViewer, demand, scopes, type Viewer } from './viewer';

// The row of the bootstrap key; its id never changes, so that a new key in the environment stays the same client.
const bootstrapId = `client_${'0'.repeat(32)}`;
const keyShape = /^bsk_([0-9a-f]{32})_([A-Za-z0-9_-]{43})$/;

/** Keys of integrating apps: bsk_<id>_<secret of 256 bits>; only the secret's hash is kept. */
export class ApiKeys {
  private readonly store: PeopleStore;
  private bootstrapHash: Buffer | undefined;

  constructor(private readonly deps: { database: Database; idempotency: Idempotency }) {
    this.store = new PeopleStore(deps.database);
  }

  /** Lets the key of the environment in, with all scopes and without a rate limit. */
  async admitBootstrapKey(key: string): Promise<void> {
    this.bootstrapHash = sha256(key);
    await this.store.keepClient({
      id: bootstrapId,
      name: 'bootstrap',
      secretHash: this.bootstrapHash.toString('base64url'),
      scopes: [...scopes],
      revokedAt: null,
    });
  }

  /** Who a key stands for, or null when it is unknown or revoked. */
  async viewerOf(key: string): Promise<ClientViewer | null> {
    if (this.bootstrapHash && timingSafeEqual(sha256(key), this.bootstrapHash)) {
      await this.store.touchClient(bootstrapId);
      return { kind: 'client', id: bootstrapId, name: 'bootstrap', scopes, unlimited: true };
    }
    const [, id, secret] = keyShape.exec(key) ?? [];
    if (!id || !secret) return null;
    const [client] = await this.store.clientsByIds([`client_${id}`]);
    if (!client || client.revokedAt) return null;
    if (!timingSafeEqual(sha256(secret), Buffer.from(client.secretHash, 'base64url'))) return null;
    await this.store.touchClient(client.id);
    return { kind: 'client', id: client.id, name: client.name, scopes: client.scopes, unlimited: false };
  }

  /** Makes a key; the answer is the only place where it is ever shown. Needs `admin`. */
  create(
    viewer: Viewer | null,
    input: { name: string; scopes: readonly string[]; idempotencyKey?: string | null | undefined },
  ): Promise<{ clientId: string; key: string }> {
    demand(viewer, 'admin');
    const unknown = input.scopes.filter((scope) => !scopes.some((known) => known === scope));
    if (unknown.length > 0 || input.scopes.length === 0) throw badInput({ scopes: 'scope_unknown' });
    const name = input.name.trim();
    if (!name || name.length > 200) throw badInput({ name: name ? 'too_long' : 'required' });
    return this.deps.idempotency.once(viewer, { operation: 'createApiKey', input }, async (tx) => {
      const clientId = newId('client');
      const secret = randomBytes(32).toString('base64url');
      const secretHash = sha256(secret).toString('base64url');
      await this.store.addClient(tx, { id: clientId, name, secretHash, scopes: [...new Set(input.scopes)] });
      await AuditStore.addIn(tx, { actor: viewer.id, action: 'API key created', subject: clientId });
      return { clientId, key: `bsk_${clientId.slice('client_'.length)}_${secret}` };
    });
  }

  /** Ends a key at once. Throws NOT_FOUND when there is no such live key. Needs `admin`. */
  async revoke(viewer: Viewer | null, clientId: string): Promise<void> {
    demand(viewer, 'admin');
    await this.deps.database.transaction(async (tx) => {
      if (!(await this.store.revokeClient(tx, clientId))) throw new Refusal('NOT_FOUND');
      await AuditStore.addIn(tx, { actor: viewer.id, action: 'API key revoked', subject: clientId });
    });
  }
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
