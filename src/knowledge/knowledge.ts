import { badInput, Refusal } from '../errors';
import { cleanLine, cleanText } from '../infra/clean-text';
import type { Database, Tx } from '../infra/database';
import { idType } from '../infra/ids';
import type { Log } from '../infra/log';
import { decodeCursor, encodeCursor, type Page, type PageRequest, planPage, toPage } from '../infra/page';
import type { Embedder } from '../language-model/language-model';
import type { Hit } from './hit';
import { contentHash, type IndexedPassage, indexedPassages, indexing } from './indexed-document';
import { type DocumentDraft, type ExpectedDocument, type KnowledgeDocument, KnowledgeStore } from './knowledge.store';
import { type FileReading, folderSource, type KnowledgeFile, readKnowledgeFolder } from './knowledge-folder';
import { DocumentReader } from './reading/document-reader';
import { UnreadableFile } from './reading/given-file';
import { KnowledgeSearch, type SearchQuestion } from './search/knowledge-search';
import { languageByScript } from './search-text.rules';

/** A document that somebody adds by hand. */
export interface NewDocument {
  readonly botId: string;
  readonly title: string;
  /** Markdown or plain text. */
  readonly text: string;
  /** Told by the script of the text when it is not given. */
  readonly language?: string | undefined;
  readonly source?: string | undefined;
  /** Where the text was cut already, outside of the process's only thread. */
  readonly passages?: readonly IndexedPassage[] | undefined;
}

/** What became of a folder's files. */
export interface SyncResult {
  readonly added: number;
  readonly updated: number;
  readonly removed: number;
}

const longestTitle = 200;
const longestText = 1_000_000;
const mostHits = 50;

/** What the bots know: documents, cut into passages that are found by the words of a question. */
export class Knowledge {
  private readonly store: KnowledgeStore;
  private readonly search: KnowledgeSearch;
  private readonly log: Log;
  private readonly reader: FileReading;

  constructor(deps: { database: Database; embedder: Embedder | null; log: Log; reader?: FileReading }) {
    const { database, embedder, log, reader = new DocumentReader() } = deps;
    this.reader = reader;
    this.store = new KnowledgeStore(database, { indexing, embeddingModel: embedder?.model ?? null });
    this.log = log.child({ part: 'knowledge' });
    this.search = new KnowledgeSearch({ database, embedder, log: this.log });
  }

  /**
   * The passages that answer a question best, of the index in force or of the one that is named; those in `language` come
   * first where others are hardly better.
   */
  find(question: SearchQuestion): Promise<Hit[]> {
    return this.search.find({ ...question, limit: Math.min(question.limit, mostHits) });
  }

  /** Loads what the first question to a bot will need. */
  warm(botId: string): Promise<void> {
    return this.search.warm(botId);
  }

  /** Adds a document. Throws BAD_USER_INPUT, and NOT_FOUND for an unknown bot. */
  async add(document: NewDocument): Promise<KnowledgeDocument> {
    const draft = draftOf(document);
    if (!(await this.store.hasBot(draft.botId))) throw new Refusal('NOT_FOUND');
    return this.store.insert(draft);
  }

  /** Adds a document in the caller's transaction. */
  async addIn(tx: Tx, document: NewDocument): Promise<KnowledgeDocument> {
    const draft = draftOf(document);
    if (!(await this.store.hasBot(draft.botId))) throw new Refusal('NOT_FOUND');
    return this.store.insertIn(tx, draft);
  }

  /** Adds a document that is still to be read, and wakes the reading once it is committed. Throws NOT_FOUND for an unknown bot. */
  async expectIn(tx: Tx, document: ExpectedDocument): Promise<KnowledgeDocument> {
    if (!(await this.store.hasBot(document.botId))) throw new Refusal('NOT_FOUND');
    return this.store.expectIn(tx, { ...document, title: cleanLine(document.title, longestTitle) });
  }

  /** Checks and cuts the text of a document that was read, outside of any transaction. Throws BAD_USER_INPUT. */
  drafted(document: NewDocument): DocumentDraft {
    return draftOf(document);
  }

  /** Gives a document the text that was read; undefined when somebody removed it meanwhile. */
  fillIn(tx: Tx, documentId: string, draft: DocumentDraft): Promise<KnowledgeDocument | undefined> {
    return this.store.fillIn(tx, documentId, draft);
  }

