import { createHash, randomBytes } from 'node:crypto';
import path from 'node:path';
import { readTestFile } from './answer-tests/test-file';
import { CardProvider } from './bookings/payments/card-provider';
import { type Config, environmentName, type Role } from './config';
import type { Bot } from './dialogues/bots';
import { demandCommandTexts } from './dialogues/command-texts';
import { offeredCommands } from './dialogues/offered-commands';
import { buildDomain, type Domain } from './domain';
import { registerGraphql } from './graphql/graphql';
import { type OpenGround, openGround } from './ground';
import { Closers } from './infra/closers';
import { freePort } from './infra/free-port';
import { type HttpServer, openHttpServer } from './infra/http-server';
import type { Locales } from './infra/locales';
import type { Log } from './infra/log';
import { WarmUp } from './knowledge/warm-up';
import { registerMcp } from './mcp/mcp-edge';
import { registerPayPage } from './pay-page/pay-page';
import { callbackPath, registerPaymentCallbacks } from './pay-page/payment-callbacks';
import { registerPayerPage } from './standins/payments/payer-page';
import { startPaymentsStandin } from './standins/payments/payments-standin';
import { registerChatPage } from './standins/telegram/chat-page';
import { startTelegramStandin, type TelegramStandin } from './standins/telegram/telegram-standin';
import { type TelegramBotSettings, TelegramBots } from './telegram/bots';
import type { CommandMenu } from './telegram/command-menu';
import { PayerStore } from './telegram/payments/payers.store';
import { TelegramPayments } from './telegram/payments/telegram-payments';
import { withStopSignals } from './telegram/stop-signals';
import { registerWebhook, type WebhookDeps } from './telegram/webhook';
import { meterTraining } from './training/training-metrics';
import { startWorkers } from './workers';

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
  const http = openHttpServer({ log, readiness: [{ name: 'database', check: () => ground.database.ping() }] });
  meterTraining(http.metrics, ground.database);
  const { host } = config;
  const port = config.port === 0 ? await freePort(host) : config.port;
  const localUrl = `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`;
  const publicUrl = config.publicUrl ?? localUrl;
  const domain = buildDomain({ ...ground, publicUrl });
  closers.add('translations', domain.translations, (one) => one.close());
  const parts: Parts = { ...ground, config, closers, domain, http, localUrl, publicUrl };
  const has = (role: Role) => config.roles.includes(role);

  await loadBots(parts);
  await domain.outside.keepFiles(domain.bots.enabled(), config.toolSecrets);
  await domain.outside.start();
  closers.add('tools of others', domain.outside, (one) => one.close());
  await domain.botChanges.start();
  closers.add('changes of bots', domain.botChanges, (one) => one.stop());
  await domain.detectors.start();
  closers.add('detector', domain.detectors, (one) => one.stop());
  await domain.personaTexts.start();
  closers.add('prompts', domain.personaTexts, (one) => one.stop());
  const standin = await openStandinTelegram(parts);
  const telegram = openTelegram(parts, standin);
  const chatPages = standin ? withoutAccount(parts).map((bot) => bot.slug) : [];
  if (has('webhook')) await registerWebhook(http.server, webhookDeps(parts, telegram));
  if (standin) registerChatPage(http.server, standin);
  await openPayments(parts);
  domain.paymentProviders.add(new TelegramPayments({ bots: telegram, payers: new PayerStore(ground.database) }));
  const newAdmin = has('api') ? await openApi(parts, chatPages) : null;

  closers.add('HTTP server', http.server, (server) => server.close());
  await http.server.listen({ host, port });
  if (has('worker')) await startWorkers({ ...parts, telegram });
  telegram.start({ receive: ({ secret }) => has(secret === null ? 'worker' : 'webhook') });
  // Not before listening: a large knowledge takes a while to load.
  const warmUp = closers.add('warm-up', new WarmUp({ knowledge: domain.knowledge, log }), (one) => one.stop());
  warmUp.start(domain.bots.enabled().map(({ id }) => id));
  closers.add('readiness', http, (one) => one.retire());
  return { url: publicUrl, chatPages, newAdmin, close: () => closers.close() };
}

