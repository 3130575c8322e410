import { badInput, Refusal } from '../errors';
import { idType } from '../infra/ids';
import type { Page, PageRequest } from '../infra/page';
import type { Idempotency } from '../people/idempotency';
import { demand, type Viewer } from '../people/viewer';
import type { Knowledge } from './knowledge';
import type { Hit, KnowledgeDocument } from './knowledge.store';

/** A document as its author sends it. */
export interface KnowledgeInput {
  readonly botId: string;
  readonly title: string;
  readonly text: string;
  readonly language?: string | null | undefined;
  readonly source?: string | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

/** A question to a bot's knowledge. */
export interface KnowledgeQuery {
  readonly botId: string;
  readonly query: string;
  readonly limit: number;
}

const longestQuery = 1_000;
const mostHits = 100;

/** What people and apps may do with the bots' knowledge: the same use-cases, asked who asks. */
export class KnowledgeDesk {
  constructor(private readonly deps: { knowledge: Knowledge; idempotency: Idempotency }) {}

  /** The passages that fit a question best. Throws BAD_USER_INPUT for a limit outside 1..100. Needs `knowledge:read`. */
  async search(viewer: Viewer | null, { botId, query, limit }: KnowledgeQuery): Promise<Hit[]> {
    demand(viewer, 'knowledge:read');
    if (limit < 1 || limit > mostHits) throw badInput({ first: 'page_size' });
    if (query.length > longestQuery) throw badInput({ query: 'too_long' });
    return this.deps.knowledge.find({ botId: knownBot(botId), query, limit });
  }

  /** The documents of a bot, oldest first. Needs `knowledge:read`. */
  async page(viewer: Viewer | null, botId: string, request: PageRequest): Promise<Page<KnowledgeDocument>> {
    demand(viewer, 'knowledge:read');
    return this.deps.knowledge.documents(knownBot(botId), request);
  }

  /** A document. Throws NOT_FOUND. Needs `knowledge:read`. */
  async get(viewer: Viewer | null, id: string): Promise<KnowledgeDocument> {
    demand(viewer, 'knowledge:read');
    const [document] = await this.deps.knowledge.documentsByIds([id]);
    if (!document) throw new Refusal('NOT_FOUND');
    return document;
  }

  /** Adds a document and answers its id; each call makes one of its own. Needs `knowledge:write`. */
  async add(viewer: Viewer | null, input: KnowledgeInput): Promise<string> {
    demand(viewer, 'knowledge:write');
    const { title, text } = input;
    const language = input.language ?? undefined;
    const source = input.source ?? undefined;
    const document = { botId: knownBot(input.botId), title, text, language, source };
    const request = { operation: 'addKnowledge', input: { ...input } };
    const { documentId } = await this.deps.idempotency.once(viewer, request, async (tx) => ({
      documentId: (await this.deps.knowledge.addIn(tx, document)).id,
    }));
    return documentId;
  }

  /** Removes a document and answers what it was. Throws NOT_FOUND. Needs `knowledge:write`. */
  async remove(
    viewer: Viewer | null,
    input: { documentId: string; idempotencyKey?: string | null | undefined },
  ): Promise<KnowledgeDocument> {
    demand(viewer, 'knowledge:write');
    const request = { operation: 'removeKnowledge', input: { ...input } };
    const { removed } = await this.deps.idempotency.once(viewer, request, async (tx) => {
      const document = await this.deps.knowledge.removeIn(tx, input.documentId);
      if (!document) throw new Refusal('NOT_FOUND');
      return { removed: { ...document, updatedAt: document.updatedAt.toISOString() } };
    });
    return { ...removed, updatedAt: new Date(removed.updatedAt) };
  }
}

function knownBot(id: string): string {
  if (idType(id) !== 'bot') throw new Refusal('NOT_FOUND');
  return id;
}
