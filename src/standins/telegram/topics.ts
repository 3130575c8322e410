import type { BotAccount } from './bot-account';
import { badRequest } from './bot-api-error';
import type { Chat, Topic } from './chat';
import { isIn } from './membership';
import { tied } from './message-ties';
import type { WireMessage, WireUser } from './wire';

/** Somebody who does something to a group that the bot is in. */
export interface GroupAct {
  readonly bot: BotAccount;
  readonly chat: Chat;
  readonly by: WireUser;
}

/** The colours that a topic may have. */
export const topicColours = [7322096, 16766590, 13338331, 9367192, 16749490, 16478047];

/** The pictures that every bot may give a topic, by their ids. */
export const topicIcons: Readonly<Record<string, string>> = {
  '5434144690511290129': '📰',
  '5312536423851630001': '💡',
  '5312016608254762256': '⚡️',
  '5377544228505134960': '🎙',
  '5370870893004203704': '🗣',
  '5379748062124056162': '❗️',
  '5373251851074415873': '📝',
  '5357315181649076022': '📁',
  '5309965701241379366': '🔎',
  '5312241539987020022': '🔥',
  '5377316857231450742': '❓',
  '5237699328843200968': '✅',
};

/**
 * Writes a note of the server into a group, for example that a topic was closed. The bot is told of it, also when it
 * was the bot who caused it: the real server does so for topics, titles, pins and people who left.
 */
export function note(act: GroupAct, said: Partial<WireMessage>, threadId?: number): WireMessage {
  const { bot, chat } = act;
  return write(act, { message_id: bot.takeMessageId(chat), ...tied(chat, { threadId }), ...said });
}

function write({ bot, chat, by }: GroupAct, said: Partial<WireMessage> & { message_id: number }): WireMessage {
  const message = { from: by, chat: chat.info, date: Math.floor(Date.now() / 1000), ...said };
  chat.add(message, 'service');
  if (isIn(bot.membershipIn(chat))) bot.push('message', message);
  return message;
}

/** Opens a topic; the note that says so is its first message and gives it its id. */
export function openTopic(act: GroupAct, wanted: { name: string; iconColor?: number; iconEmojiId?: string }): Topic {
  const { bot, chat, by } = act;
  const { name, iconEmojiId } = wanted;
  const iconColor = wanted.iconColor ?? topicColours[chat.topics.size % topicColours.length] ?? 7322096;
  if (!topicColours.includes(iconColor)) throw badRequest('TOPIC_ICON_COLOR_INVALID');
  if (iconEmojiId !== undefined) checkIcon(iconEmojiId);
  const icon = iconEmojiId === undefined ? {} : { icon_custom_emoji_id: iconEmojiId };
  const threadId = bot.takeMessageId(chat);
  const created = { forum_topic_created: { name, icon_color: iconColor, ...icon } };
  write(act, { message_id: threadId, message_thread_id: threadId, is_topic_message: true, ...created });
  const shownIcon = iconEmojiId === undefined ? {} : { iconEmojiId };
  const topic = { threadId, name, iconColor, closed: false, openedBy: by.id, ...shownIcon };
  chat.topics.set(threadId, topic);
  return topic;
}

/** Gives a topic another name or picture; an empty picture takes the picture away. */
export function changeTopic(act: GroupAct, topic: Topic, wanted: { name?: string; iconEmojiId?: string }): void {
  const name = changed(topic.name, wanted.name);
  const icon = changed(topic.iconEmojiId ?? '', wanted.iconEmojiId);
  if (name === undefined && icon === undefined) throw badRequest('TOPIC_NOT_MODIFIED');
  if (icon) checkIcon(icon);
  if (name !== undefined) topic.name = name;
  if (icon !== undefined) topic.iconEmojiId = icon;
  const changes = {
    ...(name === undefined ? {} : { name }),
    ...(icon === undefined ? {} : { icon_custom_emoji_id: icon }),
  };
  note(act, { forum_topic_edited: changes }, topic.threadId);
}

/** Closes a topic for all but administrators, or opens it again. */
export function setTopicClosed(act: GroupAct, topic: Topic, closed: boolean): void {
  if (topic.closed === closed) throw badRequest('TOPIC_NOT_MODIFIED');
  topic.closed = closed;
  note(act, { [closed ? 'forum_topic_closed' : 'forum_topic_reopened']: {} }, topic.threadId);
}

/** Takes a topic away with all its messages; bots are not told of it. */
export function removeTopic(chat: Chat, topic: Topic): void {
  for (const { message, deleted } of chat.history()) {
    if (!deleted && message.message_thread_id === topic.threadId) chat.delete(message.message_id);
  }
  chat.topics.delete(topic.threadId);
}

const changed = (old: string, wanted: string | undefined) => (wanted === old ? undefined : wanted);

function checkIcon(emojiId: string): void {
  if (!Object.hasOwn(topicIcons, emojiId)) throw badRequest('DOCUMENT_INVALID');
}
