import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Api, type GrammyError } from 'grammy';
import { openLog } from '../../infra/log';
import { startTelegramStandin, type TelegramStandin } from './telegram-standin';

const token = '4545:test-token';
const asha = { id: 91, first_name: 'Asha', username: 'asha', language_code: 'en' };
const boris = { id: 92, first_name: 'Борис', language_code: 'ru' };
const log = openLog('silent');

let standin: TelegramStandin;
let api: Api;

const open = async (stateFile?: string) => {
  standin = await startTelegramStandin({ log, ...(stateFile === undefined ? {} : { stateFile }) });
  standin.addBot({ token, slug: 'desk', username: 'desk_bot', name: 'Desk' });
  api = new Api(token, { apiRoot: standin.apiRoot });
};
const refusal = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no refusal',
    (error: GrammyError) => error.description,
  );
/** Takes all updates that wait. */
const updates = async () => {
  const found = await api.getUpdates();
  const last = found.at(-1);
  if (last) await api.getUpdates({ offset: last.update_id + 1 });
  return found;
};
const texts = async () => (await updates()).map((update) => update.message?.text ?? 'something else');

beforeEach(() => open());
afterEach(() => standin.close());

describe('a group', () => {
  it('tells the bot that it was added as an administrator who may manage topics', async () => {
    const { info } = standin.groups('desk').makeForum({ title: 'Operators', owner: asha });
    expect(info.id).toBeLessThan(-1_000_000_000_000);
    const [change, came] = await updates();
    expect(change?.my_chat_member).toMatchObject({
      chat: { id: info.id, type: 'supergroup', title: 'Operators', is_forum: true },
      from: { id: 91, first_name: 'Asha' },
      old_chat_member: { status: 'left' },
      new_chat_member: {
        status: 'administrator',
        user: { id: 4545, username: 'desk_bot', is_bot: true },
        can_manage_topics: true,
        can_pin_messages: true,
        can_delete_messages: true,
        can_promote_members: false,
      },
    });
    expect(came?.message?.new_chat_members).toMatchObject([{ id: 4545 }]);
    expect(await api.getChat(info.id)).toMatchObject({ type: 'supergroup', is_forum: true });
  });

  it('says by which link it got the bot', async () => {
    standin.groups('desk').makeForum({ title: 'Operators', owner: asha, startCode: 'abc-123' });
    const message = (await updates()).at(-1)?.message;
    expect(message).toMatchObject({ text: '/start@desk_bot abc-123', from: { id: 91 } });
  });

  it('knows its owner, its administrators and its members', async () => {
    const groups = standin.groups('desk');
    const { id } = groups.makeGroup({ title: 'Operators', owner: asha }).info;
    standin.people('desk').say(boris, 'добрый день', { chatId: id });
    expect(await api.getChatAdministrators(id)).toMatchObject([
      { status: 'creator', user: { id: 91 } },
      { status: 'administrator', user: { id: 4545 }, can_manage_topics: true },
    ]);
    expect(await api.getChatMember(id, 92)).toMatchObject({ status: 'member', user: { first_name: 'Борис' } });
    groups.setMember(id, boris, 'administrator');
    expect(await api.getChatMember(id, 92)).toMatchObject({ status: 'administrator' });
    groups.setMember(id, boris, 'left');
    expect(await api.getChatMember(id, 92)).toMatchObject({ status: 'left' });
    expect((await updates()).at(-1)?.message?.left_chat_member).toMatchObject({ id: 92 });
    expect(() => standin.people('desk').say(boris, 'x', { chatId: id })).toThrow('not in the group');
    expect(await api.getChatMemberCount(id)).toBe(2);
    expect(await refusal(api.getChatMember(id, 93))).toBe('Bad Request: user not found');
  });

  it('lets a bot that is no administrator hear only what is meant for it', async () => {
    const { id } = standin.groups('desk').makeGroup({ title: 'Operators', rights: null }).info;
    const said = (await updates()).map((update) => update.my_chat_member?.new_chat_member.status ?? 'message');
    expect(said).toEqual(['member', 'message']);
    const { message_id } = await api.sendMessage(id, 'hello');
    const people = standin.people('desk');
    people.say(asha, 'nothing for bots', { chatId: id });
    people.say(asha, '/help@other_bot', { chatId: id });
    people.say(asha, '/help', { chatId: id });
    people.say(asha, 'an answer', { chatId: id, replyTo: message_id });
    people.say(asha, 'look, @desk_bot', { chatId: id });
    expect(await texts()).toEqual(['/help', 'an answer', 'look, @desk_bot']);
    standin.groups('desk').setBotRights(id, { can_manage_topics: true });
    people.say(asha, 'now it hears', { chatId: id });
    expect(await texts()).toEqual(['something else', 'now it hears']);
  });

  it('has ids of messages of its own, beginning with small ones', async () => {
    const [first, second] = [1, 2].map(() => standin.groups('desk').makeForum({ title: 'Operators' }).info.id);
    const sent = [await api.sendMessage(first ?? 0, 'a'), await api.sendMessage(second ?? 0, 'b')];
    expect(sent[0]?.message_id).toBe(sent[1]?.message_id);
    expect(standin.people('desk').say(asha, 'hi').message_id).toBeGreaterThan(1000);
  });

  it('refuses a bot that was thrown out, has left, or lacks a right', async () => {
    const groups = standin.groups('desk');
    const { id } = groups.makeForum({ title: 'Operators', owner: asha }).info;
    const { message_id } = standin.people('desk').say(asha, 'hi', { chatId: id });
    groups.setBotRights(id, null, asha);
    const change = (await updates()).at(-1)?.my_chat_member;
    expect([change?.old_chat_member.status, change?.new_chat_member.status]).toEqual(['administrator', 'member']);
    expect(await refusal(api.createForumTopic(id, 'x'))).toBe('Bad Request: not enough rights to create a topic');
    expect(await refusal(api.deleteMessage(id, message_id))).toBe("Bad Request: message can't be deleted");
    expect(await refusal(api.pinChatMessage(id, message_id))).toBe(
      'Bad Request: not enough rights to manage pinned messages in the chat',
    );
    await api.sendMessage(id, 'words are free');
    groups.removeBot(id, asha);
    expect((await updates()).at(-1)?.my_chat_member?.new_chat_member.status).toBe('kicked');
    expect(await refusal(api.sendMessage(id, 'x'))).toBe('Forbidden: bot was kicked from the supergroup chat');
    expect(await refusal(api.getChat(id))).toBe('Forbidden: bot was kicked from the supergroup chat');
    standin.people('desk').say(asha, 'nobody here', { chatId: id });
    expect(await updates()).toEqual([]);
    groups.addBot(id, asha);
    await api.leaveChat(id);
    expect(await refusal(api.sendMessage(id, 'x'))).toBe('Forbidden: bot is not a member of the supergroup chat');
  });

  it('that becomes a supergroup sends the bot to its new id', async () => {
    const { id } = standin.groups('desk').makeGroup({ title: 'Operators', id: -4545 }).info;
    expect((await api.sendMessage(id, 'here')).chat).toMatchObject({ id: -4545, type: 'group' });
    const { info } = standin.groups('desk').upgrade(id, asha);
    const error = await api.sendMessage(id, 'still here?').catch((fault: GrammyError) => fault);
    expect(error).toMatchObject({
      error_code: 400,
      description: 'Bad Request: group chat was upgraded to a supergroup chat',
      parameters: { migrate_to_chat_id: info.id },
    });
    const [left, arrived] = (await updates()).slice(-2);
    expect(left?.message).toMatchObject({ chat: { id: -4545 }, migrate_to_chat_id: info.id });
    expect(arrived?.message).toMatchObject({ chat: { id: info.id }, migrate_from_chat_id: -4545 });
    expect((await api.sendMessage(info.id, 'moved')).chat).toMatchObject({ type: 'supergroup' });
  });
});

