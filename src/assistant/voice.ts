import type { Button } from '../dialogues/channel';
import { DialogueStore } from '../dialogues/dialogues.store';
import { type Citation, say } from '../dialogues/speech';
import type { EventLog } from '../events/event-log';
import { SuggestionStore } from '../handoff/suggestions.store';
import type { Tx } from '../infra/database';
import type { Locales } from '../infra/locales';
import type { Dialogue, Message } from '../infra/prisma-client/client';
import type { Unanswered } from '../knowledge/unanswered';
import type { Users } from '../people/users';
import type { MadeCall } from '../tools/tool-calls';
import type { CommandOutcome } from './command-outcome';
import type { Memory } from './memory/memory';

/** Why a question stays without an answer. */
export type OpenReason = 'NOTHING_FOUND' | 'UNSURE' | 'MODEL_AWAY';

/** A question that stays without an answer: it is kept for the owner together with what is said instead. */
export interface LeftOpen {
  readonly question: string;
  readonly reason: OpenReason;
  /** The score of the best passage. */
  readonly score: number;
}

type Reply = Exclude<CommandOutcome, string> & { readonly doubts?: number; readonly open?: LeftOpen };

/** An answer that was made for the user. */
export interface Answer {
  readonly text: string;
  readonly citations: readonly Citation[];
  /** What the bot called for it. */
  readonly toolCalls?: readonly MadeCall[];
  readonly buttons?: readonly (readonly Button[])[];
  /** In how many turns in a row the bot could not help, this one included. */
  readonly doubts: number;
  /** It asks what the user means. */
  readonly clarifies?: boolean;
  readonly open?: LeftOpen;
  /** What is written in the same transaction, if it is said to the user. */
  readonly within?: (tx: Tx) => Promise<void>;
}

/** What is said of something that was done. */
export interface Done {
  readonly text: string;
  readonly buttons?: readonly (readonly Button[])[];
  readonly toolCalls?: readonly MadeCall[];
  /** Notes in the same transaction that it is said; false where it was said before. */
  readonly claim: (tx: Tx) => Promise<boolean>;
}

/** A phrase of replies.json by its key, alone or with buttons. */
export type Phrase = string | (Pick<Reply, 'buttons' | 'doubts' | 'open'> & { readonly key: string });

/** What saying something needs. */
export interface VoiceDeps {
  readonly events: EventLog;
  readonly users: Users;
  readonly locales: Locales;
  readonly unanswered: Unanswered;
  readonly memory: Memory;
}

/**
 * Says what the bot says: only while the dialogue is in the epoch in which the turn began, and only once for the
 * messages that it settles. Both are checked by the statement that gives the reply its number.
 */
export class Voice {
  constructor(private readonly deps: VoiceDeps) {}

  /** Says an answer. When somebody else answers by now, it becomes a note with a suggestion for them. */
  async answer(dialogue: Dialogue, last: Message, answer: Answer): Promise<void> {
    const keep = await this.keeperOf(dialogue, last, answer.open);
    const said = await this.deps.events.transact(async (tx, tell) => {
      const { doubts, clarifies = false, open: _kept, within, ...words } = answer;
      const utterance = { ...words, dialogueId: dialogue.id, language: dialogue.language };
      const { when, change } = termsOf(dialogue, last);
      const asked = clarifies ? { clarifiedSeq: last.seq } : {};
      const terms = { when, change: { ...change, ...asked, doubts } };
      const message = await say(tx, tell, { utterance: { ...utterance, role: 'BOT' }, terms });
      if (message) {
        await keep(tx);
        await within?.(tx);
        return message;
      }
      const now = await DialogueStore.findIn(tx, dialogue.id);
      // Settled by somebody else, or a worker that lost its lease: then there is nothing to suggest.
      if (now?.status !== 'WAITING' && now?.status !== 'OPERATOR') return null;
      await say(tx, tell, { utterance: { ...utterance, role: 'NOTE' } });
      await SuggestionStore.add(tx, { ...utterance, seq: last.seq, kind: 'SUPPRESSED' });
      tell({ kind: 'DIALOGUE_CHANGED', dialogueId: dialogue.id });
      return null;
    });
    if (said) await this.deps.memory.remember(dialogue, said);
  }

