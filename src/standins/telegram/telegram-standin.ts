import type { Log } from '../../infra/log';
import { ApiServer } from './api-server';
import type { BotAccount, BotRegistration } from './bot-account';
import { BotApiError } from './bot-api-error';
import { Bots } from './bots';
import { CallLog } from './call-log';
import { registerControlRoutes } from './control-routes';
import { Faults } from './faults';
import { GroupActions } from './group-actions';
import { listenBelowEphemeral } from './listen';
import type { MethodServer } from './methods/call';
import { UserActions } from './user-actions';
import { WebhookSender, type WebhookTarget } from './webhook-sender';

/** How the stand-in is started. */
export interface TelegramStandinOptions {
  readonly log: Log;
  readonly host?: string;
  /** Without it, a free one below 32768. */
  readonly port?: number;
  /** Chats, counters and updates are kept here and outlive the process; without it ids start from the time. */
  readonly stateFile?: string;
  /** Opens `/control/…`: anybody who reaches the port can then speak for any user. */
  readonly control?: boolean;
  /** Which webhook addresses are taken; without it https, and http on loopback. */
  readonly webhookAllowed?: (url: URL) => boolean;
  /** Lets bots write to people who never wrote to them; the real server refuses that. */
  readonly strangersWelcome?: boolean;
  /** Where invoices can be paid, for links to them; without it an address of Telegram, which leads nowhere from here. */
  readonly invoiceLink?: (botSlug: string, invoice: string) => string;
  /** The second of the retry schedule of webhooks; tests make it shorter. */
  readonly retryUnitMs?: number;
}

const loopback = /^(127\.|localhost$|\[::1\]$)/;

/** A Bot API server on loopback, with the people who write to its bots. */
export class TelegramStandin implements MethodServer {
  readonly faults = new Faults();
  readonly calls = new CallLog();
  readonly bots: Bots;
  readonly strangersWelcome: boolean;
  private readonly server: ApiServer;
  private address = '';

  constructor(private readonly options: TelegramStandinOptions) {
    this.strangersWelcome = options.strangersWelcome ?? false;
    this.bots = new Bots(options.stateFile, options.log);
    const { bots, faults, calls } = this;
    this.server = new ApiServer({ bots, faults, calls, methodServer: this, log: options.log });
    if (options.control) registerControlRoutes(this.server.http, this);
  }

  /** What bots take as their API root. */
  get apiRoot(): string {
    return this.address;
  }

  /** Starts to listen and to deliver what an earlier process left. */
  async open(): Promise<this> {
    for (const { bot, webhook } of this.bots.restore()) this.setWebhook(bot, webhook);
    this.address = await listenBelowEphemeral(this.server.http, this.options.host ?? '127.0.0.1', this.options.port);
    this.options.log.info({ apiRoot: this.address }, 'stand-in of the Bot API listens');
    return this;
  }

  /** Makes a bot known by its token; says more about it when it is known. */
  addBot(registration: BotRegistration): BotAccount {
    return this.bots.add(registration);
  }

  /** What people can do to a bot, which is named by token, id, slug or username. */
  people(botName: string): UserActions {
    return new UserActions(this.bot(botName));
  }

  /** What people can do to the groups that a bot is in. */
  groups(botName: string): GroupActions {
    return new GroupActions(this.bot(botName));
  }

  /** A bot by token, id, slug or username. */
  bot(name: string): BotAccount {
    const bot = this.bots.find(name);
    if (!bot) throw new BotApiError(404, 'Not Found: no such bot');
    return bot;
  }

  webhookAllowed(url: URL): boolean {
    if (this.options.webhookAllowed) return this.options.webhookAllowed(url);
    return url.protocol === 'https:' || (url.protocol === 'http:' && loopback.test(url.hostname));
  }

  invoiceLink(bot: BotAccount, slug: string): string {
    return this.options.invoiceLink?.(bot.slug ?? bot.username, slug) ?? `https://t.me/$${slug}`;
  }

  setWebhook(bot: BotAccount, target: WebhookTarget | undefined): void {
    bot.webhook = target;
    if (target && bot.sender?.serves(target)) {
      bot.sender.retryNow();
      return;
    }
    bot.sender?.close();
    bot.sender = target && this.sender(bot, target);
  }

  /** Stops; calls that wait are ended, and what was not delivered is kept in the state file. */
  async close(): Promise<void> {
    for (const bot of this.bots.all()) {
      bot.sender?.close();
      bot.endPoll?.('closing');
    }
    await this.server.http.close();
    await this.bots.close();
  }

  private sender(bot: BotAccount, target: WebhookTarget): WebhookSender {
    return new WebhookSender({
      target,
      queue: bot.updates,
      log: this.options.log,
      retryUnitMs: this.options.retryUnitMs ?? 1000,
      onCallInAnswer: (body) => void this.server.callFromAnswer(bot, body),
    });
  }
}

/** Starts a Bot API server on a free loopback port. */
export function startTelegramStandin(options: TelegramStandinOptions): Promise<TelegramStandin> {
  return new TelegramStandin(options).open();
}
