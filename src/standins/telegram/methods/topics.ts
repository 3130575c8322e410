import { badRequest } from '../bot-api-error';
import type { Chat, Topic } from '../chat';
import { type AdminRight, mayDo } from '../membership';
import { changeTopic, type GroupAct, openTopic, removeTopic, setTopicClosed, topicIcons } from '../topics';
import type { Call, Method, Methods } from './call';
import { requireRight, writableChat } from './chat-access';

function forum(call: Call): Chat {
  const chat = writableChat(call);
  if (!chat.info.is_forum) throw badRequest('the chat is not a forum');
  return chat;
}

/** The topic of a call, where the bot has the right or has opened it itself. */
function topicOf(call: Call, needed: { right: AdminRight; refusal: string }): { act: GroupAct; topic: Topic } {
  const { bot } = call;
  const chat = forum(call);
  const topic = chat.topics.get(call.params.integer('message_thread_id') ?? 0);
  if (!topic) throw badRequest('TOPIC_ID_INVALID');
  if (topic.openedBy !== bot.id && !mayDo(bot.membershipIn(chat), needed.right)) throw badRequest(needed.refusal);
  return { act: { bot, chat, by: bot.user() }, topic };
}

function topicName(call: Call): string {
  const name = call.params.string('name')?.trim() ?? '';
  if (name === '') throw badRequest('topic name must be non-empty');
  return name.slice(0, 128);
}

function createForumTopic(call: Call): Record<string, unknown> {
  const { bot, params } = call;
  const chat = forum(call);
  requireRight(call, chat, { right: 'can_manage_topics', refusal: 'not enough rights to create a topic' });
  const iconColor = params.integer('icon_color');
  const icon = params.string('icon_custom_emoji_id');
  const topic = openTopic(
    { bot, chat, by: bot.user() },
    {
      name: topicName(call),
      ...(iconColor === undefined ? {} : { iconColor }),
      ...(icon ? { iconEmojiId: icon } : {}),
    },
  );
  const shown = topic.iconEmojiId === undefined ? {} : { icon_custom_emoji_id: topic.iconEmojiId };
  return { message_thread_id: topic.threadId, name: topic.name, icon_color: topic.iconColor, ...shown };
}

function editForumTopic(call: Call): true {
  const { act, topic } = topicOf(call, {
    right: 'can_manage_topics',
    refusal: 'not enough rights to edit the topic',
  });
  const icon = call.params.string('icon_custom_emoji_id');
  changeTopic(act, topic, {
    ...(call.params.string('name') ? { name: topicName(call) } : {}),
    ...(icon === undefined ? {} : { iconEmojiId: icon }),
  });
  return true;
}

function setClosed(closed: boolean): Method {
  return (call) => {
    const { act, topic } = topicOf(call, {
      right: 'can_manage_topics',
      refusal: 'not enough rights to close or open the topic',
    });
    setTopicClosed(act, topic, closed);
    return true;
  };
}

function deleteForumTopic(call: Call): true {
  const { act, topic } = topicOf(call, {
    right: 'can_delete_messages',
    refusal: 'not enough rights to delete the topic',
  });
  removeTopic(act.chat, topic);
  return true;
}

function getForumTopicIconStickers(): Record<string, unknown>[] {
  const about = { type: 'custom_emoji', width: 100, height: 100, is_animated: true, is_video: false };
  return Object.entries(topicIcons).map(([id, emoji]) => {
    const file = { file_id: `icon-${id}`, file_unique_id: `icon-${id}`, file_size: 1 };
    return { ...file, ...about, emoji, set_name: 'Topics', custom_emoji_id: id };
  });
}

/** The topics of forums. */
export const topicMethods: Methods = {
  createforumtopic: createForumTopic,
  editforumtopic: editForumTopic,
  closeforumtopic: setClosed(true),
  reopenforumtopic: setClosed(false),
  deleteforumtopic: deleteForumTopic,
  getforumtopiciconstickers: getForumTopicIconStickers,
};
