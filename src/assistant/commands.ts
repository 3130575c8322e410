import type { Bots } from '../dialogues/bots';
import type { Button } from '../dialogues/channel';
import type { Handoff } from '../handoff/handoff';
import type { Ratings } from '../handoff/ratings';
import type { Locales } from '../infra/locales';
import type { Dialogue } from '../infra/prisma-client/client';
import type { CommandHandler, CommandOutcome, Order } from './command-outcome';
import type { Command } from './commands.rules';
import type { OwnCommands } from './own-commands';

/** What the commands need. */
export interface CommandsDeps {
  readonly bots: Bots;
  readonly handoff: Handoff;
  readonly ratings: Ratings;
  readonly locales: Locales;
  readonly own: OwnCommands;
  /** What hangs together on buttons: the user's data, and their word for what the bot would do. */
  readonly pressed: Readonly<Record<string, CommandHandler>>;
}

const languageNames: Readonly<Record<string, string>> = { ru: 'button.russian', en: 'button.english' };
// An operator has the dialogue: what does not concern them, the language, the user's data or the user's own word is theirs to answer.
const withOperator: ReadonlySet<string> = new Set([
  'operator',
  'language',
  'delete_my_data',
  'erase',
  'keep',
  'confirm',
  'change',
]);

/** The commands of a bot's users: those that every bot has, and its own. They work without a language model. */
export class Commands {
  private readonly handlers: ReadonlyMap<string, CommandHandler>;

  constructor(private readonly deps: CommandsDeps) {
    this.handlers = new Map<string, CommandHandler>([
      ['start', ({ dialogue }) => this.start(dialogue)],
      ['help', ({ dialogue }) => this.help(dialogue)],
      ['mode', (order) => this.deps.own.mode(order)],
      ['reset', ({ dialogue }) => ({ ...this.reply(dialogue, 'reset.done'), forget: true })],
      ['language', ({ dialogue, argument }) => this.language(dialogue, argument)],
      ['operator', ({ dialogue }) => this.operator(dialogue)],
      ['bot', ({ dialogue }) => this.bot(dialogue)],
      ['message', ({ dialogue }) => this.message(dialogue)],
      ['rate', ({ dialogue, argument }) => this.rate(dialogue, argument)],
      ...Object.entries(deps.pressed),
    ]);
  }

  /** Does what a command says. While an operator has the dialogue, most commands are left to them. */
  async run({ name, argument }: Command, given: Omit<Order, 'argument'>): Promise<CommandOutcome> {
    const { dialogue } = given;
    if (dialogue.status === 'OPERATOR' && !withOperator.has(name)) return 'silent';
    const handler = this.handlers.get(name) ?? this.deps.own.find(dialogue, name);
    return handler ? handler({ ...given, argument }) : this.reply(dialogue, 'command.unknown');
  }

  private start(dialogue: Dialogue): CommandOutcome {
    const bot = this.deps.bots.get(dialogue.botId);
    const own = `bot.${bot.slug}:greeting`;
    const key = this.deps.locales.has(dialogue.language, own) ? own : 'replies:start';
    const say = this.deps.locales.t(dialogue.language, key, { botName: bot.name });
    return { say, buttons: [[this.operatorButton(dialogue.language)]] };
  }

  private help(dialogue: Dialogue): CommandOutcome {
    const commands = this.deps.own.list(dialogue);
    return { say: this.deps.locales.t(dialogue.language, 'replies:help', { commands }) };
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

  private async message(dialogue: Dialogue): Promise<CommandOutcome> {
    const left = await this.deps.handoff.leaveMessage(dialogue.id);
    return left ? 'done' : this.reply(dialogue, 'handoff.with_bot_already');
  }

  private async rate(dialogue: Dialogue, argument: string): Promise<CommandOutcome> {
    const kept = await this.deps.ratings.give(dialogue.id, Number(argument));
    return this.reply(dialogue, kept ? 'rating.thanks' : 'rating.nothing');
  }

  private reply(dialogue: Dialogue, key: string): { say: string } {
    return { say: this.deps.locales.t(dialogue.language, `replies:${key}`) };
  }

  /** The button that is always near. */
  operatorButton(language: string): Button {
    return { text: this.deps.locales.t(language, 'replies:button.operator'), action: 'operator' };
  }
}
