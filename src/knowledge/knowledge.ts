import { badInput, Refusal } from '../errors';
import { cleanLine, cleanText } from '../infra/clean-text';
import type { Database, Tx } from '../infra/database';
import { idType } from '../infra/ids';
import type { Log } from '../infra/log';
import { decodeCursor, encodeCursor, type Page, type PageRequest, planPage, toPage } from '../infra/page';
import { type DocumentDraft, type Hit, type KnowledgeDocument, KnowledgeStore } from './knowledge.store';
import { contentHash, folderSource, type KnowledgeFile, readKnowledgeFolder } from './knowledge-folder';
import { cutIntoPassages } from './passages.rules';
import { languageByScript, preferLanguage, spareHits } from './search-text.rules';

/** A document that somebody adds by hand. */
export interface NewDocument {
  readonly botId: string;
  readonly title: string;
  /** Markdown or plain text. */
  readonly text: string;
  /** Told by the script of the text when it is not given. */
  readonly language?: string | undefined;
  readonly source?: string | undefined;
}

/** What became of a folder's files. */
export interface SyncResult {
  readonly added: number;
  readonly updated: number;
  readonly removed: number;
}

/** Raised when documents would be cut or indexed otherwise than before: every folder is then indexed anew. */
const indexing = 2;

const longestTitle = 200;
const longestText = 1_000_000;
const mostHits = 50;

/** What the bots know: documents, cut into passages that are found by the words of a question. */
export class Knowledge {
  private readonly store: KnowledgeStore;
  private readonly log: Log;

  constructor(deps: { database: Database; log: Log }) {
    this.store = new KnowledgeStore(deps.database);
    this.log = deps.log.child({ part: 'knowledge' });
  }

  /** The passages that answer a question best; those in `language` come first where others are hardly better. */
  async find(options: { botId: string; query: string; language?: string; limit: number }): Promise<Hit[]> {
    const { botId, query, language } = options;
    const limit = Math.min(options.limit, mostHits);
    const hits = await this.store.search({ botId, query, limit: limit + spareHits });
    return preferLanguage(hits, language).slice(0, limit);
  }

  /** Adds a document. Throws BAD_USER_INPUT, and NOT_FOUND for an unknown bot. */
  async add(document: NewDocument): Promise<KnowledgeDocument> {
    const draft = this.draftOf(document);
    if (!(await this.store.hasBot(draft.botId))) throw new Refusal('NOT_FOUND');
    return this.store.insert(draft);
  }

  /** Adds a document in the caller's transaction. */
  async addIn(tx: Tx, document: NewDocument): Promise<KnowledgeDocument> {
    const draft = this.draftOf(document);
    if (!(await this.store.hasBot(draft.botId))) throw new Refusal('NOT_FOUND');
    return this.store.insertIn(tx, draft);
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
      readKnowledgeFolder(options, log),
      this.store.sources(botId, folderSource),
    ]);
    const hashes = new Map(known.map(({ source, contentHash }) => [source, contentHash]));
    const result = { added: 0, updated: 0, removed: 0 };
    for (const file of folder.files) {
      const draft = draftOfFile(botId, file);
      if (hashes.get(draft.source) === draft.contentHash) continue;
      const written = await this.store.put(draft);
      if (written) result[written.version === 1 ? 'added' : 'updated']++;
    }
    const present = new Set([...folder.files.map(({ source }) => source), ...folder.unreadable]);
    const vanished = [...hashes.keys()].filter((source) => !present.has(source));
    if (vanished.length > 0) result.removed = await this.store.removeSources(botId, vanished);
    if (result.added + result.updated + result.removed > 0) log.info({ botId, ...result }, 'knowledge changed');
    return result;
  }

  private draftOf(document: NewDocument): DocumentDraft {
    const { botId, source = 'api' } = document;
    const title = cleanLine(document.title, longestTitle);
    const text = cleanText(document.text);
    if (title === '') throw badInput({ title: 'blank' });
    if (text.trim() === '') throw badInput({ text: 'blank' });
    if (text.length > longestText) throw badInput({ text: 'too_long' });
    // Such a document would be removed with the next look into the folder.
    if (source.startsWith(folderSource)) throw badInput({ source: 'invalid' });
    const language = document.language ?? languageByScript(text);
    const parsed = cutIntoPassages(text, title);
    if (parsed.passages.length === 0) throw badInput({ text: 'blank' });
    return {
      botId,
      title,
      language,
      source: cleanLine(source, longestTitle),
      contentHash: contentHash({ indexing, title, language, text }),
      passages: parsed.passages,
    };
  }
}

function draftOfFile(botId: string, { source, name, language, text }: KnowledgeFile): DocumentDraft {
  const { title = name, passages } = cutIntoPassages(text);
  return { botId, title, language, source, contentHash: contentHash({ indexing, title, language, text }), passages };
}

function idOfCursor(cursor: string): string | undefined {
  const id = decodeCursor(cursor, 1)?.[0];
  return typeof id === 'string' && idType(id) === 'document' ? id : undefined;
}