  /** Says a phrase of locales/<language>/replies.json. */
  async phrase(dialogue: Dialogue, last: Message, phrase: Phrase): Promise<void> {
    const { key, ...rest } = typeof phrase === 'string' ? { key: phrase } : phrase;
    const text = this.deps.locales.t(dialogue.language, `replies:${key}`);
    await this.obey(dialogue, last, { say: text, ...rest });
  }

  /** Says what a command comes to, and changes what it changes. */
  async obey(dialogue: Dialogue, last: Message, reply: Reply): Promise<void> {
    const keep = await this.keeperOf(dialogue, last, reply.open);
    const phrase = await this.deps.events.transact(async (tx, tell) => {
      const { buttons = [], language = dialogue.language } = reply;
      const role = dialogue.status === 'OPERATOR' ? 'SYSTEM' : 'BOT';
      const terms = termsOf(dialogue, last);
      const change = { ...terms.change, ...changeBy(reply, last) };
      const said = await say(tx, tell, {
        utterance: { dialogueId: dialogue.id, role, text: reply.say, language, buttons },
        terms: { ...terms, change },
      });
      if (said) await keep(tx);
      if (said && reply.language) await this.deps.users.chooseLanguage(tx, dialogue.userId, reply.language);
      return said;
    });
    if (reply.forget) await this.deps.memory.forget(dialogue.id);
    else if (phrase) await this.deps.memory.remember(dialogue, phrase);
  }

  /**
   * Says what was done at the user's own word, once. It is true whoever answers by now: where the bot does not any more, the system says it.
   */
  async report(dialogue: Dialogue, last: Message, { claim, ...words }: Done): Promise<void> {
    const { id: dialogueId, language } = dialogue;
    const said = await this.deps.events.transact(async (tx, tell) => {
      if (!(await claim(tx))) return null;
      const utterance = { dialogueId, language, ...words };
      const role = dialogue.status === 'OPERATOR' ? 'SYSTEM' : 'BOT';
      const terms = termsOf(dialogue, last);
      const inTurn = await say(tx, tell, { utterance: { ...utterance, role }, terms });
      return inTurn ?? say(tx, tell, { utterance: { ...utterance, role: 'SYSTEM' } });
    });
    if (said) await this.deps.memory.remember(dialogue, said);
  }

  /** Keeps a question for the owner that people answer instead of the bot. */
  async leaveOpen(dialogue: Dialogue, last: Message, open: LeftOpen): Promise<void> {
    const keep = await this.keeperOf(dialogue, last, open);
    await this.deps.events.transact((tx) => keep(tx));
  }

  /** What keeps an open question in the transaction of the reply, without the names of who asked it. */
  private async keeperOf(
    dialogue: Dialogue,
    last: Message,
    open: LeftOpen | undefined,
  ): Promise<(tx: Tx) => Promise<void>> {
    if (!open) return () => Promise.resolve();
    const [user] = await this.deps.users.byIds([dialogue.userId]);
    const names = [user?.displayName, user?.username].filter((name) => typeof name === 'string');
    const { id: dialogueId, botId, language } = dialogue;
    return (tx) => this.deps.unanswered.noteIn(tx, { ...open, botId, dialogueId, messageId: last.id, language, names });
  }
}

/** What becomes of the dialogue beside being answered. */
function changeBy({ language, persona, forget, doubts }: Reply, last: Message) {
  return {
    ...(language ? { language } : {}),
    ...(persona ? { persona } : {}),
    ...(forget ? { contextSeq: last.seq, memory: null, summary: null, summarySeq: 0, doubts: 0 } : {}),
    ...(doubts === undefined ? {} : { doubts }),
  };
}

function termsOf(dialogue: Dialogue, last: Message) {
  const { epoch, settledSeq } = dialogue;
  return { when: { epoch, settledSeq }, change: { settledSeq: last.seq } };
}
