import { createHash } from 'node:crypto';
import { badInput, Refusal } from '../../errors';
import { cleanLine } from '../../infra/clean-text';
import type { Database, Tx } from '../../infra/database';
import { idType } from '../../infra/ids';
import { checkedUrl, FetchRefused } from '../../infra/safe-fetch';
import type { Idempotency } from '../../people/idempotency';
import { demand, type Viewer } from '../../people/viewer';
import type { Knowledge } from '../knowledge';
import type { GivenFile } from './given-file';
import { cleanFileName, kindOf } from './kinds.rules';
import { type FileDraft, QueuedFileStore } from './queued-files.store';

/** What may be said of a document when it is given. */
export interface FileInput {
  readonly botId: string;
  /** Told by the document itself when it is not given. */
  readonly title?: string | null | undefined;
  readonly language?: string | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

/** The language of a document that nobody has read yet. */
export const unknownLanguage = 'und';

const longestTitle = 200;

/** Takes files and addresses that bots should know; they are read in the background. */
export class KnowledgeFiles {
  private readonly store: QueuedFileStore;

  constructor(private readonly deps: { database: Database; knowledge: Knowledge; idempotency: Idempotency }) {
    this.store = new QueuedFileStore(deps.database);
  }

  /**
   * Keeps a file to be read and answers the id of its document. Throws UnreadableFile for what no reading could help,
   * NOT_FOUND for an unknown bot. Needs `knowledge:write`.
   */
  async addFile(viewer: Viewer | null, input: FileInput, file: GivenFile): Promise<string> {
    demand(viewer, 'knowledge:write');
    kindOf(file);
    const { mimeType } = file;
    const fileName = cleanFileName(file.fileName);
    const bytes = Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.length);
    const hash = createHash('sha256').update(bytes).digest('base64url');
    const request = { operation: 'addKnowledgeFile', input: { ...input, fileName, hash } };
    const draft = { fileName, mimeType: mimeType?.slice(0, longestTitle) ?? null, size: bytes.length, url: null };
    const { documentId } = await this.deps.idempotency.once(viewer, request, async (tx) => ({
      documentId: await this.expectIn(tx, input, { ...draft, source: `upload:${fileName}`, name: fileName }),
    }));
    // After a crash just here the sender, who got no answer, sends it once more with the same key.
    await this.store.keepBytes({ documentId, botId: input.botId }, bytes);
    return documentId;
  }

  /**
   * Keeps an address to be fetched and read and answers the id of its document. Throws BAD_USER_INPUT for an address that
   * is none or leads where nobody may look, NOT_FOUND for an unknown bot. Needs `knowledge:write`.
   */
  async addUrl(viewer: Viewer | null, input: FileInput & { readonly url: string }): Promise<string> {
    demand(viewer, 'knowledge:write');
    const url = wellFormed(input.url);
    const request = { operation: 'addKnowledgeUrl', input: { ...input } };
    const draft = { fileName: null, mimeType: null, size: null, url };
    const { documentId } = await this.deps.idempotency.once(viewer, request, async (tx) => ({
      documentId: await this.expectIn(tx, input, { ...draft, source: `url:${url}`, name: url }),
    }));
    return documentId;
  }

  private async expectIn(
    tx: Tx,
    { botId, title, language }: FileInput,
    { source, name, ...file }: Omit<FileDraft, 'documentId'> & { source: string; name: string },
  ): Promise<string> {
    if (idType(botId) !== 'bot') throw new Refusal('NOT_FOUND');
    const given = title === null || title === undefined ? undefined : cleanLine(title, longestTitle);
    if (given === '') throw badInput({ title: 'blank' });
    const { id } = await this.deps.knowledge.expectIn(tx, {
      botId,
      title: given ?? provisionalTitle(name),
      language: language ?? unknownLanguage,
      source,
    });
    await this.store.addIn(tx, { documentId: id, ...file });
    return id;
  }
}

/** What a document is called until it is read, where nobody gave it a title. */
export function provisionalTitle(name: string): string {
  return cleanLine(name, longestTitle);
}

function wellFormed(address: string): string {
  try {
    return checkedUrl(address.trim()).href;
  } catch (error) {
    if (!(error instanceof FetchRefused)) throw error;
    throw badInput({ url: URL.canParse(address) ? 'address_forbidden' : 'not_a_url' });
  }
}
