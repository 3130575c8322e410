import { z } from 'zod';

/** Something wrong with a variable of the environment; the value itself is never told. */
export interface Fault {
  readonly variable: string;
  readonly fault: string;
}

const url = (protocols: readonly string[]) =>
  z.string().refine(
    (text) => {
      const parsed = URL.canParse(text) ? new URL(text) : undefined;
      return parsed !== undefined && protocols.includes(parsed.protocol);
    },
    `must be an address that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  );

const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .refine((n) => n >= least && n <= most, `must be from ${least} to ${most}`);

const roles = z
  .string()
  .transform((text) => [
    ...new Set(
      text
        .split(',')
        .map((role) => role.trim())
        .filter(Boolean),
    ),
  ])
  .refine((list) => list.length > 0 && list.every((role) => ['api', 'webhook', 'worker'].includes(role)), {
    error: 'must be a list of api, webhook and worker, separated by commas',
  });

const hostsWithPorts = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((host) => host.trim().toLowerCase())
      .filter(Boolean),
  )
  .refine((list) => list.every((host) => /^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\]):\d{1,5}$/.test(host)), {
    error: 'must be a list of hosts with their ports, host:port, separated by commas',
  });

const httpUrl = url(['http:', 'https:']);

/** Every variable that the program reads: how it is checked, what it means, and what holds when it is not set. */
export const variables = {
  PORT: { check: whole(0, 65_535), meaning: 'Port to listen on; 0 takes a free one.', unset: '`4000`' },
  HOST: { check: z.string(), meaning: 'Address to listen on.', unset: '`127.0.0.1`' },
  PUBLIC_URL: {
    check: httpUrl,
    meaning: 'Where Telegram and browsers reach this deployment. Plain http is for loopback addresses.',
    unset: '`http://HOST:PORT`',
  },
  ROLES: {
    check: roles,
    meaning: 'Which parts this process runs: any of `api`, `webhook`, `worker`. All but the full set need `REDIS_URL`.',
    unset: 'all three',
  },
  DATABASE_URL: {
    check: url(['postgres:', 'postgresql:']),
    meaning: 'PostgreSQL 15 or newer.',
    unset: 'an embedded PostgreSQL in `DATA_DIR`',
  },
  DATABASE_POOL_SIZE: {
    check: whole(2, 200),
    meaning: 'How many connections to the database a process holds at most.',
    unset: '`10`',
  },
  REDIS_URL: {
    check: url(['redis:', 'rediss:']),
    meaning: 'Redis 7 or newer: carries wake-ups between processes and short-lived copies.',
    unset: 'both inside the process',
  },
  OPENAI_API_KEY: { check: z.string(), meaning: 'Key of an OpenAI-compatible service.', unset: 'the stand-in model' },
  OPENAI_BASE_URL: {
    check: httpUrl,
    meaning: 'Address of an OpenAI-compatible service, with its `/v1`.',
    unset: 'OpenAI with a key, the stand-in model without one',
  },
  OPENAI_MODEL: { check: z.string(), meaning: 'Model that answers.', unset: '`gpt-4o-mini`' },
  OPENAI_CONTEXT_TOKENS: {
    check: whole(4_096, 2_000_000),
    meaning: 'How many tokens a request to the model may have, its answer included; no more than the model takes.',
    unset: '`8192`',
  },
  OPENAI_EMBEDDING_MODEL: {
    check: z.string(),
    meaning: 'Model that finds knowledge by its meaning, across languages, too.',
    unset: 'knowledge is found by its words',
  },
  OPENAI_TRANSCRIPTION_MODEL: {
    check: z.string(),
    meaning: 'Model that writes down voice messages.',
    unset: '`whisper-1`',
  },
  OPENAI_TUNING_MODEL: {
    check: z.string(),
    meaning: 'Model that fine-tuning begins with, by the name that the service wants for it.',
    unset: 'as `OPENAI_MODEL`',
  },
  TELEGRAM_API_ROOT: {
    check: httpUrl,
    meaning: 'Bot API server for bots with a token.',
    unset: '`https://api.telegram.org`',
  },
  TRUSTED_HOSTS: {
    check: hostsWithPorts,
    meaning:
      'Hosts of your own network that webhooks and tools may reach, also over http: `host:port`, separated by commas.',
    unset: 'public hosts only',
  },
  PAYMENTS_API_ROOT: {
    check: httpUrl,
    meaning: 'Payment service that bookings are paid with by card; see payments.md. Needs `PAYMENTS_SECRET`.',
    unset: 'the stand-in of one, which takes play money',
  },
  PAYMENTS_SECRET: {
    check: z.string().min(16, 'must have at least 16 characters'),
    meaning: 'Shared with the payment service: signs what is asked of it, and what it tells.',
    unset: 'only with `PAYMENTS_API_ROOT`',
  },
  SECRET_KEY: {
    check: z.string().min(16, 'must have at least 16 characters'),
    meaning: 'Seals secrets in the database. Needed when `DATABASE_URL` is set, the same in every process.',
    unset: 'made once and kept in `DATA_DIR`',
  },
  ADMIN_EMAIL: { check: z.string().min(3), meaning: 'Address of the first admin.', unset: '`admin@localhost`' },
  ADMIN_PASSWORD: {
    check: z.string().min(8, 'must have at least 8 characters'),
    meaning: 'Password of the first admin.',
    unset: 'made at the first start and printed once',
  },
  BOOTSTRAP_API_KEY: {
    check: z.string().regex(/^bsk_.{8,}$/, 'must begin with bsk_ and have at least 8 more characters'),
    meaning: 'An API key with all scopes and no rate limit, `bsk_…`, for scripts and migrations.',
    unset: 'none',
  },
  ANSWERS_PER_MINUTE: {
    check: whole(1, 10_000),
    meaning: 'How many answers of the bot a dialogue gets in a minute; beyond it the model is not asked.',
    unset: '`20`',
  },
  WORKER_CONCURRENCY: {
    check: whole(1, 500),
    meaning: 'How many dialogues a worker answers at once.',
    unset: '`16`',
  },
  DATA_DIR: { check: z.string(), meaning: 'Folder for what an embedded deployment keeps.', unset: '`./data`' },
  BOTS_DIR: { check: z.string(), meaning: 'Folder of the bots, one folder each.', unset: '`./bots`' },
  LOG_LEVEL: {
    check: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
      error: 'must be one of trace, debug, info, warn, error, fatal, silent',
    }),
    meaning: 'How much is logged.',
    unset: '`info`',
  },
} as const;

