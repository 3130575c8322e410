import type { Attachment } from '../../dialogues/dialogues';
import { cleanLine } from '../../infra/clean-text';
import { attachmentOf } from '../attachments.rules';
import { integerOf, type Json, objectOf, textOf } from '../json';
import { ownCommand, quoteOf, type Sender, senderOf, writtenIn } from '../update.rules';

/** Where something happened: an operator's own chat with the bot, or a group. */
export interface DeskChat {
  readonly id: string;
  readonly isPrivate: boolean;
  readonly title: string;
  /** Whether the group has topics. */
  readonly isForum: boolean;
}

/** Something written or sent, or what was made of it later. */
export interface DeskWords {
  readonly kind: 'words';
  readonly botId: string;
  readonly chat: DeskChat;
  readonly messageId: number;
  /** Null in General, and where there are no topics. */
  readonly threadId: number | null;
  /** Null: an administrator who hides behind the group. */
  readonly from: Sender | null;
  readonly text: string;
  readonly attachment: Attachment | undefined;
  /** Telegram's id of the message that it answers. */
  readonly replyTo: number | null;
  /** The piece of it that they marked. */
  readonly quote: string | null;
  readonly edited: boolean;
}

/** A pressed button of the desk. */
export interface DeskPress {
  readonly kind: 'press';
  readonly botId: string;
  readonly chat: DeskChat;
  readonly callbackId: string;
  readonly from: Sender;
  readonly verb: string;
  /** The dialogue that it is about, or what else comes after the verb. */
  readonly subject: string;
}

/** The bot came into a group, got other rights there, or was sent away. */
export interface DeskMembership {
  readonly kind: 'membership';
  readonly botId: string;
  readonly chat: DeskChat;
  readonly isIn: boolean;
}

/** What an update means to the desk. */
export type DeskIncoming = DeskWords | DeskPress | DeskMembership | { readonly kind: 'nothing' };

const nothing = { kind: 'nothing' } as const;
const pressShape = /^desk:([a-z]{1,12})(?::([\w-]{1,48}))?$/;

/** A button of the desk: what it does, and to what. */
export function deskAction(verb: string, subject?: string): string {
  return subject === undefined ? `desk:${verb}` : `desk:${verb}:${subject}`;
}

/** Where the words of an operator came from, so that a repeat is recognised. */
export function deskSource(chatId: string, telegramId: number): string {
  return `desk:${chatId}:${telegramId}`;
}

/** A key by which a command or a press is recognised when it comes again. */
export function keyOf(order: DeskWords | DeskPress): string {
  return order.kind === 'words' ? deskSource(order.chat.id, order.messageId) : `desk-press:${order.callbackId}`;
}

/** The bot that an update is of. */
export interface UpdatedBot {
  readonly botId: string;
  readonly username: string | null;
}

/** Reads an update as the desk sees it; whether it is one of an operator is another question. */
export function parseDeskUpdate(update: unknown, bot: UpdatedBot): DeskIncoming {
  const fields = objectOf(update) ?? {};
  const message = objectOf(fields['message']);
  if (message) return readWords(message, bot, false);
  const edited = objectOf(fields['edited_message']);
  if (edited) return readWords(edited, bot, true);
  const press = objectOf(fields['callback_query']);
  if (press) return readPress(press, bot);
  const membership = objectOf(fields['my_chat_member']);
  return membership ? readMembership(membership, bot) : nothing;
}

function readWords(message: Json, { botId, username }: UpdatedBot, edited: boolean): DeskIncoming {
  const chat = chatOf(message['chat']);
  const messageId = integerOf(message['message_id']);
  const from = senderOf(message['from']) ?? hiddenAdmin(message);
  const content = contentOf(message, username);
  if (!chat || messageId === undefined || from === undefined || !content) return nothing;
  const threadId = message['is_topic_message'] === true ? (integerOf(message['message_thread_id']) ?? null) : null;
  const answer = { replyTo: answered(message, threadId), quote: quoteOf(message) };
  return { kind: 'words', botId, chat, messageId, threadId, from, ...content, ...answer, edited };
}

/** Service messages say that a topic was closed, that somebody came, and the like: nothing that is to be told to users. */
function contentOf(message: Json, username: string | null): Pick<DeskWords, 'text' | 'attachment'> | undefined {
  const attachment = attachmentOf(message);
  const text = ownCommand(writtenIn(message) ?? '', username);
  return text === undefined || (text === '' && !attachment) ? undefined : { text, attachment };
}

/** In a topic everything answers the note that opened it, unless it answers something else. */
function answered(message: Json, threadId: number | null): number | null {
  const target = objectOf(message['reply_to_message']);
  const id = integerOf(target?.['message_id']);
  if (id === undefined || id === threadId || target?.['forum_topic_created'] !== undefined) return null;
  return id;
}

function hiddenAdmin(message: Json): null | undefined {
  const chatId = integerOf(objectOf(message['chat'])?.['id']);
  const sender = objectOf(message['sender_chat']);
  return sender && integerOf(sender['id']) === chatId ? null : undefined;
}

function readPress(press: Json, { botId }: UpdatedBot): DeskIncoming {
  const chat = chatOf(objectOf(press['message'])?.['chat']);
  const callbackId = textOf(press['id']);
  const from = senderOf(press['from']);
  const [, verb, subject = ''] = pressShape.exec(textOf(press['data']) ?? '') ?? [];
  if (!chat || callbackId === undefined || !from || verb === undefined) return nothing;
  return { kind: 'press', botId, chat, callbackId, from, verb, subject };
}

function readMembership(membership: Json, { botId }: UpdatedBot): DeskIncoming {
  const chat = chatOf(membership['chat']);
  const status = textOf(objectOf(membership['new_chat_member'])?.['status']);
  if (!chat || status === undefined) return nothing;
  return { kind: 'membership', botId, chat, isIn: status !== 'left' && status !== 'kicked' };
}

function chatOf(value: unknown): DeskChat | undefined {
  const chat = objectOf(value);
  const id = integerOf(chat?.['id']);
  if (!chat || id === undefined) return undefined;
  const title = cleanLine(textOf(chat['title']) ?? '', 128);
  return { id: String(id), isPrivate: chat['type'] === 'private', title, isForum: chat['is_forum'] === true };
}
