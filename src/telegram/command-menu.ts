import type { Api } from 'grammy';
import type { BotCommand } from 'grammy/types';
import type { OfferedCommand } from '../dialogues/offered-commands';
import { callSignal } from './call-signal';

/** The menu beside the input field in one language. */
export interface CommandMenu {
  readonly language: string;
  readonly commands: readonly OfferedCommand[];
}

/** Gives a bot its menu in each language. What Telegram has already is left alone: setting it at every start is answered with long pauses. */
export async function ensureCommandMenus(api: Api, menus: readonly CommandMenu[], signal: AbortSignal): Promise<void> {
  const [first, ...others] = menus;
  if (!first) return;
  await ensure(api, { menu: entriesOf(first), signal });
  for (const menu of others) await ensure(api, { menu: entriesOf(menu), language: menu.language, signal });
}

function entriesOf({ commands }: CommandMenu): BotCommand[] {
  return commands.map(({ name, description }) => ({ command: name, description }));
}

async function ensure(
  api: Api,
  { menu, language, signal }: { menu: BotCommand[]; language?: string; signal: AbortSignal },
): Promise<void> {
  // grammY knows the codes of all languages; ours come from bot.yaml, which takes only such.
  const scope = language === undefined ? {} : { language_code: language as 'ru' | 'en' };
  const known = await api.getMyCommands(scope, callSignal(signal));
  const same = JSON.stringify(known.map(lineOf)) === JSON.stringify(menu.map(lineOf));
  if (!same) await api.setMyCommands(menu, scope, callSignal(signal));
}

function lineOf({ command, description }: BotCommand): string[] {
  return [command, description];
}
