import type { EventLog } from '../events/event-log';
import type { Database } from '../infra/database';
import { type AttendedDialogue, DeskStore, type PendingSuggestion } from './desk.store';
import type { DeskStep, DeskWork } from './desk-step';

// As far back as anything is still open.
const lookBack = 50;

/**
 * Takes away suggestions that fit no longer: the user has written more, the operator has answered in their own words, or no people have the
 * dialogue any more. What the bot was writing when an operator came stays beside their first words: they are a greeting more often than not.
 */
export class OutdatedSuggestions implements DeskStep {
  private readonly store: DeskStore;

  constructor(private readonly deps: { database: Database; events: EventLog }) {
    this.store = new DeskStore(deps.database);
  }

  async due(dialogue: AttendedDialogue): Promise<readonly DeskWork[]> {
    const { id: dialogueId } = dialogue;
    const pending = await this.store.pending(dialogueId);
    if (pending.length === 0) return [];
    const withPeople = dialogue.status === 'OPERATOR' || dialogue.status === 'WAITING';
    const oldest = Math.min(...pending.map((one) => one.seq));
    const said = withPeople ? await this.store.said(dialogueId, oldest, lookBack) : [];
    const isOutdated = ({ seq, kind }: PendingSuggestion) =>
      said.some((one) => one.seq > seq && (one.role === 'USER' || kind === 'DRAFT'));
    const ids = pending.filter((one) => !withPeople || isOutdated(one)).map((one) => one.id);
    return ids.length === 0 ? [] : [{ key: `outdated ${ids.join(' ')}`, run: () => this.outdate(dialogueId, ids) }];
  }

  private async outdate(dialogueId: string, ids: readonly string[]): Promise<boolean> {
    await this.deps.events.transact(async (tx, tell) => {
      if ((await DeskStore.outdate(tx, ids)) > 0) tell({ kind: 'DIALOGUE_CHANGED', dialogueId });
    });
    return true;
  }
}
