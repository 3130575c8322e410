import { badRequest, forbidden } from '../bot-api-error';
import type { Chat } from '../chat';
import { formatText, longestText, messageText } from '../formatted-text';
import type { WireEntity, WireMarkup, WireMessage } from '../wire';
import type { Call, Methods } from './call';

/** The chat a bot wants to write to, once it is sure that it may. */
export function writableChat(call: Call): Chat {
  const { bot, params, server } = call;
  if (!params.string('chat_id')) throw badRequest('chat_id is empty');
  const named = params.string('chat_id')?.startsWith('@');
  const chatId = named ? undefined : params.integer('chat_id');
  if (server.strangersWelcome && chatId !== undefined && chatId > 0) bot.openChat({ id: chatId, type: 'private' });
  const chat = bot.chat(chatId);
  if (chat.blocked)
    throw forbidden(
      chat.info.type === 'private' ? 'bot was blocked by the user' : 'bot was kicked from the supergroup chat',
    );
  return chat;
}

/** The thread a message goes to; a topic that is not there is refused. */
export function threadOf(call: Call, chat: Chat): number | undefined {
  const threadId = call.params.integer('message_thread_id');
  if (threadId && !chat.topics.has(threadId)) throw badRequest('message thread not found');
  return threadId || undefined;
}

/** The frame of every new message of a bot: id, date, author, thread, answer to, markup. */
export function newMessage(call: Call, chat: Chat): WireMessage {
  const { bot, params } = call;
  const threadId = threadOf(call, chat);
  const replyTo = repliedMessage(call, chat);
  const markup = params.markup();
  offerKeyboard(chat, markup);
  return {
    message_id: bot.takeMessageId(),
    from: bot.user(),
    chat: chat.info,
    date: Math.floor(Date.now() / 1000),
    ...(threadId ? { message_thread_id: threadId, is_topic_message: true as const } : {}),
    ...(replyTo ? { reply_to_message: replyTo } : {}),
    ...shownMarkup(markup),
  };
}

function repliedMessage({ params }: Call, chat: Chat): WireMessage | undefined {
  const reply = params.json('reply_parameters') as
    | { message_id?: number; allow_sending_without_reply?: boolean }
    | undefined;
  const messageId = reply?.message_id ?? params.integer('reply_to_message_id');
  if (messageId === undefined) return undefined;
  const found = chat.find(messageId)?.message;
  const lenient = reply?.allow_sending_without_reply || params.flag('allow_sending_without_reply');
  if (!found && !lenient) throw badRequest('message to be replied not found');
  if (!found) return undefined;
  const { reply_to_message: _nested, ...message } = found;
  return message;
}

function offerKeyboard(chat: Chat, markup: WireMarkup | undefined): void {
  const label = (button: string | { text: string }) => (typeof button === 'string' ? button : button.text);
  if (markup?.keyboard) chat.offer(markup.keyboard.map((row) => row.map(label)));
  else if (markup?.remove_keyboard) chat.offer([]);
}

/** Only buttons under a message are part of it. */
function shownMarkup(markup: WireMarkup | undefined): { reply_markup?: WireMarkup } {
  return markup?.inline_keyboard ? { reply_markup: { inline_keyboard: markup.inline_keyboard } } : {};
}

function textRequest({ params }: Call, name: string) {
  return {
    text: params.string(name) ?? '',
    parseMode: params.string('parse_mode'),
    entities: params.json('entities') as WireEntity[] | undefined,
  };
}

function sendMessage(call: Call): WireMessage {
  const chat = writableChat(call);
  const { text, entities } = messageText(textRequest(call, 'text'));
  const preview = call.params.json('link_preview_options');
  const message = {
    ...newMessage(call, chat),
    text,
    ...(entities.length > 0 ? { entities } : {}),
    ...(preview ? { link_preview_options: preview } : {}),
  };
  return chat.add(message, 'bot');
}

