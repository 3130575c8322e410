import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';
import { Api } from 'grammy';
import type { NewInboxItem } from '../dialogues/inbox-item';
import type { Log } from '../infra/log';
import { callSignal } from './call-signal';
import { type CommandMenu, ensureCommandMenus } from './command-menu';
import { pollUpdates } from './polling';
import { faultOf, patienceMs } from './telegram-fault';
import { wantedUpdates } from './update.rules';
import type { WebhookBot } from './webhook';

/** A bot and its account at Telegram. */
export interface TelegramBotSettings {
  readonly botId: string;
  readonly slug: string;
  readonly token: string;
  /** With a secret updates come by webhook, without one they are fetched. */
  readonly secret: string | null;
  readonly apiRoot: string;
  /** What BotFather gives for payments; without it the bot takes none in Telegram. */
  readonly paymentToken?: string;
  /** Where that server reaches this deployment, without a slash at the end. */
  readonly publicUrl: string;
  /** Its menu in each language; the first one is for everybody else. */
  readonly menus: readonly CommandMenu[];
}

/** What the bots of a process need. */
export interface TelegramBotsDeps {
  readonly inbox: { store(item: NewInboxItem): Promise<void> };
  readonly log: Log;
  /** Keeps what Telegram calls the bot. */
  readonly rememberUsername: (botId: string, username: string) => Promise<void>;
}

/** A bot as the rest of this folder uses it. */
export interface TelegramBot {
  readonly settings: TelegramBotSettings;
  readonly api: Api;
  /** Null until Telegram has told it. */
  username: string | null;
}

// Sending is given up after this long; then nobody knows whether the message was taken.
const callSeconds = 30;
// A connection that was idle for longer may be closed by the other side just when a message goes out on it.
const idleConnectionMs = 15_000;
// Telegram notes the answer of a webhook a moment after it was given.
const noteDelayMs = 1_500;
const recheckPauseMs = 60_000;

/** The bots of this process at Telegram, each with its client. */
export class TelegramBots {
  private readonly bots: ReadonlyMap<string, TelegramBot>;
  private readonly agents: (HttpAgent | HttpsAgent)[] = [];
  private readonly stopped = new AbortController();
  private readonly running = new Set<Promise<void>>();
  private readonly rechecking = new Set<string>();

  constructor(
    settings: readonly TelegramBotSettings[],
    private readonly deps: TelegramBotsDeps,
  ) {
    this.bots = new Map(settings.map((one) => [one.botId, { settings: one, api: this.client(one), username: null }]));
  }

  /** The bots that Telegram brings updates to. */
  get webhooks(): WebhookBot[] {
    return [...this.bots.values()].flatMap(({ settings: { botId, slug, secret } }) =>
      secret === null ? [] : [{ botId, slug, secret }],
    );
  }

  find(botId: string): TelegramBot | undefined {
    return this.bots.get(botId);
  }

  /**
   * Gets to know each bot and, where `receive` says so, sees to it that its updates come. It goes on in the background:
   * that Telegram is away does not keep the program from starting.
   */
  start(options: { readonly receive: (bot: TelegramBotSettings) => boolean }): void {
    for (const bot of this.bots.values()) {
      const receive = options.receive(bot.settings);
      this.run(bot, (log) => this.connect(bot, { receive, log }));
    }
  }

  /**
   * Looks whether Telegram still uses an old secret, after a request came with a wrong one: Telegram does not tell
   * which secret it has, only that we refused it.
   */
  recheckWebhook(slug: string): void {
    const bot = [...this.bots.values()].find(({ settings }) => settings.slug === slug);
    if (!bot || this.rechecking.has(slug)) return;
    this.rechecking.add(slug);
    this.run(bot, async (log) => {
      const { signal } = this.stopped;
      await pause(noteDelayMs, undefined, { signal });
      await this.insist(log, 'the webhook could not be looked at', () => this.ensureWebhook(bot, log));
      await pause(recheckPauseMs, undefined, { signal, ref: false });
      this.rechecking.delete(slug);
    });
  }

  /** Ends polling and background work and closes the connections. */
  async stop(): Promise<void> {
    this.stopped.abort();
    await Promise.all(this.running);
    for (const agent of this.agents) agent.destroy();
  }

  private run(bot: TelegramBot, work: (log: Log) => Promise<void>): void {
    const log = this.deps.log.child({ bot: bot.settings.slug });
    const task = work(log).catch((error: unknown) => {
      if (!this.stopped.signal.aborted) log.error({ reason: faultOf(error).reason }, 'work for a bot ended');
    });
    this.running.add(task);
    void task.finally(() => this.running.delete(task));
  }

  private async connect(bot: TelegramBot, { receive, log }: { receive: boolean; log: Log }): Promise<void> {
    const { signal } = this.stopped;
    const { botId, secret } = bot.settings;
    await this.insist(log, 'Telegram could not be asked for the name of the bot', async () => {
      const { username } = await bot.api.getMe(callSignal(signal));
      bot.username = username;
      await this.deps.rememberUsername(botId, username);
    });
    if (!receive) return;
    this.run(bot, (menuLog) => this.offerMenu(bot, menuLog));
    if (secret === null) await pollUpdates({ botId, api: bot.api, inbox: this.deps.inbox, log }, signal);
    else await this.insist(log, 'the webhook could not be set', () => this.ensureWebhook(bot, log));
  }

  /** The menu is a convenience: when it cannot be set now, the next start sets it. */
  private async offerMenu({ api, settings }: TelegramBot, log: Log): Promise<void> {
    await ensureCommandMenus(api, settings.menus, this.stopped.signal).catch((error: unknown) => {
      if (!this.stopped.signal.aborted) log.warn({ reason: faultOf(error).reason }, 'the menu was not set');
    });
  }

  /** Tries until it works or the bots are stopped. */
  private async insist(log: Log, failed: string, work: () => Promise<void>): Promise<void> {
    for (let failures = 0; !this.stopped.signal.aborted; failures++) {
      try {
        return await work();
      } catch (error) {
        if (this.stopped.signal.aborted) return;
        const fault = faultOf(error);
        log.warn({ reason: fault.reason }, `${failed}; trying again`);
        await pause(patienceMs(fault, failures), undefined, { signal: this.stopped.signal });
      }
    }
  }

  /** Sets the webhook when Telegram has another one. What waits at Telegram is never dropped. */
  private async ensureWebhook({ api, settings }: TelegramBot, log: Log): Promise<void> {
    if (settings.secret === null) return;
    const url = `${settings.publicUrl}/telegram/${settings.slug}`;
    const known = await api.getWebhookInfo(callSignal(this.stopped.signal));
    const refused = /\b401\b/.test(known.last_error_message ?? '');
    if (known.url === url && !refused && sameKinds(known.allowed_updates)) return;
    const options = { secret_token: settings.secret, allowed_updates: [...wantedUpdates] };
    await api.setWebhook(url, options, callSignal(this.stopped.signal));
    log.info({ url, before: known.url || null }, 'the webhook is set');
  }

  private client({ token, apiRoot }: TelegramBotSettings): Api {
    const options = { keepAlive: true, timeout: idleConnectionMs };
    const agent = apiRoot.startsWith('https:') ? new HttpsAgent(options) : new HttpAgent(options);
    this.agents.push(agent);
    return new Api(token, { apiRoot, timeoutSeconds: callSeconds, baseFetchConfig: { agent, compress: true } });
  }
}

function sameKinds(kinds: readonly string[] = []): boolean {
  return kinds.toSorted().join() === wantedUpdates.toSorted().join();
}
