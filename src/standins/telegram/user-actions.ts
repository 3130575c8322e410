import { randomInt } from 'node:crypto';
import type { BotAccount } from './bot-account';
import { BotApiError, badRequest } from './bot-api-error';
import type { PaymentOutcome } from './cashier';
import type { Chat, ChatMessage } from './chat';
import { withRecognised } from './formatted-text';
import { tellBot } from './group-privacy';
import { hasCaption, type MediaKind, mediaKindOf, shownMedia, storeMedia } from './media';
import { isAdmin, mayDo } from './membership';
import { quoteFrom, tied } from './message-ties';
import { type Payable, payInvoice } from './payment-actions';
import type { WireChat, WireMessage, WireUpdate, WireUser } from './wire';

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
  /** A topic; without it a forum's General. */
  readonly threadId?: number;
  readonly replyTo?: number;
  /** The piece of the answered message that it is about, word for word. */
  readonly quote?: string;
  /** Seconds since the epoch; now when not given. */
  readonly date?: number;
}

/** A file that a person sends. */
export interface SentFile extends Place {
  readonly kind: MediaKind;
  readonly bytes: Buffer;
  readonly fileName?: string;
  readonly mimeType?: string;
  readonly duration?: number;
  readonly caption?: string;
  /** What the server claims as the size, when it is not that of the bytes. */
  readonly size?: number;
  /** Files with the same number are shown as one album. */
  readonly album?: string;
}

/** What people do to a bot: each act changes the chat and makes the update that the bot receives. */
export class UserActions {
  constructor(private readonly bot: BotAccount) {}

  /** Writes a text or a command. */
  say(person: Person, text: string, place: Place = {}): WireMessage {
    if (text === '') throw badRequest('message text is empty');
    return this.post(person, words('text', text), place);
  }

  /** Sends a voice message, a photo, a document, a sticker … */
  sendFile(person: Person, sent: SentFile): WireMessage {
    const file = storeMedia(this.bot, sent);
    const caption = sent.caption && hasCaption(sent.kind) ? words('caption', sent.caption) : {};
    const album = sent.album === undefined ? {} : { media_group_id: sent.album };
    return this.post(person, { ...shownMedia(sent.kind, file), ...caption, ...album }, sent);
  }

  /** Changes an own text, or the words under an own file. */
  edit(person: Person, change: { messageId: number; text: string; chatId?: number }): WireMessage {
    const { messageId, text } = change;
    const chat = this.chatOf(person, change);
    const old = chat.find(messageId)?.message;
    if (!old || old.from?.id !== person.id) throw badRequest('message to edit not found');
    const { text: _text, entities: _entities, caption: _caption, caption_entities: _captioned, ...rest } = old;
    const said = words(mediaKindOf(old) ? 'caption' : 'text', text);
    const edited: WireMessage = { ...rest, ...said, edit_date: Math.floor(Date.now() / 1000) };
    chat.replace(edited);
    tellBot(this.bot, 'edited_message', edited);
    return edited;
  }

