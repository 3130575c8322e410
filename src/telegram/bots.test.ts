import { logLines } from '../../test/kit/log-lines';
import { until } from '../../test/kit/until';
import type { NewInboxItem } from '../dialogues/inbox-item';
import { freePort } from '../infra/free-port';
import { openLog } from '../infra/log';
import { startTelegramStandin, type TelegramStandin } from '../standins/telegram/telegram-standin';
import { type TelegramBotSettings, TelegramBots } from './bots';
import { pollUpdates } from './polling';
import { wantedUpdates } from './update.rules';

const token = '4242:AAE_a-token-that-must-not-be-told';
const secret = 'a-secret-that-must-not-be-told';
const ivan = { id: 7, first_name: 'Иван' };
const anna = { id: 8, first_name: 'Anna' };
const url = 'http://127.0.0.1:1/telegram/helpdesk';
const menus = [
  {
    language: 'ru',
    commands: [
      { name: 'operator', description: 'позвать человека' },
      { name: 'joke', description: 'пошутить' },
    ],
  },
  {
    language: 'en',
    commands: [
      { name: 'operator', description: 'talk to a human' },
      { name: 'joke', description: 'tell a joke' },
    ],
  },
];

let standin: TelegramStandin;
let stored: NewInboxItem[];
let inboxIsAway: boolean;
let usernames: Record<string, string>;
let lines: string[];
const opened: TelegramBots[] = [];

beforeEach(async () => {
  stored = [];
  usernames = {};
  inboxIsAway = false;
  standin = await startTelegramStandin({ log: openLog('silent') });
  standin.addBot({ token, slug: 'helpdesk', username: 'our_bot' });
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((bots) => bots.stop()));
  await standin.close();
  expect(lines.join('')).not.toMatch(/must-not-be-told/);
});

const inbox = {
  async store(item: NewInboxItem) {
    if (inboxIsAway) throw new Error('the store is away');
    stored.push(item);
  },
};

function openBots(settings: Partial<TelegramBotSettings> = {}): TelegramBots {
  const captured = logLines();
  lines = captured.lines;
  const bot = {
    botId: 'bot_1',
    slug: 'helpdesk',
    token,
    secret: null,
    apiRoot: standin.apiRoot,
    publicUrl: 'http://127.0.0.1:1',
    menus,
    ...settings,
  };
  const bots = new TelegramBots([bot], {
    inbox,
    log: captured.log,
    rememberUsername: async (botId, username) => {
      usernames[botId] = username;
    },
  });
  opened.push(bots);
  return bots;
}

const said = (text: string) => lines.some((line) => line.includes(text));
const setCalls = () => standin.calls.list({ method: 'setWebhook' });
const textsOf = (chatId: number) =>
  stored
    .filter((item) => item.lane === `bot_1:${chatId}`)
    .map((item) => (item.payload as { message: { text: string } }).message.text);

describe('the menu of a bot', () => {
  it('is offered in each language, and left alone when it is there', async () => {
    openBots().start({ receive: () => true });
    const set = () => standin.calls.list({ method: 'setMyCommands' });
    await until('both menus are set', () => set().length === 2);
    expect(await opened[0]?.find('bot_1')?.api.getMyCommands({ language_code: 'en' })).toEqual([
      { command: 'operator', description: 'talk to a human' },
      { command: 'joke', description: 'tell a joke' },
    ]);
    const [first] = (await opened[0]?.find('bot_1')?.api.getMyCommands()) ?? [];
    expect(first).toEqual({ command: 'operator', description: 'позвать человека' });
    openBots().start({ receive: () => true });
    await until('the second start has looked', () => standin.calls.list({ method: 'getMyCommands' }).length >= 6);
    expect(set()).toHaveLength(2);
    await opened[1]?.stop();
    openBots({ menus: menus.slice(0, 1) }).start({ receive: () => true });
    openBots({ menus: [{ language: 'ru', commands: [] }] }).start({ receive: () => true });
    await until('what has changed is set again', () => set().length === 3);
  });
});

