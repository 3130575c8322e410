import { type Fault, readVariables } from './config-variables';

/** Which part of the program a process runs. */
export type Role = 'api' | 'webhook' | 'worker';

/** A bot's account at Telegram. */
export interface TelegramAccount {
  readonly token: string;
  /** With a secret updates come by webhook, without one by long polling. */
  readonly webhookSecret: string | null;
}

/** All that the environment decides; checked, frozen, read once. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** Where browsers and Telegram reach this deployment; null: wherever it listens. */
  readonly publicUrl: string | null;
  readonly roles: readonly Role[];
  readonly dataFolder: string;
  readonly botsFolder: string;
  readonly database: { readonly kind: 'embedded' } | { readonly kind: 'postgres'; readonly url: string };
  readonly databasePoolSize: number;
  /** Null: the bus and the cache of this process. */
  readonly redisUrl: string | null;
  /** Null: the stand-in model. */
  readonly languageModel: {
    readonly apiKey: string | null;
    readonly baseUrl: string | null;
    readonly model: string;
    /** Null: knowledge is found by its words alone. */
    readonly embeddingModel: string | null;
    readonly transcriptionModel: string;
    /** What fine-tuning begins with. */
    readonly tuningModel: string;
  } | null;
  /** How many tokens a request to the model may have, its answer included. */
  readonly contextTokens: number;
  /** Hosts of the own network, host:port, that webhooks and tools may reach. */
  readonly trustedHosts: readonly string[];
  readonly telegramApiRoot: string;
  /** By slug in capitals with underscores; a bot without an account lives on the stand-in. */
  readonly telegramAccounts: Readonly<Record<string, TelegramAccount>>;
  /** Secrets that are set for bots without a token: for the stand-in. */
  readonly telegramSecrets: Readonly<Record<string, string>>;
  /** What BotFather gives for payments, by the same names. */
  readonly telegramPayments: Readonly<Record<string, string>>;
  /** Secrets of tools that bots' files name, each as <SLUG>_<NAME>. */
  readonly toolSecrets: Readonly<Record<string, string>>;
  /** The payment service; null: the stand-in of one. */
  readonly payments: { readonly apiRoot: string; readonly secret: string } | null;
  /** Null: made once and kept in the data folder. */
  readonly secretKey: string | null;
  readonly admin: { readonly email: string; readonly password: string | null };
  readonly bootstrapApiKey: string | null;
  readonly answersPerMinute: number;
  readonly workerConcurrency: number;
  readonly logLevel: string;
}

/** The environment asks for something that cannot be; every fault is named, no value is told. */
export class ConfigError extends Error {
  constructor(readonly faults: readonly Fault[]) {
    super(faults.map(({ variable, fault }) => `${variable}: ${fault}`).join('\n'));
    this.name = 'ConfigError';
  }
}

const allRoles: readonly Role[] = ['api', 'webhook', 'worker'];

/** Reads the environment. Throws ConfigError with all faults at once. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const { values, bots, faults } = readVariables(environment);
  const roles = (values.ROLES ?? allRoles) as readonly Role[];
  const complaints = [...faults, ...contradictions(values, { roles, bots })];
  if (complaints.length > 0) throw new ConfigError(complaints);
  return deepFreeze({
    ...placeOf(values),
    ...storesOf(values),
    ...limitsOf(values),
    roles,
    languageModel: languageModelOf(values),
    trustedHosts: values.TRUSTED_HOSTS ?? [],
    telegramApiRoot: withoutSlash(values.TELEGRAM_API_ROOT ?? 'https://api.telegram.org'),
    telegramAccounts: accountsOf(bots),
    telegramSecrets: Object.fromEntries(bots.secrets),
    telegramPayments: Object.fromEntries(bots.payments),
    toolSecrets: Object.fromEntries(bots.toolSecrets),
    payments: paymentsOf(values),
    admin: { email: values.ADMIN_EMAIL ?? 'admin@localhost', password: values.ADMIN_PASSWORD ?? null },
    bootstrapApiKey: values.BOOTSTRAP_API_KEY ?? null,
  });
}

/** The name by which the environment calls a bot: its slug in capitals, with underscores. */
export function environmentName(slug: string): string {
  return slug.toUpperCase().replaceAll('-', '_');
}

type Read = ReturnType<typeof readVariables>;

