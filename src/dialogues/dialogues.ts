import { Refusal } from '../errors';
import type { EventLog } from '../events/event-log';
import type { Database } from '../infra/database';
import type { Page, PageRequest } from '../infra/page';
import type { Dialogue, Message } from '../infra/prisma-client/client';
import { detectLanguage } from '../people/detect-language';
import type { UserProfile, Users } from '../people/users';
import { demand, type Viewer } from '../people/viewer';
import type { Bots } from './bots';
import { DeliveryStore } from './deliveries.store';
import { type DialogueFilter, type DialogueOrder, DialogueStore } from './dialogues.store';
import { MessageStore } from './messages.store';
import { amend, say } from './speech';
import { spokenIn } from './text.rules';

/** Something that a user sent beside or instead of text. */
export interface Attachment {
  readonly kind: 'VOICE' | 'PHOTO' | 'DOCUMENT' | 'LOCATION' | 'CONTACT' | 'OTHER';
  /** What Telegram calls a file: 'voice', 'sticker' …; it can be sent on as that only. */
  readonly telegramKind?: string;
  readonly fileName?: string;
  readonly mimeType?: string;
  readonly size?: number;
  /** The channel's own id of the file. */
  readonly fileId?: string;
  /** In seconds, of recordings. */
  readonly duration?: number;
  /** What is said, written or seen in it, once it was read. */
  readonly transcript?: string;
  /** Why it could not be read: a key of replies.json below "unread". */
  readonly unread?: string;
}

/** What a user wrote to a bot. */
export interface Incoming {
  readonly botId: string;
  readonly user: UserProfile;
  /** The channel's own id of the message, so that a repeat is recognised: "telegram:<message id>". */
  readonly source: string;
  readonly text: string;
  readonly attachments: readonly Attachment[];
  /** The channel's id of the message that it answers. */
  readonly replyTo?: string | null;
  /** The piece of that message that it is about, word for word. */
  readonly quote?: string | null;
}

/** A message of a Telegram user, named as Telegram names it. */
export interface SourceAddress {
  readonly botId: string;
  readonly externalId: string;
  readonly source: string;
}

/** What became of an incoming message. */
export interface Received {
  readonly dialogueId: string;
  readonly messageId: string;
  /** True when the message had been stored before. */
  readonly repeated: boolean;
}

// More than anybody writes while one answer is made; the rest waits for the next turn.
const mostPending = 100;

/** Users' conversations with bots and their numbered messages. */
export class Dialogues {
  private readonly store: DialogueStore;
  private readonly messages: MessageStore;

  constructor(private readonly deps: { database: Database; events: EventLog; users: Users; bots: Bots }) {
    this.store = new DialogueStore(deps.database);
    this.messages = new MessageStore(deps.database);
  }

  /** Stores what a user wrote, whoever answers now. A repeat changes nothing. */
  receive(incoming: Incoming): Promise<Received> {
    const bot = this.deps.bots.get(incoming.botId);
    return this.deps.events.transact(async (tx, tell) => {
      const detected = detectLanguage(spokenIn(incoming.text), bot.languages);
      const hints = { detected, languages: bot.languages, fallback: bot.defaultLanguage };
      const user = await this.deps.users.meet(tx, incoming.user, hints);
      const { language } = user;
      const persona = bot.personas[0]?.slug ?? bot.slug;
      const dialogue = await DialogueStore.keep(tx, { botId: bot.id, userId: user.id, language, persona });
      const earlier = await MessageStore.fromSource(tx, dialogue.id, incoming.source);
      if (earlier) return { dialogueId: dialogue.id, messageId: earlier.id, repeated: true };
      const { source, text, attachments, replyTo, quote = null } = incoming;
      const replyToId = replyTo ? await DeliveryStore.withChannelId(tx, dialogue.id, replyTo) : null;
      const said = { text, language: detected ?? language, source, attachments, replyToId, quote };
      const message = await say(tx, tell, {
        utterance: { dialogueId: dialogue.id, role: 'USER', ...said },
        terms: { change: { language, unreachable: false, unreadCount: { increment: 1 } } },
      });
      if (!message) throw new Refusal('NOT_FOUND');
      return { dialogueId: dialogue.id, messageId: message.id, repeated: false };
    });
  }

