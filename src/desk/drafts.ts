import type { Composer } from '../assistant/composer';
import { isMemorable } from '../assistant/prompt';
import { DialogueStore } from '../dialogues/dialogues.store';
import type { EventLog } from '../events/event-log';
import { SuggestionStore } from '../handoff/suggestions.store';
import type { WishDetector } from '../handoff/wish/wish-detector';
import type { Database } from '../infra/database';
import type { Dialogue, Message } from '../infra/prisma-client/client';
import { ModelRefused } from '../language-model/language-model';
import { type AttendedDialogue, DeskStore } from './desk.store';
import type { DeskStep, DeskTry, DeskWork } from './desk-step';

/** What drafting needs. */
export interface DraftsDeps {
  readonly database: Database;
  readonly events: EventLog;
  readonly composer: Composer;
  readonly wishes: WishDetector;
}

// A burst is not longer; and of what was said before it the composer reads as much as for any answer.
const longestBurst = 20;

/** Writes for the operator what the bot would answer, where it knows the answer. */
export class Drafts implements DeskStep {
  private readonly store: DeskStore;

  constructor(private readonly deps: DraftsDeps) {
    this.store = new DeskStore(deps.database);
  }

  async due(dialogue: AttendedDialogue): Promise<readonly DeskWork[]> {
    if (dialogue.status !== 'OPERATOR') return [];
    const said = (await this.store.said(dialogue.id, dialogue.contextSeq, longestBurst)).filter(isMemorable);
    const unanswered = said.slice(said.findLastIndex((one) => one.role !== 'USER') + 1);
    // That people are wanted is settled.
    const burst = unanswered.filter((one) => !this.deps.wishes.detect(one.text).wantsHuman);
    const last = unanswered.at(-1);
    if (!last || burst.length === 0 || (await this.store.hasSuggestion(dialogue.id, last.seq))) return [];
    return [{ key: `draft ${last.id}`, run: (one) => this.write(dialogue, { burst, last }, one) }];
  }

  private async write(
    dialogue: Dialogue,
    { burst, last }: { readonly burst: readonly Message[]; readonly last: Message },
    { signal }: DeskTry,
  ): Promise<boolean> {
    try {
      const composed = await this.deps.composer.draft(dialogue, burst, { signal });
      // What rests on nothing would only have to be checked by them.
      if (composed.kind !== 'answer' || composed.citations.length === 0) return true;
      const { text, citations } = composed;
      await this.suggest(dialogue, { text, citations, seq: last.seq });
    } catch (error) {
      if (!(error instanceof ModelRefused)) throw error;
    }
    return true;
  }

  private async suggest(
    { id: dialogueId, language }: Dialogue,
    draft: { readonly text: string; readonly citations: readonly object[]; readonly seq: number },
  ): Promise<void> {
    await this.deps.events.transact(async (tx, tell) => {
      await DialogueStore.lockIn(tx, dialogueId);
      if (!(await DeskStore.awaitsOperator(tx, dialogueId, draft.seq))) return;
      if (!(await SuggestionStore.add(tx, { ...draft, dialogueId, language, kind: 'DRAFT' }))) return;
      tell({ kind: 'DIALOGUE_CHANGED', dialogueId });
    });
  }
}
