import type { Database } from '../../infra/database';
import type { Log } from '../../infra/log';
import { type Fetched, type FetchFault, FetchRefused } from '../../infra/safe-fetch';
import { isAway } from '../../infra/store-errors';
import type { Knowledge } from '../knowledge';
import { baseLanguage, languageByScript } from '../search-text.rules';
import type { DocumentReader } from './document-reader';
import { type CutDocument, type GivenFile, UnreadableFile, type UnreadableReason } from './given-file';
import { cleanFileName } from './kinds.rules';
import { provisionalTitle, unknownLanguage } from './knowledge-files';
import { type QueuedFile, QueuedFileStore } from './queued-files.store';

/** What the reading of files and addresses needs. */
export interface QueuedFilesDeps {
  readonly database: Database;
  readonly knowledge: Knowledge;
  readonly reader: DocumentReader;
  readonly fetch: (url: string, signal: AbortSignal) => Promise<Fetched>;
  readonly log: Log;
}

const mostAttempts = 3;
const reasonOfFault: Readonly<Record<FetchFault, UnreadableReason>> = {
  forbidden: 'address_forbidden',
  unreachable: 'address_unreachable',
  refused: 'address_refused',
  too_large: 'too_large',
};

/** Reads the files and addresses that bots should know, one after the other, in the order in which they came. */
export class QueuedFiles {
  private readonly store: QueuedFileStore;

  constructor(private readonly deps: QueuedFilesDeps) {
    this.store = new QueuedFileStore(deps.database);
  }

  /** Reads all that waits for a bot. What cannot be read fails with its reason and keeps nothing else waiting. */
  async readQueued(botId: string, signal: AbortSignal): Promise<void> {
    for (const documentId of await this.store.lost(botId)) await this.fail(documentId, 'reading_failed');
    for (let file = await this.store.next(botId); file; file = await this.store.next(botId)) {
      // It took the process with it each time that it was begun.
      if (file.attempts > mostAttempts) await this.fail(file.documentId, 'reading_failed');
      else await this.read(file, signal);
      signal.throwIfAborted();
    }
  }

  private async read(file: QueuedFile, signal: AbortSignal): Promise<void> {
    try {
      await this.write(file, await this.made(file, signal));
    } catch (error) {
      const reason = reasonIn(error);
      // Told to stop, or without the database: the file is not to blame.
      if (signal.aborted || (reason === undefined && isAway(error))) await this.store.uncount(file.documentId);
      if (reason === undefined) throw error;
      // An address that nobody answers at may be answered later; a page that is not there stays away.
      if (reason === 'address_unreachable' && file.attempts < mostAttempts) throw error;
      this.deps.log.info({ err: error, documentId: file.documentId, reason }, 'a document could not be read');
      await this.fail(file.documentId, reason);
    }
  }

  private async made(file: QueuedFile, signal: AbortSignal): Promise<CutDocument> {
    const given = file.url === null ? await this.keptFile(file) : await this.fetchedFile(file.url, signal);
    const provisional = provisionalTitle(file.url ?? file.fileName ?? '');
    return this.deps.reader.readPassages(given, file.title === provisional ? undefined : file.title, signal);
  }

  private async keptFile(file: QueuedFile): Promise<GivenFile> {
    const { fileName, mimeType } = file;
    return { fileName: fileName ?? '', mimeType, bytes: await this.store.bytes(file) };
  }

  private async fetchedFile(address: string, signal: AbortSignal): Promise<GivenFile> {
    const { url, contentType, bytes } = await this.deps.fetch(address, signal);
    const { pathname, hostname } = new URL(url);
    // Addresses seldom end in the name of a file: what has no ending of its own is what the host says that it is.
    const last = cleanFileName(decoded(pathname));
    const fileName = last === 'document' ? hostname.replaceAll('.', '_') : last;
    return {
      fileName: mimeOf(contentType) ? withoutEnding(fileName) : fileName,
      mimeType: contentType,
      bytes,
      address: url,
    };
  }

  private async write(file: QueuedFile, { title, markdown, language, passages }: CutDocument): Promise<void> {
    const { documentId, botId, source } = file;
    const draft = this.deps.knowledge.drafted({
      botId,
      title,
      text: markdown,
      source,
      passages,
      language: file.language === unknownLanguage ? languageOf(markdown, language) : file.language,
    });
    await this.deps.database.transaction(async (tx) => {
      await this.deps.knowledge.fillIn(tx, documentId, draft);
      await this.store.endIn(tx, documentId);
    });
  }

  private async fail(documentId: string, reason: UnreadableReason): Promise<void> {
    await this.deps.database.transaction(async (tx) => {
      await this.deps.knowledge.failIn(tx, documentId, reason);
      await this.store.endIn(tx, documentId);
    });
  }
}

function reasonIn(error: unknown): UnreadableReason | undefined {
  if (error instanceof UnreadableFile) return error.reason;
  return error instanceof FetchRefused ? reasonOfFault[error.fault] : undefined;
}

/** Templates say «en» of pages in any language: of ours the letters tell more. */
function languageOf(markdown: string, told: string | undefined): string {
  const byScript = languageByScript(markdown);
  const isOther = told !== undefined && !['ru', 'en'].includes(baseLanguage(told));
  return isOther ? told : byScript;
}

function mimeOf(contentType: string | null): string {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  return ['application/octet-stream', 'text/plain'].includes(type) ? '' : type;
}

function withoutEnding(fileName: string): string {
  return fileName.replace(/\.[a-z0-9]{1,10}$/i, '');
}

function decoded(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname; // percent signs that mean nothing
  }
}
