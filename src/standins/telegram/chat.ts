import { badRequest } from './bot-api-error';
import type { WireChat, WireEntity, WireMessage } from './wire';

/** Who put a message into the chat. */
export type Sender = 'bot' | 'user' | 'service';

/** A message with what happened to it since. */
export interface ChatMessage {
  message: WireMessage;
  readonly sender: Sender;
  /** Earlier versions, oldest first. */
  readonly versions: WireMessage[];
  deleted: boolean;
}

/** A topic of a forum. */
export interface Topic {
  readonly threadId: number;
  name: string;
  iconColor: number;
  iconEmojiId?: string;
  closed: boolean;
}

/** A piece of a message that is still being written. */
export interface Draft {
  readonly draftId: number;
  readonly at: number;
  readonly text: string;
  readonly entities: WireEntity[];
  readonly canStop: boolean;
  readonly threadId?: number;
}

/** What a chat tells those who watch it. */
export type ChatEvent =
  | { readonly type: 'message' | 'edited'; readonly message: WireMessage; readonly sender: Sender }
  | { readonly type: 'deleted'; readonly messageId: number }
  | { readonly type: 'draft'; readonly draft: Draft | null }
  | { readonly type: 'action'; readonly action: string }
  | { readonly type: 'answer'; readonly text: string; readonly alert: boolean }
  | { readonly type: 'keyboard'; readonly keyboard: string[][] }
  | { readonly type: 'blocked'; readonly blocked: boolean };

/** What of a chat outlives the process. */
export interface SavedChat {
  readonly chat: WireChat;
  readonly blocked: boolean;
  readonly keyboard: string[][];
  readonly messages: ChatMessage[];
  readonly topics: Topic[];
}

const keptMessages = 500;
const keptDrafts = 2000;
const draftLifeMs = 30_000;

/** One chat of one bot: its messages in order, topics, drafts, and who watches. */
export class Chat {
  private readonly byId = new Map<number, ChatMessage>();
  readonly topics = new Map<number, Topic>();
  readonly drafts: Draft[] = [];
  private liveDraft: Draft | undefined;
  private readonly watchers = new Set<(event: ChatEvent) => void>();
  blocked = false;
  /** Buttons that the bot offers instead of typing. */
  keyboard: string[][] = [];

  constructor(
    public info: WireChat,
    private readonly changed: () => void,
  ) {}

  /** Takes up where an earlier process stopped. */
  static restored(saved: SavedChat, changed: () => void): Chat {
    const chat = new Chat(saved.chat, changed);
    chat.blocked = saved.blocked;
    chat.keyboard = saved.keyboard;
    for (const entry of saved.messages) chat.byId.set(entry.message.message_id, entry);
    for (const topic of saved.topics) chat.topics.set(topic.threadId, topic);
    return chat;
  }

  /** What is to be kept. */
  saved(): SavedChat {
    const messages = [...this.byId.values()].slice(-keptMessages);
    const { info, blocked, keyboard } = this;
    return { chat: info, blocked, keyboard, messages, topics: [...this.topics.values()] };
  }

  /** Puts a message into the chat; one of the bot ends the draft that announced it. */
  add(message: WireMessage, sender: Sender): WireMessage {
    this.byId.set(message.message_id, { message, sender, versions: [], deleted: false });
    if (sender === 'bot' && this.liveDraft) {
      this.liveDraft = undefined;
      this.tell({ type: 'draft', draft: null });
    }
    this.tell({ type: 'message', message, sender });
    return message;
  }

  /** Replaces a message by its new version. */
  replace(message: WireMessage): WireMessage {
    const entry = this.find(message.message_id);
    if (!entry) throw badRequest('message to edit not found');
    entry.versions.push(entry.message);
    entry.message = message;
    this.tell({ type: 'edited', message, sender: entry.sender });
    return message;
  }

  /** Takes a message out of sight. */
  delete(messageId: number): void {
    const entry = this.find(messageId);
    if (!entry) throw badRequest('message to delete not found');
    entry.deleted = true;
    this.tell({ type: 'deleted', messageId });
  }

  /** A message that is still there. */
  find(messageId: number): ChatMessage | undefined {
    const entry = this.byId.get(messageId);
    return entry?.deleted ? undefined : entry;
  }

  /** All messages in order, deleted ones too. */
  history(): ChatMessage[] {
    return [...this.byId.values()];
  }

  /** Shows a part of a message that is still being written. */
  showDraft(draft: Draft): void {
    this.drafts.push(draft);
    if (this.drafts.length > keptDrafts) this.drafts.splice(0, this.drafts.length - keptDrafts);
    this.liveDraft = draft;
    this.tell({ type: 'draft', draft });
  }

  /** The draft that is on the screen now, if any. */
  draft(): Draft | undefined {
    return this.liveDraft && Date.now() - this.liveDraft.at < draftLifeMs ? this.liveDraft : undefined;
  }

  /** Takes the draft off the screen. */
  dropDraft(): void {
    this.liveDraft = undefined;
    this.tell({ type: 'draft', draft: null });
  }

  /** Offers buttons below the chat; none of them takes the offer back. */
  offer(keyboard: string[][]): void {
    this.keyboard = keyboard;
    this.tell({ type: 'keyboard', keyboard });
  }

  /** Notes that the user blocked the bot, or let it in again. */
  block(blocked: boolean): void {
    this.blocked = blocked;
    this.tell({ type: 'blocked', blocked });
  }

  /** Calls back on everything that happens here from now on; returns the way to stop it. */
  watch(listener: (event: ChatEvent) => void): () => void {
    this.watchers.add(listener);
    return () => void this.watchers.delete(listener);
  }

  /** Tells the watchers, and that there is something to save. */
  tell(event: ChatEvent): void {
    this.changed();
    for (const listener of this.watchers) listener(event);
  }
}