  /** Takes a message away for everybody; bots are not told of it. */
  deleteMessage(person: Person, target: { messageId: number; chatId?: number }): void {
    const chat = this.chatOf(person, target);
    const entry = chat.find(target.messageId);
    if (!entry) throw badRequest('message to delete not found');
    if (!mayDelete(chat, person, entry)) throw badRequest("message can't be deleted");
    chat.delete(target.messageId);
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

  /** Opens a link to the bot, `t.me/<username>?start=<payload>` or its `tg:` form, and presses Start. */
  openLink(person: Person, address: string): WireMessage {
    const { username, payload } = botLink(address);
    if (username.toLowerCase() !== this.bot.username.toLowerCase()) throw badRequest('the link leads to another bot');
    return this.say(person, payload === '' ? '/start' : `/start ${payload}`);
  }

  /** Presses Pay under an invoice, or behind a link to one, and confirms; answers what became of it. */
  pay(person: Person, payable: Payable): Promise<PaymentOutcome> {
    return payInvoice(this.bot, wireUser(person), { chat: this.chatOf(person, {}), payable });
  }

  /** Asks the bot to stop writing the draft that is on the screen. */
  stopDraft(person: Person): void {
    const chat = this.chatOf(person, {});
    const draft = chat.draft();
    if (!draft?.canStop) throw badRequest('there is no draft to stop');
    const thread = draft.threadId ? { message_thread_id: draft.threadId } : {};
    chat.stopDraft(draft);
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

  /** Makes a supergroup that the bot has been in as an administrator for long, so that nothing is told of it. */
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
    // As in the apps: who writes to a bot that they have blocked lets it in again by that.
    if (place.chatId === undefined) this.block(person, false);
    const chat = this.chatOf(person, place);
    const ties = tiesOf(chat, place);
    enter(chat, person, ties);
    const message: WireMessage = {
      message_id: this.bot.takeMessageId(chat),
      from: wireUser(person),
      chat: chat.info,
      date: place.date ?? Math.floor(Date.now() / 1000),
      ...ties,
      ...content,
    };
    chat.add(message, 'user');
    tellBot(this.bot, 'message', message);
    return message;
  }

  private chatOf(person: Person, place: Place): Chat {
    if (place.chatId === undefined || place.chatId === person.id) return this.bot.openChat(privateChat(person));
    const chat = this.bot.chats.get(place.chatId);
    if (!chat) throw new BotApiError(400, 'Bad Request: chat not found');
    return chat;
  }
}

/** A person as the author of messages. */
export function wireUser(person: Person): WireUser {
  return { ...person, is_bot: false };
}

function tiesOf(chat: Chat, { threadId, replyTo: replyToId, quote: quoted }: Place): Partial<WireMessage> {
  if (threadId && !chat.topics.has(threadId)) throw badRequest('message thread not found');
  if (replyToId === undefined) return tied(chat, { threadId });
  const replyTo = chat.find(replyToId)?.message;
  if (!replyTo) throw badRequest('message to be replied not found');
  const quote = quoted === undefined ? undefined : quoteFrom(replyTo, quoted);
  if (quoted !== undefined && !quote) throw badRequest('QUOTE_TEXT_INVALID');
  return tied(chat, { threadId, replyTo, quote });
}

function words(kind: 'text' | 'caption', text: string): Partial<WireMessage> {
  const { entities } = withRecognised({ text, entities: [] });
  if (entities.length === 0) return { [kind]: text };
  return kind === 'text' ? { text, entities } : { caption: text, caption_entities: entities };
}

/** Who writes in a group was a member of it before, unless the test said something else; a closed topic is for those who run it. */
function enter(chat: Chat, person: Person, ties: Partial<WireMessage>): void {
  if (chat.info.type === 'private') return;
  const known = chat.members.get(person.id) ?? { status: 'member' as const, user: wireUser(person) };
  if (known.status === 'left' || known.status === 'kicked') throw badRequest('the person is not in the group');
  chat.members.set(person.id, known);
  const topic = ties.is_topic_message ? chat.topics.get(ties.message_thread_id ?? 0) : undefined;
  if (topic?.closed && !isAdmin(known)) throw badRequest('TOPIC_CLOSED');
}

function mayDelete(chat: Chat, person: Person, { message }: ChatMessage): boolean {
  const member = chat.members.get(person.id);
  const own = message.from?.id === person.id || chat.info.type === 'private';
  return own || (member !== undefined && mayDo(member, 'can_delete_messages'));
}

/** The bot that a link leads to and what it hands over; anything but a link to a bot is refused. */
function botLink(address: string): { username: string; payload: string } {
  const url = new URL(/^\w+:/.test(address) ? address : `https://${address}`);
  const isTg = url.protocol === 'tg:' && url.host === 'resolve';
  if (!isTg && !['t.me', 'telegram.me'].includes(url.host)) throw badRequest('not a link to a bot');
  const username = isTg ? (url.searchParams.get('domain') ?? '') : url.pathname.slice(1);
  const payload = url.searchParams.get('start') ?? '';
  // The apps drop a payload of any other form without a word, which is hard to find in a test.
  if (!/^[\w-]{0,64}$/.test(payload)) throw badRequest('START_PARAM_INVALID');
  return { username, payload };
}

function privateChat(person: Person): WireChat {
  const { id, first_name, username } = person;
  return { id, type: 'private', first_name, ...(username ? { username } : {}) };
}
