import type { BotAccount } from './bot-account';
import type { Chat } from './chat';
import { type Membership, wireMember } from './membership';
import type { GroupAct } from './topics';

/** What somebody is in a group; undefined when they were never seen there. */
export function membershipOf(bot: BotAccount, chat: Chat, userId: number): Membership | undefined {
  return userId === bot.id ? bot.membershipIn(chat) : chat.members.get(userId);
}

/** Changes what somebody is in a group, and tells the bot: of itself always, of others where it asked for that. */
export function setMembership({ bot, chat, by }: GroupAct, next: Membership): void {
  const old = membershipOf(bot, chat, next.user.id) ?? { status: 'left', user: next.user };
  chat.members.set(next.user.id, next);
  bot.push(next.user.id === bot.id ? 'my_chat_member' : 'chat_member', {
    chat: chat.info,
    from: by,
    date: Math.floor(Date.now() / 1000),
    old_chat_member: wireMember(old),
    new_chat_member: wireMember(next),
  });
}
