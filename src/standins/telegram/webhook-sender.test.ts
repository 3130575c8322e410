import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Api, Bot, webhookCallback } from 'grammy';
import { until } from '../../../test/kit/until';
import { freePort } from '../../infra/free-port';
import { openLog } from '../../infra/log';
import { startTelegramStandin, type TelegramStandin } from './telegram-standin';

const token = '4242:test-token';
const anna = { id: 71, first_name: 'Anna', language_code: 'en' };
const ivan = { id: 72, first_name: 'Иван', language_code: 'ru' };

interface Delivery {
  readonly at: number;
  readonly secret: string | undefined;
  readonly update: { update_id: number; message?: { text?: string }; callback_query?: { data?: string } };
}
type Answer = { status: number; headers?: Record<string, string>; body?: string };

let standin: TelegramStandin;
let api: Api;
let server: Server;
let url: string;
let deliveries: Delivery[];
let answer: (delivery: Delivery) => Answer | Promise<Answer>;

beforeEach(async () => {
  standin = await startTelegramStandin({ log: openLog('silent'), retryUnitMs: 20, control: true });
  standin.addBot({ token, slug: 'desk', username: 'desk_bot' });
  api = new Api(token, { apiRoot: standin.apiRoot });
  deliveries = [];
  answer = () => ({ status: 200 });
  const receive = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const secret = request.headers['x-telegram-bot-api-secret-token'] as string | undefined;
    const delivery = { at: performance.now(), secret, update: JSON.parse(Buffer.concat(chunks).toString()) };
    deliveries.push(delivery);
    const { status, headers, body } = await answer(delivery);
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
  };
  server = createServer((request, response) => void receive(request, response));
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${port}/telegram/desk`;
});

afterEach(async () => {
  await standin.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const texts = () => deliveries.map(({ update }) => update.message?.text);
const idle = () => until('all is delivered', () => standin.bot('desk').updates.size === 0);

describe('a webhook', () => {
  it('gets what waited and what comes, with the secret and ids that grow', async () => {
    standin.people('desk').say(anna, 'before');
    await api.setWebhook(url, { secret_token: 'Se-cret_1', max_connections: 7 });
    expect(await api.getWebhookInfo()).toMatchObject({ url, max_connections: 7 });
    standin.people('desk').say(anna, 'after');
    await idle();
    expect(deliveries.map(({ secret }) => secret)).toEqual(['Se-cret_1', 'Se-cret_1']);
    expect(texts()).toEqual(['before', 'after']);
    const [first, second] = deliveries.map(({ update }) => update.update_id);
    expect(second).toBe((first ?? 0) + 1);
  });

  it('gets a refused update again, at once and then ever later, and nothing of that chat before it', async () => {
    let refusals = 4;
    answer = ({ update }) => ({ status: update.message?.text === 'one' && refusals-- > 0 ? 500 : 200 });
    await api.setWebhook(url);
    standin.people('desk').say(anna, 'one');
    standin.people('desk').say(anna, 'two');
    standin.people('desk').say(ivan, 'раз');
    await idle();
    expect(texts().filter((text) => text !== 'раз')).toEqual(['one', 'one', 'one', 'one', 'one', 'two']);
    expect(texts().indexOf('раз')).toBeLessThan(4);
    const times = deliveries.filter(({ update }) => update.message?.text === 'one').map(({ at }) => at);
    const waits = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    expect(waits[1]).toBeGreaterThan(35);
    expect(waits[2]).toBeGreaterThan(75);
    expect(waits[3]).toBeGreaterThan(155);
    expect(new Set(deliveries.map(({ update }) => update.update_id)).size).toBe(3);
    expect(await api.getWebhookInfo()).toMatchObject({
      last_error_message: 'Wrong response from the webhook: 500',
      pending_update_count: 0,
    });
  });

  it('says with Retry-After when it wants the update again', async () => {
    answer = () => (deliveries.length === 1 ? { status: 503, headers: { 'retry-after': '5' } } : { status: 200 });
    await api.setWebhook(url);
    standin.people('desk').say(anna, 'hi');
    await idle();
    const [first, second] = deliveries.map(({ at }) => at);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThan(95);
  });

  it('gets chats beside each other, and a button press past the message that is being handled', async () => {
    const chatId = standin.people('desk').say(anna, 'start').chat.id;
    const markup = { inline_keyboard: [[{ text: 'Yes', callback_data: 'yes' }]] };
    const { message_id } = await api.sendMessage(chatId, 'Sure?', { reply_markup: markup });
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    answer = async ({ update }) => {
      if (update.message?.text === 'start') await held;
      return { status: 200 };
    };
    await api.setWebhook(url);
    standin.people('desk').press(anna, { messageId: message_id, button: 'Yes' });
    standin.people('desk').say(anna, 'more');
    standin.people('desk').say(ivan, 'привет');
    await until('the others are delivered', () => deliveries.length === 3);
    expect(texts()).not.toContain('more');
    release();
    await idle();
    expect(texts().at(-1)).toBe('more');
  });

  it('does not get an update that is too old by the next try', async () => {
    answer = ({ update }) => ({ status: update.message?.text === 'old' ? 500 : 200 });
    await api.setWebhook(url);
    const yesterday = Math.floor(Date.now() / 1000) - 24 * 3600;
    standin.people('desk').say(anna, 'old', { date: yesterday });
    standin.people('desk').say(anna, 'new');
    await idle();
    expect(texts().at(-1)).toBe('new');
  });

  it('may call a method in its answer', async () => {
    answer = () => ({
      status: 200,
      body: JSON.stringify({ method: 'sendMessage', chat_id: 71, text: 'from the answer' }),
    });
    await api.setWebhook(url);
    standin.people('desk').say(anna, 'hi');
    const said = () =>
      standin
        .bot('desk')
        .chat(71)
        .history()
        .map((entry) => entry.message.text);
    await until('the call is carried out', () => said().includes('from the answer'));
  });

  it('is served to a real grammY bot, and posted the same update many times on request', async () => {
    const bot = new Bot(token, { client: { apiRoot: standin.apiRoot } });
    bot.on('message:text', (ctx) => ctx.reply(`echo ${ctx.message.text}`));
    const handle = webhookCallback(bot, 'std/http', { secretToken: 's' });
    answer = async ({ secret, update }) => {
      const headers = { 'x-telegram-bot-api-secret-token': secret ?? '' };
      const response = await handle(new Request(url, { method: 'POST', headers, body: JSON.stringify(update) }));
      return { status: response.status };
    };
    await api.setWebhook(url, { secret_token: 's' });
    const { chat } = standin.people('desk').say(anna, 'hi');
    await idle();
    const message = { message_id: 1, date: 1, chat, from: { ...anna, is_bot: false }, text: 'again' };
    const posted = await fetch(`${standin.apiRoot}/control/post`, {
      method: 'POST',
      body: JSON.stringify({ bot: 'desk', update: { message }, copies: 5 }),
    });
    expect(await posted.json()).toHaveLength(5);
    const echoes = standin.calls.list({ method: 'sendMessage' }).map((call) => call.params['text']);
    expect(echoes).toEqual(['echo hi', ...Array<string>(5).fill('echo again')]);
    expect(new Set(deliveries.slice(-5).map(({ update }) => update.update_id)).size).toBe(1);
  });
});

describe('the control interface', () => {
  const control = async (path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST') => {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const response = await fetch(`${standin.apiRoot}/control/${path}`, init);
    return { status: response.status, body: (await response.json()) as any };
  };

  it('acts as users, orders faults and tells what happened', async () => {
    await api.setWebhook(url);
    const said = await control('say', { bot: 'desk', person: anna, text: '/start now' });
    expect(said.body).toMatchObject({ text: '/start now', entities: [{ type: 'bot_command', offset: 0, length: 6 }] });
    await control('faults', { method: 'sendMessage', times: 1, fault: { kind: 'server_error', code: 502 } });
    await expect(api.sendMessage(71, 'x')).rejects.toMatchObject({ error_code: 502 });
    await api.sendMessage(71, 'x');
    const { body: chat } = await control('chat?bot=desk&chatId=71');
    expect(chat.messages.map((each: { sender: string }) => each.sender)).toEqual(['user', 'bot']);
    const { body: calls } = await control('calls?bot=desk&method=sendMessage&chatId=71');
    expect(calls.map((call: { status: number }) => call.status)).toEqual([502, 200]);
    await control('block', { bot: 'desk', person: anna });
    expect((await control('chats?bot=desk')).body).toMatchObject([{ id: 71, blocked: true }]);
    expect(await control('faults', undefined, 'DELETE')).toMatchObject({ body: { ok: true } });
    expect((await control('dance', {})).status).toBe(404);
  });

  it('makes groups, opens and deletes their topics, opens links', async () => {
    await api.setWebhook(url);
    const group = (await control('group', { bot: 'desk', group: { title: 'Operators', forum: true } })).body;
    const place = { bot: 'desk', person: anna, chatId: group.id };
    const { threadId } = (await control('open-topic', { ...place, name: 'Anna' })).body;
    const said = await control('say', { ...place, threadId, text: 'hello' });
    expect(said.body).toMatchObject({ chat: group, message_thread_id: threadId, is_topic_message: true });
    await control('delete', { ...place, messageId: said.body.message_id });
    await control('delete-topic', { ...place, threadId });
    await expect(api.sendMessage(group.id, 'x', { message_thread_id: threadId })).rejects.toThrow('thread not found');
    await control('remove-bot', place);
    await expect(api.sendMessage(group.id, 'x')).rejects.toThrow('bot was kicked');
    const { username } = standin.bot('desk');
    const opened = await control('link', { bot: 'desk', person: anna, link: `https://t.me/${username}?start=x` });
    expect(opened.body).toMatchObject({ text: '/start x' });
  });
});
