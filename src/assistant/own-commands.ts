import type { Bots } from '../dialogues/bots';
import type { CommandKind } from '../dialogues/command-settings';
import { offeredCommands } from '../dialogues/offered-commands';
import type { Locales } from '../infra/locales';
import type { Dialogue } from '../infra/prisma-client/client';
import type { CommandHandler, CommandOutcome, Order } from './command-outcome';
import type { PersonaChoice } from './persona-choice';
import type { PromptedCommand } from './prompted-command';
import type { ToolCommand } from './tool-command';

/** What the commands of a bot's own need. */
export interface OwnCommandsDeps {
  readonly bots: Bots;
  readonly locales: Locales;
  readonly personas: PersonaChoice;
  readonly prompted: PromptedCommand;
  readonly asking: ToolCommand;
}

type Kind = (order: Order, target: string) => Promise<CommandOutcome> | CommandOutcome;

/** The text that lists all commands. */
const listOfAll = 'commands';

/** The commands that bot.yaml names: what each kind of them does. */
export class OwnCommands {
  private readonly kinds: Readonly<Record<CommandKind, Kind>>;

  constructor(private readonly deps: OwnCommandsDeps) {
    this.kinds = {
      persona: ({ dialogue }, slug) => this.deps.personas.switchTo(dialogue, slug),
      prompt: (order, prompt) => this.deps.prompted.run(order, prompt),
      say: ({ dialogue }, text) => this.say(dialogue, text),
      tool: (order, tool) => this.deps.asking.run(order, tool),
    };
  }

  /** What does a command of this bot; undefined when the bot has no such command. */
  find({ botId }: Dialogue, name: string): CommandHandler | undefined {
    const command = this.deps.bots.get(botId).commands.find((one) => one.name === name);
    return command && ((order) => this.kinds[command.kind](order, command.target));
  }

  /** What /mode comes to. */
  mode({ dialogue, argument }: Order): CommandOutcome {
    return this.deps.personas.choose(dialogue, argument);
  }

  /** All commands of the dialogue's bot, a line each. */
  list({ botId, language }: Dialogue): string {
    const { bots, locales } = this.deps;
    const lines = offeredCommands(bots.get(botId), language, locales);
    return lines.map((line) => locales.t(language, 'replies:command.line', { ...line })).join('\n');
  }

  private say(dialogue: Dialogue, text: string): CommandOutcome {
    const { bots, locales } = this.deps;
    const { language } = dialogue;
    if (text === listOfAll) {
      return { say: locales.t(language, 'replies:commands_of_bot', { commands: this.list(dialogue) }) };
    }
    return { say: locales.t(language, `bot.${bots.get(dialogue.botId).slug}:command.${text}.text`) };
  }
}
