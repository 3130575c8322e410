import type { Database, Tx } from '../../infra/database';
import { wakeKnowledge } from '../knowledge-wake.store';

/** What a document is to be made from: a file or an address, and what its sender said of it. */
export interface FileDraft {
  readonly documentId: string;
  readonly fileName: string | null;
  readonly mimeType: string | null;
  readonly size: number | null;
  readonly url: string | null;
}

/** A document that waits to be read. */
export interface QueuedFile extends FileDraft {
  readonly botId: string;
  readonly title: string;
  readonly language: string;
  readonly source: string;
  /** How often its reading was begun, this time included. */
  readonly attempts: number;
}

// A row as a whole would stand in memory several times over on its way.
const sliceBytes = 524_288;
/** Whoever sends a file is done by then, or will not come back. */
const lostAfterMinutes = 15;

const nextSql = `
  update knowledge_files f set attempts = f.attempts + 1
  from knowledge_documents d
  where d.id = f.document_id and d.id = (
    select d2.id from knowledge_documents d2 join knowledge_files f2 on f2.document_id = d2.id
    where d2.bot_id = $1 and d2.status in ('QUEUED', 'INDEXING') and f2.read_at is null
      and (f2.bytes is not null or f2.url is not null)
    order by d2.id limit 1)
  returning d.id as "documentId", d.bot_id as "botId", d.title, d.language, d.source, f.attempts,
    f.file_name as "fileName", f.mime_type as "mimeType", f.size, f.url`;

/** What documents are made from, until they are read. */
export class QueuedFileStore {
  constructor(private readonly database: Database) {}

  /** Keeps what there is to read, in the caller's transaction; the bytes of a file come after it. */
  async addIn(tx: Tx, file: FileDraft): Promise<void> {
    await tx.knowledgeFile.create({ data: file });
  }

  /** Keeps the bytes of a file, once, and wakes the reading. They pass by the client, in whose hands they would grow. */
  async keepBytes(of: { documentId: string; botId: string }, bytes: Buffer): Promise<void> {
    await this.database.pool.query(
      'update knowledge_files set bytes = $2 where document_id = $1 and bytes is null and read_at is null',
      [of.documentId, bytes],
    );
    await wakeKnowledge(this.database.prisma, of.botId);
  }

  /** The next document of a bot that waits, counted as begun; undefined when none does. */
  async next(botId: string): Promise<QueuedFile | undefined> {
    return (await this.database.pool.query<QueuedFile>(nextSql, [botId])).rows[0];
  }

  /** Takes back that a reading was begun, if the database can be reached. */
  async uncount(documentId: string): Promise<void> {
    const begun = this.database.prisma.knowledgeFile.updateMany({
      where: { documentId, attempts: { gt: 0 } },
      data: { attempts: { decrement: 1 } },
    });
    await begun.catch(() => undefined); // three in a row are needed to give a file up
  }

  /** The bytes of a file that waits. */
  async bytes({ documentId, size }: Pick<QueuedFile, 'documentId' | 'size'>): Promise<Uint8Array> {
    const bytes = new Uint8Array(size ?? 0);
    for (let from = 0; from < bytes.length; from += sliceBytes) {
      const { rows } = await this.database.pool.query<{ slice: Buffer | null }>(
        'select substring(bytes from $2 for $3) as slice from knowledge_files where document_id = $1',
        [documentId, from + 1, sliceBytes],
      );
      bytes.set(rows[0]?.slice ?? new Uint8Array(), from);
    }
    return bytes;
  }

  /** Forgets the bytes of a file that is done with, in the caller's transaction. */
  async endIn(tx: Tx, documentId: string): Promise<void> {
    await tx.knowledgeFile.updateMany({ where: { documentId }, data: { bytes: null, readAt: new Date() } });
  }

  /** The documents of a bot whose bytes never came. */
  async lost(botId: string): Promise<string[]> {
    const before = new Date(Date.now() - lostAfterMinutes * 60_000);
    const rows = await this.database.prisma.knowledgeFile.findMany({
      where: { bytes: null, url: null, readAt: null, document: { botId, status: 'QUEUED', createdAt: { lt: before } } },
      select: { documentId: true },
    });
    return rows.map(({ documentId }) => documentId);
  }
}
