import type { Database, Tx } from '../infra/database';
import { newId } from '../infra/ids';
import { invariant } from '../infra/invariant';
import type { PagePlan } from '../infra/page';
import {
  ensureActiveIndex,
  lockKnowledge,
  raiseIndexesOf,
  raiseLiveIndexes,
  replacePassages,
} from './index-passages.store';
import type { DocumentText, IndexedPassage, IndexSettings } from './indexed-document';
import { wakeKnowledge } from './knowledge-wake.store';

/** A piece of knowledge as its readers see it. */
export interface KnowledgeDocument {
  readonly id: string;
  readonly botId: string;
  readonly title: string;
  readonly language: string;
  readonly source: string;
  /** READY: the index in force has it. QUEUED: it waits to be read, or only other versions of the index have it. */
  readonly status: 'QUEUED' | 'INDEXING' | 'READY' | 'FAILED';
  /** Why it could not be read: a key of errors.json below "knowledge". */
  readonly fault: string | null;
  readonly version: number;
  readonly chunkCount: number;
  readonly updatedAt: Date;
}

/** A document on its way into the store, already cut. */
export interface DocumentDraft extends DocumentText {
  readonly botId: string;
  readonly source: string;
  readonly contentHash: string;
  readonly passages: readonly IndexedPassage[];
}

/** A document of which nothing is known yet but that it is to be read. */
export type ExpectedDocument = Pick<DocumentDraft, 'botId' | 'title' | 'language' | 'source'>;

/** What is known of a document that came from a source. */
export interface SourceState {
  readonly id: string;
  readonly source: string;
  readonly contentHash: string;
}

const fields = {
  id: true,
  botId: true,
  title: true,
  language: true,
  source: true,
  status: true,
  fault: true,
  version: true,
  updatedAt: true,
  _count: { select: { passages: { where: { index: { active: true } } } } },
} as const;

/** Documents in PostgreSQL; what changes them changes the indexes of their bot in the same transaction. */
export class KnowledgeStore {
  constructor(
    private readonly database: Database,
    private readonly settings: IndexSettings,
  ) {}

  /** Adds a document with its passages, whatever else has the same source. */
  insert(draft: DocumentDraft): Promise<KnowledgeDocument> {
    return this.database.transaction((tx) => this.insertIn(tx, draft));
  }

  /** Adds a document in the caller's transaction. */
  async insertIn(tx: Tx, draft: DocumentDraft): Promise<KnowledgeDocument> {
    await lockKnowledge(tx, draft.botId);
    return this.write(tx, newId('document'), draft);
  }

  /** Adds a document that is to be read later, and wakes the reading. */
  async expectIn(tx: Tx, document: ExpectedDocument): Promise<KnowledgeDocument> {
    const id = newId('document');
    await tx.knowledgeDocument.create({ data: { id, ...document, contentHash: '', status: 'QUEUED' } });
    await wakeKnowledge(tx, document.botId);
    return this.present(tx, id);
  }

  /** Gives a document its text, in place of any that it had; undefined when it is gone. */
  async fillIn(tx: Tx, id: string, draft: DocumentDraft): Promise<KnowledgeDocument | undefined> {
    await lockKnowledge(tx, draft.botId);
    if ((await tx.knowledgeDocument.count({ where: { id } })) === 0) return undefined;
    return this.write(tx, id, draft);
  }

  /** Says why a document cannot be read; what was found of it before is found on. */
  async failIn(tx: Tx, id: string, fault: string): Promise<void> {
    await tx.knowledgeDocument.updateMany({ where: { id }, data: { status: 'FAILED', fault, updatedAt: new Date() } });
  }

  /** Adds or replaces the one document of its source; undefined when it is already as the draft says. */
  put(draft: DocumentDraft): Promise<KnowledgeDocument | undefined> {
    return this.database.transaction(async (tx) => {
      // The folder of a bot is read by every process that starts: one at a time changes what came from there.
      await lockKnowledge(tx, draft.botId);
      const { botId, source, contentHash } = draft;
      const known = await tx.knowledgeDocument.findFirst({
        where: { botId, source },
        select: { id: true, contentHash: true },
      });
      if (known?.contentHash === contentHash) return undefined;
      return this.write(tx, known?.id ?? newId('document'), draft);
    });
  }

