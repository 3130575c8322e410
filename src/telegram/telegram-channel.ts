import type { InlineKeyboardMarkup } from 'grammy/types';
import {
  type Address,
  type Button,
  type Channel,
  type DraftPen,
  type DraftRequest,
  FileUnavailable,
  type OutgoingMessage,
  Rejected,
} from '../dialogues/channel';
import type { Locales } from '../infra/locales';
import type { Log } from '../infra/log';
import type { TelegramBot, TelegramBots } from './bots';
import { callSignal } from './call-signal';
import { deletePart, editPart, type SendablePart, sendPart } from './calls';
import { channelError, isRevoked } from './channel-errors';
import { draftWays } from './draft-calls';
import { DraftPace } from './draft-pace';
import { TelegramDraft } from './draft-pen';
import { downloadFile } from './file-download';
import { sendInvoice } from './payments/invoice-call';
import { RareWarning } from './rare-warning';
import { renderParts, type TelegramPart } from './render';
import { editRich, sendRich } from './rich-calls';
import { ServerAbilities } from './server-abilities';
import { faultOf, type TelegramFault } from './telegram-fault';

/** A sign of work that is late is worth nothing. */
const signTimeoutMs = 5_000;

/** The way to the user through the Bot API. */
export class TelegramChannel implements Channel<TelegramPart> {
  // Telegram takes about 30 messages a second from a bot; more at once gains nothing, and at a kill it leaves more of them in doubt.
  readonly overlapMs = 33;
  private readonly revoked: RareWarning;
  /** What the Bot API servers can do, by their address. */
  private readonly servers = new Map<string, ServerAbilities>();
  /** How fast each bot may draw its drafts. */
  private readonly paces = new Map<string, DraftPace>();
  /** The drafts that are being written, by bot and chat. */
  private readonly drafts = new Map<string, TelegramDraft>();

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

  async send({ botId, externalId: chatId }: Address, part: TelegramPart): Promise<string> {
    const { invoice } = part;
    const words = sendable(part);
    const sent = await this.call(botId, async (bot) => {
      if (invoice) return sendInvoice(bot, { chatId }, { ...words, invoice });
      const way = { api: bot.api, server: this.serverOf(bot) };
      return (await sendRich(way, { chatId }, words)) ?? (await sendPart(bot.api, { chatId }, words));
    });
    return String(sent);
  }

  async edit({ botId, externalId: chatId }: Address, sent: string, part: TelegramPart | null): Promise<void> {
    const message = { chatId, messageId: Number(sent) };
    await this.call(botId, async (bot) => {
      if (!part) return deletePart(bot.api, message);
      // What is to be paid cannot be changed under the payer's hands.
      if (part.invoice) return;
      const words = sendable(part);
      const way = { api: bot.api, server: this.serverOf(bot) };
      if (!(await editRich(way, message, words))) await editPart(bot.api, message, words);
    });
  }

  draft({ botId, externalId }: Address, request: DraftRequest): DraftPen {
    const bot = this.deps.bots.find(botId);
    if (!bot) return nothingToShow;
    const key = `${botId} ${externalId}`;
    const pace = this.paces.get(botId) ?? new DraftPace();
    this.paces.set(botId, pace);
    const draft: TelegramDraft = new TelegramDraft(Number(externalId), request, {
      bot,
      server: this.serverOf(bot),
      pace,
      ways: draftWays(this.deps.locales),
      log: this.deps.log,
      onEnd: () => {
        if (this.drafts.get(key) === draft) this.drafts.delete(key);
      },
    });
    this.drafts.set(key, draft);
    return draft;
  }

  fetchFile({ botId }: Address, fileId: string, mostBytes: number): Promise<Uint8Array> {
    const bot = this.deps.bots.find(botId);
    if (!bot) throw new FileUnavailable('gone');
    const { apiRoot, token } = bot.settings;
    return downloadFile({ api: bot.api, apiRoot, token }, fileId, mostBytes);
  }

  async showWork({ botId, externalId }: Address): Promise<void> {
    const bot = this.deps.bots.find(botId);
    // Who sees the answer grow needs no other sign.
    if (!bot || this.drafts.get(`${botId} ${externalId}`)?.isShown) return;
    try {
      await bot.api.sendChatAction(externalId, 'typing', {}, callSignal(AbortSignal.timeout(signTimeoutMs)));
    } catch (error) {
      this.deps.log.debug({ bot: bot.settings.slug, reason: faultOf(error).reason }, 'a sign of work was not shown');
    }
  }

  private serverOf({ settings }: TelegramBot): ServerAbilities {
    const server = this.servers.get(settings.apiRoot) ?? new ServerAbilities();
    this.servers.set(settings.apiRoot, server);
    return server;
  }

  private async call<T>(botId: string, work: (bot: TelegramBot) => Promise<T>): Promise<T> {
    const bot = this.deps.bots.find(botId);
    if (!bot) throw new Rejected('this bot has no account at Telegram');
    try {
      return await work(bot);
    } catch (error) {
      throw this.translated(bot, faultOf(error));
    }
  }

  private translated(bot: TelegramBot, fault: TelegramFault): Error {
    if (isRevoked(fault)) this.revoked.note({ bot: bot.settings.slug, reason: fault.reason });
    return channelError(fault);
  }
}

const nothingToShow: DraftPen = { id: 'none', show: () => undefined, end: async () => undefined };

function sendable({ buttons, ...part }: TelegramPart): SendablePart {
  return { ...part, ...(buttons && { keyboard: keyboard(buttons) }) };
}

function keyboard(rows: readonly (readonly Button[])[]): InlineKeyboardMarkup {
  return { inline_keyboard: rows.map((row) => row.map(({ text, action }) => ({ text, callback_data: action }))) };
}