describe('a bot with a secret', () => {
  it('gets to know its name and sets its webhook, and only once', async () => {
    openBots({ secret }).start({ receive: () => true });
    await until('the webhook is set', () => standin.bot('helpdesk').webhook !== undefined);
    expect(standin.bot('helpdesk').webhook).toMatchObject({ url, secret });
    expect(setCalls()[0]?.params).not.toHaveProperty('drop_pending_updates');
    expect(usernames).toEqual({ bot_1: 'our_bot' });
    openBots({ secret }).start({ receive: () => true });
    await until('asked again', () => standin.calls.list({ method: 'getWebhookInfo' }).length === 2);
    await opened.at(-1)?.stop();
    expect(setCalls()).toHaveLength(1);
  });

  it('is one of the webhooks', () => {
    expect(openBots({ secret }).webhooks).toEqual([{ botId: 'bot_1', slug: 'helpdesk', secret }]);
    expect(openBots().webhooks).toEqual([]);
  });

  it('starts while Telegram is away, and is there when Telegram is', async () => {
    const everything = standin.faults.add({ fault: { kind: 'server_error' } });
    const bots = openBots({ secret });
    bots.start({ receive: () => true });
    await until('it has failed', () => said('trying again'));
    standin.faults.clear(everything);
    await until('the webhook is set', () => standin.bot('helpdesk').webhook?.url === url);
    expect(bots.find('bot_1')?.username).toBe('our_bot');
  });

  it('leaves receiving to others when it is told to', async () => {
    const bots = openBots({ secret });
    bots.start({ receive: () => false });
    await until('its name is known', () => bots.find('bot_1')?.username === 'our_bot');
    await bots.stop();
    expect(standin.calls.list({ method: 'getWebhookInfo' })).toEqual([]);
  });

  it('sets the webhook anew when Telegram was refused with an old secret', async () => {
    const bots = openBots({ secret });
    const bot = standin.bot('helpdesk');
    standin.setWebhook(bot, { url, secret: 'old', maxConnections: 40 });
    bot.updates.allowed = [...wantedUpdates];
    bots.start({ receive: () => true });
    await until('asked', () => standin.calls.list({ method: 'getWebhookInfo' }).length === 1);
    expect(bot.webhook?.secret).toBe('old');
    if (bot.sender) bot.sender.lastError = { date: 1, message: 'Wrong response from the webhook: 401 Unauthorized' };
    bots.recheckWebhook('helpdesk');
    bots.recheckWebhook('helpdesk');
    bots.recheckWebhook('unknown');
    await until('the secret is the new one', () => bot.webhook?.secret === secret);
    expect(standin.calls.list({ method: 'getWebhookInfo' })).toHaveLength(2);
  });
});

describe('a bot without a secret', () => {
  it('fetches its updates, in the order of each chat, and acknowledges them once they are stored', async () => {
    const people = standin.people('helpdesk');
    for (const text of ['раз', 'два', 'три']) people.say(ivan, text);
    people.say(anna, 'one');
    openBots().start({ receive: () => true });
    await until('all are stored', () => stored.length === 4);
    expect(textsOf(7)).toEqual(['раз', 'два', 'три']);
    expect(textsOf(8)).toEqual(['one']);
    await until('all are acknowledged', () => standin.bot('helpdesk').updates.size === 0);
    people.say(ivan, 'четыре');
    await until('the next one is stored', () => stored.length === 5);
  });

  it('says once that another one fetches the updates, and leaves the webhook of others alone', async () => {
    standin.setWebhook(standin.bot('helpdesk'), { url: 'http://127.0.0.1:2/x', secret: 'x', maxConnections: 1 });
    openBots().start({ receive: () => true });
    await until('it has tried twice', () => standin.calls.list({ method: 'getUpdates' }).length >= 2);
    expect(lines.filter((line) => line.includes('to a webhook'))).toHaveLength(1);
    expect(standin.bot('helpdesk').webhook?.url).toBe('http://127.0.0.1:2/x');
  });

  it('stops at once', async () => {
    const bots = openBots();
    bots.start({ receive: () => true });
    await until('it polls', () => standin.calls.list({ method: 'getUpdates' }).length === 1);
    const began = performance.now();
    await bots.stop();
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  it('stops at once while nobody answers, too', async () => {
    const bots = openBots({ apiRoot: `http://127.0.0.1:${await freePort()}` });
    bots.start({ receive: () => true });
    await until('it has failed', () => said('trying again'));
    await bots.stop();
    expect(stored).toEqual([]);
  });
});

describe('polling', () => {
  it('does not acknowledge what could not be stored', async () => {
    inboxIsAway = true;
    standin.people('helpdesk').say(ivan, 'раз');
    const { api } = openBots().find('bot_1') ?? {};
    const { log } = logLines();
    const stop = new AbortController();
    if (!api) throw new Error('no client');
    const polling = pollUpdates({ botId: 'bot_1', api, inbox, log, firstPauseMs: 5 }, stop.signal);
    await until('it has tried twice', () => standin.calls.list({ method: 'getUpdates' }).length >= 2);
    expect(standin.bot('helpdesk').updates.size).toBe(1);
    inboxIsAway = false;
    await until('it is stored', () => textsOf(7).includes('раз'));
    await until('it is acknowledged', () => standin.bot('helpdesk').updates.size === 0);
    stop.abort();
    await polling;
  });
});
