import type { InlineKeyboardMarkup } from 'grammy/types';
import {
  type Address,
  type Button,
  type Channel,
  NotNow,
  type OutgoingMessage,
  Rejected,
  Unreachable,
} from '../dialogues/channel';
import type { Locales } from '../infra/locales';
import type { Log } from '../infra/log';
import type { TelegramBot, TelegramBots } from './bots';
import { callSignal } from './call-signal';
import { RareWarning } from './rare-warning';
import { renderParts, type TelegramPart } from './render';
import { faultOf, type TelegramFault } from './telegram-fault';

const unparsable = /can't parse entities/i;
const gone = /chat not found|user not found|PEER_ID_INVALID/i;
/** A sign of work that is late is worth nothing. */
const signTimeoutMs = 5_000;

/** The way to the user through the Bot API. */
export class TelegramChannel implements Channel<TelegramPart> {
  // Telegram takes about 30 messages a second from a bot; more at once gains nothing, and at a kill it leaves more of them in doubt.
  readonly overlapMs = 33;
  private readonly revoked: RareWarning;

  constructor(private readonly deps: { bots: TelegramBots; locales: Locales; log: Log }) {
    this.revoked = new RareWarning(deps.log, 'Telegram does not know the token of a bot: nothing can be sent', 'error');
  }

  parts(message: OutgoingMessage): readonly TelegramPart[] {
    return renderParts(message, (titles, language) => {
      const label = this.deps.locales.t(
        language,
        titles.length === 1 ? 'replies:sources.single' : 'replies:sources.several',
      );
      return `${label}: ${titles.join(' · ')}`;
    });
  }

  async send({ botId, externalId }: Address, part: TelegramPart): Promise<string> {
    const bot = this.deps.bots.find(botId);
    if (!bot) throw new Rejected('this bot has no account at Telegram');
    try {
      return await sendText(bot, externalId, part);
    } catch (error) {
      throw this.translated(bot, faultOf(error));
    }
  }

  async showWork({ botId, externalId }: Address): Promise<void> {
    const bot = this.deps.bots.find(botId);
    if (!bot) return;
    try {
      await bot.api.sendChatAction(externalId, 'typing', {}, callSignal(AbortSignal.timeout(signTimeoutMs)));
    } catch (error) {
      this.deps.log.debug({ bot: bot.settings.slug, reason: faultOf(error).reason }, 'a sign of work was not shown');
    }
  }

  /** The fault in the words of every channel; what is not known to be one of them stays an error of its own. */
  private translated(bot: TelegramBot, fault: TelegramFault): Error {
    if (fault.kind === 'not sent') return new NotNow(between(1_000, 5_000), because(fault));
    if (fault.kind === 'unknown') return new UnknownOutcome(fault.reason);
    const { code, reason, retryAfterMs } = fault;
    if (code === 429 || code >= 500) return new NotNow(retryAfterMs ?? between(1_000, 5_000), because(fault));
    if (code === 403 || gone.test(reason)) return new Unreachable(reason);
    if (code !== 401 && code !== 404) return new Rejected(reason);
    this.revoked.note({ bot: bot.settings.slug, reason });
    return new NotNow(60_000, because(fault));
  }
}

/** Nobody knows whether Telegram took the message. */
export class UnknownOutcome extends Error {
  override readonly name = 'UnknownOutcome';
}

/** Sends formatted text, and the same once more without formatting when Telegram cannot read it. */
async function sendText(bot: TelegramBot, chatId: string, part: TelegramPart): Promise<string> {
  const options = {
    link_preview_options: { is_disabled: true },
    ...(part.buttons && { reply_markup: keyboard(part.buttons) }),
  };
  try {
    const sent = await bot.api.sendMessage(chatId, part.html, { ...options, parse_mode: 'HTML' });
    return String(sent.message_id);
  } catch (error) {
    const fault = faultOf(error);
    if (fault.kind !== 'refused' || !unparsable.test(fault.reason)) throw error;
    const sent = await bot.api.sendMessage(chatId, part.plain, options);
    return String(sent.message_id);
  }
}

function keyboard(rows: readonly (readonly Button[])[]): InlineKeyboardMarkup {
  return { inline_keyboard: rows.map((row) => row.map(({ text, action }) => ({ text, callback_data: action }))) };
}

function because(fault: TelegramFault): ErrorOptions {
  return { cause: new UnknownOutcome(fault.reason) };
}

function between(least: number, most: number): number {
  return least + Math.round(Math.random() * (most - least));
}
