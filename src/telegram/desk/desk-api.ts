import type { Api } from 'grammy';
import { Rejected, Unreachable } from '../../dialogues/channel';
import { Pace } from '../../dialogues/pace';
import type { TelegramBots } from '../bots';
import { callSignal } from '../call-signal';
import { type Destination, deletePart, editPart, type SendablePart, sendPart } from '../calls';
import { channelError } from '../channel-errors';
import { faultOf, type TelegramFault } from '../telegram-fault';

/** A chat of operators with a bot, or a topic of it. */
export interface DeskDestination extends Destination {
  readonly botId: string;
}

/** A message in a chat of operators. */
export interface DeskMessageAt {
  readonly botId: string;
  readonly chatId: string;
  readonly messageId: number;
}

/** What a bot may do in a group. */
export interface RightsInGroup {
  readonly isAdmin: boolean;
  readonly managesTopics: boolean;
}

/** The topic is not there any more. */
export class TopicGone extends Error {
  override readonly name = 'TopicGone';
}

/** The message is not there any more, or cannot be changed any more. */
export class MessageGone extends Error {
  override readonly name = 'MessageGone';
}

/** Nothing can be shown in the chat: the bot was sent away, lacks a right, or the chat has no topics (any more). */
export class ChatLost extends Error {
  override readonly name = 'ChatLost';
}

const topicGone = /message thread not found|TOPIC_ID_INVALID|TOPIC_DELETED/i;
const messageGone = /message to (?:edit|copy|react) not found|MESSAGE_ID_INVALID|message can't be edited/i;
const chatLost =
  /not enough rights|the chat is not a forum|CHAT_ADMIN_REQUIRED|administrator rights|CHAT_WRITE_FORBIDDEN|TOPIC_CLOSED|upgraded to a supergroup|CHANNEL_PRIVATE|have no rights/i;
const unchanged = /TOPIC_NOT_MODIFIED/i;
// Users' answers go out beside this, and come first.
const overlapMs = 66;
/** A press is answered at once or not at all. */
const answerTimeoutMs = 3_000;
// Telegram's longest.
const longestAnswer = 200;

/** The Bot API as the desk uses it: every refusal says what is gone. */
export class DeskApi {
  private readonly paces = new Map<string, Pace>();

  constructor(private readonly deps: { bots: TelegramBots }) {}

  /** Sends a part and answers Telegram's id of it. */
  send(to: DeskDestination, part: SendablePart): Promise<number> {
    return this.paced(to.botId, (api) => sendPart(api, to, part));
  }

  /** Repeats in a chat of operators what a user sent, whatever it is. */
  copy(to: DeskDestination, from: { chatId: string; messageId: number }): Promise<number> {
    const thread = to.threadId === undefined ? {} : { message_thread_id: to.threadId };
    return this.paced(to.botId, async (api) => {
      const copied = await api.copyMessage(to.chatId, from.chatId, from.messageId, thread);
      return copied.message_id;
    });
  }

  edit(at: DeskMessageAt, part: SendablePart): Promise<void> {
    return this.paced(at.botId, (api) => editPart(api, at, part));
  }

  remove(at: DeskMessageAt): Promise<void> {
    return this.call(at.botId, (api) => deletePart(api, at));
  }

  /** Takes the buttons away from a message that nobody should press any more; that it is gone is no fault. */
  async strip(at: DeskMessageAt): Promise<void> {
    await this.harmlessly(() => this.call(at.botId, (api) => api.editMessageReplyMarkup(at.chatId, at.messageId)));
  }

  /** Marks a message of an operator with a sign; a group may not allow it. */
  async mark(at: DeskMessageAt, emoji: '✍' | '👌'): Promise<void> {
    await this.harmlessly(() =>
      this.call(at.botId, (api) => api.setMessageReaction(at.chatId, at.messageId, [{ type: 'emoji', emoji }])),
    );
  }

  /** Opens a topic and answers its id. */
  createTopic(botId: string, chatId: string, name: string): Promise<number> {
    return this.paced(botId, async (api) => (await api.createForumTopic(chatId, name)).message_thread_id);
  }

  async renameTopic(topic: { botId: string; chatId: string; threadId: number }, name: string): Promise<void> {
    const { botId, chatId, threadId } = topic;
    await this.call(botId, (api) => api.editForumTopic(chatId, threadId, { name }));
  }

  async openTopic(topic: { botId: string; chatId: string; threadId: number }, open: boolean): Promise<void> {
    const { botId, chatId, threadId } = topic;
    await this.call(botId, (api) =>
      open ? api.reopenForumTopic(chatId, threadId) : api.closeForumTopic(chatId, threadId),
    );
  }

  /** Deletes a topic with all that is in it. */
  removeTopic({ botId, chatId, threadId }: { botId: string; chatId: string; threadId: number }): Promise<void> {
    return this.call(botId, async (api) => {
      await api.deleteForumTopic(chatId, threadId);
    });
  }

  /** What the bot may do in a group. */
  rightsIn(botId: string, chatId: string): Promise<RightsInGroup> {
    return this.call(botId, async (api, bot) => {
      const member = await api.getChatMember(chatId, Number(bot.settings.token.split(':')[0]));
      const isAdmin = member.status === 'administrator';
      return { isAdmin, managesTopics: isAdmin && member.can_manage_topics === true };
    });
  }

  /** Offers commands in a chat; without it the desk works as well. */
  async offer(
    botId: string,
    chatId: string,
    commands: readonly { readonly command: string; readonly description: string }[],
  ): Promise<void> {
    const scope = { type: 'chat', chat_id: Number(chatId) } as const;
    await this.harmlessly(() => this.call(botId, (api) => api.setMyCommands([...commands], { scope })));
  }

  /** Answers a press; one that Telegram has forgotten needs no answer. */
  async answer(botId: string, callbackId: string, said?: { text: string; alert: boolean }): Promise<void> {
    const shown = said ? { text: said.text.slice(0, longestAnswer), show_alert: said.alert } : {};
    const signal = callSignal(AbortSignal.timeout(answerTimeoutMs));
    await this.harmlessly(() => this.call(botId, (api) => api.answerCallbackQuery(callbackId, shown, signal)));
  }

  private async harmlessly(work: () => Promise<unknown>): Promise<void> {
    // What is only an ornament fails in silence: what matters is said by messages.
    await work().catch(() => undefined);
  }

  private paced<T>(botId: string, work: (api: Api) => Promise<T>): Promise<T> {
    const pace = this.paces.get(botId) ?? new Pace(overlapMs);
    this.paces.set(botId, pace);
    return pace.run(() => this.call(botId, work));
  }

  private async call<T>(
    botId: string,
    work: (api: Api, bot: NonNullable<ReturnType<TelegramBots['find']>>) => Promise<T>,
  ): Promise<T> {
    const bot = this.deps.bots.find(botId);
    if (!bot) throw new ChatLost('this bot has no account at Telegram');
    try {
      return await work(bot.api, bot);
    } catch (error) {
      throw deskError(faultOf(error));
    }
  }
}

function deskError(fault: TelegramFault): Error {
  if (fault.kind === 'refused' && fault.code === 400) {
    const { reason } = fault;
    if (topicGone.test(reason)) return new TopicGone(reason);
    if (messageGone.test(reason)) return new MessageGone(reason);
    if (chatLost.test(reason)) return new ChatLost(reason);
  }
  const error = channelError(fault);
  return error instanceof Unreachable ? new ChatLost(error.message) : error;
}

/** Does what may be the case already: that a topic is as wanted is no fault. */
export async function unlessUnchanged(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof Rejected) || !unchanged.test(error.message)) throw error;
  }
}
