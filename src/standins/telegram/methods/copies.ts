import { randomInt } from 'node:crypto';
import { badRequest } from '../bot-api-error';
import type { Chat, ChatMessage } from '../chat';
import { hasCaption, mediaKindOf } from '../media';
import type { WireMessage } from '../wire';
import type { Call, Methods } from './call';
import { readableChat, writableChat } from './chat-access';
import { newMessage, shownCaption, textRequest } from './new-message';

/** What of a message travels when it is copied or forwarded. */
function contentOf(message: WireMessage): Partial<WireMessage> {
  const { text, entities, rich_message, caption, caption_entities, link_preview_options } = message;
  const kind = mediaKindOf(message);
  const document = kind === 'animation' ? { document: message.document } : {};
  const parts = { text, entities, rich_message, caption, caption_entities, link_preview_options, ...document };
  const media = kind ? { [kind]: message[kind] } : {};
  return Object.fromEntries(Object.entries({ ...parts, ...media }).filter(([, value]) => value !== undefined));
}

function source(call: Call, refusal: string): ChatMessage {
  const from = readableChat(call, 'from_chat_id');
  const entry = from.find(call.params.integer('message_id') ?? 0);
  if (!entry) throw badRequest(refusal);
  return entry;
}

/** The ids of a call that takes many messages, in the order in which they must be said. */
function sources(call: Call, refusal: string): ChatMessage[] {
  const from = readableChat(call, 'from_chat_id');
  const ids = (call.params.json('message_ids') as number[] | undefined) ?? [];
  if (ids.length === 0 || ids.length > 100) throw badRequest('message identifiers are not specified');
  if (ids.some((id, index) => index > 0 && id <= (ids[index - 1] ?? 0))) {
    throw badRequest('message identifiers must be in a strictly increasing order');
  }
  const found = ids.map((id) => from.find(id)).filter((entry) => entry !== undefined && entry.sender !== 'service');
  if (found.length === 0) throw badRequest(refusal);
  return found.filter((entry) => entry !== undefined);
}

/** Albums stay together, under a number of their own. */
function albums(entries: readonly ChatMessage[]): ReadonlyMap<string, string> {
  const groups = entries.map(({ message }) => message.media_group_id).filter((id) => id !== undefined);
  return new Map(groups.map((id) => [id, String(randomInt(2 ** 47))]));
}

function albumOf({ message }: ChatMessage, all: ReadonlyMap<string, string>): Partial<WireMessage> {
  const album = all.get(message.media_group_id ?? '');
  return album === undefined ? {} : { media_group_id: album };
}

function copyMessage(call: Call): { message_id: number } {
  const chat = writableChat(call);
  const { message, sender } = source(call, 'message to copy not found');
  if (sender === 'service') throw badRequest("message can't be copied");
  const content = contentOf(message);
  const kind = mediaKindOf(message);
  if (call.params.string('caption') !== undefined && kind && hasCaption(kind)) {
    delete content.caption;
    delete content.caption_entities;
    Object.assign(content, shownCaption(textRequest(call, 'caption')));
  }
  const { message_id } = chat.add({ ...newMessage(call, chat), ...content }, 'bot');
  return { message_id };
}

function copyMessages(call: Call): { message_id: number }[] {
  const chat = writableChat(call);
  const entries = sources(call, 'message to copy not found');
  const together = albums(entries);
  return entries.map((entry) => {
    const content = contentOf(entry.message);
    if (call.params.flag('remove_caption')) delete content.caption;
    const { message_id } = chat.add({ ...newMessage(call, chat), ...albumOf(entry, together), ...content }, 'bot');
    return { message_id };
  });
}

function forwarded(call: Call, chat: Chat, { message }: ChatMessage): WireMessage {
  const { from, date, forward_origin } = message;
  const origin = forward_origin ?? { type: 'user', sender_user: from, date };
  return { ...newMessage(call, chat), forward_origin: origin, ...contentOf(message) };
}

function forwardMessage(call: Call): WireMessage {
  const chat = writableChat(call);
  const entry = source(call, 'message to forward not found');
  if (entry.sender === 'service') throw badRequest("message can't be forwarded");
  return chat.add(forwarded(call, chat, entry), 'bot');
}

function forwardMessages(call: Call): { message_id: number }[] {
  const chat = writableChat(call);
  const entries = sources(call, 'message to forward not found');
  const together = albums(entries);
  return entries.map((entry) => {
    const { message_id } = chat.add({ ...forwarded(call, chat, entry), ...albumOf(entry, together) }, 'bot');
    return { message_id };
  });
}

/** Messages of one chat in another. */
export const copyMethods: Methods = {
  copymessage: copyMessage,
  copymessages: copyMessages,
  forwardmessage: forwardMessage,
  forwardmessages: forwardMessages,
};
