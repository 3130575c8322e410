import type { Database, Tx } from '../infra/database';
import { newId } from '../infra/ids';
import { invariant } from '../infra/invariant';
import type { PagePlan } from '../infra/page';
import type { PassageDraft } from './passages.rules';
import { searchSql } from './search.sql';
import { baseLanguage, queryText, searchText } from './search-text.rules';

/** A piece of knowledge as its readers see it. */
export interface KnowledgeDocument {
  readonly id: string;
  readonly botId: string;
  readonly title: string;
  readonly language: string;
  readonly source: string;
  readonly status: 'QUEUED' | 'INDEXING' | 'READY' | 'FAILED';
  readonly version: number;
  readonly chunkCount: number;
  readonly updatedAt: Date;
}

/** A document on its way into the store, already cut. */
export interface DocumentDraft {
  readonly botId: string;
  readonly title: string;
  readonly language: string;
  readonly source: string;
  readonly contentHash: string;
  readonly passages: readonly PassageDraft[];
}

/** A passage that was found. */
export interface Hit {
  readonly passageId: string;
  readonly documentId: string;
  readonly title: string;
  readonly heading: string;
  readonly text: string;
  readonly language: string;
  /** 0..1, see README.md. */
  readonly score: number;
}

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
  version: true,
  updatedAt: true,
  _count: { select: { passages: true } },
} as const;

/** Documents and their passages in PostgreSQL. */
export class KnowledgeStore {
  constructor(private readonly database: Database) {}

  /** The best passages of a bot for a question, best first. */
  async search(options: { botId: string; query: string; limit: number }): Promise<Hit[]> {
    const { botId, query, limit } = options;
    const values = [botId, queryText(query), limit];
    return (await this.database.pool.query<Hit>({ name: 'knowledge-search', text: searchSql, values })).rows;
  }

  /** Adds a document with its passages, whatever else has the same source. */
  insert(draft: DocumentDraft): Promise<KnowledgeDocument> {
    return this.database.transaction((tx) => this.insertIn(tx, draft));
  }

  /** Adds a document in the caller's transaction. */
  insertIn(tx: Tx, draft: DocumentDraft): Promise<KnowledgeDocument> {
    return this.write(tx, newId('document'), draft);
  }

  /** Adds or replaces the one document of its source; undefined when it is already as the draft says. */
  put(draft: DocumentDraft): Promise<KnowledgeDocument | undefined> {
    return this.database.transaction(async (tx) => {
      await lockSources(tx, draft.botId);
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
      await lockSources(tx, botId);
      return (await tx.knowledgeDocument.deleteMany({ where: { botId, source: { in: [...sources] } } })).count;
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
    const known = await tx.knowledgeDocument.findUnique({ where: { id: documentId }, select: fields });
    // Somebody else may have removed it since: only the one who deletes it says so.
    const { count } = await tx.knowledgeDocument.deleteMany({ where: { id: documentId } });
    return known && count > 0 ? shaped(known) : undefined;
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

  /** True when there is such a bot to know something. */
  async hasBot(botId: string): Promise<boolean> {
    return (await this.database.prisma.bot.count({ where: { id: botId } })) > 0;
  }

  private async write(tx: Tx, id: string, draft: DocumentDraft): Promise<KnowledgeDocument> {
    const { passages, ...columns } = draft;
    await tx.knowledgeDocument.upsert({
      where: { id },
      create: { id, ...columns },
      update: { ...columns, version: { increment: 1 }, updatedAt: new Date() },
    });
    await tx.passage.deleteMany({ where: { documentId: id } });
    await insertPassages(tx, id, { ...columns, passages });
    const row = await tx.knowledgeDocument.findUnique({ where: { id }, select: fields });
    invariant(row, 'a document that was just written is there');
    return shaped(row);
  }
}

/** The folder of a bot is read by every process that starts: one at a time changes what came from there. */
async function lockSources(tx: Tx, botId: string): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`knowledge:${botId}`}, 0))`;
}

/**
 * Headings weigh A, the document's title B, the text D: the search counts them as words that occur more often. The words
 * of a heading are there once more with a mark, so that the index alone tells who has them in the heading.
 */
async function insertPassages(tx: Tx, documentId: string, draft: DocumentDraft): Promise<void> {
  const language = baseLanguage(draft.language);
  const rows = draft.passages.map(({ heading, text }, position) => ({
    id: newId('passage'),
    position,
    heading,
    text,
    heading_words: searchText(heading),
    text_words: searchText(text),
  }));
  await tx.$executeRaw`
    insert into passages (id, document_id, bot_id, position, heading, text, language, search, length)
    select p.id, ${documentId}, ${draft.botId}, p.position, p.heading, p.text, ${language}, words.search,
      (select coalesce(sum(cardinality(positions)), 0) from unnest(words.search))
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as p(id text, position int, heading text, text text, heading_words text, text_words text),
      -- The russian configuration stems Cyrillic words as Russian and Latin words as English: mixed texts need no guess.
      (select case when ${language} in ('ru', 'en') then 'russian' else 'simple' end::regconfig as name) config,
      lateral (select setweight(to_tsvector(config.name, p.heading_words), 'A')
        || setweight(to_tsvector(config.name, ${searchText(draft.title)}), 'B')
        || to_tsvector(config.name, p.text_words)
        || array_to_tsvector(array(select '#' || lexeme from unnest(to_tsvector(config.name, p.heading_words)))) as search) words`;
}

type Row = Omit<KnowledgeDocument, 'chunkCount'> & { readonly _count: { readonly passages: number } };

function shaped({ _count, ...document }: Row): KnowledgeDocument {
  return { ...document, chunkCount: _count.passages };
}
