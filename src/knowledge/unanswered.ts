import { Refusal } from '../errors';
import { cleanLine } from '../infra/clean-text';
import type { Database, Tx } from '../infra/database';
import { idType } from '../infra/ids';
import type { Locales } from '../infra/locales';
import type { Page, PageRequest } from '../infra/page';
import type { UnansweredQuestion } from '../infra/prisma-client/client';
import type { Idempotency } from '../people/idempotency';
import { maskLabels } from '../people/mask-labels';
import { masked } from '../people/personal-data.rules';
import { demand, type Viewer } from '../people/viewer';
import { type NewUnanswered, type UnansweredFilter, UnansweredStore } from './unanswered.store';

/** A question that the bot could not answer, and the names of who asked it. */
export interface OpenQuestion extends NewUnanswered {
  readonly names: readonly string[];
}

/** What is done with a question. */
export interface Resolution {
  readonly questionId: string;
  /** The document that answers it now; none where it needs no answer. */
  readonly documentId?: string | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

const longestQuestion = 1_000;

/** The questions that the bots could not answer: for their owners to see what is missing. */
export class Unanswered {
  private readonly store: UnansweredStore;

  constructor(private readonly deps: { database: Database; idempotency: Idempotency; locales: Locales }) {
    this.store = new UnansweredStore(deps.database);
  }

  byIds(ids: readonly string[]): Promise<UnansweredQuestion[]> {
    return this.store.byIds(ids);
  }

  /** Keeps a question in the caller's transaction, without what tells who asked it. A repeat changes nothing. */
  async noteIn(tx: Tx, { names, ...question }: OpenQuestion): Promise<void> {
    const text = cleanLine(
      masked(question.question, names, maskLabels(this.deps.locales, question.language)),
      longestQuestion,
    );
    if (text !== '') await UnansweredStore.add(tx, { ...question, question: text });
  }

  /** Questions to a bot, newest first. Needs `knowledge:read`. */
  async page(viewer: Viewer | null, filter: UnansweredFilter, request: PageRequest): Promise<Page<UnansweredQuestion>> {
    demand(viewer, 'knowledge:read');
    if (idType(filter.botId) !== 'bot') throw new Refusal('NOT_FOUND');
    return this.store.page(filter, request);
  }

  /**
   * Puts a question aside and answers its id. Throws NOT_FOUND, also for a document of another bot, and CONFLICT when somebody has done so
   * before. Needs `knowledge:write`.
   */
  async resolve(viewer: Viewer | null, resolution: Resolution): Promise<string> {
    demand(viewer, 'knowledge:write');
    const { questionId } = resolution;
    const request = { operation: 'resolveUnanswered', input: { ...resolution } };
    await this.deps.idempotency.once(viewer, request, async (tx) => {
      await this.resolveIn(tx, viewer, resolution);
      return { questionId };
    });
    return questionId;
  }

  /** The same in the caller's transaction. */
  async resolveIn(tx: Tx, viewer: Viewer, { questionId, documentId = null }: Resolution): Promise<void> {
    const question = await UnansweredStore.findIn(tx, questionId);
    if (!question) throw new Refusal('NOT_FOUND');
    const { botId } = question;
    if (documentId !== null && !(await UnansweredStore.hasDocument(tx, botId, documentId)))
      throw new Refusal('NOT_FOUND');
    const by = { resolvedBy: viewer.id, documentId };
    if (!(await UnansweredStore.resolve(tx, questionId, by))) throw new Refusal('CONFLICT');
  }
}
