import { randomInt } from 'node:crypto';
import type { BotAccount } from './bot-account';
import { BotApiError, badRequest } from './bot-api-error';
import type { Chat } from './chat';
import { withRecognised } from './formatted-text';
import type { WireChat, WireFile, WireMessage, WireUpdate, WireUser } from './wire';

/** A person who writes to bots. */
export interface Person {
  readonly id: number;
  readonly first_name: string;
  readonly last_name?: string;
  readonly username?: string;
  readonly language_code?: string;
}

/** Where and how something is said; without a chat it is the person's own chat with the bot. */
export interface Place {
  readonly chatId?: number;
  readonly threadId?: number;
  readonly replyTo?: number;
  /** Seconds since the epoch; now when not given. */
  readonly date?: number;
}

/** A file that a person sends. */
export interface SentFile extends Place {
  readonly kind: 'voice' | 'photo' | 'document';
  readonly bytes: Buffer;
  readonly fileName?: string;
  readonly mimeType?: string;
  readonly duration?: number;
  readonly caption?: string;
  /** What the server claims as the size, when it is not that of the bytes. */
  readonly size?: number;
}

/** What people do to a bot: each act changes the chat and makes the update that the bot receives. */
export class UserActions {
  constructor(private readonly bot: BotAccount) {}

  /** Writes a text or a command. */
  say(person: Person, text: string, place: Place = {}): WireMessage {
    const { entities } = withRecognised({ text, entities: [] });
    return this.post(person, { text, ...(entities.length > 0 ? { entities } : {}) }, place);
  }

  /** Sends a voice message, a photo or a document. */
  sendFile(person: Person, sent: SentFile): WireMessage {
    const folder = { voice: 'voice', photo: 'photos', document: 'documents' }[sent.kind];
    const name = sent.fileName ?? { voice: 'voice.oga', photo: 'photo.jpg', document: 'document.txt' }[sent.kind];
    const size = sent.size === undefined ? {} : { size: sent.size };
    const file = this.bot.storeFile({ bytes: sent.bytes, folder, name, ...size });
    const caption = sent.caption ? { caption: sent.caption } : {};
    return this.post(person, { ...described(file, sent, name), ...caption }, sent);
  }

  /** Changes an own text. */
  edit(person: Person, change: { messageId: number; text: string; chatId?: number }): WireMessage {
    const { messageId, text } = change;
    const chat = this.chatOf(person, change);
    const old = chat.find(messageId);
    if (!old || old.message.from?.id !== person.id) throw badRequest('message to edit not found');
    const { entities: _old, ...rest } = old.message;
    const { entities } = withRecognised({ text, entities: [] });
    const date = Math.floor(Date.now() / 1000);
    const edited = { ...rest, text, edit_date: date, ...(entities.length > 0 ? { entities } : {}) };
    chat.replace(edited);
    this.bot.push('edited_message', edited);
    return edited;
  }

  /** Presses a button under a message, named by its text or its data; answers the id of the callback query. */
  press(person: Person, target: { messageId: number; button: string; chatId?: number }): string {
    const { messageId, button } = target;
    const chat = this.chatOf(person, target);
    const { message } = chat.find(messageId) ?? {};
    const pressed = message?.reply_markup?.inline_keyboard
      ?.flat()
      .find((each) => each.callback_data !== undefined && [each.text, each.callback_data].includes(button));
    if (!pressed) throw badRequest('no such button');
    const id = `${Date.now()}${randomInt(1_000_000_000)}`;
    this.bot.openCallbacks.set(id, chat.info.id);
    const query = {
      id,
      from: wireUser(person),
      message,
      chat_instance: String(chat.info.id),
      data: pressed.callback_data,
    };
    this.bot.push('callback_query', query);
    return id;
  }

