import type { Dialogues } from '../dialogues/dialogues';
import type { Erasure } from '../dialogues/erasure';
import type { Locales } from '../infra/locales';
import type { Log } from '../infra/log';
import type { LanguageModel } from '../language-model/language-model';
import type { Agreement } from './agreement';
import { Commands, type CommandsDeps } from './commands';
import { DataWish } from './data-wish';
import { OwnCommands } from './own-commands';
import { PersonaChoice } from './persona-choice';
import { PromptedCommand } from './prompted-command';
import { ToolCommand, type ToolCommandDeps } from './tool-command';

/** What the commands of all bots stand on. */
export interface CommandParts extends Omit<CommandsDeps, 'own' | 'pressed'> {
  readonly agreement: Pick<Agreement, 'handlers'>;
  readonly tools: ToolCommandDeps['tools'];
  readonly dialogues: Dialogues;
  readonly erasure: Erasure;
  readonly locales: Locales;
  readonly answersPerMinute: number;
  readonly model: LanguageModel;
  readonly log: Log;
}

/** Builds the commands: those that every bot has, and those that bot.yaml names. */
export function buildCommands(parts: CommandParts): Commands {
  const { bots, handoff, ratings, locales, dialogues, erasure, model, log, answersPerMinute, agreement, tools } = parts;
  const personas = new PersonaChoice({ bots, locales });
  const prompted = new PromptedCommand({ bots, dialogues, locales, model, log, answersPerMinute });
  const asking = new ToolCommand({ bots, locales, tools });
  const own = new OwnCommands({ bots, locales, personas, prompted, asking });
  const dataWish = new DataWish({ dialogues, erasure, locales });
  const pressed = { ...dataWish.handlers, ...agreement.handlers };
  return new Commands({ bots, handoff, ratings, locales, own, pressed });
}
