import { randomInt } from 'node:crypto';
import type { BotAccount } from './bot-account';
import { badRequest } from './bot-api-error';
import type { Chat, Topic } from './chat';
import { setMembership } from './group-members';
import { type AdminRights, type MemberStatus, usualRights } from './membership';
import { changeTopic, type GroupAct, note, openTopic, removeTopic, setTopicClosed } from './topics';
import { type Person, UserActions, wireUser } from './user-actions';

/** A group to be made; ids above -1000000000000 are those of small groups that are no supergroups. */
export interface NewGroup {
  readonly title: string;
  readonly id?: number;
  /** Who made it and adds the bot. */
  readonly owner?: Person;
  /** What the bot may do; `null` adds it as a plain member. Without it, all but making further administrators. */
  readonly rights?: AdminRights | null;
  /** The code of a `t.me/<bot>?startgroup=<code>` link by which the bot was added. */
  readonly startCode?: string;
}

/** The owner of groups that nobody in particular made. */
export const someOwner: Person = { id: 600_000_001, first_name: 'Olga', username: 'olga', language_code: 'ru' };

const supergroupsBelow = -1_000_000_000_000;

/** What people do to the groups that a bot is in, beside writing there; for that, say `chatId` to `UserActions`. */
export class GroupActions {
  constructor(private readonly bot: BotAccount) {}

  /** Makes a supergroup with topics and adds the bot to it. */
  makeForum(group: NewGroup): Chat {
    const id = group.id ?? freshId();
    if (id > supergroupsBelow) throw badRequest('a forum is a supergroup, and its id is below -1000000000000');
    return this.make({ id, type: 'supergroup', title: group.title, is_forum: true }, group);
  }

  /** Makes a group without topics and adds the bot to it. */
  makeGroup(group: NewGroup): Chat {
    const id = group.id ?? freshId();
    return this.make({ id, type: id > supergroupsBelow ? 'group' : 'supergroup', title: group.title }, group);
  }

  /** Adds the bot to a group again, or for the first time. */
  addBot(chatId: number, by: Person, how: Pick<NewGroup, 'rights' | 'startCode'> = {}): void {
    const act = this.act(chatId, by);
    const user = this.bot.user();
    const { rights = usualRights, startCode } = how;
    setMembership(act, rights ? { status: 'administrator', user, rights } : { status: 'member', user });
    note(act, { new_chat_members: [user] });
    if (startCode === undefined) return;
    new UserActions(this.bot).say(by, `/start@${this.bot.username} ${startCode}`, { chatId });
  }

  /** Throws the bot out of a group. */
  removeBot(chatId: number, by: Person = someOwner): void {
    setMembership(this.act(chatId, by), { status: 'kicked', user: this.bot.user() });
  }

  /** Gives the bot other rights; `null` makes it a plain member, who hears only what is meant for it. */
  setBotRights(chatId: number, rights: AdminRights | null, by: Person = someOwner): void {
    const user = this.bot.user();
    setMembership(
      this.act(chatId, by),
      rights ? { status: 'administrator', user, rights } : { status: 'member', user },
    );
  }

  /** Makes somebody a member or an administrator of a group, or lets them go; the group shows who came and went. */
  setMember(chatId: number, person: Person, status: MemberStatus): void {
    const user = wireUser(person);
    const act = this.act(chatId, person);
    const wasIn = !['left', 'kicked', undefined].includes(act.chat.members.get(person.id)?.status);
    const isIn = status !== 'left' && status !== 'kicked';
    setMembership(act, status === 'administrator' ? { status, user, rights: usualRights } : { status, user });
    if (isIn && !wasIn) note(act, { new_chat_members: [user] });
    if (!isIn && wasIn) note(act, { left_chat_member: user });
  }

  /** Opens a topic; answers its id. */
  openTopic(person: Person, chatId: number, name: string): number {
    return openTopic(this.act(chatId, person), { name }).threadId;
  }

  /** Gives a topic another name. */
  renameTopic(person: Person, chatId: number, change: { threadId: number; name: string }): void {
    changeTopic(this.act(chatId, person), this.topic(chatId, change.threadId), { name: change.name });
  }

  /** Closes a topic, or opens it again. */
  setTopicClosed(person: Person, chatId: number, change: { threadId: number; closed: boolean }): void {
    setTopicClosed(this.act(chatId, person), this.topic(chatId, change.threadId), change.closed);
  }

  /** Deletes a topic with all its messages; the bot finds out when it writes there. */
  deleteTopic(chatId: number, threadId: number): void {
    removeTopic(this.bot.chat(chatId), this.topic(chatId, threadId));
  }

  /** Turns the topics of a group off or on; what was in them stays in General. */
  setForum(chatId: number, forum: boolean): void {
    const chat = this.bot.chat(chatId);
    const { is_forum: _before, ...info } = chat.info;
    chat.info = forum ? { ...info, is_forum: true } : info;
    if (!forum) chat.topics.clear();
  }

  /** Turns a small group into a supergroup; the bot may write only to the new one from then on. */
  upgrade(chatId: number, by: Person = someOwner, newId = freshId()): Chat {
    const act = this.act(chatId, by);
    const { chat } = act;
    if (chat.info.type !== 'group') throw badRequest('only a group can be turned into a supergroup');
    note(act, { migrate_to_chat_id: newId });
    chat.migratedTo = newId;
    const upgraded = this.bot.openChat({ id: newId, type: 'supergroup', title: chat.info.title ?? '' });
    for (const [userId, member] of chat.members) upgraded.members.set(userId, member);
    note({ ...act, chat: upgraded }, { migrate_from_chat_id: chatId });
    return upgraded;
  }

  private make(info: Chat['info'], group: NewGroup): Chat {
    if (this.bot.chats.has(info.id)) throw badRequest('there is a chat with that id');
    const { owner = someOwner } = group;
    const chat = this.bot.openChat(info);
    chat.members.set(owner.id, { status: 'creator', user: wireUser(owner) });
    chat.members.set(this.bot.id, { status: 'left', user: this.bot.user() });
    this.addBot(info.id, owner, group);
    return chat;
  }

  private act(chatId: number, person: Person): GroupAct {
    return { bot: this.bot, chat: this.bot.chat(chatId), by: wireUser(person) };
  }

  private topic(chatId: number, threadId: number): Topic {
    const topic = this.bot.chat(chatId).topics.get(threadId);
    if (!topic) throw badRequest('message thread not found');
    return topic;
  }
}

function freshId(): number {
  return supergroupsBelow - 1_000_000 - randomInt(2_000_000_000);
}
