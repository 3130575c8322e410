import { DialogueStore } from '../dialogues/dialogues.store';
import { say } from '../dialogues/speech';
import { Refusal } from '../errors';
import type { Tell } from '../events/event-log';
import type { Tx } from '../infra/database';
import type { Viewer } from '../people/viewer';

/** Something that only operators see. */
export interface Note {
  readonly viewer: Viewer;
  readonly dialogueId: string;
  readonly text: string;
  readonly source?: string | undefined;
}

/** Writes a note into a dialogue, in the caller's transaction, and answers the message's id. Throws NOT_FOUND. */
export async function writeNote(tx: Tx, tell: Tell, note: Note): Promise<string> {
  const { viewer, dialogueId, text, source } = note;
  const dialogue = await DialogueStore.findIn(tx, dialogueId);
  if (!dialogue) throw new Refusal('NOT_FOUND');
  const message = await say(tx, tell, {
    utterance: {
      dialogueId,
      role: 'NOTE',
      text,
      language: dialogue.language,
      ...(viewer.kind === 'operator' ? { operatorId: viewer.id } : {}),
      ...(source === undefined ? {} : { source }),
    },
  });
  if (!message) throw new Refusal('NOT_FOUND');
  return message.id;
}
