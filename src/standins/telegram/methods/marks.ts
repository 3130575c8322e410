import { badRequest } from '../bot-api-error';
import type { Chat } from '../chat';
import { withoutReply } from '../message-ties';
import { note } from '../topics';
import type { WireMessage } from '../wire';
import type { Call, Methods } from './call';
import { requireRight, writableChat } from './chat-access';

const pinning = {
  right: 'can_pin_messages',
  refusal: 'not enough rights to manage pinned messages in the chat',
} as const;

/** What a bot may put under a message; a tick, for one, is not among them. */
const reactions = new Set(
  (
    '❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 ' +
    '😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡'
  ).split(' '),
);

function pinnable(call: Call): Chat {
  const chat = writableChat(call);
  requireRight(call, chat, pinning);
  return chat;
}

function pinChatMessage(call: Call): true {
  const chat = pinnable(call);
  const { message } = chat.find(call.params.integer('message_id') ?? 0) ?? {};
  if (!message) throw badRequest('message to pin not found');
  if (chat.pinned.includes(message.message_id)) return true;
  chat.pinned.push(message.message_id);
  const threadId = message.is_topic_message ? message.message_thread_id : undefined;
  note({ bot: call.bot, chat, by: call.bot.user() }, { pinned_message: withoutReply(message) }, threadId);
  return true;
}

function unpinChatMessage(call: Call): true {
  const chat = pinnable(call);
  const messageId = call.params.integer('message_id') ?? chat.pinned.at(-1);
  if (messageId === undefined || !chat.pinned.includes(messageId)) throw badRequest('message to unpin not found');
  chat.pinned = chat.pinned.filter((id) => id !== messageId);
  return true;
}

function unpinAll(call: Call): true {
  const chat = pinnable(call);
  const threadId = call.params.integer('message_thread_id');
  const stays = (message: WireMessage | undefined) => threadId !== undefined && message?.message_thread_id !== threadId;
  chat.pinned = chat.pinned.filter((id) => stays(chat.find(id)?.message));
  return true;
}

/** A bot has one reaction under a message; none takes it away. */
function setMessageReaction(call: Call): true {
  const entry = writableChat(call).find(call.params.integer('message_id') ?? 0);
  if (!entry) throw badRequest('message to react not found');
  const wanted = (call.params.json('reaction') ?? []) as { type?: string; emoji?: string }[];
  const [first] = wanted;
  if (wanted.length > 1) throw badRequest('REACTIONS_TOO_MANY');
  if (first && !reactions.has(first.emoji ?? '')) throw badRequest('REACTION_INVALID');
  if (first?.emoji === undefined) delete entry.reaction;
  else entry.reaction = first.emoji;
  return true;
}

/** Pins and reactions. */
export const markMethods: Methods = {
  pinchatmessage: pinChatMessage,
  unpinchatmessage: unpinChatMessage,
  unpinallchatmessages: unpinAll,
  unpinallforumtopicmessages: unpinAll,
  setmessagereaction: setMessageReaction,
};
