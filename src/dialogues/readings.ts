import type { EventLog } from '../events/event-log';
import type { Locales } from '../infra/locales';
import type { Dialogue, Message, Prisma } from '../infra/prisma-client/client';
import { detectLanguage } from '../people/detect-language';
import type { Users } from '../people/users';
import type { Bots } from './bots';
import type { Attachment } from './dialogues';
import { DialogueStore } from './dialogues.store';
import { MessageStore } from './messages.store';
import { say } from './speech';

/** What was made out in a message. */
export interface Reading {
  /** The message's attachments, with what was read in them or why it was not. */
  readonly attachments: readonly Attachment[];
  /** What the user said aloud, if they did: it counts as if they had written it. */
  readonly spoken: string | null;
}

// The user knows what they said: the beginning shows whether they were understood.
const longestEcho = 1_000;

/** Keeps what was made out in what users sent. */
export class Readings {
  constructor(private readonly deps: { events: EventLog; users: Users; bots: Bots; locales: Locales }) {}

  /** Keeps a reading and answers the message as it reads now; what was spoken is shown to the user, so that they see what was understood. */
  async note(dialogue: Dialogue, message: Message, reading: Reading): Promise<Message> {
    const { spoken } = reading;
    const attachments = reading.attachments as unknown as Prisma.InputJsonValue;
    const [user] = spoken === null ? [] : await this.deps.users.byIds([dialogue.userId]);
    return this.deps.events.transact(async (tx, tell) => {
      tell({ kind: 'MESSAGE_UPDATED', dialogueId: dialogue.id, messageId: message.id });
      if (spoken === null) return MessageStore.keepReading(tx, message.id, { attachments });
      const language = detectLanguage(spoken, this.deps.bots.get(dialogue.botId).languages) ?? dialogue.language;
      const text = message.text === '' ? spoken : message.text;
      const read = await MessageStore.keepReading(tx, message.id, { attachments, text, language });
      const replies = user ? await this.deps.users.hearLanguage(tx, user, language) : dialogue.language;
      await DialogueStore.changeIf(tx, { id: dialogue.id }, { language: replies, edits: { increment: 1 } });
      if (dialogue.status !== 'OPERATOR') {
        const shown = spoken.length > longestEcho ? `${spoken.slice(0, longestEcho)}…` : spoken;
        const echo = this.deps.locales.t(replies, 'replies:voice.heard', { text: shown });
        const utterance = { dialogueId: dialogue.id, role: 'SYSTEM', text: echo, language: replies } as const;
        await say(tx, tell, { utterance: { ...utterance, replyToId: message.id } });
      }
      return read;
    });
  }
}
