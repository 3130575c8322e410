import type { BotCommand } from '../bot-account';
import { badRequest } from '../bot-api-error';
import type { Call, Methods } from './call';

interface Scope {
  readonly type?: string;
  readonly chat_id?: number | string;
  readonly user_id?: number;
}

function scopeKey({ params }: Call): string {
  const scope = (params.json('scope') as Scope | undefined) ?? {};
  const parts = [
    scope.type ?? 'default',
    scope.chat_id ?? '',
    scope.user_id ?? '',
    params.string('language_code') ?? '',
  ];
  return parts.join('|');
}

function setMyCommands(call: Call): true {
  const commands = call.params.json('commands') as BotCommand[] | undefined;
  if (!Array.isArray(commands)) throw badRequest('parameter "commands" is required');
  if (commands.length > 100) throw badRequest('BOT_COMMANDS_TOO_MUCH');
  for (const { command, description } of commands) {
    if (!/^\/?[a-z0-9_]{1,32}$/.test(command)) throw badRequest('BOT_COMMAND_INVALID');
    if (!description || description.length > 256) throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
  }
  const clean = commands.map(({ command, description }) => ({ command: command.replace(/^\//, ''), description }));
  if (clean.length === 0) call.bot.commands.delete(scopeKey(call));
  else call.bot.commands.set(scopeKey(call), clean);
  return true;
}

function deleteMyCommands(call: Call): true {
  call.bot.commands.delete(scopeKey(call));
  return true;
}

function getMe({ bot }: Call): Record<string, unknown> {
  return {
    ...bot.user(),
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
    can_connect_to_business: false,
    has_main_web_app: false,
    has_topics_enabled: false,
  };
}

function setMyName({ bot, params }: Call): true {
  const name = params.string('name');
  if (name && !params.string('language_code')) bot.name = name;
  return true;
}

const agree = () => true as const;

/** Who the bot is and which commands it offers. */
export const profileMethods: Methods = {
  getme: getMe,
  setmycommands: setMyCommands,
  deletemycommands: deleteMyCommands,
  getmycommands: (call) => call.bot.commands.get(scopeKey(call)) ?? [],
  setmyname: setMyName,
  getmyname: ({ bot }) => ({ name: bot.name }),
  setmydescription: agree,
  setmyshortdescription: agree,
  setmydefaultadministratorrights: agree,
  setchatmenubutton: agree,
  getmydescription: () => ({ description: '' }),
  getmyshortdescription: () => ({ short_description: '' }),
  logout: agree,
  close: agree,
};