/** Variables that exist once for each bot; the slug is written in capitals, with underscores. */
export const botVariables = {
  TELEGRAM_TOKEN_: {
    check: z.string().regex(/^\d+:[\w-]+$/, 'is not shaped like a token of Telegram'),
    meaning: 'The bot’s token.',
    unset: 'the bot lives on the stand-in Telegram',
  },
  TELEGRAM_WEBHOOK_SECRET_: {
    check: z.string().regex(/^[\w-]{1,256}$/, 'must be 1 to 256 of the characters A–Z a–z 0–9 _ -'),
    meaning: 'Secret that Telegram shows with every update. With it updates come by webhook.',
    unset: 'long polling; refused when `PUBLIC_URL` and the token are set',
  },
  TELEGRAM_PAYMENT_TOKEN_: {
    check: z.string().regex(/^\d+:(TEST|LIVE):\S+$/, 'is not shaped like a payment token of Telegram'),
    meaning: 'What BotFather gives for payments: bookings can be paid in the chat, and by a link into Telegram.',
    unset: 'the bot takes no payments in Telegram',
  },
} as const;

/** Variables of which a bot has as many as it names in bot.yaml: TOOL_SECRET_<SLUG>_<NAME>. */
export const secretVariables = {
  TOOL_SECRET_: {
    check: z.string().regex(/^[\x21-\x7E](?:[\x20-\x7E]{0,1998}[\x21-\x7E])?$/, 'must be printable Latin characters'),
    meaning:
      'A secret of its HTTP tools and MCP servers, under the name that bot.yaml gives it; see tools.md. The program does not start without one that is named.',
    unset: 'only what is named is needed',
  },
} as const;

type Values = { -readonly [Name in keyof typeof variables]?: z.output<(typeof variables)[Name]['check']> };

/** What the environment holds, checked one by one; empty variables count as not set. */
export function readVariables(environment: NodeJS.ProcessEnv): {
  values: Values;
  bots: Record<'tokens' | 'secrets' | 'payments' | 'toolSecrets', Map<string, string>>;
  faults: Fault[];
} {
  const faults: Fault[] = [];
  const check = (variable: string, schema: z.ZodType): unknown => {
    const read = schema.safeParse(environment[variable]);
    if (!read.success) faults.push({ variable, fault: read.error.issues.map((issue) => issue.message).join('; ') });
    return read.data;
  };
  const names = Object.keys(environment).filter((name) => environment[name] !== '');
  const values: Record<string, unknown> = {};
  for (const [name, { check: schema }] of Object.entries(variables)) {
    if (names.includes(name)) values[name] = check(name, schema);
  }
  const prefixed = { ...botVariables, ...secretVariables };
  const ofBots = (prefix: keyof typeof prefixed) => {
    const set = names.filter((name) => name.startsWith(prefix) && name.length > prefix.length);
    return new Map(set.map((name) => [name.slice(prefix.length), String(check(name, prefixed[prefix].check))]));
  };
  const bots = {
    tokens: ofBots('TELEGRAM_TOKEN_'),
    secrets: ofBots('TELEGRAM_WEBHOOK_SECRET_'),
    payments: ofBots('TELEGRAM_PAYMENT_TOKEN_'),
    toolSecrets: ofBots('TOOL_SECRET_'),
  };
  return { values, bots, faults };
}
