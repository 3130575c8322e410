import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Api, Keyboard } from 'grammy';
import { TelegramPerson } from '../../../test/kit/telegram-person';
import { until } from '../../../test/kit/until';
import { openLog } from '../../infra/log';
import { startTelegramStandin, type TelegramStandin } from './telegram-standin';

const token = '4444:test-token';
const anna = { id: 81, first_name: 'Anna', language_code: 'en' };
const folder = mkdtempSync(join(tmpdir(), 'telegram-standin-'));
const stateFile = join(folder, 'chats', 'telegram.json');

let standin: TelegramStandin;
let api: Api;

beforeEach(async () => {
  standin = await startTelegramStandin({ log: openLog('silent'), stateFile });
  standin.addBot({ token, slug: 'desk' });
  api = new Api(token, { apiRoot: standin.apiRoot });
});
afterEach(async () => {
  await standin.close();
  rmSync(folder, { recursive: true });
});

describe('people', () => {
  it('stop an answer that is being written, where the bot allows it', async () => {
    const people = standin.people('desk');
    const { chat } = people.say(anna, 'tell me everything');
    await api.sendMessageDraft(chat.id, 3, 'Well');
    expect(() => people.stopDraft(anna)).toThrow('there is no draft to stop');
    await api.sendMessageDraft(chat.id, 3, 'Well, in the', { can_stop: true });
    people.stopDraft(anna);
    expect(standin.bot('desk').chat(chat.id).draft()).toBeUndefined();
    const [update] = (await api.getUpdates({ offset: -1 })) as { stopped_message_generation?: unknown }[];
    expect(update?.stopped_message_generation).toEqual({ chat, draft_id: 3 });
    expect(await api.getUpdates()).toHaveLength(1);
  });

  it('are offered the keyboard of the bot until it is taken back', async () => {
    const { chat } = standin.people('desk').say(anna, 'hi');
    await api.sendMessage(chat.id, 'Choose', { reply_markup: new Keyboard().text('Yes').text('No') });
    expect(standin.bot('desk').chat(chat.id).keyboard).toEqual([['Yes', 'No']]);
    await api.sendMessage(chat.id, 'Fine', { reply_markup: { remove_keyboard: true } });
    expect(standin.bot('desk').chat(chat.id).keyboard).toEqual([]);
  });

  it('answer in a topic, and to a message', async () => {
    const people = standin.people('desk');
    const group = people.openGroup({ id: -1_000_000_000_777, title: 'Operators', forum: true }).info.id;
    const { message_thread_id: threadId } = await api.createForumTopic(group, 'Anna');
    const { message_id: replyTo } = await api.sendMessage(group, 'A question', { message_thread_id: threadId });
    people.say(anna, 'An answer', { chatId: group, threadId, replyTo });
    const update = (await api.getUpdates()).at(-1);
    expect(update?.message).toMatchObject({
      message_thread_id: threadId,
      is_topic_message: true,
      reply_to_message: { text: 'A question' },
      from: { id: 81, language_code: 'en' },
    });
    expect(() => people.say(anna, 'x', { chatId: group, threadId: 1 })).toThrow('message thread not found');
  });

  it('answer, edit and delete in private, and see what became of the messages of the bot', async () => {
    standin.addBot({ token: '4445:test-token', slug: 'helpdesk', username: 'help_bot' });
    const helper = new Api('4445:test-token', { apiRoot: standin.apiRoot });
    const person = new TelegramPerson(standin, anna);
    person.opensLink('https://t.me/help_bot?start=code');
    const { message_id } = await helper.sendMessage(81, 'Name and phone, please');
    const answer = person.repliesTo(message_id, 'Which one?', 'phone');
    person.edits(person.sends({ kind: 'photo', bytes: Buffer.from('x'), caption: 'me' }), 'that is me');
    person.deletes(answer);
    const said = await helper.getUpdates();
    expect(said.map((update) => update.message?.text ?? update.edited_message?.caption)).toEqual([
      '/start code',
      'Which one?',
      undefined,
      'that is me',
    ]);
    expect(said[1]?.message).toMatchObject({ reply_to_message: { message_id }, quote: { text: 'phone', position: 9 } });
    expect(said[1]?.message).not.toHaveProperty('message_thread_id');
    await helper.editMessageText(81, message_id, 'Only the phone, please');
    expect(await person.sees(/^Only/)).toMatchObject({ message_id });
    expect(person.entries()[1]?.versions).toMatchObject([{ text: 'Name and phone, please' }]);
    await helper.deleteMessage(81, message_id);
    await person.seesGone(message_id);
    expect([person.onScreen().length, person.allHeard().length]).toEqual([0, 1]);
    expect(() => person.repliesTo(message_id, 'x')).toThrow('message to be replied not found');
  });

  it('inject any update under the id they like', async () => {
    standin.people('desk').inject({ update_id: 2_000_000_000, poll: { id: 'p' } });
    standin.people('desk').inject({ poll: { id: 'q' } });
    expect(await api.getUpdates()).toMatchObject([{ update_id: 2_000_000_000 }, { update_id: 2_000_000_001 }]);
  });
});

describe('the state file', () => {
  const saved = () => JSON.parse(readFileSync(stateFile, 'utf8'));
  const reopen = async () => {
    const next = await startTelegramStandin({ log: openLog('silent'), stateFile });
    next.addBot({ token, slug: 'desk' });
    return next;
  };

  it('lets ids jump when the process before was killed', async () => {
    const { message_id } = standin.people('desk').say(anna, 'hi');
    await until('the chat is saved', () => {
      try {
        return saved().bots[0].chats.length === 1;
      } catch {
        return false;
      }
    });
    expect(saved().closed).toBe(false);
    const second = await reopen();
    expect(second.people('desk').say(anna, 'hi').message_id).toBe(message_id + 1001);
    await second.close();
    expect(saved().closed).toBe(true);
  });

  it('is put aside when it cannot be read', async () => {
    await standin.close();
    writeFileSync(stateFile, '{"version":1,"bots":[');
    const second = await reopen();
    expect(second.bot('desk').chats.size).toBe(0);
    expect(readFileSync(`${stateFile}.unreadable`, 'utf8')).toBe('{"version":1,"bots":[');
    await second.close();
  });
});
