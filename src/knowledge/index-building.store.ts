import type { Database } from '../infra/database';
import { newId } from '../infra/ids';
import type { KnowledgeIndex } from '../infra/prisma-client/client';
import { ensureActiveIndex, type IndexedDocument, insertPassages, lockKnowledge } from './index-passages.store';
import type { DocumentText, IndexSettings } from './indexed-document';
import { IndexStore } from './indexes.store';

/** A document that a version under construction has nothing of yet. */
export interface MissingDocument extends DocumentText {
  readonly id: string;
  readonly botId: string;
  readonly version: number;
}

/** A missing document, cut: it goes in if nobody changed it meanwhile. */
export interface CutDocument extends IndexedDocument {
  readonly version: number;
}

/** For which run a version is built, and how. */
export interface NewIndex {
  readonly trainingRunId: string;
  readonly botId: string;
  readonly settings: IndexSettings;
}

/** The version that was under construction is not any more: it was given up, or somebody else has finished it. */
export class NotBuilding extends Error {
  override readonly name = 'NotBuilding';
}

// A slice is one short transaction, so that whoever adds a document meanwhile hardly waits.
const sliceDocuments = 40;
const sliceCharacters = 250_000;

/** A version of an index under construction in PostgreSQL. */
export class IndexBuildingStore {
  constructor(private readonly database: Database) {}

  /** The version that a run builds: the one that it had begun before it was killed, else a new one. */
  begin({ trainingRunId, botId, settings }: NewIndex): Promise<KnowledgeIndex> {
    return this.database.transaction(async (tx) => {
      await lockKnowledge(tx, botId);
      await ensureActiveIndex(tx, botId, settings);
      const where = { trainingRunId, botId, status: { not: 'FAILED' } } as const;
      const begun = await tx.knowledgeIndex.findFirst({ where });
      if (begun) return begun;
      const last = await tx.knowledgeIndex.aggregate({ where: { botId }, _max: { number: true } });
      const number = (last._max.number ?? 0) + 1;
      return tx.knowledgeIndex.create({
        data: { id: newId('index'), botId, number, trainingRunId, settings: { ...settings } },
      });
    });
  }

  /** How many documents the version should have, and how many of them it lacks. */
  async count(index: KnowledgeIndex): Promise<{ total: number; missing: number }> {
    const [row] = await this.database.prisma.$queryRaw<{ total: number; missing: number }[]>`
      select count(*)::int as total, count(*) filter (where not exists (
        select from passages where document_id = d.id and index_id = ${index.id}))::int as missing
      from knowledge_documents d where bot_id = ${index.botId} and status = 'READY'`;
    return row ?? { total: 0, missing: 0 };
  }

  /** The next documents in order of id that the version lacks: a slice of them. */
  missing(index: KnowledgeIndex, after: string): Promise<MissingDocument[]> {
    return this.database.prisma.$queryRaw<MissingDocument[]>`
      select id, bot_id as "botId", version, title, language, text from (
        select next.*, sum(length(text)) over (order by id) - length(text) as before from (
          select * from knowledge_documents d
          where bot_id = ${index.botId} and id > ${after} and status = 'READY'
            and not exists (select from passages where document_id = d.id and index_id = ${index.id})
          order by id limit ${sliceDocuments}) next) slice
      where before < ${sliceCharacters} order by id`;
  }

  /** Adds documents to the version, those that it still lacks and that are still as they were read. Throws NotBuilding. */
  async add(index: KnowledgeIndex, documents: readonly CutDocument[]): Promise<void> {
    await this.database.transaction(async (tx) => {
      await lockKnowledge(tx, index.botId);
      const [at] = await tx.$queryRaw<{ id: string; revision: bigint }[]>`
        update knowledge_indexes set revision = revision + 1 where id = ${index.id} and status = 'BUILDING'
        returning id, revision`;
      if (!at) throw new NotBuilding(index.id);
      const ids = documents.map(({ id }) => id);
      const wanted = await tx.$queryRaw<{ id: string; version: number }[]>`
        select id, version from knowledge_documents d where id = any(${ids})
          and not exists (select from passages where document_id = d.id and index_id = ${index.id})`;
      const versions = new Map(wanted.map(({ id, version }) => [id, version]));
      for (const document of documents) {
        if (versions.get(document.id) === document.version) await insertPassages(tx, at, document);
      }
    });
  }

  /**
   * Ends the construction if the version lacks nothing: it is READY, and in force if it is to be published. False, with
   * nothing changed, while documents are missing; `empty` are those that have no passages. Throws NotBuilding.
   */
  finish(index: KnowledgeIndex, options: { publish: boolean; empty: readonly string[] }): Promise<boolean> {
    const { id, botId } = index;
    return this.database.transaction(async (tx) => {
      await lockKnowledge(tx, botId);
      const lacking = await tx.$queryRaw<unknown[]>`
        select from knowledge_documents d where bot_id = ${botId} and status = 'READY' and id <> all(${[...options.empty]})
          and not exists (select from passages where document_id = d.id and index_id = ${id}) limit 1`;
      if (lacking.length > 0) return false;
      const { count } = await tx.knowledgeIndex.updateMany({
        where: { id, status: 'BUILDING' },
        data: { status: 'READY' },
      });
      if (count === 0) throw new NotBuilding(id);
      if (options.publish) await IndexStore.activate(tx, index);
      return true;
    });
  }
}
