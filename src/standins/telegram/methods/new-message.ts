import { badRequest } from '../bot-api-error';
import type { Chat } from '../chat';
import { captionText, formatText, type TextRequest } from '../formatted-text';
import { mayDo } from '../membership';
import { quoteFrom, tied } from '../message-ties';
import type { WireEntity, WireMarkup, WireMessage, WireQuote } from '../wire';
import type { Call } from './call';

/** What a call says of the message that the new one answers. */
interface ReplyParameters {
  readonly message_id?: number;
  readonly chat_id?: number;
  readonly allow_sending_without_reply?: boolean;
  readonly quote?: string;
  readonly quote_parse_mode?: string;
  readonly quote_position?: number;
}

/** The frame of every new message of a bot: id, date, author, topic, what it answers, markup. */
export function newMessage(call: Call, chat: Chat): WireMessage {
  const { bot, params } = call;
  const { replyTo, quote } = answered(call, chat);
  const ties = tied(chat, { threadId: threadOf(call, chat), replyTo, quote });
  refuseClosed(call, chat, ties);
  const markup = params.markup();
  offerKeyboard(chat, markup);
  return {
    message_id: bot.takeMessageId(chat),
    from: bot.user(),
    chat: chat.info,
    date: Math.floor(Date.now() / 1000),
    ...ties,
    ...shownMarkup(markup),
  };
}

/** The thread a message goes to; a topic that is not there is refused, and General is not one. */
export function threadOf(call: Call, chat: Chat): number | undefined {
  const threadId = call.params.integer('message_thread_id');
  if (threadId && !chat.topics.has(threadId)) throw badRequest('message thread not found');
  return threadId || undefined;
}

/** Only buttons under a message are part of it. */
export function shownMarkup(markup: WireMarkup | undefined): { reply_markup?: WireMarkup } {
  return markup?.inline_keyboard ? { reply_markup: { inline_keyboard: markup.inline_keyboard } } : {};
}

/** A text of a call with what is said about it. */
export function textRequest({ params }: Call, name: 'text' | 'caption'): TextRequest {
  return {
    text: params.string(name) ?? '',
    parseMode: params.string('parse_mode'),
    entities: params.json(name === 'text' ? 'entities' : 'caption_entities') as WireEntity[] | undefined,
  };
}

/** The words under a file, as a message shows them. */
export function shownCaption(request: TextRequest): Pick<WireMessage, 'caption' | 'caption_entities'> {
  const { text, entities } = captionText(request);
  if (!text) return {};
  return { caption: text, ...(entities.length > 0 ? { caption_entities: entities } : {}) };
}

/** The server looks for the answered message before it looks for the topic. */
function answered({ bot, params }: Call, chat: Chat): { replyTo?: WireMessage; quote?: WireQuote } {
  const reply = (params.json('reply_parameters') ?? {}) as ReplyParameters;
  const messageId = reply.message_id ?? params.integer('reply_to_message_id');
  if (messageId === undefined) return {};
  const where = reply.chat_id === undefined ? chat : bot.chat(reply.chat_id);
  const replyTo = where.find(messageId)?.message;
  if (replyTo) return { replyTo, ...quoted(reply, replyTo) };
  const lenient = reply.allow_sending_without_reply || params.flag('allow_sending_without_reply');
  if (!lenient || where !== chat) throw badRequest('message to be replied not found');
  return {};
}

function quoted(reply: ReplyParameters, message: WireMessage): { quote?: WireQuote } {
  if (!reply.quote) return {};
  const { text } = formatText({ text: reply.quote, parseMode: reply.quote_parse_mode });
  const quote = quoteFrom(message, text, reply.quote_position);
  if (!quote || text.length > 1024) throw badRequest('QUOTE_TEXT_INVALID');
  return { quote };
}

function refuseClosed({ bot }: Call, chat: Chat, ties: Partial<WireMessage>): void {
  const topic = ties.is_topic_message ? chat.topics.get(ties.message_thread_id ?? 0) : undefined;
  if (!topic?.closed || topic.openedBy === bot.id) return;
  if (!mayDo(bot.membershipIn(chat), 'can_manage_topics')) throw badRequest('TOPIC_CLOSED');
}

function offerKeyboard(chat: Chat, markup: WireMarkup | undefined): void {
  const label = (button: string | { text: string }) => (typeof button === 'string' ? button : button.text);
  if (markup?.keyboard) chat.offer(markup.keyboard.map((row) => row.map(label)));
  else if (markup?.remove_keyboard) chat.offer([]);
}