  /** Says why a document cannot be read: `fault` is a key of errors.json below "knowledge". */
  failIn(tx: Tx, documentId: string, fault: string): Promise<void> {
    return this.store.failIn(tx, documentId, fault);
  }

  /** Removes a document; undefined when there is none. One that came from a folder comes back with the next start. */
  remove(documentId: string): Promise<KnowledgeDocument | undefined> {
    return this.store.remove(documentId);
  }

  /** Removes a document in the caller's transaction. */
  removeIn(tx: Tx, documentId: string): Promise<KnowledgeDocument | undefined> {
    return this.store.removeIn(tx, documentId);
  }

  /** The documents of a bot, oldest first. */
  async documents(botId: string, request: PageRequest): Promise<Page<KnowledgeDocument>> {
    const plan = planPage(request, idOfCursor);
    return toPage(plan, await this.store.list(botId, plan), {
      cursor: ({ id }) => encodeCursor([id]),
      total: () => this.store.count(botId),
    });
  }

  /** The documents with these ids, in their order; undefined in the place of each that does not exist. */
  async documentsByIds(ids: readonly string[]): Promise<(KnowledgeDocument | undefined)[]> {
    const found = new Map((await this.store.byIds(ids)).map((document) => [document.id, document]));
    return ids.map((id) => found.get(id));
  }

  /** Makes what the bot knows from its folder the same as the folder; a query and no more when nothing changed. */
  async syncFolder(options: { botId: string; folder: string; languages: readonly string[] }): Promise<SyncResult> {
    const { botId } = options;
    const log = this.log.child({ folder: options.folder });
    const [folder, known] = await Promise.all([
      readKnowledgeFolder(options, { log, reader: this.reader }),
      this.store.sources(botId, folderSource),
    ]);
    const hashes = new Map(known.map(({ source, contentHash }) => [source, contentHash]));
    const result = { added: 0, updated: 0, removed: 0 };
    for (const file of folder.files) {
      if (hashes.get(file.source) === file.contentHash) continue;
      const draft = await draftOfFile(botId, file, log);
      const written = draft && (await this.store.put(draft));
      if (written) result[written.version === 1 ? 'added' : 'updated']++;
    }
    const present = new Set([...folder.files.map(({ source }) => source), ...folder.unreadable]);
    const vanished = [...hashes.keys()].filter((source) => !present.has(source));
    if (vanished.length > 0) result.removed = await this.store.removeSources(botId, vanished);
    if (result.added + result.updated + result.removed > 0) log.info({ botId, ...result }, 'knowledge changed');
    return result;
  }
}

function draftOf(document: NewDocument): DocumentDraft {
  const { botId, source = 'api' } = document;
  const title = cleanLine(document.title, longestTitle);
  const text = cleanText(document.text);
  if (title === '') throw badInput({ title: 'blank' });
  if (text.trim() === '') throw badInput({ text: 'blank' });
  if (text.length > longestText) throw badInput({ text: 'too_long' });
  // Such a document would be removed with the next look into the folder.
  if (source.startsWith(folderSource)) throw badInput({ source: 'invalid' });
  const language = document.language ?? languageByScript(text);
  const passages = document.passages ?? indexedPassages({ title, text });
  if (passages.length === 0) throw badInput({ text: 'blank' });
  const hash = contentHash({ name: title, language, text });
  return { botId, title, language, source: cleanLine(source, longestTitle), contentHash: hash, text, passages };
}

/** What a changed file says; undefined when it cannot be read: what was known of it stays. */
async function draftOfFile(botId: string, file: KnowledgeFile, log: Log): Promise<DocumentDraft | undefined> {
  const { source, name, language, contentHash: hash } = file;
  try {
    const { title = name, text } = await file.read();
    return { botId, title, language, source, contentHash: hash, text, passages: indexedPassages({ title, text }) };
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    log.warn({ source, reason: error.reason, err: error.cause }, 'knowledge not read, what was known of it stays');
    return undefined;
  }
}

function idOfCursor(cursor: string): string | undefined {
  const id = decodeCursor(cursor, 1)?.[0];
  return typeof id === 'string' && idType(id) === 'document' ? id : undefined;
}
