import type { Attachment } from '../dialogues/dialogues';
import type { NewInboxItem } from '../dialogues/inbox-item';
import { cleanLine, cleanText } from '../infra/clean-text';
import { withoutInviteSecrets } from '../people/invite-secrets';
import { attachmentOf } from './attachments.rules';
import { integerOf, type Json, objectOf, textOf } from './json';
import { checkoutPayerOf, checkoutQueue } from './payments/payment-update.rules';

/** The Telegram user who wrote or pressed. */
export interface Sender {
  readonly id: string;
  readonly username: string | null;
  readonly displayName: string;
  readonly language: string | null;
}

/** What an update means to us. Chat ids are texts; in private chats the chat's id is the user's. */
export type Incoming =
  | {
      readonly kind: 'message';
      readonly chatId: string;
      readonly messageId: number;
      readonly from: Sender;
      readonly text: string;
      readonly attachments: readonly Attachment[];
      /** Telegram's id of the message that it answers. */
      readonly replyTo: number | null;
      /** The piece of that message that the user marked. */
      readonly quote: string | null;
    }
  | { readonly kind: 'edit'; readonly chatId: string; readonly messageId: number; readonly text: string }
  | {
      readonly kind: 'press';
      readonly chatId: string;
      readonly callbackId: string;
      readonly from: Sender;
      /** The command that the button stands for. */
      readonly text: string;
    }
  | {
      readonly kind: 'feedback';
      readonly chatId: string;
      readonly callbackId: string;
      /** The answer that it is about. */
      readonly messageId: number;
      readonly helpful: boolean;
      readonly language: string | null;
    }
  | { readonly kind: 'membership'; readonly chatId: string; readonly reachable: boolean }
  | {
      readonly kind: 'ignored';
      readonly reason: string;
      /** A press that means nothing to us any more wants to be answered all the same. */
      readonly stalePress?: { readonly callbackId: string; readonly language: string | null };
    };

// Telegram's longest.
const longestQuote = 1_024;

/** The kinds of updates that we ask Telegram for. */
export const wantedUpdates = [
  'message',
  'edited_message',
  'callback_query',
  'my_chat_member',
  'stopped_message_generation',
  'pre_checkout_query',
] as const;

/** The number of an update, or undefined when it is not one that Telegram could have given. */
export function updateIdOf(update: unknown): number | undefined {
  const id = integerOf(objectOf(update)?.['update_id']);
  return id !== undefined && id >= 0 ? id : undefined;
}

/** The chat that an update belongs to, as far as it can be told: what happens in one chat is handled in order. */
export function chatIdOf(update: unknown): number | undefined {
  const fields = objectOf(update);
  const happened = wantedUpdates.map((kind) => objectOf(fields?.[kind])).find((one) => one !== undefined);
  const chat = objectOf((objectOf(happened?.['message']) ?? happened)?.['chat']);
  return integerOf(chat?.['id']);
}

/**
 * An update as it waits in the inbox: the chat's lane keeps the order, the update's number tells a repeat. A wish to pay does
 * not wait behind anything. Secrets of invitations are not kept.
 */
export function inboxItemOf(botId: string, updateId: number, update: unknown): NewInboxItem {
  const payer = checkoutPayerOf(update);
  const lane = payer === undefined ? `${botId}:${chatIdOf(update) ?? 'other'}` : `${botId}:checkout:${payer}`;
  const queue = payer === undefined ? {} : { queue: checkoutQueue };
  return {
    lane,
    ...queue,
    source: 'telegram',
    botId,
    dedupeKey: `${botId}:${updateId}`,
    payload: withoutSecrets(update),
  };
}

/** Where texts of people are in an update. */
const withTexts = ['message', 'edited_message', 'callback_query', 'reply_to_message', 'external_reply', 'quote'];

function withoutSecrets(part: unknown): unknown {
  const fields = objectOf(part);
  if (!fields) return part;
  const changed = Object.entries(fields).flatMap(([name, value]): [string, unknown][] => {
    const harmless = typeof value === 'string' ? withoutInviteSecrets(value) : value;
    const inner = withTexts.includes(name) ? withoutSecrets(value) : harmless;
    return inner === value ? [] : [[name, inner]];
  });
  return changed.length > 0 ? { ...fields, ...Object.fromEntries(changed) } : part;
}

/** Reads an update; what is not for us is ignored with the reason. */
export function parseUpdate(update: unknown, bot: { readonly username: string | null }): Incoming {
  const fields = objectOf(update) ?? {};
  const message = objectOf(fields['message']);
  if (message) return readMessage(message, bot);
  const edited = objectOf(fields['edited_message']);
  if (edited) return readEdit(edited);
  const press = objectOf(fields['callback_query']);
  if (press) return readPress(press);
  const membership = objectOf(fields['my_chat_member']);
  if (membership) return readMembership(membership);
  if (stopOf(update)) return ignored('wish to stop an answer, told when it came');
  return ignored('unknown kind of update');
}

/** The draft that a user wants to see no more of, where that is what an update says. */
export function stopOf(update: unknown): { readonly chatId: string; readonly draft: string } | undefined {
  const stopped = objectOf(objectOf(update)?.['stopped_message_generation']);
  const chatId = integerOf(objectOf(stopped?.['chat'])?.['id']);
  const draft = integerOf(stopped?.['draft_id']);
  return chatId === undefined || draft === undefined ? undefined : { chatId: String(chatId), draft: String(draft) };
}

