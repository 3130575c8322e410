import { badRequest } from './bot-api-error';
import type { Membership } from './membership';
import type { WireRichMessage } from './rich-message';
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
  /** The emoji that the bot put under it. */
  reaction?: string;
  /** Of an invoice: what comes back to the bot with the payment. */
  payload?: string;
  /** Of an invoice: the charge that it was paid with. */
  paidBy?: string;
}

/** A topic of a forum. */
export interface Topic {
  readonly threadId: number;
  name: string;
  iconColor: number;
  /** Empty when the picture was taken away. */
  iconEmojiId?: string;
  closed: boolean;
  /** Who opens a topic may rename and close it without being an administrator. */
  readonly openedBy?: number;
}

/** A piece of a message that is still being written. */
export interface Draft {
  readonly draftId: number;
  readonly at: number;
  readonly text: string;
  readonly entities: WireEntity[];
  /** Its blocks, where it is a rich one. */
  readonly rich?: WireRichMessage;
  readonly canStop: boolean;
  /** Whether it stays on the screen for a while when it is stopped. */
  readonly keepOnStop: boolean;
  readonly threadId?: number;
}

/** What a chat tells those who watch it. */
export type ChatEvent =
  | {
      readonly type: 'message' | 'edited';
      readonly message: WireMessage;
      readonly sender: Sender;
      /** Of an invoice: it is paid now. */
      readonly paid?: true;
    }
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
  readonly members?: readonly Membership[];
  readonly pinned?: readonly number[];
  readonly migratedTo?: number;
  readonly nextId?: number;
}

const keptMessages = 500;
const keptDrafts = 2000;
const draftLifeMs = 30_000;
/** Number 1 is taken in every supergroup: its creation, which is also the topic General. */
const firstIdInGroup = 2;

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
  /** People and the bot in a group, also those who are gone; by user id. */
  readonly members = new Map<number, Membership>();
  /** Ids of pinned messages, the latest last. */
  pinned: number[] = [];
  /** The supergroup that a group was turned into. */
  migratedTo: number | undefined;
  private nextId = firstIdInGroup;

  constructor(
    public info: WireChat,
    private readonly changed: () => void,
  ) {}

  /** Takes up where an earlier process stopped; `gap` keeps ids from repeating. */
  static restored(saved: SavedChat, changed: () => void, gap: number): Chat {
    const chat = new Chat(saved.chat, changed);
    chat.blocked = saved.blocked;
    chat.keyboard = saved.keyboard;
    for (const entry of saved.messages) chat.byId.set(entry.message.message_id, entry);
    for (const topic of saved.topics) chat.topics.set(topic.threadId, topic);
    for (const member of saved.members ?? []) chat.members.set(member.user.id, member);
    chat.pinned = [...(saved.pinned ?? [])];
    chat.migratedTo = saved.migratedTo;
    chat.nextId = (saved.nextId ?? firstIdInGroup) + gap;
    return chat;
  }

  /** What is to be kept. */
  saved(): SavedChat {
    const messages = [...this.byId.values()].slice(-keptMessages);
    const { info, blocked, keyboard, migratedTo } = this;
    const common = { chat: info, blocked, keyboard, messages, topics: [...this.topics.values()] };
    if (info.type === 'private') return common;
    const { nextId, pinned } = this;
    const moved = migratedTo === undefined ? {} : { migratedTo };
    return { ...common, members: [...this.members.values()], nextId, pinned, ...moved };
  }

  /** The next id of a message; a supergroup counts its own. */
  takeId(): number {
    return this.nextId++;
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

  /** Ends the writing of the draft, on the wish of the person who reads it. */
  stopDraft(draft: Draft): void {
    this.liveDraft = draft.keepOnStop ? { ...draft, canStop: false } : undefined;
    this.tell({ type: 'draft', draft: this.liveDraft ?? null });
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
