import type { Bots } from '../../dialogues/bots';
import { inviteHashIn } from '../../people/invite-secrets';
import type { TelegramInvites } from '../../people/telegram-invites';
import type { DeskAnswers } from './desk-answers';
import type { DeskApi } from './desk-api';
import type { DeskOperators } from './desk-operators';
import type { DeskWords } from './desk-update.rules';

/** What letting operators in needs. */
export interface InviteDoorDeps {
  readonly invites: Pick<TelegramInvites, 'redeem'>;
  readonly operators: DeskOperators;
  readonly answers: DeskAnswers;
  readonly api: DeskApi;
  readonly bots: Bots;
}

const startShape = /^\/start\s+(\S+)$/;
/** The commands of an operator, as Telegram offers them in their own chat. */
const offered = [
  'desk',
  'next',
  'online',
  'away',
  'offline',
  'return',
  'close',
  'release',
  'transfer',
  'note',
] as const;

/** Where Telegram users who open an invitation become operators. */
export class InviteDoor {
  constructor(private readonly deps: InviteDoorDeps) {}

  /** False when nobody opened an invitation. */
  async enter(words: DeskWords): Promise<boolean> {
    const hash = inviteHashIn(startShape.exec(words.text)?.[1] ?? '', 'operator');
    if (hash === undefined || !words.from || words.edited) return false;
    const { invites, operators, answers, api, bots } = this.deps;
    const { botId } = words;
    const operator = await invites.redeem({ hash, botId, telegramId: words.from.id });
    if (!operator) {
      const language = operators.languageOf(words);
      await answers.reply(words, answers.text(language, ['link.dead']));
      return true;
    }
    const { language } = operators.as(botId, operator);
    const welcome = answers.text(language, ['link.welcome', { name: operator.name, bot: bots.get(botId).name }]);
    await answers.reply(words, welcome);
    const commands = offered.map((command) => ({ command, description: answers.text(language, [`menu.${command}`]) }));
    await api.offer(botId, words.chat.id, commands);
    return true;
  }
}
