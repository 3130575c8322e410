import type { Bots } from '../dialogues/bots';
import type { Button } from '../dialogues/channel';
import type { Handoff } from '../handoff/handoff';
import type { Locales } from '../infra/locales';
import type { Dialogue } from '../infra/prisma-client/client';
import type { Command } from './commands.rules';

/** What a command comes to: something to say (and to change with it), or a change of who answers that speaks for itself. */
export type CommandOutcome =
  | {
      readonly say: string;
      readonly language?: string;
      readonly buttons?: readonly (readonly Button[])[];
      readonly forget?: boolean;
    }
  | 'done'
  | 'silent';

type Handler = (dialogue: Dialogue, argument: string) => Promise<CommandOutcome> | CommandOutcome;

const languageNames: Readonly<Record<string, string>> = { ru: 'button.russian', en: 'button.english' };

/** The commands of a bot's users; they work without a language model. */
export class Commands {
  private readonly handlers: ReadonlyMap<string, Handler>;

  constructor(private readonly deps: { bots: Bots; handoff: Handoff; locales: Locales }) {
    this.handlers = new Map<string, Handler>([
      ['start', (dialogue) => this.start(dialogue)],
      ['help', (dialogue) => this.reply(dialogue, 'help')],
      ['reset', (dialogue) => ({ ...this.reply(dialogue, 'reset.done'), forget: true })],
      ['language', (dialogue, argument) => this.language(dialogue, argument)],
      ['operator', (dialogue) => this.operator(dialogue)],
      ['bot', (dialogue) => this.bot(dialogue)],
    ]);
  }

  /** Does what a command says. While an operator has the dialogue, only what concerns operator and language is answered. */
  async run(dialogue: Dialogue, command: Command): Promise<CommandOutcome> {
    const quiet = dialogue.status === 'OPERATOR' && command.name !== 'operator' && command.name !== 'language';
    if (quiet) return 'silent';
    const handler = this.handlers.get(command.name);
    if (!handler) return this.reply(dialogue, 'command.unknown');
    return handler(dialogue, command.argument);
  }

  private start(dialogue: Dialogue): CommandOutcome {
    const bot = this.deps.bots.get(dialogue.botId);
    const own = `bot.${bot.slug}:greeting`;
    const key = this.deps.locales.has(dialogue.language, own) ? own : 'replies:start';
    const say = this.deps.locales.t(dialogue.language, key, { botName: bot.name });
    return { say, buttons: [[this.operatorButton(dialogue.language)]] };
  }

  private language(dialogue: Dialogue, argument: string): CommandOutcome {
    const offered = this.deps.bots.get(dialogue.botId).languages;
    if (offered.includes(argument)) {
      return { say: this.deps.locales.t(argument, 'replies:language.done'), language: argument };
    }
    const buttons = offered.map((language) => ({
      text: this.deps.locales.t(language, `replies:${languageNames[language] ?? 'button.english'}`),
      action: `language:${language}`,
    }));
    return { ...this.reply(dialogue, argument ? 'language.unsupported' : 'language.choose'), buttons: [buttons] };
  }

  private async operator(dialogue: Dialogue): Promise<CommandOutcome> {
    if (dialogue.status === 'OPERATOR') return this.reply(dialogue, 'handoff.operator_reads');
    if (dialogue.status === 'WAITING') return this.reply(dialogue, 'handoff.waiting');
    const { id: dialogueId, epoch } = dialogue;
    await this.deps.handoff.hear({ dialogueId, reason: 'USER_ASKED', confidence: 1, epoch });
    return 'done';
  }

  private async bot(dialogue: Dialogue): Promise<CommandOutcome> {
    return (await this.deps.handoff.cancel(dialogue.id)) ? 'done' : this.reply(dialogue, 'handoff.with_bot_already');
  }

  private reply(dialogue: Dialogue, key: string): { say: string } {
    return { say: this.deps.locales.t(dialogue.language, `replies:${key}`) };
  }

  /** The button that is always near. */
  operatorButton(language: string): Button {
    return { text: this.deps.locales.t(language, 'replies:button.operator'), action: 'operator' };
  }
}