function placeOf(values: Read['values']): Pick<Config, 'host' | 'port' | 'publicUrl' | 'dataFolder' | 'botsFolder'> {
  return {
    host: values.HOST ?? '127.0.0.1',
    port: values.PORT ?? 4000,
    publicUrl: values.PUBLIC_URL ? withoutSlash(values.PUBLIC_URL) : null,
    dataFolder: values.DATA_DIR ?? './data',
    botsFolder: values.BOTS_DIR ?? './bots',
  };
}

function storesOf(values: Read['values']): Pick<Config, 'database' | 'databasePoolSize' | 'redisUrl' | 'secretKey'> {
  return {
    database: values.DATABASE_URL ? { kind: 'postgres', url: values.DATABASE_URL } : { kind: 'embedded' },
    databasePoolSize: values.DATABASE_POOL_SIZE ?? 10,
    redisUrl: values.REDIS_URL ?? null,
    secretKey: values.SECRET_KEY ?? null,
  };
}

type Limits = Pick<Config, 'contextTokens' | 'answersPerMinute' | 'workerConcurrency' | 'logLevel'>;

function limitsOf(values: Read['values']): Limits {
  return {
    contextTokens: values.OPENAI_CONTEXT_TOKENS ?? 8_192,
    answersPerMinute: values.ANSWERS_PER_MINUTE ?? 20,
    workerConcurrency: values.WORKER_CONCURRENCY ?? 16,
    logLevel: values.LOG_LEVEL ?? 'info',
  };
}

function withoutSlash(address: string): string {
  return address.replace(/\/+$/, '');
}

function contradictions(values: Read['values'], of: { roles: readonly Role[]; bots: Read['bots'] }): Fault[] {
  const faults: Fault[] = [];
  const complain = (variable: string, fault: string) => faults.push({ variable, fault });
  if (of.roles.length < allRoles.length && !values.REDIS_URL) {
    complain('REDIS_URL', 'is needed when ROLES is not all of api,webhook,worker: the processes talk through Redis');
  }
  if (values.DATABASE_URL && !values.SECRET_KEY) {
    complain('SECRET_KEY', 'is needed when DATABASE_URL is set: every process must have the same one');
  }
  if (Boolean(values.PAYMENTS_API_ROOT) !== Boolean(values.PAYMENTS_SECRET)) {
    complain(values.PAYMENTS_API_ROOT ? 'PAYMENTS_SECRET' : 'PAYMENTS_API_ROOT', 'is needed: the two are set together');
  }
  for (const slug of of.bots.tokens.keys()) {
    if (!values.PUBLIC_URL || of.bots.secrets.has(slug)) continue;
    complain(
      `TELEGRAM_WEBHOOK_SECRET_${slug}`,
      'is needed when PUBLIC_URL and the bot’s token are set: without it anybody could send forged updates',
    );
  }
  return faults;
}

function languageModelOf(values: Read['values']): Config['languageModel'] {
  if (!values.OPENAI_API_KEY && !values.OPENAI_BASE_URL) return null;
  return {
    apiKey: values.OPENAI_API_KEY ?? null,
    baseUrl: values.OPENAI_BASE_URL ?? null,
    model: values.OPENAI_MODEL ?? 'gpt-4o-mini',
    embeddingModel: values.OPENAI_EMBEDDING_MODEL ?? null,
    transcriptionModel: values.OPENAI_TRANSCRIPTION_MODEL ?? 'whisper-1',
    tuningModel: values.OPENAI_TUNING_MODEL ?? values.OPENAI_MODEL ?? 'gpt-4o-mini',
  };
}

function paymentsOf({ PAYMENTS_API_ROOT: apiRoot, PAYMENTS_SECRET: secret }: Read['values']): Config['payments'] {
  return apiRoot && secret ? { apiRoot: withoutSlash(apiRoot), secret } : null;
}

function accountsOf(bots: Read['bots']): Record<string, TelegramAccount> {
  const accountOf = (slug: string, token: string) => ({ token, webhookSecret: bots.secrets.get(slug) ?? null });
  return Object.fromEntries([...bots.tokens].map(([slug, token]) => [slug, accountOf(slug, token)]));
}

function deepFreeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) {
    if (typeof part === 'object' && part !== null) deepFreeze(part);
  }
  return Object.freeze(value);
}