function readMessage(message: Json, bot: { readonly username: string | null }): Incoming {
  const place = placeOf(message);
  if ('reason' in place) return place;
  const attachment = attachmentOf(message);
  const written = writtenIn(message);
  if (written === undefined && !attachment) return ignored('service message');
  const text = ownCommand(written ?? '', bot.username);
  if (text === undefined) return ignored('command for another bot');
  const replyTo = integerOf(objectOf(message['reply_to_message'])?.['message_id']) ?? null;
  return {
    kind: 'message',
    ...place,
    text,
    attachments: attachment ? [attachment] : [],
    replyTo,
    quote: quoteOf(message),
  };
}

/** The piece of the answered message that somebody marked; where nobody marked one Telegram may say the beginning of it. */
export function quoteOf(message: Json): string | null {
  const quote = objectOf(message['quote']);
  return (quote?.['is_manual'] === true && textOf(quote['text'])?.slice(0, longestQuote)) || null;
}

function readEdit(message: Json): Incoming {
  const place = placeOf(message);
  if ('reason' in place) return place;
  const written = writtenIn(message);
  // A location that moves comes as an edit, too.
  if (written === undefined) return ignored('edit without text');
  return { kind: 'edit', chatId: place.chatId, messageId: place.messageId, text: written };
}

/** A button's action, "language:ru", is the command "/language ru". */
const actions = /^([a-z_]{1,32})(?::([\w-]{1,48}))?$/;

function readPress(press: Json): Incoming {
  const callbackId = textOf(press['id']);
  const from = senderOf(press['from']);
  if (callbackId === undefined || !from) return ignored('press without id or person');
  const action = actions.exec(textOf(press['data']) ?? '');
  if (!action || !isOwnChat(press, from)) {
    return { ...ignored('press of a button that is not ours'), stalePress: { callbackId, language: from.language } };
  }
  const [, command, argument] = action;
  const pressed = { chatId: from.id, callbackId };
  const messageId = integerOf(objectOf(press['message'])?.['message_id']);
  if (command === 'feedback' && messageId !== undefined) {
    return { kind: 'feedback', ...pressed, messageId, helpful: argument === 'up', language: from.language };
  }
  const text = argument === undefined ? `/${command}` : `/${command} ${argument}`;
  return { kind: 'press', ...pressed, from, text };
}

/** Whether a button was pressed by the one whose private chat it is in. */
function isOwnChat(press: Json, from: Sender): boolean {
  const chat = objectOf(objectOf(press['message'])?.['chat']);
  return chat?.['type'] === 'private' && String(chat['id']) === from.id;
}

function readMembership(membership: Json): Incoming {
  const chat = objectOf(membership['chat']);
  const chatId = integerOf(chat?.['id']);
  if (chatId === undefined || chat?.['type'] !== 'private') return ignored('not a private chat');
  const status = objectOf(membership['new_chat_member'])?.['status'];
  if (status !== 'member' && status !== 'kicked') return ignored('unknown membership');
  return { kind: 'membership', chatId: String(chatId), reachable: status === 'member' };
}

type Ignored = Extract<Incoming, { kind: 'ignored' }>;

function ignored(reason: string): Ignored {
  return { kind: 'ignored', reason };
}

/** Who wrote where: a person, in a private chat. Bots are not answered, lest two of them talk for ever. */
function placeOf(message: Json): { chatId: string; messageId: number; from: Sender } | Ignored {
  const chat = objectOf(message['chat']);
  if (chat?.['type'] !== 'private') return ignored('not a private chat');
  if (objectOf(message['from'])?.['is_bot'] === true) return ignored('written by a bot');
  const chatId = integerOf(chat['id']);
  const messageId = integerOf(message['message_id']);
  const from = senderOf(message['from']);
  if (chatId === undefined || messageId === undefined || !from) return ignored('message without chat, id or person');
  return { chatId: String(chatId), messageId, from };
}

/** Who a person in an update is; undefined for bots and for nobody. */
export function senderOf(value: unknown): Sender | undefined {
  const person = objectOf(value);
  const id = integerOf(person?.['id']);
  if (!person || id === undefined || person['is_bot'] === true) return undefined;
  const username = cleanLine(textOf(person['username']) ?? '', 64) || null;
  const displayName = nameOf(person) || (username ?? String(id));
  return { id: String(id), username, displayName, language: languageOf(person) };
}

function nameOf(person: Json): string {
  const names = [textOf(person['first_name']), textOf(person['last_name'])];
  return cleanLine(names.filter(Boolean).join(' '), 128);
}

function languageOf(person: Json): string | null {
  const language = textOf(person['language_code']) ?? '';
  return /^[a-z]{2,3}(-[a-z0-9]{1,8})*$/i.test(language) ? language : null;
}

/** The text or caption without what cannot be seen; empty when there was nothing else in it. */
export function writtenIn(message: Json): string | undefined {
  const written = textOf(message['text']) ?? textOf(message['caption']);
  return written === undefined ? undefined : cleanText(written).trim();
}

/** The text without the name of our bot behind a command ("/help@our_bot"), or undefined when it names another bot. */
export function ownCommand(text: string, username: string | null): string | undefined {
  const command = /^(\/\w{1,64})@(\w{1,64})(?!\w)/.exec(text);
  if (!command) return text;
  const [whole, name = '', named] = command;
  if (username !== null && named?.toLowerCase() !== username.toLowerCase()) return undefined;
  return name + text.slice(whole.length);
}
