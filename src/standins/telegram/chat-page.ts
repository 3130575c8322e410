import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { BotAccount, BotCommand } from './bot-account';
import { BotApiError, badRequest } from './bot-api-error';
import { ChatStreams } from './chat-streams';
import type { Person, UserActions } from './user-actions';

/** What the chat page is laid over. */
export interface ChatPageHost {
  readonly bots: { find(name: string): BotAccount | undefined };
  people(botName: string): UserActions;
}

/** From `dist/` as well as from `src/`: the files of the page are not compiled and stay in the sources. */
const folder = join(__dirname, '../../..', 'src/standins/telegram/page');

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const headers = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
};

const longestBody = 64 * 1024;

type Language = 'ru' | 'en';

const people: Readonly<Record<string, Person & { language_code: Language }>> = {
  ivan: { id: 700_000_001, first_name: 'Иван', username: 'ivan', language_code: 'ru' },
  anna: { id: 700_000_002, first_name: 'Anna', username: 'anna', language_code: 'en' },
};

interface ActBody {
  readonly text?: unknown;
  readonly messageId?: unknown;
  readonly button?: unknown;
  readonly blocked?: unknown;
  readonly link?: unknown;
}

type Act = (actions: UserActions, person: Person, body: ActBody) => unknown;

const acts: Readonly<Record<string, Act>> = {
  say: (actions, person, { text }) => actions.say(person, textOf(text)),
  edit: (actions, person, { messageId, text }) =>
    actions.edit(person, { messageId: Number(messageId), text: textOf(text) }),
  press: (actions, person, { messageId, button }) =>
    actions.press(person, { messageId: Number(messageId), button: textOf(button) }),
  // What becomes of it shows in the chat.
  pay: (actions, person, { messageId, link }) =>
    void actions.pay(person, link === undefined ? { messageId: Number(messageId) } : { link: textOf(link) }),
  stop: (actions, person) => actions.stopDraft(person),
  block: (actions, person, { blocked }) => actions.block(person, blocked === true),
};

interface PersonPath {
  Params: { slug: string; person: string; act: string };
  Body: ActBody | undefined;
}

/** Serves `/try/<slug>`, where a person chats with a bot as Иван or Anna. */
export function registerChatPage(server: FastifyInstance, host: ChatPageHost): void {
  void server.register(async (scope) => {
    const files = new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]));
    const streams = new ChatStreams();
    scope.addHook('preClose', () => streams.close());
    scope.addHook('onRequest', async (request, reply) => {
      reply.headers(headers);
      // Another site must not write here in the name of the person who looks at it.
      const site = request.headers['sec-fetch-site'];
      if (request.method === 'POST' && site !== undefined && site !== 'same-origin') throw refusal(403, 'foreign site');
    });
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('application/json', { parseAs: 'string', bodyLimit: longestBody }, readJson);
    scope.setErrorHandler((error, _request, reply) => answerError(error, reply));
    scope.get<{ Params: { file: string } }>('/try/assets/:file', (request, reply) => {
      const file = files.get(request.params.file);
      if (!file) throw refusal(404, 'no such file');
      return reply.type(types[extname(request.params.file)] ?? 'application/octet-stream').send(file);
    });
    const page = (request: FastifyRequest<{ Params: { slug: string } }>, reply: FastifyReply) => {
      botOf(host, request.params.slug);
      return reply.type(types['.html'] ?? '').send(files.get('index.html'));
    };
    scope.get('/try/:slug', page);
    scope.get('/try/:slug/', page);
    scope.get<{ Params: { slug: string } }>('/try/:slug/bot', (request) => described(botOf(host, request.params.slug)));
    scope.get<{ Params: { slug: string; link: string } }>('/try/:slug/invoices/:link', (request) => {
      const invoice = botOf(host, request.params.slug).cashier.offered(request.params.link);
      if (!invoice) throw refusal(404, 'no such invoice');
      return invoice.shown;
    });
    scope.get<PersonPath>('/try/:slug/:person/stream', (request, reply) => {
      const person = personOf(request.params.person);
      streams.open(reply, botOf(host, request.params.slug), person);
    });
    scope.post<PersonPath>('/try/:slug/:person/:act', (request) => carryOut(host, request));
  });
}

/** Its own reader: whatever the server around the page does with bodies, here they are small JSON objects. */
function readJson(
  _request: FastifyRequest,
  body: string | Buffer,
  done: (error: Error | null, body?: unknown) => void,
) {
  try {
    const parsed: unknown = JSON.parse(String(body));
    done(null, typeof parsed === 'object' && parsed !== null ? parsed : {});
  } catch {
    done(badRequest('a JSON object is needed'));
  }
}

function carryOut(host: ChatPageHost, request: FastifyRequest<PersonPath>): { ok: true } {
  const { slug, person, act: name } = request.params;
  const bot = botOf(host, slug);
  const act = Object.hasOwn(acts, name) ? acts[name] : undefined;
  if (!act) throw refusal(404, 'no such act');
  act(host.people(bot.token), personOf(person), request.body ?? {});
  return { ok: true };
}

function botOf(host: ChatPageHost, slug: string): BotAccount {
  const bot = host.bots.find(slug);
  if (!bot || bot.slug !== slug) throw refusal(404, 'no such bot');
  return bot;
}

function personOf(key: string): (typeof people)[string] {
  const person = Object.hasOwn(people, key) ? people[key] : undefined;
  if (!person) throw refusal(404, 'no such person');
  return person;
}

function textOf(value: unknown): string {
  if (typeof value !== 'string' || value.length > 4096) throw badRequest('a text of at most 4096 characters is needed');
  return value;
}

function described(bot: BotAccount): Record<string, unknown> {
  const everybody = Object.entries(people);
  return {
    name: bot.name,
    username: bot.username,
    samples: bot.samples,
    people: everybody.map(([key, each]) => ({ key, name: each.first_name, language: each.language_code })),
    commands: { ru: commandsFor(bot, 'ru'), en: commandsFor(bot, 'en') },
  };
}

/** The first list that is there, from the narrowest scope to the widest, as Telegram's apps choose it. */
function commandsFor(bot: BotAccount, language: Language): readonly BotCommand[] {
  const keys = ['all_private_chats', 'default'].flatMap((scope) => [`${scope}|||${language}`, `${scope}|||`]);
  return keys.map((key) => bot.commands.get(key)).find((commands) => commands !== undefined) ?? [];
}

const refusal = (code: number, why: string) => new BotApiError(code, why);

function answerError(error: unknown, reply: FastifyReply): FastifyReply {
  if (error instanceof BotApiError) return reply.code(error.code).send(error.body());
  const code = (error as { statusCode?: number }).statusCode ?? 500;
  if (code >= 500) reply.log.error({ err: error }, 'the chat page failed');
  return reply.code(code).send({ ok: false, error_code: code });
}
