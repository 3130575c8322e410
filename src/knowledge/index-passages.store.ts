import type { Tx } from '../infra/database';
import { newId } from '../infra/ids';
import { type DocumentText, type IndexedPassage, type IndexSettings, passageLanguage } from './indexed-document';

/** A version of an index that changes, at the revision that this change gives it. */
export interface IndexAt {
  readonly id: string;
  readonly revision: bigint;
}

/** A document that was cut, on its way into indexes. */
export interface IndexedDocument extends DocumentText {
  readonly id: string;
  readonly botId: string;
  readonly passages: readonly IndexedPassage[];
}

/** Lets one at a time change what a bot knows and which version of its index answers, until the transaction ends. */
export async function lockKnowledge(tx: Tx, botId: string): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`knowledge:${botId}`}, 0))`;
}

/** Gives a bot that has no index its first one; the bot's knowledge is locked. */
export async function ensureActiveIndex(tx: Tx, botId: string, settings: IndexSettings): Promise<void> {
  await tx.$executeRaw`
    insert into knowledge_indexes (id, bot_id, number, status, active, settings, activated_at)
    select ${newId('index')}, ${botId}, coalesce(max(number), 0) + 1, 'READY', true, ${JSON.stringify(settings)}::jsonb, now()
    from knowledge_indexes where bot_id = ${botId} having not coalesce(bool_or(active), false)`;
}

/**
 * Raises the revision of the versions that a change of documents goes into: the active one and all that are newer, which
 * must not miss it when they are published; older ones stay what the bot knew then. The bot's knowledge is locked.
 */
export function raiseLiveIndexes(tx: Tx, botId: string): Promise<IndexAt[]> {
  return tx.$queryRaw<IndexAt[]>`
    update knowledge_indexes set revision = revision + 1
    where bot_id = ${botId} and status <> 'FAILED'
      and number >= (select number from knowledge_indexes where bot_id = ${botId} and active)
    returning id, revision`;
}

/** Raises the revision of every version that has passages of these documents, which are about to go. */
export async function raiseIndexesOf(tx: Tx, documentIds: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    update knowledge_indexes set revision = revision + 1
    where id in (select index_id from passages where document_id = any(${[...documentIds]}))`;
}

/** Puts a document into these versions, in place of what they had of it. */
export async function replacePassages(tx: Tx, indexes: readonly IndexAt[], document: IndexedDocument): Promise<void> {
  const ids = indexes.map(({ id }) => id);
  await tx.$executeRaw`delete from passages where document_id = ${document.id} and index_id = any(${ids})`;
  for (const index of indexes) await insertPassages(tx, index, document);
}

/** Adds the passages of a document that a version has nothing of. */
export async function insertPassages(tx: Tx, index: IndexAt, document: IndexedDocument): Promise<void> {
  if (document.passages.length === 0) return;
  const rows = document.passages.map(({ heading, text, terms }, position) => ({
    id: newId('passage'),
    position,
    heading,
    text,
    terms: Buffer.from(terms).toString('base64'),
  }));
  await tx.$executeRaw`
    insert into passages (id, document_id, bot_id, index_id, revision, position, heading, text, language, terms)
    select p.id, ${document.id}, ${document.botId}, ${index.id}, ${index.revision}::bigint, p.position, p.heading, p.text,
      ${passageLanguage(document)}, decode(p.terms, 'base64')
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as p(id text, position int, heading text, text text, terms text)`;
}
