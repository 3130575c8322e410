import { Refusal } from '../errors';
import type { Database } from '../infra/database';
import { idType } from '../infra/ids';
import type { KnowledgeIndex } from '../infra/prisma-client/client';
import { AuditStore } from '../people/audit.store';
import type { Idempotency } from '../people/idempotency';
import { demand, type Viewer } from '../people/viewer';
import { type IndexSize, IndexStore } from './indexes.store';

/** Which version of an index a bot is to answer from. */
export interface Publication {
  readonly indexId: string;
  readonly idempotencyKey?: string | null | undefined;
}

/** The versions of what the bots can find: compared, put into force, and taken back with one call. */
export class KnowledgeIndexes {
  private readonly store: IndexStore;

  constructor(private readonly deps: { database: Database; idempotency: Idempotency }) {
    this.store = new IndexStore(deps.database);
  }

  /** The versions of a bot's index, newest first. Needs `knowledge:read`. */
  async list(viewer: Viewer | null, botId: string): Promise<KnowledgeIndex[]> {
    demand(viewer, 'knowledge:read');
    if (idType(botId) !== 'bot') throw new Refusal('NOT_FOUND');
    return this.store.list(botId);
  }

  /** The versions with these ids that exist, in no particular order. */
  byIds(ids: readonly string[]): Promise<KnowledgeIndex[]> {
    return this.store.byIds(ids);
  }

  /** How many documents and passages these versions hold. */
  sizes(ids: readonly string[]): Promise<IndexSize[]> {
    return this.store.sizes(ids);
  }

  /**
   * Lets the bot answer from a version, an older one as well: what it could find then, without what was removed since. Throws
   * NOT_FOUND, and CONFLICT for one that is not whole. Needs `knowledge:write`.
   */
  async publish(viewer: Viewer | null, publication: Publication): Promise<KnowledgeIndex> {
    demand(viewer, 'knowledge:write');
    const once = { operation: 'publishKnowledgeIndex', input: { ...publication } };
    const [index] = await this.store.byIds([publication.indexId]);
    if (!index) throw new Refusal('NOT_FOUND');
    await this.deps.idempotency.once(viewer, once, async (tx) => {
      if (!(await IndexStore.publish(tx, index))) throw new Refusal('CONFLICT');
      await AuditStore.addIn(tx, { actor: viewer.id, action: 'knowledge index published', subject: index.id });
      return {};
    });
    const [now] = await this.store.byIds([index.id]);
    if (!now) throw new Refusal('NOT_FOUND');
    return now;
  }
}
