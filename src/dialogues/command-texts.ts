import type { Locales } from '../infra/locales';
import { StartError } from '../infra/start-error';
import type { Bot } from './bots';
import type { CommandKind } from './command-settings';

/** What the bot's locales must hold for a command of each kind. */
const needed: Readonly<Record<CommandKind, (target: string) => readonly string[]>> = {
  persona: () => [],
  tool: () => [],
  prompt: (target) => [`command.${target}.prompt`, `command.${target}.spare.0`],
  say: (target) => (target === 'commands' ? [] : [`command.${target}.text`]),
};

/** Sees to it that all texts of a bot's own commands are there. Throws StartError that names the first one that is not. */
export function demandCommandTexts(bot: Bot, locales: Locales): void {
  for (const { name, kind, target } of bot.commands) {
    const missing = needed[kind](target).find((key) => !locales.has(bot.defaultLanguage, `bot.${bot.slug}:${key}`));
    if (missing !== undefined) throw new StartError(`bots/${bot.slug}: /${name} needs the text ${missing} in locales/`);
  }
}
