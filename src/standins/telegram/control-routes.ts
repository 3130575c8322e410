import type { FastifyInstance } from 'fastify';
import type { BotAccount, BotRegistration } from './bot-account';
import { BotApiError, badRequest } from './bot-api-error';
import type { Bots } from './bots';
import type { CallLog } from './call-log';
import type { FaultOrder, Faults } from './faults';
import type { GroupActions, NewGroup } from './group-actions';
import type { Person, Place, SentFile, UserActions } from './user-actions';
import type { WireUpdate } from './wire';

/** What a control call brings along; each action reads what it needs. */
interface ControlBody extends Place {
  readonly bot: string;
  readonly person: Person;
  readonly text: string;
  readonly messageId: number;
  readonly button: string;
  readonly base64: string;
  readonly group: NewGroup & { forum?: boolean };
  readonly link: string;
  readonly name: string;
  readonly update: Partial<WireUpdate>;
  /** How often the same update is posted, past the queue and all at once. */
  readonly copies: number;
  readonly paused: boolean;
}

/** What the control interface is laid over. */
interface Controlled {
  readonly bots: Bots;
  readonly faults: Faults;
  readonly calls: CallLog;
  addBot(registration: BotRegistration): BotAccount;
  bot(name: string): BotAccount;
  people(botName: string): UserActions;
  groups(botName: string): GroupActions;
}

type Action = (standin: Controlled, body: ControlBody) => unknown;

const actions: Readonly<Record<string, Action>> = {
  say: (standin, body) => standin.people(body.bot).say(body.person, body.text, body),
  edit: (standin, body) => standin.people(body.bot).edit(body.person, body),
  press: (standin, body) => ({
    callbackQueryId: standin.people(body.bot).press(body.person, body),
  }),
  file: (standin, body) => {
    const sent = body as unknown as SentFile;
    return standin.people(body.bot).sendFile(body.person, { ...sent, bytes: Buffer.from(body.base64 ?? '', 'base64') });
  },
  stop: (standin, body) => standin.people(body.bot).stopDraft(body.person),
  block: (standin, body) => standin.people(body.bot).block(body.person, true),
  unblock: (standin, body) => standin.people(body.bot).block(body.person, false),
  delete: (standin, body) => standin.people(body.bot).deleteMessage(body.person, body),
  link: (standin, body) => standin.people(body.bot).openLink(body.person, body.link),
  group: (standin, { bot, group }) => {
    const groups = standin.groups(bot);
    return (group.forum ? groups.makeForum(group) : groups.makeGroup(group)).info;
  },
  'open-topic': (standin, body) => ({
    threadId: standin.groups(body.bot).openTopic(body.person, body.chatId ?? 0, body.name),
  }),
  'delete-topic': (standin, body) => standin.groups(body.bot).deleteTopic(body.chatId ?? 0, body.threadId ?? 0),
  'remove-bot': (standin, body) => standin.groups(body.bot).removeBot(body.chatId ?? 0, body.person),
  pay: (standin, body) => standin.people(body.bot).pay(body.person, body),
  update: (standin, body) => standin.people(body.bot).inject(body.update),
  post: (standin, body) => postCopies(standin.bot(body.bot), body),
  pause: (standin, body) => standin.bot(body.bot).sender?.pause(body.paused ?? true),
};

/** Opens the control interface: what tests in other processes order, do as users, and look up afterwards. */
export function registerControlRoutes(server: FastifyInstance, standin: Controlled): void {
  server.post<{ Body: unknown }>('/control/faults', (request) => ({
    id: standin.faults.add(parsed(request.body) as FaultOrder),
  }));
  server.get('/control/faults', () => standin.faults.list());
  server.delete<{ Querystring: { id?: string } }>('/control/faults', (request) => {
    standin.faults.clear(request.query.id === undefined ? undefined : Number(request.query.id));
    return { ok: true };
  });
  server.post<{ Body: unknown }>('/control/bots', (request) =>
    described(standin.addBot(parsed(request.body) as BotRegistration)),
  );
  server.get('/control/bots', () => standin.bots.all().map(described));
  server.post<{ Params: { action: string }; Body: unknown }>('/control/:action', async (request) => {
    const { action } = request.params;
    const act = Object.hasOwn(actions, action) ? actions[action] : undefined;
    if (!act) throw new BotApiError(404, 'Not Found: no such action');
    return (await act(standin, parsed(request.body) as ControlBody)) ?? { ok: true };
  });
  registerLookups(server, standin);
}

function registerLookups(server: FastifyInstance, standin: Controlled): void {
  server.get<{ Querystring: { bot?: string; method?: string; chatId?: string } }>('/control/calls', (request) => {
    const { bot, method, chatId } = request.query;
    const username = bot === undefined ? undefined : standin.bot(bot).username;
    return standin.calls.list({ bot: username, method, chatId: chatId === undefined ? undefined : Number(chatId) });
  });
  server.delete('/control/calls', () => {
    standin.calls.clear();
    return { ok: true };
  });
  server.get<{ Querystring: { bot: string } }>('/control/chats', (request) =>
    [...standin.bot(request.query.bot).chats.values()].map(({ info, blocked }) => ({ ...info, blocked })),
  );
  server.get<{ Querystring: { bot: string; chatId: string } }>('/control/chat', (request) => {
    const chat = standin.bot(request.query.bot).chat(Number(request.query.chatId));
    const { info, blocked, drafts } = chat;
    return { chat: info, blocked, messages: chat.history(), drafts, topics: [...chat.topics.values()] };
  });
}

async function postCopies(bot: BotAccount, { update, copies }: ControlBody): Promise<unknown> {
  const { sender } = bot;
  if (!sender) throw badRequest('the bot has no webhook');
  const whole: WireUpdate = { update_id: bot.updates.nextId++, ...update };
  return Promise.all(Array.from({ length: copies ?? 1 }, () => sender.post(whole)));
}

function described(bot: BotAccount): Record<string, unknown> {
  const { token, slug, webhook } = bot;
  return { token, slug, webhook: webhook?.url, pending: bot.updates.size, ...bot.user() };
}

function parsed(body: unknown): unknown {
  if (!Buffer.isBuffer(body)) throw badRequest('a JSON body is needed');
  return JSON.parse(body.toString()) as unknown;
}
