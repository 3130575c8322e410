import type { Bots } from '../../dialogues/bots';
import type { Log } from '../../infra/log';
import type { DeskAnswers, DeskPhrase } from './desk-answers';
import { ChatLost, type DeskApi } from './desk-api';
import type { DeskOperator } from './desk-operators';
import type { DeskMembership, DeskPress, DeskWords } from './desk-update.rules';
import type { DeskStore } from './desks.store';

/** What making a group a desk needs. */
export interface GroupBindingDeps {
  readonly desks: DeskStore;
  readonly api: DeskApi;
  readonly answers: DeskAnswers;
  readonly bots: Bots;
  readonly log: Log;
}

/** The commands of a topic, as Telegram offers them. */
const offered = ['return', 'close', 'release', 'transfer', 'note', 'tags', 'desk'] as const;

/** Makes a group the desk of a bot, and a group like all others again. */
export class GroupBinding {
  constructor(private readonly deps: GroupBindingDeps) {}

  /** Does what /desk says, and answers what came of it. */
  async command(by: DeskOperator, words: DeskWords, argument: string): Promise<DeskPhrase> {
    const { desks, log } = this.deps;
    const { botId, chat } = words;
    if (by.viewer.role === 'OPERATOR') return ['group.not_allowed'];
    if (argument.toLowerCase() === 'off') {
      const unbound = await desks.unbind(botId, chat.id);
      if (unbound) log.info({ botId, by: by.viewer.id }, 'a group in Telegram is no longer the desk of a bot');
      return unbound ? ['group.off'] : ['group.not_bound'];
    }
    const missing = await this.missing(words);
    if (missing.length > 0) {
      const list = missing.map((key) => `• ${this.deps.answers.text(by.language, [`group.missing.${key}`])}`);
      return ['group.missing.list', { list: list.join('\n') }];
    }
    await desks.bind({ botId, chatId: chat.id, title: chat.title, boundBy: by.viewer.id });
    await this.offerCommands(by, chat.id);
    log.info({ botId, by: by.viewer.id }, 'a group in Telegram is the desk of a bot');
    return ['group.bound', { bot: this.deps.bots.get(botId).name }];
  }

  /** Whether a group is the desk of the bot now. */
  async isDesk({ botId, chat }: DeskWords | DeskPress): Promise<boolean> {
    return (await this.deps.desks.of(botId))?.chatId === chat.id;
  }

  /** A bot that was sent away has no desk there; one that came back may be able to write again. */
  async membership({ botId, chat, isIn }: DeskMembership): Promise<void> {
    const { desks, log } = this.deps;
    if (isIn) {
      if (await desks.markWhole(botId, chat.id))
        log.info({ botId }, 'the rights in the group of the desk were changed');
      return;
    }
    if (!(await desks.unbind(botId, chat.id))) return;
    log.warn({ botId }, 'the bot was removed from the group of its desk; operators are served in private');
  }

  /** What is not yet as a desk needs it. */
  private async missing({ botId, chat }: DeskWords): Promise<string[]> {
    const rights = await this.deps.api.rightsIn(botId, chat.id).catch((error: unknown) => {
      if (!(error instanceof ChatLost)) throw error;
      return { isAdmin: false, managesTopics: false };
    });
    return [
      ...(chat.isForum ? [] : ['topics']),
      ...(rights.isAdmin ? [] : ['admin']),
      ...(rights.isAdmin && !rights.managesTopics ? ['manage_topics'] : []),
    ];
  }

  private async offerCommands({ botId, language }: DeskOperator, chatId: string): Promise<void> {
    const commands = offered.map((command) => ({
      command,
      description: this.deps.answers.text(language, [`menu.${command}`]),
    }));
    await this.deps.api.offer(botId, chatId, commands);
  }
}
