import { createHash, randomBytes } from 'node:crypto';
import path from 'node:path';
import { Assistant } from './assistant/assistant';
import { Commands } from './assistant/commands';
import { Composer } from './assistant/composer';
import { DialogueWorker } from './assistant/dialogue-worker';
import { wakeUpReceiver } from './assistant/receiver';
import { Voice } from './assistant/voice';
import { type Config, environmentName, type Role } from './config';
import { apiChannel } from './dialogues/api-channel';
import type { Bot } from './dialogues/bots';
import { type Channels, Deliveries } from './dialogues/deliveries';
import { deliveryQueue } from './dialogues/deliveries.store';
import { inboxQueue } from './dialogues/inbox';
import { buildDomain, type Domain } from './domain';
import { registerGraphql } from './graphql/graphql';
import { type OpenGround, openGround } from './ground';
import { Housekeeping } from './housekeeping';
import { Closers } from './infra/closers';
import { freePort } from './infra/free-port';
import { type HttpServer, openHttpServer } from './infra/http-server';
import { Lanes } from './infra/lanes';
import type { Log } from './infra/log';
import type { LanguageModel } from './language-model/language-model';
import { openOpenAiModel } from './language-model/openai-model';
import { loadTokenizer } from './language-model/tokens';
import { startOpenAiStandin } from './standins/openai/openai-standin';
import { registerChatPage } from './standins/telegram/chat-page';
import { startTelegramStandin, type TelegramStandin } from './standins/telegram/telegram-standin';
import { type TelegramBotSettings, TelegramBots } from './telegram/bots';
import { TelegramReceiver } from './telegram/receiver';
import { TelegramChannel } from './telegram/telegram-channel';
import { registerWebhook, type WebhookDeps } from './telegram/webhook';

/** The running product. */
export interface App {
  /** Where it listens. */
  readonly url: string;
  /** The bots that live on the stand-in Telegram: their chat pages are at /try/<slug>. */
  readonly chatPages: readonly string[];
  /** The first admin, when this start has made them; the password is known nowhere else. */
  readonly newAdmin: { readonly email: string; readonly password: string } | null;
  /** Takes no more work, finishes what is under way, and closes everything. */
  close(): Promise<void>;
}

interface Parts extends OpenGround {
  readonly config: Config;
  readonly closers: Closers;
  readonly domain: Domain;
  readonly http: HttpServer;
  /** Where this process listens, and where the world reaches it. */
  readonly localUrl: string;
  readonly publicUrl: string;
}

/** Builds and starts everything, in order: what is below first. Throws StartError for what the owner can put right. */
export async function startApp(config: Config, log: Log): Promise<App> {
  const closers = new Closers(log);
  try {
    return await start(config, closers, log);
  } catch (error) {
    await closers.close();
    throw error;
  }
}

async function start(config: Config, closers: Closers, log: Log): Promise<App> {
  const ground = await openGround(config, closers, log);
  const domain = buildDomain(ground);
  const http = openHttpServer({ log, readiness: [{ name: 'database', check: () => ground.database.ping() }] });
  const { host } = config;
  const port = config.port === 0 ? await freePort(host) : config.port;
  const localUrl = `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`;
  const publicUrl = config.publicUrl ?? localUrl;
  const parts: Parts = { ...ground, config, closers, domain, http, localUrl, publicUrl };
  const has = (role: Role) => config.roles.includes(role);

  await loadBots(parts);
  const standin = await openStandinTelegram(parts);
  const telegram = openTelegram(parts, standin);
  const chatPages = standin ? withoutAccount(parts).map((bot) => bot.slug) : [];
  if (has('webhook')) await registerWebhook(http.server, webhookDeps(parts, telegram));
  if (standin) registerChatPage(http.server, standin);
  const newAdmin = has('api') ? await openApi(parts, chatPages) : null;

  closers.add('HTTP server', http.server, (server) => server.close());
  await http.server.listen({ host, port });
  if (has('worker')) await startWorker(parts, telegram);
  telegram.start({ receive: ({ secret }) => has(secret === null ? 'worker' : 'webhook') });
  closers.add('readiness', http, (one) => one.retire());
  return { url: publicUrl, chatPages, newAdmin, close: () => closers.close() };
}

/** Reads the bots' folders: the bots, their texts, what they know. */
async function loadBots({ config, domain, locales }: Parts): Promise<void> {
  await domain.bots.load(config.botsFolder);
  for (const bot of domain.bots.enabled()) {
    const folder = path.join(config.botsFolder, bot.slug);
    locales.addBot(bot.slug, path.join(folder, 'locales'));
    const { id: botId, languages } = bot;
    await domain.knowledge.syncFolder({ botId, folder: path.join(folder, 'knowledge'), languages });
  }
}

function withoutAccount({ config, domain }: Parts): Bot[] {
  return domain.bots.enabled().filter((bot) => config.telegramAccounts[environmentName(bot.slug)] === undefined);
}

/** The stand-in Telegram, for bots without a token; it lives in the one process that has all roles. */
async function openStandinTelegram(parts: Parts): Promise<TelegramStandin | null> {
  const { config, closers, log, derivedSecret } = parts;
  const bots = withoutAccount(parts);
  if (bots.length === 0) return null;
  if (config.roles.length < 3) {
    log.warn({ bots: bots.map((bot) => bot.slug) }, 'these bots have no token and are not served by this process');
    return null;
  }
  const stateFile = path.join(config.dataFolder, 'telegram-standin.json');
  const standin = await startTelegramStandin({ log, stateFile });
  for (const { slug, name } of bots) standin.addBot({ slug, name, token: standinToken(slug, derivedSecret) });
  return closers.add('stand-in Telegram', standin, (one) => one.close());
}