describe('links and limits', () => {
  it('a link to the bot opens the private chat with its code', async () => {
    const people = standin.people('desk');
    people.openLink(asha, 'https://t.me/desk_bot?start=invite_4f-2');
    people.openLink(asha, 't.me/Desk_Bot?start=again');
    people.openLink(asha, 'tg://resolve?domain=desk_bot&start=third');
    people.openLink(asha, 'https://t.me/desk_bot');
    expect(await texts()).toEqual(['/start invite_4f-2', '/start again', '/start third', '/start']);
    expect(() => people.openLink(asha, 'https://t.me/other_bot?start=x')).toThrow('another bot');
    expect(() => people.openLink(asha, 'https://t.me/desk_bot?start=a+b')).toThrow('START_PARAM_INVALID');
  });

  it('too many messages to one group are refused for a while, those to other chats are not', async () => {
    const groups = standin.groups('desk');
    const [busy, calm] = [1, 2].map(() => groups.makeGroup({ title: 'Operators' }).info.id);
    standin.people('desk').say(asha, 'hi');
    standin.faults.add({ fault: { kind: 'group_limit', messages: 3, perSeconds: 0.2 } });
    const send = (chatId: number | undefined) => refusal(api.sendMessage(chatId ?? 0, 'x'));
    const answers = [await send(busy), await send(busy), await send(busy), await send(busy)];
    expect(answers).toEqual([...Array(3).fill('no refusal'), 'Too Many Requests: retry after 1']);
    expect(await send(calm)).toBe('no refusal');
    for (const _ of Array(4)) expect(await send(asha.id)).toBe('no refusal');
    await api.sendChatAction(busy ?? 0, 'typing');
    const waited = performance.now();
    while ((await send(busy)) !== 'no refusal') expect(performance.now() - waited).toBeLessThan(2000);
  });
});

describe('after a restart', () => {
  it('groups, their topics and who is in them are as they were', async () => {
    await standin.close();
    const folder = mkdtempSync(join(tmpdir(), 'telegram-groups-'));
    await open(join(folder, 'telegram.json'));
    const { id } = standin.groups('desk').makeForum({ title: 'Operators', owner: asha }).info;
    const { message_thread_id } = await api.createForumTopic(id, 'Anna');
    const before = await api.sendMessage(id, 'card', { message_thread_id });
    standin.groups('desk').setBotRights(id, { can_manage_topics: true });
    await standin.close();
    await open(join(folder, 'telegram.json'));
    expect(await api.getChatMember(id, 4545)).toMatchObject({ can_manage_topics: true, can_pin_messages: false });
    expect(await api.getChatMember(id, 91)).toMatchObject({ status: 'creator' });
    const after = await api.sendMessage(id, 'more', { message_thread_id });
    expect(after.message_id).toBeGreaterThan(before.message_id);
    expect(after.reply_to_message).toMatchObject({ forum_topic_created: { name: 'Anna' } });
    rmSync(folder, { recursive: true });
  });
});