  /** Removes the documents of these sources; answers how many there were. */
  removeSources(botId: string, sources: readonly string[]): Promise<number> {
    return this.database.transaction(async (tx) => {
      await lockKnowledge(tx, botId);
      const where = { botId, source: { in: [...sources] } };
      const gone = await tx.knowledgeDocument.findMany({ where, select: { id: true } });
      return this.delete(
        tx,
        gone.map(({ id }) => id),
      );
    });
  }

  /** What a bot has of the sources that begin so. */
  sources(botId: string, prefix: string): Promise<SourceState[]> {
    return this.database.prisma.knowledgeDocument.findMany({
      where: { botId, source: { startsWith: prefix } },
      select: { id: true, source: true, contentHash: true },
    });
  }

  /** Removes a document and its passages; answers what it was, or undefined when there is none. */
  remove(documentId: string): Promise<KnowledgeDocument | undefined> {
    return this.database.transaction((tx) => this.removeIn(tx, documentId));
  }

  /** Removes a document in the caller's transaction. */
  async removeIn(tx: Tx, documentId: string): Promise<KnowledgeDocument | undefined> {
    const where = { id: documentId };
    const known = await tx.knowledgeDocument.findUnique({ where, select: { botId: true } });
    if (!known) return undefined;
    await lockKnowledge(tx, known.botId);
    // Somebody else may have removed it since: only the one who deletes it says so.
    const last = await tx.knowledgeDocument.findUnique({ where, select: fields });
    return last && (await this.delete(tx, [documentId])) > 0 ? shaped(last) : undefined;
  }

  /** Documents of a bot in order of id, read as the plan says and one more. */
  async list(botId: string, { limit, backward, from }: PagePlan<string>): Promise<KnowledgeDocument[]> {
    const rows = await this.database.prisma.knowledgeDocument.findMany({
      where: { botId, ...(from === undefined ? {} : { id: backward ? { lt: from } : { gt: from } }) },
      orderBy: { id: backward ? 'desc' : 'asc' },
      take: limit + 1,
      select: fields,
    });
    return rows.map(shaped);
  }

  /** How many documents a bot has. */
  count(botId: string): Promise<number> {
    return this.database.prisma.knowledgeDocument.count({ where: { botId } });
  }

  /** The documents with these ids that exist, in no particular order. */
  async byIds(ids: readonly string[]): Promise<KnowledgeDocument[]> {
    const rows = await this.database.prisma.knowledgeDocument.findMany({
      where: { id: { in: [...ids] } },
      select: fields,
    });
    return rows.map(shaped);
  }

  /** The text of a document as Markdown; undefined when there is none. */
  async text(id: string): Promise<string | undefined> {
    const where = { id };
    return (await this.database.prisma.knowledgeDocument.findUnique({ where, select: { text: true } }))?.text;
  }

  /** True when there is such a bot to know something. */
  async hasBot(botId: string): Promise<boolean> {
    return (await this.database.prisma.bot.count({ where: { id: botId } })) > 0;
  }

  private async write(tx: Tx, id: string, { passages, ...columns }: DocumentDraft): Promise<KnowledgeDocument> {
    const empty = passages.length === 0;
    const state = { status: empty ? 'FAILED' : 'READY', fault: empty ? 'empty' : null } as const;
    await tx.knowledgeDocument.upsert({
      where: { id },
      create: { id, ...columns, ...state },
      update: { ...columns, ...state, version: { increment: 1 }, updatedAt: new Date() },
    });
    await ensureActiveIndex(tx, columns.botId, this.settings);
    await replacePassages(tx, await raiseLiveIndexes(tx, columns.botId), { id, ...columns, passages });
    await wakeKnowledge(tx, columns.botId);
    return this.present(tx, id);
  }

  private async delete(tx: Tx, ids: readonly string[]): Promise<number> {
    await raiseIndexesOf(tx, ids);
    return (await tx.knowledgeDocument.deleteMany({ where: { id: { in: [...ids] } } })).count;
  }

  private async present(tx: Tx, id: string): Promise<KnowledgeDocument> {
    const row = await tx.knowledgeDocument.findUnique({ where: { id }, select: fields });
    invariant(row, 'a document that was just written is there');
    return shaped(row);
  }
}

type Row = Omit<KnowledgeDocument, 'chunkCount'> & { readonly _count: { readonly passages: number } };

function shaped({ _count, ...document }: Row): KnowledgeDocument {
  const chunkCount = _count.passages;
  const status = document.status === 'READY' && chunkCount === 0 ? 'QUEUED' : document.status;
  return { ...document, status, chunkCount };
}
