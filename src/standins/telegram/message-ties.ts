import type { Chat } from './chat';
import type { WireMessage, WireQuote } from './wire';

/** What a new message hangs on: a topic, a message that it answers, a piece of that message. */
export interface Ties {
  readonly threadId?: number | undefined;
  readonly replyTo?: WireMessage | undefined;
  readonly quote?: WireQuote | undefined;
}

/**
 * The members of a message that say what it hangs on. As on the real server a message in a topic always answers
 * something: the note that opened the topic, when nothing else; and an answer outside of topics bears the id of the
 * first message of its chain as thread, without being a topic message.
 */
export function tied(chat: Chat, { threadId, replyTo, quote }: Ties): Partial<WireMessage> {
  const here = replyTo?.chat.id === chat.info.id ? replyTo : undefined;
  const topicId = knownTopic(chat, threadId ?? here?.message_thread_id);
  if (topicId === undefined) return { ...chainOf(chat, here), ...answer(replyTo, here, quote) };
  const near = here?.message_thread_id === topicId ? here : undefined;
  const inTopic = { message_thread_id: topicId, is_topic_message: true as const };
  return { ...inTopic, ...rootOf(chat, topicId), ...answer(replyTo, near, quote) };
}

/** A message of the same topic is shown whole; of one from elsewhere it is only said where it came from. */
function answer(replyTo: WireMessage | undefined, near: WireMessage | undefined, quote: WireQuote | undefined) {
  if (!replyTo) return {};
  const shown = near ? { reply_to_message: withoutReply(near) } : { external_reply: fromElsewhere(replyTo) };
  return quote ? { ...shown, quote } : shown;
}

/** The piece of a message with these words, the one nearest to where it is said to be; undefined when it is not there. */
export function quoteFrom(message: WireMessage, words: string, position = 0): WireQuote | undefined {
  const source = message.text ?? message.caption ?? '';
  const after = source.indexOf(words, position);
  const before = source.lastIndexOf(words, position);
  if (words === '' || (after < 0 && before < 0)) return undefined;
  const nearest = before < 0 || (after >= 0 && after - position < position - before) ? after : before;
  return { text: words, position: nearest, is_manual: true };
}

/** A message as it stands inside another one. */
export function withoutReply(message: WireMessage): WireMessage {
  const { reply_to_message: _nested, ...rest } = message;
  return rest;
}

function knownTopic(chat: Chat, threadId: number | undefined): number | undefined {
  return threadId !== undefined && chat.topics.has(threadId) ? threadId : undefined;
}

function rootOf(chat: Chat, topicId: number): Partial<WireMessage> {
  const root = chat.find(topicId)?.message;
  return root ? { reply_to_message: root } : {};
}

function chainOf(chat: Chat, answered: WireMessage | undefined): Partial<WireMessage> {
  if (!answered || chat.info.type !== 'supergroup') return {};
  return { message_thread_id: answered.message_thread_id ?? answered.message_id };
}

function fromElsewhere({ from, date, chat, message_id }: WireMessage): Record<string, unknown> {
  const origin = { type: 'user', sender_user: from, date };
  return chat.type === 'supergroup' ? { origin, chat, message_id } : { origin };
}
