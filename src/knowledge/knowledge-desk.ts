import { badInput, Refusal } from '../errors';
import { idType } from '../infra/ids';
import type { Page, PageRequest } from '../infra/page';
import type { Idempotency } from '../people/idempotency';
import { demand, type Viewer } from '../people/viewer';
import type { Hit } from './hit';
import type { KnowledgeIndexes } from './indexes';
import type { Knowledge } from './knowledge';
import type { KnowledgeDocument } from './knowledge.store';
import type { Unanswered } from './unanswered';

/** A document as its author sends it. */
export interface KnowledgeInput {
  readonly botId: string;
  readonly title: string;
  readonly text: string;
  readonly language?: string | null | undefined;
  readonly source?: string | null | undefined;
  /** A question that had no answer, and has one in this document. */
  readonly questionId?: string | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

/** A question to a bot's knowledge. */
export interface KnowledgeQuery {
  readonly botId: string;
  readonly query: string;
  readonly limit: number;
  /** Another version of the index than the one in force. */
  readonly indexId?: string | undefined;
}

const longestQuery = 1_000;
const mostHits = 100;

/** What the use-cases of knowledge need. */
export interface KnowledgeDeskDeps {
  readonly knowledge: Knowledge;
  readonly indexes: KnowledgeIndexes;
  readonly unanswered: Unanswered;
  readonly idempotency: Idempotency;
}

/** What people and apps may do with the bots' knowledge: the same use-cases, asked who asks. */
export class KnowledgeDesk {
  constructor(private readonly deps: KnowledgeDeskDeps) {}

  /**
   * The passages that fit a question best. Throws BAD_USER_INPUT for a limit outside 1..100, NOT_FOUND for an index of another
   * bot. Needs `knowledge:read`.
   */
  async search(viewer: Viewer | null, { botId, query, limit, indexId }: KnowledgeQuery): Promise<Hit[]> {
    demand(viewer, 'knowledge:read');
    if (limit < 1 || limit > mostHits) throw badInput({ first: 'page_size' });
    if (query.length > longestQuery) throw badInput({ query: 'too_long' });
    const ofBot = (index: { botId: string }) => index.botId === knownBot(botId);
    if (indexId !== undefined && !(await this.deps.indexes.byIds([indexId])).some(ofBot))
      throw new Refusal('NOT_FOUND');
    return this.deps.knowledge.find({ botId: knownBot(botId), indexId, query, limit });
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

  /** Adds a document and answers its id; each call makes one of its own, and deals with the question that it answers. Needs `knowledge:write`. */
  async add(viewer: Viewer | null, input: KnowledgeInput): Promise<string> {
    demand(viewer, 'knowledge:write');
    const { title, text } = input;
    const language = input.language ?? undefined;
    const source = input.source ?? undefined;
    const document = { botId: knownBot(input.botId), title, text, language, source };
    const request = { operation: 'addKnowledge', input: { ...input } };
    const { documentId } = await this.deps.idempotency.once(viewer, request, async (tx) => {
      const { id } = await this.deps.knowledge.addIn(tx, document);
      const { questionId } = input;
      if (questionId) await this.deps.unanswered.resolveIn(tx, viewer, { questionId, documentId: id });
      return { documentId: id };
    });
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
