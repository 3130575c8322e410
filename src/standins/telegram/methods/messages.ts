import { badRequest } from '../bot-api-error';
import type { Chat, Draft } from '../chat';
import { formatText, longestText, messageText } from '../formatted-text';
import type { WireMessage } from '../wire';
import type { Call, Methods } from './call';
import { writableChat } from './chat-access';
import { newMessage, textRequest, threadOf } from './new-message';

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

/** What every draft says of itself, but for its words. */
export function draftFrame(call: Call, chat: Chat): Omit<Draft, 'text' | 'entities'> {
  const draftId = call.params.integer('draft_id');
  if (chat.info.type !== 'private') throw badRequest('message drafts can be sent only to private chats');
  if (!draftId) throw badRequest('draft_id must be non-zero');
  const threadId = threadOf(call, chat);
  const canStop = call.params.flag('can_stop');
  const keepOnStop = call.params.flag('keep_on_stop');
  return { draftId, at: Date.now(), canStop, keepOnStop, ...(threadId ? { threadId } : {}) };
}

function sendMessageDraft(call: Call): true {
  const chat = writableChat(call);
  const frame = draftFrame(call, chat);
  const { text, entities } = formatText(textRequest(call, 'text'));
  if (text.length > longestText) throw badRequest('message is too long');
  chat.showDraft({ ...frame, text, entities });
  return true;
}

const action =
  /^(typing|choose_sticker|find_location|upload_(photo|document)|(record|upload)_(video|voice|video_note))$/;

/** A topic that is not there is no fault here, as on the real server. */
function sendChatAction(call: Call): true {
  const chat = writableChat(call);
  const shown = call.params.string('action') ?? '';
  if (!action.test(shown)) throw badRequest('wrong parameter action in request');
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

/** Words, and what is shown while they are written. */
export const messageMethods: Methods = {
  sendmessage: sendMessage,
  sendmessagedraft: sendMessageDraft,
  sendchataction: sendChatAction,
  answercallbackquery: answerCallbackQuery,
};
