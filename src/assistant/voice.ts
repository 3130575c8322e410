import type { Button } from '../dialogues/channel';
import { DialogueStore } from '../dialogues/dialogues.store';
import { type Citation, say } from '../dialogues/speech';
import type { EventLog } from '../events/event-log';
import type { Locales } from '../infra/locales';
import type { Dialogue, Message } from '../infra/prisma-client/client';
import type { Users } from '../people/users';
import type { CommandOutcome } from './commands';

type Reply = Exclude<CommandOutcome, string>;

/** An answer that was made for the user. */
export interface Answer {
  readonly text: string;
  readonly citations: readonly Citation[];
  readonly buttons?: readonly (readonly Button[])[];
}

/** A phrase of replies.json by its key, alone or with buttons. */
export type Phrase = string | { readonly key: string; readonly buttons?: readonly (readonly Button[])[] };

/**
 * Says what the bot says: only while the dialogue is in the epoch in which the turn began, and only once for the
 * messages that it settles. Both are checked by the statement that gives the reply its number.
 */
export class Voice {
  constructor(private readonly deps: { events: EventLog; users: Users; locales: Locales }) {}

  /** Says an answer. When somebody else answers by now, it becomes a note with a suggestion for them. */
  async answer(dialogue: Dialogue, last: Message, answer: Answer): Promise<void> {
    await this.deps.events.transact(async (tx, tell) => {
      const utterance = { ...answer, dialogueId: dialogue.id, language: dialogue.language };
      const said = await say(tx, tell, { utterance: { ...utterance, role: 'BOT' }, terms: termsOf(dialogue, last) });
      const now = said ? null : await DialogueStore.findIn(tx, dialogue.id);
      // Settled by somebody else, or a worker that lost its lease: then there is nothing to suggest.
      if (now?.status !== 'WAITING' && now?.status !== 'OPERATOR') return;
      await say(tx, tell, { utterance: { ...utterance, role: 'NOTE' } });
    });
  }

  /** Says a phrase of locales/<language>/replies.json. */
  async phrase(dialogue: Dialogue, last: Message, phrase: Phrase): Promise<void> {
    const { key, buttons = [] } = typeof phrase === 'string' ? { key: phrase } : phrase;
    const text = this.deps.locales.t(dialogue.language, `replies:${key}`);
    await this.obey(dialogue, last, { say: text, buttons });
  }

  /** Says what a command comes to, and changes what it changes. */
  async obey(dialogue: Dialogue, last: Message, reply: Reply): Promise<void> {
    await this.deps.events.transact(async (tx, tell) => {
      const { buttons = [], language = dialogue.language } = reply;
      const role = dialogue.status === 'OPERATOR' ? 'SYSTEM' : 'BOT';
      const terms = termsOf(dialogue, last);
      const change = {
        ...terms.change,
        ...(reply.language ? { language } : {}),
        ...(reply.forget ? { contextSeq: last.seq } : {}),
      };
      const said = await say(tx, tell, {
        utterance: { dialogueId: dialogue.id, role, text: reply.say, language, buttons },
        terms: { ...terms, change },
      });
      if (said && reply.language) await this.deps.users.chooseLanguage(tx, dialogue.userId, reply.language);
    });
  }
}

function termsOf(dialogue: Dialogue, last: Message) {
  const { epoch, settledSeq } = dialogue;
  return { when: { epoch, settledSeq }, change: { settledSeq: last.seq } };
}
