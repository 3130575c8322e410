import type { InboxItem } from '../dialogues/inbox-item';

/**
 * Makes of an inbox item what it says: a stored message, an edit, … Doing it again changes nothing. Answers the id of
 * the dialogue that may need a turn now, or null.
 */
export interface Receiver {
  receive(item: InboxItem): Promise<string | null>;
}

/** The receiver of wake-ups: the message of an integrating app is stored already, only its turn is due. */
export const wakeUpReceiver: Receiver = {
  receive: async (item) => (item.payload as { dialogueId: string }).dialogueId,
};
