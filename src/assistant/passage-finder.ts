import type { Bot } from '../dialogues/bots';
import type { Log } from '../infra/log';
import type { Hit } from '../knowledge/hit';
import type { Knowledge } from '../knowledge/knowledge';
import { type Evidence, evidenceOf, worthReading } from './evidence.rules';
import { givesOrders, tame } from './orders.rules';

/** What is looked for. */
export interface Search {
  readonly bot: Bot;
  /** The ways to put the question; the one that finds best counts. */
  readonly queries: readonly string[];
  readonly language: string;
  /** Another index than the one in force. */
  readonly indexId?: string | undefined;
}

/** What there is for an answer. */
export interface Findings {
  /** As the knowledge has them: for citations. */
  readonly hits: readonly Hit[];
  readonly evidence: Evidence;
}

const passagesAtMost = 6;

/** Finds what a bot may answer from. */
export class PassageFinder {
  constructor(private readonly deps: { knowledge: Knowledge; log: Log }) {}

  /** The passages that are near enough to a question, tame enough to be read by a model, and what they are worth. */
  async find({ queries, ...search }: Search): Promise<Findings> {
    const findings = await Promise.all(queries.map((query) => this.findOne(query, search)));
    const [best] = findings.toSorted((a, b) => b.evidence.score - a.evidence.score);
    return best ?? { hits: [], evidence: evidenceOf([], search.bot.answers) };
  }

  private async findOne(query: string, { bot, language, indexId }: Omit<Search, 'queries'>): Promise<Findings> {
    const where = { botId: bot.id, query, language, limit: passagesAtMost };
    const found = await this.deps.knowledge.find({ ...where, ...(indexId === undefined ? {} : { indexId }) });
    const hits = worthReading(found, bot.answers).filter((hit) => this.isHarmless(hit));
    return { hits: hits.map(tame), evidence: evidenceOf(hits, bot.answers) };
  }

  private isHarmless(hit: Hit): boolean {
    if (!givesOrders(`${hit.title}\n${hit.heading}\n${hit.text}`)) return true;
    const { documentId, passageId } = hit;
    this.deps.log.warn({ documentId, passageId }, 'a passage gives orders to the model and is left out');
    return false;
  }
}
