import { randomBytes } from 'node:crypto';
import { badRequest } from './bot-api-error';
import { Cashier, type SavedCashier } from './cashier';
import { Chat, type SavedChat } from './chat';
import { type Membership, usualRights } from './membership';
import { UpdateQueue } from './update-queue';
import type { WebhookSender, WebhookTarget } from './webhook-sender';
import type { WireChat, WireFile, WireUpdate, WireUser } from './wire';

/** How a bot is made known to the stand-in. */
export interface BotRegistration {
  readonly token: string;
  readonly slug?: string;
  readonly username?: string;
  readonly name?: string;
  /** Questions that the chat page offers to a newcomer, by language. */
  readonly samples?: Readonly<Record<'ru' | 'en', readonly string[]>>;
}

/** A file that lies on the server. */
export interface StoredFile {
  readonly file: WireFile;
  readonly path: string;
  readonly bytes: Buffer;
  /** As what it was sent; a photo stays a photo when it is sent again. */
  readonly kind: string;
}

/** A file to be laid on the server. */
export interface NewFile {
  readonly bytes: Buffer;
  readonly kind: string;
  readonly folder: string;
  readonly name: string;
  /** May claim more than there is, to try the download limit. */
  readonly size?: number;
  /** What else messages say of it. */
  readonly about?: Partial<WireFile>;
}

/** A command as setMyCommands takes it. */
export interface BotCommand {
  readonly command: string;
  readonly description: string;
}

/** What of a bot outlives the process. */
export interface SavedBot {
  readonly token: string;
  readonly nextMessageId: number;
  readonly nextUpdateId: number;
  readonly allowed: readonly string[];
  readonly webhook: WebhookTarget | null;
  readonly updates: readonly WireUpdate[];
  readonly chats: readonly SavedChat[];
  readonly commands: readonly (readonly [string, BotCommand[]])[];
  readonly cashier?: SavedCashier;
}

/** One bot of the server, with all that it would have on the real one. */
export class BotAccount {
  readonly id: number;
  readonly token: string;
  slug: string | undefined;
  username: string;
  name: string;
  samples: BotRegistration['samples'];
  nextMessageId: number;
  readonly updates: UpdateQueue;
  readonly chats = new Map<number, Chat>();
  readonly commands = new Map<string, BotCommand[]>();
  readonly files = new Map<string, StoredFile>();
  /** Button presses that wait for answerCallbackQuery, by query id. */
  readonly openCallbacks = new Map<string, number>();
  readonly cashier = new Cashier(this);
  webhook: WebhookTarget | undefined;
  sender: WebhookSender | undefined;
  /** Ends the getUpdates call that waits, with 409 or with nothing. */
  endPoll: ((because: 'other poller' | 'closing') => void) | undefined;

  constructor(
    registration: BotRegistration,
    firstId: number,
    private readonly changed: () => void,
  ) {
    this.token = registration.token;
    this.id = Number(registration.token.split(':')[0]);
    this.username = registration.username ?? `bot_${this.id}_bot`;
    this.name = registration.name ?? `Bot ${this.id}`;
    this.slug = registration.slug;
    this.samples = registration.samples;
    this.nextMessageId = firstId;
    this.updates = new UpdateQueue(firstId);
  }

  /** Takes over what a later registration says of the same token. */
  register(registration: BotRegistration): void {
    this.slug = registration.slug ?? this.slug;
    this.username = registration.username ?? this.username;
    this.name = registration.name ?? this.name;
    this.samples = registration.samples ?? this.samples;
  }

  /** All that this bot answers to. */
  names(): string[] {
    return [this.token, this.username, String(this.id), ...(this.slug ? [this.slug] : [])];
  }

  /** The bot as the author of messages. */
  user(): WireUser {
    return { id: this.id, is_bot: true, first_name: this.name, username: this.username };
  }

  /** The chat that a call is about, or the refusal of the real server. */
  chat(chatId: number | undefined): Chat {
    const chat = chatId === undefined ? undefined : this.chats.get(chatId);
    if (!chat) throw badRequest('chat not found');
    return chat;
  }

  /** The chat, made when it is not there yet. */
  openChat(info: WireChat): Chat {
    let chat = this.chats.get(info.id);
    if (!chat) {
      chat = new Chat(info, this.changed);
      this.chats.set(info.id, chat);
    }
    return chat;
  }

  /** The number of the next message in a chat; never one that was used there before. */
  takeMessageId(chat: Chat): number {
    this.changed();
    return chat.info.type === 'supergroup' ? chat.takeId() : this.nextMessageId++;
  }

  /** What the bot is in a chat; an administrator of a group that nobody said more about. */
  membershipIn(chat: Chat): Membership {
    const known = chat.members.get(this.id);
    if (known) return { ...known, user: this.user() };
    if (chat.info.type === 'private') return { status: 'member', user: this.user() };
    return { status: 'administrator', user: this.user(), rights: usualRights };
  }

  /** Queues an update for the bot. */
  push(kind: string, content: unknown): WireUpdate | undefined {
    this.changed();
    return this.updates.push(kind, content);
  }

  /** Lays a file on the server. */
  storeFile(content: NewFile): WireFile {
    const id = randomBytes(12).toString('base64url');
    const { bytes, kind, size } = content;
    const path = `${content.folder}/file_${this.files.size}${/\.[\w]+$/.exec(content.name)?.[0] ?? ''}`;
    const file = { file_id: `AgAC${id}`, file_unique_id: id, file_size: size ?? bytes.length, ...content.about };
    this.files.set(file.file_id, { file, path, bytes, kind });
    return file;
  }

  /** Takes up where an earlier process stopped; `gap` keeps ids from repeating when its last ones were not saved. */
  restore(saved: SavedBot, gap: number): void {
    for (const chat of saved.chats) this.chats.set(chat.chat.id, Chat.restored(chat, this.changed, gap));
    for (const [scope, commands] of saved.commands) this.commands.set(scope, [...commands]);
    for (const update of saved.updates) this.updates.store(update);
    if (saved.cashier) this.cashier.restore(saved.cashier);
    this.nextMessageId = saved.nextMessageId + gap;
    this.updates.nextId = saved.nextUpdateId + gap;
    this.updates.allowed = saved.allowed;
  }

  /** What is to be kept. */
  saved(): SavedBot {
    return {
      token: this.token,
      nextMessageId: this.nextMessageId,
      nextUpdateId: this.updates.nextId,
      allowed: this.updates.allowed,
      webhook: this.webhook ?? null,
      updates: this.updates.all().map((pending) => pending.update),
      chats: [...this.chats.values()].map((chat) => chat.saved()),
      commands: [...this.commands],
      cashier: this.cashier.saved(),
    };
  }
}
