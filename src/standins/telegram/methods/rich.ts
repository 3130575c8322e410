import { badRequest } from '../bot-api-error';
import { richMessage } from '../rich-message';
import { visibleWords } from '../rich-words';
import type { WireMessage } from '../wire';
import type { Call, Methods } from './call';
import { writableChat } from './chat-access';
import { draftFrame } from './messages';
import { newMessage } from './new-message';

function sendRichMessage(call: Call): WireMessage {
  const chat = writableChat(call);
  const rich = richMessage(call.params.json('rich_message'), { draft: false });
  return chat.add({ ...newMessage(call, chat), rich_message: rich }, 'bot');
}

function sendRichMessageDraft(call: Call): true {
  const chat = writableChat(call);
  const frame = draftFrame(call, chat);
  const rich = richMessage(call.params.json('rich_message'), { draft: true });
  if (rich.blocks.length === 0) throw badRequest('message text is empty');
  const thinks = rich.blocks.every(({ type }) => type === 'thinking');
  chat.showDraft({ ...frame, text: thinks ? '' : visibleWords(rich), entities: [], rich });
  return true;
}

/** Messages that are made of blocks. */
export const richMethods: Methods = {
  sendrichmessage: sendRichMessage,
  sendrichmessagedraft: sendRichMessageDraft,
};
