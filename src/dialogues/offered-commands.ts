import type { Locales } from '../infra/locales';
import type { Bot } from './bots';
import { commonCommands, type OwnCommand } from './command-settings';

/** A command as users are told of it. */
export interface OfferedCommand {
  readonly name: string;
  readonly description: string;
}

/** All commands of a bot with what they do, the way to a person first, then what only this bot has. */
export function offeredCommands(bot: Bot, language: string, locales: Locales): OfferedCommand[] {
  const [first, ...others] = commonCommands
    .filter((name) => name !== 'mode' || bot.personas.length > 1)
    .map((name) => ({ name, description: locales.t(language, `replies:commands.${name}`) }));
  const own = bot.commands.map((one) => ({ name: one.name, description: descriptionOf(bot, one, language) }));
  return [...(first ? [first] : []), ...own, ...others];
}

function descriptionOf({ personas }: Bot, { target, description }: OwnCommand, language: string): string {
  const texts = description ?? personas.find(({ slug }) => slug === target)?.description;
  return inLanguage(texts, language);
}

/** A text of bot.yaml in a language, or in the one that there is. */
export function inLanguage(texts: Readonly<Record<string, string>> | undefined, language: string): string {
  return texts?.[language] ?? Object.values(texts ?? {})[0] ?? '';
}
