import { checkedText } from '../dialogues/text.rules';
import { badInput, Refusal } from '../errors';
import { cleanLine } from '../infra/clean-text';
import type { Database, Tx } from '../infra/database';
import { idType } from '../infra/ids';
import type { Page, PageRequest } from '../infra/page';
import type { KnowledgeProposal } from '../infra/prisma-client/client';
import type { Knowledge } from '../knowledge/knowledge';
import { detectLanguage } from '../people/detect-language';
import type { Idempotency } from '../people/idempotency';
import { demand, type Viewer } from '../people/viewer';
import { type ProposalFilter, ProposalStore } from './proposals.store';

/** Which proposal somebody decides on. */
export interface ProposalRequest {
  readonly proposalId: string;
  readonly idempotencyKey?: string | null | undefined;
}

/** A proposal that a bot is to know, in other words where they are given. */
export interface Approval extends ProposalRequest {
  readonly question?: string | null | undefined;
  readonly answer?: string | null | undefined;
}

// The question becomes the title of a document.
const longestQuestion = 200;
const languages = ['ru', 'en'];

/** What operators have answered and the bots could know: it waits for somebody who approves or rejects it. */
export class Proposals {
  private readonly store: ProposalStore;

  constructor(private readonly deps: { database: Database; idempotency: Idempotency; knowledge: Knowledge }) {
    this.store = new ProposalStore(deps.database);
  }

  byIds(ids: readonly string[]): Promise<KnowledgeProposal[]> {
    return this.store.byIds(ids);
  }

  /** Proposals for a bot, newest first. Needs `knowledge:read`. */
  async page(viewer: Viewer | null, filter: ProposalFilter, request: PageRequest): Promise<Page<KnowledgeProposal>> {
    demand(viewer, 'knowledge:read');
    if (idType(filter.botId) !== 'bot') throw new Refusal('NOT_FOUND');
    return this.store.page(filter, request);
  }

  /**
   * Makes a document of a proposal, which the bot answers from at once, and answers the proposal's id. Throws NOT_FOUND, and CONFLICT
   * when somebody has decided on it. Needs `knowledge:write`.
   */
  approve(viewer: Viewer | null, approval: Approval): Promise<string> {
    demand(viewer, 'knowledge:write');
    const words = checked(approval);
    return this.once(viewer, { operation: 'approveKnowledgeProposal', input: approval }, async (tx) => {
      const proposal = { ...(await openIn(tx, approval.proposalId)), ...words };
      const { id, botId, question, answer } = proposal;
      const language = detectLanguage(answer, languages) ?? proposal.language;
      const decision = { question, answer, language, status: 'APPROVED', decidedBy: viewer.id } as const;
      if (!(await ProposalStore.decide(tx, id, decision))) throw new Refusal('CONFLICT');
      const draft = { botId, title: question, text: answer, language, source: `proposal:${id}` };
      await ProposalStore.link(tx, id, (await this.deps.knowledge.addIn(tx, draft)).id);
    });
  }

  /** Leaves a proposal, and answers its id. Throws NOT_FOUND, and CONFLICT when somebody has decided on it. Needs `knowledge:write`. */
  reject(viewer: Viewer | null, rejection: ProposalRequest): Promise<string> {
    demand(viewer, 'knowledge:write');
    return this.once(viewer, { operation: 'rejectKnowledgeProposal', input: rejection }, async (tx) => {
      const { id } = await openIn(tx, rejection.proposalId);
      const decision = { status: 'REJECTED', decidedBy: viewer.id } as const;
      if (!(await ProposalStore.decide(tx, id, decision))) throw new Refusal('CONFLICT');
    });
  }

  private async once(
    viewer: Viewer,
    { operation, input }: { operation: string; input: ProposalRequest },
    work: (tx: Tx) => Promise<void>,
  ): Promise<string> {
    const { proposalId } = await this.deps.idempotency.once(viewer, { operation, input: { ...input } }, async (tx) => {
      await work(tx);
      return { proposalId: input.proposalId };
    });
    return proposalId;
  }
}

async function openIn(tx: Tx, id: string): Promise<KnowledgeProposal> {
  const proposal = await ProposalStore.findIn(tx, id);
  if (!proposal) throw new Refusal('NOT_FOUND');
  if (proposal.status !== 'PENDING') throw new Refusal('CONFLICT');
  return proposal;
}

/** The words that are given in the place of those proposed. */
function checked({ question, answer }: Approval): { question?: string; answer?: string } {
  return {
    ...(typeof question === 'string' ? { question: checkedQuestion(question) } : {}),
    ...(typeof answer === 'string' ? { answer: checkedText(answer, 'answer') } : {}),
  };
}

function checkedQuestion(text: string): string {
  const line = cleanLine(checkedText(text, 'question'), longestQuestion + 1);
  if (line.length > longestQuestion) throw badInput({ question: 'too_long' });
  return line;
}
