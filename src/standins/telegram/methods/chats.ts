import { badRequest } from '../bot-api-error';
import type { Chat } from '../chat';
import { membershipOf, setMembership } from '../group-members';
import { isAdmin, isIn, wireMember } from '../membership';
import type { Call, Methods } from './call';
import { readableChat } from './chat-access';

function getChat(call: Call): Record<string, unknown> {
  const chat = readableChat(call);
  const pinned = chat.find(chat.pinned.at(-1) ?? 0)?.message;
  const shown = pinned ? { pinned_message: pinned } : {};
  return { ...chat.info, accent_color_id: 0, max_reaction_count: 11, accepted_gift_types: {}, ...shown };
}

/** People of a private chat are members of it; somebody who was never seen in a group is not known. */
function getChatMember(call: Call): Record<string, unknown> {
  const chat = readableChat(call);
  const userId = call.params.integer('user_id') ?? 0;
  const known = membershipOf(call.bot, chat, userId);
  if (known) return wireMember(known);
  const author = chat.history().find((entry) => entry.message.from?.id === userId)?.message.from;
  if (author) return wireMember({ status: 'member', user: author });
  const met = [...call.bot.chats.values()].find(({ info }) => info.id === userId && info.type === 'private')?.info;
  if (!met || chat.info.type === 'private') throw badRequest('user not found');
  return wireMember({ status: 'left', user: { id: userId, is_bot: false, first_name: met.first_name ?? '' } });
}

function groupOf(call: Call): Chat {
  const chat = readableChat(call);
  if (chat.info.type === 'private') throw badRequest('there are no administrators in the private chat');
  return chat;
}

function everybodyIn({ bot }: Call, chat: Chat) {
  const others = [...chat.members.values()].filter(({ user }) => user.id !== bot.id);
  return [...others, bot.membershipIn(chat)].filter(isIn);
}

function getChatAdministrators(call: Call): Record<string, unknown>[] {
  return everybodyIn(call, groupOf(call)).filter(isAdmin).map(wireMember);
}

function leaveChat(call: Call): true {
  const chat = readableChat(call);
  if (chat.info.type === 'private') throw badRequest("chat member status can't be changed in private chats");
  const by = call.bot.user();
  setMembership({ bot: call.bot, chat, by }, { status: 'left', user: by });
  return true;
}

/** Chats and who is in them. */
export const chatMethods: Methods = {
  getchat: getChat,
  getchatmember: getChatMember,
  getchatadministrators: getChatAdministrators,
  getchatmembercount: (call) => everybodyIn(call, groupOf(call)).length,
  leavechat: leaveChat,
};
