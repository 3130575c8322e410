import type { BotAccount } from '../bot-account';
import { BotApiError, badRequest, forbidden } from '../bot-api-error';
import type { Chat } from '../chat';
import { type AdminRight, isIn, mayDo } from '../membership';
import type { Call } from './call';

/** The chat a bot wants to write to, once it is sure that it may. */
export function writableChat(call: Call): Chat {
  const { bot, params, server } = call;
  if (!params.string('chat_id')) throw badRequest('chat_id is empty');
  const named = params.string('chat_id')?.startsWith('@');
  const chatId = named ? undefined : params.integer('chat_id');
  if (server.strangersWelcome && chatId !== undefined && chatId > 0) bot.openChat({ id: chatId, type: 'private' });
  const chat = readableChat(call);
  if (chat.blocked) throw forbidden('bot was blocked by the user');
  return chat;
}

/** The chat that a call is about, by the named parameter, where the bot may look. */
export function readableChat({ bot, params }: Call, name = 'chat_id'): Chat {
  const named = params.string(name)?.startsWith('@');
  const chat = bot.chat(named ? undefined : params.integer(name));
  if (chat.info.type !== 'private') refuseStranger(bot, chat);
  return chat;
}

/** Refuses what the bot may do in a group only as an administrator with that right. */
export function requireRight(call: Call, chat: Chat, needed: { right: AdminRight; refusal: string }): void {
  if (chat.info.type === 'private') return;
  if (!mayDo(call.bot.membershipIn(chat), needed.right)) throw badRequest(needed.refusal);
}

function refuseStranger(bot: BotAccount, chat: Chat): void {
  if (chat.migratedTo !== undefined) {
    const parameters = { migrate_to_chat_id: chat.migratedTo };
    throw new BotApiError(400, 'Bad Request: group chat was upgraded to a supergroup chat', parameters);
  }
  const membership = bot.membershipIn(chat);
  if (isIn(membership)) return;
  const where = chat.info.type === 'group' ? 'group chat' : 'supergroup chat';
  throw forbidden(
    membership.status === 'kicked' ? `bot was kicked from the ${where}` : `bot is not a member of the ${where}`,
  );
}
