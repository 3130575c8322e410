import { DialogueStore } from '../dialogues/dialogues.store';
import { Refusal } from '../errors';
import type { Tell } from '../events/event-log';
import type { Tx } from '../infra/database';
import type { Dialogue, Handoff, HandoffOutcome } from '../infra/prisma-client/client';
import { HandoffStore } from './handoff.store';
import { type Move, origins, targetOf } from './states.rules';

/** One move of the state table on one dialogue. */
export interface Step {
  readonly dialogueId: string;
  readonly move: Move;
  /** Who has the dialogue afterwards. */
  readonly operatorId?: string;
  /** While an operator has the dialogue, only if it is this one. */
  readonly holder?: string | undefined;
  /** Only in this epoch. */
  readonly epoch?: number | undefined;
}

// What people have settled is theirs: the bot begins anew, with what it is told of it.
const forgetful: readonly Move[] = ['close', 'return'];

/** Makes the move in the caller's transaction, if the state table and the step's terms allow it. */
export async function tryStep(tx: Tx, tell: Tell, step: Step): Promise<boolean> {
  const { dialogueId, move, operatorId = null, holder, epoch } = step;
  const passage = {
    dialogueId,
    from: origins(move),
    to: targetOf(move),
    operatorId,
    holder,
    epoch,
    forget: forgetful.includes(move),
  };
  const moved = await DialogueStore.passOn(tx, passage);
  if (moved) tell({ kind: 'DIALOGUE_CHANGED', dialogueId });
  return moved;
}

/** Makes the move, or throws the refusal that says why it cannot be made. */
export async function takeStep(tx: Tx, tell: Tell, step: Step): Promise<void> {
  // Locked, so that the reason is why the move was not made, and not what has happened since.
  const dialogue = await DialogueStore.lockIn(tx, step.dialogueId);
  if (!(await tryStep(tx, tell, step))) throw whyNot(dialogue, step);
}

/** Ends the open handoff of a dialogue, if there is one, and answers it. */
export async function endHandoff(
  tx: Tx,
  tell: Tell,
  end: { dialogueId: string; outcome: HandoffOutcome },
): Promise<Handoff | null> {
  const handoff = await HandoffStore.openIn(tx, end.dialogueId);
  if (!handoff) return null;
  await HandoffStore.end(tx, handoff.id, end.outcome);
  tell({ kind: 'HANDOFF_CHANGED', dialogueId: end.dialogueId, handoffId: handoff.id });
  return handoff;
}

/** Why somebody may not speak or move in a dialogue that is as it is. */
export function whyNot(dialogue: Dialogue | null, step: Pick<Step, 'move' | 'holder'> | { move: 'reply' }): Refusal {
  if (!dialogue) return new Refusal('NOT_FOUND');
  if (dialogue.status === 'CLOSED') return new Refusal('DIALOGUE_CLOSED');
  if (step.move === 'accept') return new Refusal('ALREADY_CLAIMED');
  if (step.move === 'reply') return new Refusal('NOT_YOUR_DIALOGUE');
  const foreign = dialogue.status === 'OPERATOR' && step.holder !== undefined && dialogue.operatorId !== step.holder;
  return new Refusal(foreign ? 'NOT_YOUR_DIALOGUE' : 'CONFLICT');
}