function sendMessageDraft(call: Call): true {
  const chat = writableChat(call);
  const draftId = call.params.integer('draft_id');
  if (chat.info.type !== 'private') throw badRequest('message drafts can be sent only to private chats');
  if (!draftId) throw badRequest('draft_id must be non-zero');
  const threadId = threadOf(call, chat);
  const { text, entities } = formatText(textRequest(call, 'text'));
  if (text.length > longestText) throw badRequest('message is too long');
  const canStop = call.params.flag('can_stop');
  chat.showDraft({ draftId, at: Date.now(), text, entities, canStop, ...(threadId ? { threadId } : {}) });
  return true;
}

/** The bot's own message that is to be changed. */
function ownMessage(call: Call, chat: Chat): WireMessage {
  const entry = chat.find(call.params.integer('message_id') ?? 0);
  if (!entry) throw badRequest('message to edit not found');
  if (entry.sender !== 'bot') throw badRequest("message can't be edited");
  return entry.message;
}

function editMessageText(call: Call): WireMessage {
  const chat = writableChat(call);
  const old = ownMessage(call, chat);
  if (old.text === undefined) throw badRequest('there is no text in the message to edit');
  const { text, entities } = messageText(textRequest(call, 'text'));
  const { entities: _entities, reply_markup: _markup, ...rest } = old;
  const edited = { ...rest, text, ...(entities.length > 0 ? { entities } : {}), ...shownMarkup(call.params.markup()) };
  return saveEdit(chat, old, edited);
}

function editMessageReplyMarkup(call: Call): WireMessage {
  const chat = writableChat(call);
  const old = ownMessage(call, chat);
  const { reply_markup: _markup, ...rest } = old;
  return saveEdit(chat, old, { ...rest, ...shownMarkup(call.params.markup()) });
}

function saveEdit(chat: Chat, old: WireMessage, edited: WireMessage): WireMessage {
  const content = ({ text, entities, reply_markup }: WireMessage) =>
    JSON.stringify([text, entities ?? [], reply_markup]);
  if (content(old) === content(edited)) {
    const why =
      'specified new message content and reply markup are exactly the same as a current content and reply markup of the message';
    throw badRequest(`message is not modified: ${why}`);
  }
  return chat.replace({ ...edited, edit_date: Math.floor(Date.now() / 1000) });
}

function deleteMessage(call: Call): true {
  writableChat(call).delete(call.params.integer('message_id') ?? 0);
  return true;
}

function deleteMessages(call: Call): true {
  const chat = writableChat(call);
  for (const id of (call.params.json('message_ids') as number[] | undefined) ?? []) if (chat.find(id)) chat.delete(id);
  return true;
}

const action =
  /^(typing|choose_sticker|find_location|upload_(photo|document)|(record|upload)_(video|voice|video_note))$/;

function sendChatAction(call: Call): true {
  const chat = writableChat(call);
  const shown = call.params.string('action') ?? '';
  if (!action.test(shown)) throw badRequest('wrong parameter action in request');
  threadOf(call, chat);
  chat.tell({ type: 'action', action: shown });
  return true;
}

function answerCallbackQuery({ bot, params }: Call): true {
  const id = params.string('callback_query_id') ?? '';
  const chatId = bot.openCallbacks.get(id);
  if (chatId === undefined) {
    throw badRequest('query is too old and response timeout expired or query ID is invalid');
  }
  bot.openCallbacks.delete(id);
  bot.chats.get(chatId)?.tell({ type: 'answer', text: params.string('text') ?? '', alert: params.flag('show_alert') });
  return true;
}

/** Words, and what is done to them later. */
export const messageMethods: Methods = {
  sendmessage: sendMessage,
  sendmessagedraft: sendMessageDraft,
  editmessagetext: editMessageText,
  editmessagereplymarkup: editMessageReplyMarkup,
  deletemessage: deleteMessage,
  deletemessages: deleteMessages,
  sendchataction: sendChatAction,
  answercallbackquery: answerCallbackQuery,
  setmessagereaction: (call) => writableChat(call) && true,
};
