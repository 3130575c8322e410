import { ownDialogue } from '../dialogues/app-users';
import { DialogueStore } from '../dialogues/dialogues.store';
import { badInput, Refusal } from '../errors';
import type { EventLog, Tell } from '../events/event-log';
import type { Tx } from '../infra/database';
import type { Idempotency } from '../people/idempotency';
import { demand, type Viewer } from '../people/viewer';
import { HandoffStore } from './handoff.store';
import type { DialogueRequest } from './operator-speech';

/** What users think of the help that they got from people. */
export class Ratings {
  constructor(private readonly deps: { events: EventLog; idempotency: Idempotency }) {}

  /** Keeps what a user gave, 1..5, for the dialogue and the last handoff that an operator had. Others are not ratings: false. */
  async give(dialogueId: string, rating: number): Promise<boolean> {
    if (!isRating(rating)) return false;
    return this.deps.events.transact((tx, tell) => keep(tx, tell, { dialogueId, rating }));
  }

  /** Keeps what the user of an app gave. Throws BAD_USER_INPUT outside 1..5 and CONFLICT when no operator was there. Needs `users:write`. */
  async rate(viewer: Viewer | null, input: DialogueRequest & { rating: number }): Promise<string> {
    demand(viewer, 'users:write');
    if (!isRating(input.rating)) throw badInput({ rating: 'rating_range' });
    const request = { operation: 'rateDialogue', input: { ...input } };
    const { dialogueId } = await this.deps.idempotency.once(viewer, request, async (tx, tell) => {
      const { dialogueId, rating } = input;
      ownDialogue(viewer, await DialogueStore.findWithUser(tx, dialogueId));
      if (!(await keep(tx, tell, { dialogueId, rating }))) throw new Refusal('CONFLICT');
      return { dialogueId };
    });
    return dialogueId;
  }
}

async function keep(tx: Tx, tell: Tell, given: { dialogueId: string; rating: number }): Promise<boolean> {
  const { dialogueId, rating } = given;
  const handoffId = await HandoffStore.rate(tx, dialogueId, rating);
  if (!handoffId) return false;
  await DialogueStore.changeIf(tx, { id: dialogueId }, { rating });
  tell({ kind: 'HANDOFF_CHANGED', dialogueId, handoffId });
  tell({ kind: 'DIALOGUE_CHANGED', dialogueId });
  return true;
}

function isRating(rating: number): boolean {
  return Number.isInteger(rating) && rating >= 1 && rating <= 5;
}
