import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Api, Bot, GrammyError, HttpError, InlineKeyboard, InputFile } from 'grammy';
import { openLog } from '../../infra/log';
import { startTelegramStandin, type TelegramStandin } from './telegram-standin';

const token = '4242:test-token';
const anna = { id: 71, first_name: 'Anna', username: 'anna', language_code: 'en' };
const log = openLog('silent');

let standin: TelegramStandin;
let api: Api;

const open = async (more: Partial<Parameters<typeof startTelegramStandin>[0]> = {}) => {
  standin = await startTelegramStandin({ log, ...more });
  standin.addBot({ token, slug: 'desk', username: 'desk_bot', name: 'Desk' });
  api = new Api(token, { apiRoot: standin.apiRoot });
};
const failure = (work: Promise<unknown>): Promise<{ error_code?: number; description?: string }> =>
  work.then(
    () => ({ description: 'no failure' }),
    (error) => error,
  );

beforeEach(() => open());
afterEach(() => standin.close());

describe('methods', () => {
  it('answer getMe for every well-formed token and refuse others', async () => {
    expect(await api.getMe()).toMatchObject({ id: 4242, is_bot: true, username: 'desk_bot', first_name: 'Desk' });
    expect(await new Api('7:x', { apiRoot: standin.apiRoot }).getMe()).toMatchObject({ id: 7, username: 'bot_7_bot' });
    expect(await failure(new Api('nonsense', { apiRoot: standin.apiRoot }).getMe())).toMatchObject({ error_code: 401 });
    expect(new URL(standin.apiRoot).port).toMatch(/^[23]\d{4}$/);
  });

  it('take parameters as query, form, JSON and multipart, and names in any case', async () => {
    const { message_id: first } = standin.people('desk').say(anna, 'hi');
    const base = `${standin.apiRoot}/bot${token}`;
    const form = new FormData();
    form.set('chat_id', '71');
    form.set('text', 'multipart');
    const answers = await Promise.all([
      fetch(`${base}/SENDMESSAGE?chat_id=71&text=query`),
      fetch(`${base}/sendmessage`, { method: 'POST', body: new URLSearchParams({ chat_id: '71', text: 'form' }) }),
      fetch(`${base}/sendMessage`, { method: 'POST', body: form }),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
    await api.sendMessage(71, 'json', { reply_parameters: { message_id: first } });
    const said = standin
      .bot('desk')
      .chat(71)
      .history()
      .map((entry) => entry.message.text);
    expect(new Set(said)).toEqual(new Set(['form', 'hi', 'json', 'multipart', 'query']));
    const unknown = await fetch(`${base}/makeCoffee`);
    expect([unknown.status, await unknown.json()]).toEqual([
      404,
      { ok: false, error_code: 404, description: 'Not Found: method not found' },
    ]);
  });

  it('refuse what the real server refuses', async () => {
    expect(await failure(api.sendMessage(5, 'hi'))).toMatchObject({ description: 'Bad Request: chat not found' });
    const { message_id: own } = standin.people('desk').say(anna, 'hi');
    const { message_id } = await api.sendMessage(71, '<b>x</b>', { parse_mode: 'HTML' });
    const edit = (text: string) => api.editMessageText(71, message_id, text, { parse_mode: 'HTML' });
    expect(await failure(edit('<b>x</b>'))).toMatchObject({
      description: expect.stringContaining('message is not modified'),
    });
    expect(await edit('y')).toMatchObject({ text: 'y', edit_date: expect.any(Number) });
    expect(await failure(api.editMessageText(71, own, 'z'))).toMatchObject({
      description: "Bad Request: message can't be edited",
    });
    expect(await failure(api.sendMessage(71, 'x'.repeat(4097)))).toMatchObject({
      description: 'Bad Request: message is too long',
    });
    expect(await failure(api.sendMessage(71, '<b>', { parse_mode: 'HTML' }))).toMatchObject({ error_code: 400 });
    expect(await failure(api.answerCallbackQuery('1'))).toMatchObject({
      description: expect.stringContaining('query is too old'),
    });
    const keyboard = new InlineKeyboard().text('a', 'ж'.repeat(33));
    expect(await failure(api.sendMessage(71, 'x', { reply_markup: keyboard }))).toMatchObject({
      description: 'Bad Request: BUTTON_DATA_INVALID',
    });
  });

  it('show drafts until the message itself comes', async () => {
    standin.people('desk').say(anna, 'hi');
    const chat = standin.bot('desk').chat(71);
    await api.sendMessageDraft(71, 1, '');
    await api.sendMessageDraft(71, 1, '<i>Hel</i>', { parse_mode: 'HTML' });
    expect(chat.draft()).toMatchObject({ draftId: 1, text: 'Hel', entities: [{ type: 'italic' }] });
    await api.sendMessage(71, 'Hello');
    expect(chat.draft()).toBeUndefined();
    expect(chat.drafts.map((draft) => draft.text)).toEqual(['', 'Hel']);
    expect(await failure(api.sendMessageDraft(71, 0, 'x'))).toMatchObject({ error_code: 400 });
  });

  it('keep commands by scope and language', async () => {
    const commands = [{ command: 'start', description: 'Начать' }];
    await api.setMyCommands(commands, { language_code: 'ru', scope: { type: 'all_private_chats' } });
    expect(await api.getMyCommands({ language_code: 'ru', scope: { type: 'all_private_chats' } })).toEqual(commands);
    expect(await api.getMyCommands()).toEqual([]);
    expect(await failure(api.setMyCommands([{ command: 'Плохо', description: 'x' }]))).toMatchObject({
      error_code: 400,
    });
  });

  it('run the topics of a forum', async () => {
    standin.people('desk').openGroup({ id: -1_000_000_000_123, title: 'Operators', forum: true });
    const group = -1_000_000_000_123;
    const { message_thread_id } = await api.createForumTopic(group, 'Anna');
    expect(await api.sendMessage(group, 'hi', { message_thread_id })).toMatchObject({
      is_topic_message: true,
      message_thread_id,
    });
    await api.closeForumTopic(group, message_thread_id);
    expect(await failure(api.closeForumTopic(group, message_thread_id))).toMatchObject({
      description: 'Bad Request: TOPIC_NOT_MODIFIED',
    });
    await api.reopenForumTopic(group, message_thread_id);
    await api.editForumTopic(group, message_thread_id, { name: 'Anna K.' });
    await api.deleteForumTopic(group, message_thread_id);
    expect(await failure(api.sendMessage(group, 'hi', { message_thread_id }))).toMatchObject({
      description: 'Bad Request: message thread not found',
    });
    standin.people('desk').say(anna, 'hi');
    expect(await failure(api.createForumTopic(71, 'x'))).toMatchObject({
      description: 'Bad Request: the chat is not a forum',
    });
  });

  it('give files away and take them', async () => {
    const voice = { kind: 'voice', bytes: Buffer.from('OggS…'), duration: 2 } as const;
    const fileId = standin.people('desk').sendFile(anna, voice).voice?.file_id ?? '';
    const { file_path } = await api.getFile(fileId);
    const answer = await fetch(`${standin.apiRoot}/file/bot${token}/${file_path}`);
    expect(await answer.text()).toBe('OggS…');
    const big = standin.people('desk').sendFile(anna, { ...voice, size: 21 * 1024 * 1024 }).voice?.file_id ?? '';
    expect(await failure(api.getFile(big))).toMatchObject({ description: 'Bad Request: file is too big' });
    const sent = await api.sendDocument(71, new InputFile(Buffer.from('report'), 'report.txt'), { caption: 'Here' });
    expect(sent).toMatchObject({ caption: 'Here', document: { file_name: 'report.txt', file_size: 6 } });
    expect((await fetch(`${standin.apiRoot}/file/bot${token}/../../etc/passwd`)).status).toBe(404);
  });
});

describe('faults', () => {
  beforeEach(() => void standin.people('desk').say(anna, 'hi'));

  it('strike as often as ordered, only the method and chat they are meant for', async () => {
    standin.faults.add({
      method: 'sendMessage',
      chatId: 71,
      times: 1,
      fault: { kind: 'too_many_requests', retryAfter: 3 },
    });
    expect(await api.getMe()).toMatchObject({ id: 4242 });
    const refused = await failure(api.sendMessage(71, 'a'));
    expect(refused).toBeInstanceOf(GrammyError);
    expect(refused).toMatchObject({ error_code: 429, parameters: { retry_after: 3 } });
    expect(await api.sendMessage(71, 'a')).toMatchObject({ text: 'a' });
    expect(standin.calls.list({ method: 'sendmessage' }).map(({ status, fault }) => [status, fault])).toEqual([
      [429, 'too_many_requests'],
      [200, undefined],
    ]);
  });

  it('take a message and drop the connection, or drop it before', async () => {
    standin.faults.add({ times: 1, fault: { kind: 'accept_then_drop' } });
    expect(await failure(api.sendMessage(71, 'taken'))).toBeInstanceOf(HttpError);
    standin.faults.add({ times: 1, fault: { kind: 'drop' } });
    expect(await failure(api.sendMessage(71, 'lost'))).toBeInstanceOf(HttpError);
    const texts = standin
      .bot('desk')
      .chat(71)
      .history()
      .map((entry) => entry.message.text);
    expect(texts).toEqual(['hi', 'taken']);
  });

  it('hang, delay, and fail with any refusal until they are cleared', async () => {
    standin.faults.add({ times: 1, fault: { kind: 'hang' } });
    const signal = AbortSignal.timeout(200) as unknown as Parameters<Api['sendMessage']>[3];
    expect(await failure(api.sendMessage(71, 'never', {}, signal))).toBeInstanceOf(Error);
    standin.faults.add({ times: 1, fault: { kind: 'delay', ms: 120 } });
    const before = performance.now();
    await api.sendMessage(71, 'late');
    expect(performance.now() - before).toBeGreaterThan(100);
    const parameters = { migrate_to_chat_id: -1_000_000_000_001 };
    standin.faults.add({ fault: { kind: 'bad_request', description: 'group chat was upgraded', parameters } });
    expect(await failure(api.sendMessage(71, 'x'))).toMatchObject({ parameters });
    expect(await failure(api.getMe())).toMatchObject({ error_code: 400 });
    standin.faults.clear();
    expect(await api.getMe()).toMatchObject({ is_bot: true });
  });

  it('of blocking come with the update, and end when the user writes again', async () => {
    standin.people('desk').block(anna, true);
    expect(await failure(api.sendMessage(71, 'x'))).toMatchObject({
      error_code: 403,
      description: 'Forbidden: bot was blocked by the user',
    });
    standin.people('desk').say(anna, '/start');
    await api.sendMessage(71, 'welcome back');
    const kinds = (await api.getUpdates()).map((update) => Object.keys(update)[1]);
    expect(kinds).toEqual(['message', 'my_chat_member', 'my_chat_member', 'message']);
  });
});

describe('polling', () => {
  it('runs a grammY bot through messages, edits, button presses and files', async () => {
    const bot = new Bot(token, { client: { apiRoot: standin.apiRoot } });
    const seen: string[] = [];
    const done = new Promise<void>((resolve) => {
      bot.command('start', (ctx) => ctx.reply('Hello', { reply_markup: new InlineKeyboard().text('Yes', 'yes') }));
      bot.on('message:voice', (ctx) => void seen.push(`voice ${ctx.message.voice.duration}`));
      bot.on('edited_message:text', (ctx) => void seen.push(`edit ${ctx.editedMessage.text}`));
      bot.callbackQuery('yes', async (ctx) => {
        await ctx.answerCallbackQuery('Noted');
        seen.push(`pressed by ${ctx.from.first_name}`);
        resolve();
      });
    });
    const people = standin.people('desk');
    people.edit(anna, { messageId: people.say(anna, 'hullo').message_id, text: 'hello' });
    people.sendFile(anna, { kind: 'voice', bytes: Buffer.from('x'), duration: 7 });
    const chat = standin.bot('desk').chat(71);
    const answers: string[] = [];
    chat.watch((event) => {
      if (event.type === 'answer') answers.push(event.text);
      if (event.type === 'message' && event.sender === 'bot') {
        people.press(anna, { messageId: event.message.message_id, button: 'Yes' });
      }
    });
    people.say(anna, '/start');
    const running = bot.start();
    await done;
    await bot.stop();
    await running;
    expect(seen).toEqual(['edit hello', 'voice 7', 'pressed by Anna']);
    expect(answers).toEqual(['Noted']);
    expect(standin.bot('desk').updates.size).toBe(0);
  });

  it('is refused to a second poller and while a webhook is set', async () => {
    const first = failure(api.getUpdates({ timeout: 30 }));
    while (!standin.bot('desk').endPoll) await new Promise(setImmediate);
    await api.getUpdates();
    expect(await first).toMatchObject({ error_code: 409, description: expect.stringContaining('terminated by other') });
    await api.setWebhook('http://127.0.0.1:9/x');
    expect(await failure(api.getUpdates())).toMatchObject({ error_code: 409 });
    expect(await failure(api.setWebhook('http://example.com/x'))).toMatchObject({ error_code: 400 });
    await api.deleteWebhook({ drop_pending_updates: true });
    expect(await api.getWebhookInfo()).toMatchObject({ url: '', pending_update_count: 0 });
  });
});

describe('after a restart', () => {
  const folder = mkdtempSync(join(tmpdir(), 'telegram-standin-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('chats, waiting updates and ids go on where they stopped', async () => {
    await standin.close();
    const stateFile = join(folder, 'telegram.json');
    await open({ stateFile });
    const before = standin.people('desk').say(anna, 'are you there?');
    await standin.close();
    await open({ stateFile });
    const [update] = await api.getUpdates();
    expect(update?.message?.message_id).toBe(before.message_id);
    const answer = await api.sendMessage(71, 'yes');
    expect(answer.message_id).toBe(before.message_id + 1);
    expect(standin.bot('desk').chat(71).history()).toHaveLength(2);
    const next = standin.people('desk').say(anna, 'good');
    expect(next.message_id).toBeGreaterThan(answer.message_id);
  });
});
