import type { BotAccount } from './bot-account';
import { isAdmin, isIn } from './membership';
import type { WireMessage } from './wire';

/** Queues the update about a message, unless the bot is not to know of it. */
export function tellBot(bot: BotAccount, kind: 'message' | 'edited_message', message: WireMessage): void {
  if (hears(bot, message)) bot.push(kind, message);
}

/** A bot hears everything in private and where it is an administrator, and elsewhere only what is meant for it. */
function hears(bot: BotAccount, message: WireMessage): boolean {
  if (message.chat.type === 'private') return true;
  const membership = bot.membershipIn(bot.chat(message.chat.id));
  return isIn(membership) && (isAdmin(membership) || isMeantFor(bot, message));
}

function isMeantFor(bot: BotAccount, message: WireMessage): boolean {
  const { reply_to_message: answered, text, caption } = message;
  if (answered?.from?.id === bot.id && answered.forum_topic_created === undefined) return true;
  const words = text ?? caption ?? '';
  const command = /^\/\w+(?:@(\w+))?/.exec(words);
  if (command) return command[1] === undefined || command[1].toLowerCase() === bot.username.toLowerCase();
  return words.toLowerCase().includes(`@${bot.username.toLowerCase()}`);
}
