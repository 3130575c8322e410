import { badRequest } from '../bot-api-error';
import type { Chat, ChatMessage } from '../chat';
import { messageText } from '../formatted-text';
import { hasCaption, mediaKindOf } from '../media';
import { mayDo } from '../membership';
import { richMessage } from '../rich-message';
import type { WireMessage } from '../wire';
import type { Call, Methods } from './call';
import { writableChat } from './chat-access';
import { shownCaption, shownMarkup, textRequest } from './new-message';

/** The bot's own message that is to be changed. */
export function ownMessage(call: Call, chat: Chat): WireMessage {
  const entry = chat.find(call.params.integer('message_id') ?? 0);
  if (!entry) throw badRequest('message to edit not found');
  if (entry.sender !== 'bot') throw badRequest("message can't be edited");
  return entry.message;
}

/** Puts the new version of a message into its place, unless nothing about it is new. */
export function saveEdit(chat: Chat, old: WireMessage, edited: WireMessage): WireMessage {
  if (contentOf(old) === contentOf(edited)) {
    const why =
      'specified new message content and reply markup are exactly the same as a current content and reply markup of the message';
    throw badRequest(`message is not modified: ${why}`);
  }
  return chat.replace({ ...edited, edit_date: Math.floor(Date.now() / 1000) });
}

function contentOf(message: WireMessage): string {
  const { text, entities, rich_message, caption, caption_entities, reply_markup } = message;
  const kind = mediaKindOf(message);
  const media = kind && message[kind];
  return JSON.stringify([text, entities ?? [], rich_message, caption, caption_entities ?? [], media, reply_markup]);
}

function editMessageText(call: Call): WireMessage {
  const chat = writableChat(call);
  const old = ownMessage(call, chat);
  if (old.text === undefined && !old.rich_message) throw badRequest('there is no text in the message to edit');
  const { text: _text, entities: _entities, rich_message: _rich, reply_markup: _markup, ...rest } = old;
  return saveEdit(chat, old, { ...rest, ...wordsOf(call), ...shownMarkup(call.params.markup()) });
}

/** What a message says from now on: plain or rich, whatever it was before. */
function wordsOf(call: Call): Pick<WireMessage, 'text' | 'entities' | 'rich_message'> {
  const rich = call.params.json('rich_message');
  if (rich !== undefined) return { rich_message: richMessage(rich, { draft: false }) };
  const { text, entities } = messageText(textRequest(call, 'text'));
  return { text, ...(entities.length > 0 ? { entities } : {}) };
}

function editMessageCaption(call: Call): WireMessage {
  const chat = writableChat(call);
  const old = ownMessage(call, chat);
  const kind = mediaKindOf(old);
  if (!kind || !hasCaption(kind)) throw badRequest('there is no caption in the message to edit');
  const { caption: _caption, caption_entities: _entities, reply_markup: _markup, ...rest } = old;
  const said = shownCaption(textRequest(call, 'caption'));
  return saveEdit(chat, old, { ...rest, ...said, ...shownMarkup(call.params.markup()) });
}

function editMessageReplyMarkup(call: Call): WireMessage {
  const chat = writableChat(call);
  const old = ownMessage(call, chat);
  const { reply_markup: _markup, ...rest } = old;
  return saveEdit(chat, old, { ...rest, ...shownMarkup(call.params.markup()) });
}

function deleteMessage(call: Call): true {
  const chat = writableChat(call);
  const entry = chat.find(call.params.integer('message_id') ?? 0);
  if (!entry) throw badRequest('message to delete not found');
  refuseKept(call, chat, entry);
  chat.delete(entry.message.message_id);
  return true;
}

/** Those that are not there are passed over. */
function deleteMessages(call: Call): true {
  const chat = writableChat(call);
  const ids = (call.params.json('message_ids') as number[] | undefined) ?? [];
  const entries = ids.map((id) => chat.find(id)).filter((entry) => entry !== undefined);
  for (const entry of entries) refuseKept(call, chat, entry);
  for (const { message } of entries) chat.delete(message.message_id);
  return true;
}

/** The note that opened a topic stays, and so does what others wrote in a group where the bot has not that right. */
function refuseKept({ bot }: Call, chat: Chat, { message }: ChatMessage): void {
  const own = message.from?.id === bot.id || chat.info.type === 'private';
  const allowed = own || mayDo(bot.membershipIn(chat), 'can_delete_messages');
  if (!allowed || message.forum_topic_created !== undefined) throw badRequest("message can't be deleted");
}

/** What is done to messages later. */
export const editMethods: Methods = {
  editmessagetext: editMessageText,
  editmessagecaption: editMessageCaption,
  editmessagereplymarkup: editMessageReplyMarkup,
  deletemessage: deleteMessage,
  deletemessages: deleteMessages,
};