/** Reads the bots' folders: the bots, their texts, what they know. */
async function loadBots({ config, domain, locales }: Parts): Promise<void> {
  await domain.bots.load(config.botsFolder);
  for (const bot of domain.bots.enabled()) {
    const folder = path.join(config.botsFolder, bot.slug);
    locales.addBot(bot.slug, path.join(folder, 'locales'));
    demandCommandTexts(bot, locales);
    const { id: botId, languages } = bot;
    await domain.knowledge.syncFolder({ botId, folder: path.join(folder, 'knowledge'), languages });
    await domain.halls.load(botId, path.join(folder, 'halls.yaml'));
    await domain.answerTests.sync(botId, await readTestFile(path.join(folder, 'tests.yaml')));
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
  const invoiceLink = (slug: string, invoice: string) => `${parts.publicUrl}/try/${slug}?invoice=${invoice}`;
  const standin = await startTelegramStandin({ log, stateFile, invoiceLink });
  for (const { slug, name } of bots) standin.addBot({ slug, name, token: standinToken(slug, derivedSecret) });
  return closers.add('stand-in Telegram', standin, (one) => one.close());
}

function standinToken(slug: string, derivedSecret: (purpose: string) => string): string {
  const digits = createHash('sha256').update(slug).digest().readUInt32BE();
  return `${digits}:${derivedSecret(`standin token of ${slug}`)}`;
}

function openTelegram(parts: Parts, standin: TelegramStandin | null): TelegramBots {
  const { config, domain, closers, log, locales, derivedSecret, localUrl, publicUrl } = parts;
  const settings = domain.bots.enabled().flatMap((bot): TelegramBotSettings[] => {
    const { id: botId, slug } = bot;
    const paymentToken = config.telegramPayments[environmentName(slug)];
    const own = { botId, slug, menus: menusOf(bot, locales), ...(paymentToken && { paymentToken }) };
    const account = config.telegramAccounts[environmentName(slug)];
    if (account) {
      const { token, webhookSecret: secret } = account;
      return [{ ...own, token, secret, apiRoot: config.telegramApiRoot, publicUrl }];
    }
    if (!standin) return [];
    const secret = config.telegramSecrets[environmentName(slug)] ?? derivedSecret(`standin webhook of ${slug}`);
    const token = standinToken(slug, derivedSecret);
    return [{ ...own, token, secret, apiRoot: standin.apiRoot, publicUrl: localUrl }];
  });
  const rememberUsername = (botId: string, username: string) => domain.bots.rename(botId, username);
  const telegram = new TelegramBots(settings, {
    inbox: withStopSignals(domain.inbox, parts.bus),
    log,
    rememberUsername,
  });
  return closers.add('Telegram', telegram, (one) => one.stop());
}

/** A bot's menu in its languages, its default first. */
function menusOf(bot: Bot, locales: Locales): CommandMenu[] {
  const { defaultLanguage } = bot;
  const languages = [defaultLanguage, ...bot.languages.filter((one) => one !== defaultLanguage)];
  return languages.map((language) => ({ language, commands: offeredCommands(bot, language, locales) }));
}

/** Where bookings are paid: their page, and what the payment service tells. */
async function openPayments(parts: Parts): Promise<void> {
  const { config, domain, http, locales, log, derivedSecret } = parts;
  const service = config.payments ?? (await openStandinPayments(parts));
  if (service) {
    domain.paymentProviders.add(new CardProvider({ ...service, callbackUrl: callbackUrlOf(parts) }));
    await registerPaymentCallbacks(http.server, { payments: domain.payments, secret: service.secret, log });
  }
  const secret = derivedSecret('forms of payment pages');
  if (config.roles.includes('api')) await registerPayPage(http.server, { domain, locales, log, secret });
}

function callbackUrlOf({ config, publicUrl, localUrl }: Parts): string {
  return `${config.payments ? publicUrl : localUrl}${callbackPath}`;
}

/** The stand-in of a payment service; it lives in the one process that has all roles. */
async function openStandinPayments(parts: Parts): Promise<{ apiRoot: string; secret: string } | null> {
  const { config, closers, http, log, derivedSecret, publicUrl: pages } = parts;
  if (config.roles.length < 3) {
    log.warn('no payment service is set: bookings cannot be paid by card');
    return null;
  }
  const stateFile = path.join(config.dataFolder, 'payments-standin.json');
  const secret = derivedSecret('standin of payments');
  const standin = await startPaymentsStandin({ log, secret, pages, stateFile });
  registerPayerPage(http.server, standin);
  return { apiRoot: closers.add('stand-in of payments', standin, (one) => one.close()).apiRoot, secret };
}

function webhookDeps({ domain, bus, log }: Parts, telegram: TelegramBots): WebhookDeps {
  const onWrongSecret = (slug: string) => telegram.recheckWebhook(slug);
  return { bots: telegram.webhooks, inbox: withStopSignals(domain.inbox, bus), log, onWrongSecret };
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
  registerMcp(http.server, { domain, locales, log: log.child({ part: 'mcp' }), publicUrl });
  const { email, password: chosen } = config.admin;
  const password = chosen ?? randomBytes(12).toString('base64url');
  const made = await domain.operators.ensureAdmin({ email, password });
  return made && chosen === null ? { email, password } : null;
}
