import type { DialogueStore } from '../dialogues/dialogues.store';
import { Refusal } from '../errors';
import type { Cache } from '../infra/cache';
import type { State } from './states.rules';

/** Who answers a dialogue, and in which epoch. */
export interface Answering {
  readonly status: State;
  readonly epoch: number;
}

// After this long a copy that nobody refreshed is read again from the database.
const copyLivesMs = 600_000;

/**
 * Who answers, from a short-lived copy (Redis) or from the database, which alone is right: the copy is good for showing
 * and for giving up work early; whether something may be said is decided by the statement that says it.
 */
export class WhoAnswers {
  constructor(private readonly deps: { cache: Cache; dialogues: Pick<DialogueStore, 'find'> }) {}

  /** Throws NOT_FOUND when there is no such dialogue. */
  async of(dialogueId: string): Promise<Answering> {
    const copy = parse(await this.deps.cache.get(key(dialogueId)));
    if (copy) return copy;
    const dialogue = await this.deps.dialogues.find(dialogueId);
    if (!dialogue) throw new Refusal('NOT_FOUND');
    const answering = { status: dialogue.status, epoch: dialogue.epoch };
    await this.deps.cache.set(key(dialogueId), JSON.stringify(answering), copyLivesMs);
    return answering;
  }

  /** Makes the copy anew after a change was committed; an older change never covers a newer one for longer than the copy lives. */
  async refresh(dialogueId: string): Promise<void> {
    const dialogue = await this.deps.dialogues.find(dialogueId);
    if (!dialogue) return;
    const answering: Answering = { status: dialogue.status, epoch: dialogue.epoch };
    await this.deps.cache.set(key(dialogueId), JSON.stringify(answering), copyLivesMs);
  }

  /** Forgets the copy of a dialogue that is no more. */
  forget(dialogueId: string): Promise<void> {
    return this.deps.cache.delete(key(dialogueId));
  }
}

function key(dialogueId: string): string {
  return `answers:${dialogueId}`;
}

function parse(copy: string | undefined): Answering | undefined {
  if (copy === undefined) return undefined;
  const { status, epoch } = JSON.parse(copy) as Partial<Answering>;
  return status !== undefined && epoch !== undefined ? { status, epoch } : undefined;
}
