import { badRequest } from '../bot-api-error';
import type { Chat, Topic } from '../chat';
import type { Call, Method, Methods } from './call';
import { writableChat } from './messages';

const topicColours = [7322096, 16766590, 13338331, 9367192, 16749490, 16478047];

function forum(call: Call): Chat {
  const chat = writableChat(call);
  if (!chat.info.is_forum) throw badRequest('the chat is not a forum');
  return chat;
}

function topicOf(call: Call): { chat: Chat; topic: Topic } {
  const chat = forum(call);
  const topic = chat.topics.get(call.params.integer('message_thread_id') ?? 0);
  if (!topic) throw badRequest('TOPIC_ID_INVALID');
  return { chat, topic };
}

function topicName(call: Call): string {
  const name = call.params.string('name')?.trim() ?? '';
  if (name === '') throw badRequest('topic name must be non-empty');
  return name.slice(0, 128);
}

/** A note of the server in the chat, for example that a topic was opened; its id is the thread's id. */
function note(call: Call, chat: Chat, content: Record<string, unknown> & { threadId?: number }): number {
  const { threadId, ...said } = content;
  const messageId = call.bot.takeMessageId();
  const thread = { message_thread_id: threadId ?? messageId, is_topic_message: true as const };
  const date = Math.floor(Date.now() / 1000);
  chat.add({ message_id: messageId, from: call.bot.user(), chat: chat.info, date, ...thread, ...said }, 'service');
  return messageId;
}

function createForumTopic(call: Call): Record<string, unknown> {
  const chat = forum(call);
  const name = topicName(call);
  const iconColor =
    call.params.integer('icon_color') ?? topicColours[chat.topics.size % topicColours.length] ?? 7322096;
  if (!topicColours.includes(iconColor)) throw badRequest('TOPIC_ICON_COLOR_INVALID');
  const icon = call.params.string('icon_custom_emoji_id');
  const created = { name, icon_color: iconColor, ...(icon ? { icon_custom_emoji_id: icon } : {}) };
  const threadId = note(call, chat, { forum_topic_created: created });
  chat.topics.set(threadId, { threadId, name, iconColor, closed: false, ...(icon ? { iconEmojiId: icon } : {}) });
  return { message_thread_id: threadId, ...created };
}

function editForumTopic(call: Call): true {
  const { chat, topic } = topicOf(call);
  const name = call.params.string('name') ? topicName(call) : topic.name;
  const icon = call.params.string('icon_custom_emoji_id') ?? topic.iconEmojiId;
  if (name === topic.name && icon === topic.iconEmojiId) throw badRequest('TOPIC_NOT_MODIFIED');
  topic.name = name;
  if (icon !== undefined) topic.iconEmojiId = icon;
  note(call, chat, { threadId: topic.threadId, forum_topic_edited: { name } });
  return true;
}

function setClosed(closed: boolean): Method {
  return (call) => {
    const { chat, topic } = topicOf(call);
    if (topic.closed === closed) throw badRequest('TOPIC_NOT_MODIFIED');
    topic.closed = closed;
    note(call, chat, { threadId: topic.threadId, [closed ? 'forum_topic_closed' : 'forum_topic_reopened']: {} });
    return true;
  };
}

function deleteForumTopic(call: Call): true {
  const { chat, topic } = topicOf(call);
  for (const { message, deleted } of chat.history()) {
    if (!deleted && message.message_thread_id === topic.threadId) chat.delete(message.message_id);
  }
  chat.topics.delete(topic.threadId);
  return true;
}

function getChat(call: Call): Record<string, unknown> {
  const chat = call.bot.chat(call.params.integer('chat_id'));
  return { ...chat.info, accent_color_id: 0, max_reaction_count: 11, accepted_gift_types: {} };
}

function getChatMember(call: Call): Record<string, unknown> {
  const chat = call.bot.chat(call.params.integer('chat_id'));
  const userId = call.params.integer('user_id');
  if (userId === call.bot.id) return { status: 'administrator', user: call.bot.user(), can_manage_topics: true };
  const author = chat.history().find((entry) => entry.message.from?.id === userId)?.message.from;
  if (!author) throw badRequest('user not found');
  return { status: 'member', user: author };
}

/** Chats and the topics of forums. */
export const chatMethods: Methods = {
  createforumtopic: createForumTopic,
  editforumtopic: editForumTopic,
  closeforumtopic: setClosed(true),
  reopenforumtopic: setClosed(false),
  deleteforumtopic: deleteForumTopic,
  getchat: getChat,
  getchatmember: getChatMember,
};