  /** Asks the bot to stop writing the draft that is on the screen. */
  stopDraft(person: Person): void {
    const chat = this.chatOf(person, {});
    const draft = chat.draft();
    if (!draft?.canStop) throw badRequest('there is no draft to stop');
    const thread = draft.threadId ? { message_thread_id: draft.threadId } : {};
    chat.dropDraft();
    this.bot.push('stopped_message_generation', { chat: chat.info, draft_id: draft.draftId, ...thread });
  }

  /** Blocks the bot, or lets it in again. */
  block(person: Person, blocked: boolean): void {
    const chat = this.chatOf(person, {});
    if (chat.blocked === blocked) return;
    chat.block(blocked);
    const status = (isKicked: boolean) => ({
      user: this.bot.user(),
      ...(isKicked ? { status: 'kicked', until_date: 0 } : { status: 'member' }),
    });
    const date = Math.floor(Date.now() / 1000);
    const change = { old_chat_member: status(!blocked), new_chat_member: status(blocked) };
    this.bot.push('my_chat_member', { chat: chat.info, from: wireUser(person), date, ...change });
  }

  /** Makes a supergroup that the bot is in; with topics when it is a forum. */
  openGroup(group: { id: number; title: string; forum?: boolean }): Chat {
    if (group.id > -1_000_000_000_000) throw badRequest('a supergroup id is below -1000000000000');
    const forum = group.forum ? { is_forum: true as const } : {};
    return this.bot.openChat({ id: group.id, type: 'supergroup', title: group.title, ...forum });
  }

  /** Queues any update; without an update_id it gets the next one. */
  inject(update: Partial<WireUpdate>): WireUpdate {
    const whole: WireUpdate = { update_id: this.bot.updates.nextId, ...update };
    const { message } = whole as { message?: WireMessage };
    if (message?.chat?.id !== undefined) this.bot.openChat(message.chat).add(message, 'user');
    this.bot.updates.store(whole);
    return whole;
  }

  private post(person: Person, content: Partial<WireMessage>, place: Place): WireMessage {
    if (content.text === '') throw badRequest('message text is empty');
    // As in the apps: who writes to a bot that they have blocked lets it in again by that.
    if (place.chatId === undefined) this.block(person, false);
    const chat = this.chatOf(person, place);
    const repliedTo = place.replyTo === undefined ? undefined : chat.find(place.replyTo)?.message;
    if (place.threadId && !chat.topics.has(place.threadId)) throw badRequest('message thread not found');
    const message: WireMessage = {
      message_id: this.bot.takeMessageId(),
      from: wireUser(person),
      chat: chat.info,
      date: place.date ?? Math.floor(Date.now() / 1000),
      ...(place.threadId ? { message_thread_id: place.threadId, is_topic_message: true as const } : {}),
      ...(repliedTo ? { reply_to_message: repliedTo } : {}),
      ...content,
    };
    chat.add(message, 'user');
    this.bot.push('message', message);
    return message;
  }

  private chatOf(person: Person, place: Place): Chat {
    if (place.chatId === undefined || place.chatId === person.id) return this.bot.openChat(privateChat(person));
    const chat = this.bot.chats.get(place.chatId);
    if (!chat) throw new BotApiError(400, 'Bad Request: chat not found');
    return chat;
  }
}

function described(file: WireFile, sent: SentFile, name: string): Partial<WireMessage> {
  if (sent.kind === 'photo') return { photo: [{ ...file, width: 800, height: 600 }] };
  const mime = sent.mimeType ?? (sent.kind === 'voice' ? 'audio/ogg' : 'application/octet-stream');
  if (sent.kind === 'voice') return { voice: { ...file, mime_type: mime, duration: sent.duration ?? 3 } };
  return { document: { ...file, mime_type: mime, file_name: name } };
}

function wireUser(person: Person): WireUser {
  return { ...person, is_bot: false };
}

function privateChat(person: Person): WireChat {
  const { id, first_name, username } = person;
  return { id, type: 'private', first_name, ...(username ? { username } : {}) };
}
