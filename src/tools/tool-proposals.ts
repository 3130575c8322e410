import type { Database, Tx } from '../infra/database';
import type { ToolProposal } from '../infra/prisma-client/client';
import { type Decision, type NewToolProposal, ToolProposalStore } from './tool-proposals.store';

/** What the bot would do and the user has not agreed to yet; in a dialogue one thing at a time. */
export class ToolProposals {
  private readonly store: ToolProposalStore;

  constructor(deps: { database: Database }) {
    this.store = new ToolProposalStore(deps.database);
  }

  /** The proposal that a button stands for; null for a hash that this dialogue does not know. */
  find(dialogueId: string, hash: string): Promise<ToolProposal | null> {
    return this.store.find(dialogueId, hash);
  }

  /** What waits for the user's word. */
  openOf(dialogueId: string): Promise<ToolProposal | null> {
    return this.store.openOf(dialogueId);
  }

  /** Opens a proposal in the transaction in which it is said. */
  openIn(tx: Tx, proposal: NewToolProposal): Promise<void> {
    return ToolProposalStore.open(tx, proposal);
  }

  /** Ends a proposal in the transaction in which that is said; false when somebody has ended it before. */
  decideIn(tx: Tx, id: string, decision: Decision): Promise<boolean> {
    return ToolProposalStore.decide(tx, id, decision);
  }
}