  /** Gives a stored message of a user its new text and keeps the old one. Unknown messages are left alone. */
  async edit(edited: SourceAddress & { readonly text: string }): Promise<void> {
    await this.deps.events.transact(async (tx, tell) => {
      const dialogue = await DialogueStore.ofUser(tx, { ...edited, channel: 'TELEGRAM' });
      const message = dialogue && (await MessageStore.fromSource(tx, dialogue.id, edited.source));
      if (message) await amend(tx, tell, { message, text: edited.text });
    });
  }

  /** Notes that a Telegram user has blocked the bot, or lets it in again. */
  async setReachable(user: { botId: string; externalId: string; reachable: boolean }): Promise<void> {
    await this.deps.events.transact(async (tx, tell) => {
      const dialogue = await DialogueStore.ofUser(tx, { ...user, channel: 'TELEGRAM' });
      if (!dialogue) return;
      await DialogueStore.changeIf(tx, { id: dialogue.id }, { unreachable: !user.reachable });
      tell({ kind: 'DIALOGUE_CHANGED', dialogueId: dialogue.id });
    });
  }

  /** A dialogue. Throws NOT_FOUND. Needs `dialogues:read`. */
  async get(viewer: Viewer | null, id: string): Promise<Dialogue> {
    demand(viewer, 'dialogues:read');
    return this.known(id);
  }

  /** A dialogue, for the program itself. Throws NOT_FOUND. */
  async known(id: string): Promise<Dialogue> {
    const dialogue = await this.find(id);
    if (!dialogue) throw new Refusal('NOT_FOUND');
    return dialogue;
  }

  /** A dialogue, for the program itself; null when it is gone. */
  find(id: string): Promise<Dialogue | null> {
    return this.store.find(id);
  }

  /** Dialogues in the order asked for. Needs `dialogues:read`. */
  page(
    viewer: Viewer | null,
    request: PageRequest,
    list: { filter: DialogueFilter; order: DialogueOrder },
  ): Promise<Page<Dialogue>> {
    demand(viewer, 'dialogues:read');
    return this.store.page(request, list.filter, list.order);
  }

  /** Messages of a dialogue by their numbers. Needs `dialogues:read`. */
  messagesPage(viewer: Viewer | null, dialogueId: string, request: PageRequest): Promise<Page<Message>> {
    demand(viewer, 'dialogues:read');
    return this.messages.page(dialogueId, request);
  }

  /** What the user wrote and nobody has answered, handed over or apologised for yet, in order. */
  pending(dialogue: Dialogue): Promise<Message[]> {
    return this.messages.ofUserAfter(dialogue.id, dialogue.settledSeq, mostPending);
  }

  /** Notes that nothing up to a message waits for the bot any more. */
  async settle(dialogueId: string, seq: number): Promise<void> {
    await this.deps.database.transaction((tx) =>
      DialogueStore.changeIf(tx, { id: dialogueId, settledSeq: { lt: seq } }, { settledSeq: seq }),
    );
  }

  /** Opens a closed dialogue again, with the bot, since its user has written. */
  async reopen(dialogueId: string): Promise<void> {
    await this.deps.events.transact(async (tx, tell) => {
      const opened = { status: 'BOT', epoch: { increment: 1 }, closedAt: null } as const;
      const changed = await DialogueStore.changeIf(tx, { id: dialogueId, status: 'CLOSED' }, opened);
      if (changed) tell({ kind: 'DIALOGUE_CHANGED', dialogueId });
    });
  }

  /** Messages with a number above `after`, in order; at most `limit`. */
  messagesAfter(dialogueId: string, after: number, limit: number): Promise<Message[]> {
    return this.messages.after(dialogueId, after, limit);
  }

  /** The latest messages with a number above `after`, in order; at most `limit`. */
  latestMessages(dialogueId: string, after: number, limit: number): Promise<Message[]> {
    return this.messages.latest(dialogueId, after, limit);
  }

  /** How many answers of the bot the dialogue got within the last minute. */
  answersOfLastMinute(dialogueId: string): Promise<number> {
    return this.messages.answersOfLastMinute(dialogueId);
  }

  byIds(ids: readonly string[]): Promise<Dialogue[]> {
    return this.store.byIds(ids);
  }

  messagesByIds(ids: readonly string[]): Promise<Message[]> {
    return this.messages.byIds(ids);
  }

  lastMessages(dialogueIds: readonly string[]): Promise<Message[]> {
    return this.messages.lastOf(dialogueIds);
  }

  countsOfOperators(ids: readonly string[]): Promise<Map<string, number>> {
    return this.store.countsOfOperators(ids);
  }
}