function standinToken(slug: string, derivedSecret: (purpose: string) => string): string {
  const digits = createHash('sha256').update(slug).digest().readUInt32BE();
  return `${digits}:${derivedSecret(`standin token of ${slug}`)}`;
}

function openTelegram(parts: Parts, standin: TelegramStandin | null): TelegramBots {
  const { config, domain, closers, log, derivedSecret, localUrl, publicUrl } = parts;
  const settings = domain.bots.enabled().flatMap(({ id: botId, slug }): TelegramBotSettings[] => {
    const account = config.telegramAccounts[environmentName(slug)];
    if (account) {
      const { token, webhookSecret: secret } = account;
      return [{ botId, slug, token, secret, apiRoot: config.telegramApiRoot, publicUrl }];
    }
    if (!standin) return [];
    const secret = config.telegramSecrets[environmentName(slug)] ?? derivedSecret(`standin webhook of ${slug}`);
    const token = standinToken(slug, derivedSecret);
    return [{ botId, slug, token, secret, apiRoot: standin.apiRoot, publicUrl: localUrl }];
  });
  const rememberUsername = (botId: string, username: string) => domain.bots.rename(botId, username);
  const telegram = new TelegramBots(settings, { inbox: domain.inbox, log, rememberUsername });
  return closers.add('Telegram', telegram, (one) => one.stop());
}

function webhookDeps({ domain, log }: Parts, telegram: TelegramBots): WebhookDeps {
  const onWrongSecret = (slug: string) => telegram.recheckWebhook(slug);
  return { bots: telegram.webhooks, inbox: domain.inbox, log, onWrongSecret };
}

/** The API with what lives from it; answers the first admin, if there was none before. */
async function openApi(parts: Parts, chatPages: readonly string[]): Promise<App['newAdmin']> {
  const { config, domain, http, bus, locales, log, closers, publicUrl } = parts;
  await domain.feed.start();
  closers.add('event feed', domain.feed, (one) => one.stop());
  if (config.bootstrapApiKey) {
    await domain.apiKeys.admitBootstrapKey(config.bootstrapApiKey);
    log.warn('the bootstrap API key is in force: it has all scopes and no rate limit');
  }
  const graphql = await registerGraphql(http.server, { domain, bus, locales, log, publicUrl, chatPages });
  closers.add('GraphQL', graphql, (one) => one.close());
  const { email, password: chosen } = config.admin;
  const password = chosen ?? randomBytes(12).toString('base64url');
  const made = await domain.operators.ensureAdmin({ email, password });
  return made && chosen === null ? { email, password } : null;
}

async function openModel({ config, closers, log }: Parts): Promise<LanguageModel> {
  if (config.languageModel) return openOpenAiModel({ ...config.languageModel, log });
  const standin = closers.add('stand-in model', await startOpenAiStandin({ log }), (one) => one.close());
  return openOpenAiModel({ apiKey: 'stand-in', baseUrl: standin.baseUrl, model: 'stand-in', log });
}

/** The queues: what came in is answered, what was said is sent. */
async function startWorker(parts: Parts, telegram: TelegramBots): Promise<void> {
  const { config, domain, database, listener, locales, log, closers } = parts;
  const channels: Channels = { TELEGRAM: new TelegramChannel({ bots: telegram, locales, log }), API: apiChannel };
  const deliveries = new Deliveries({ database, events: domain.events, channels, log });
  const assistant = buildAssistant(parts, { channels, model: await openModel(parts) });
  const { inbox, dialogues } = domain;
  const receivers = {
    telegram: new TelegramReceiver({ dialogues, bots: telegram, locales, log }),
    message: wakeUpReceiver,
  };
  const worker = new DialogueWorker({ inbox, receivers, assistant, log });

  const concurrency = config.workerConcurrency;
  const queues = [
    new Lanes({ database, listener, log }, { queue: inboxQueue, concurrency, handle: (lease) => worker.work(lease) }),
    new Lanes(
      { database, listener, log },
      { queue: deliveryQueue, concurrency, handle: (lease) => deliveries.work(lease) },
    ),
  ];
  for (const queue of queues) {
    queue.start();
    closers.add('queue', queue, (one) => one.stop());
  }
  await listener.start();
  closers.add('housekeeping', new Housekeeping({ database, log }), (one) => one.stop());
  // Not before listening: the tables block the process for a moment.
  loadTokenizer().catch((error: unknown) => log.error({ err: error }, 'the tokenizer could not be loaded'));
}

function buildAssistant(parts: Parts, made: { channels: Channels; model: LanguageModel }): Assistant {
  const { config, domain, locales, bus, log } = parts;
  const { bots, dialogues, handoff, knowledge, whoAnswers, users, events } = domain;
  const commands = new Commands({ bots, handoff, locales });
  const show = { bus, whoAnswers };
  const composer = new Composer({ bots, dialogues, knowledge, model: made.model, locales, show });
  const voice = new Voice({ events, users, locales });
  const edge = { users, channels: made.channels, log, answersPerMinute: config.answersPerMinute };
  return new Assistant({ dialogues, handoff, commands, composer, voice, edge });
}
