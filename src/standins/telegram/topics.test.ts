import { Api, Bot, type GrammyError, InlineKeyboard } from 'grammy';
import { TelegramGroup } from '../../../test/kit/telegram-group';
import { openLog } from '../../infra/log';
import { startTelegramStandin, type TelegramStandin } from './telegram-standin';

const token = '4646:test-token';
const asha = { id: 94, first_name: 'Asha', language_code: 'en' };
const boris = { id: 95, first_name: 'Борис', language_code: 'ru' };

let standin: TelegramStandin;
let api: Api;
let desk: TelegramGroup;

beforeEach(async () => {
  standin = await startTelegramStandin({ log: openLog('silent') });
  standin.addBot({ token, slug: 'desk', username: 'desk_bot' });
  api = new Api(token, { apiRoot: standin.apiRoot });
  desk = TelegramGroup.forum(standin, { title: 'Operators', owner: asha }, 'desk');
});
afterEach(() => standin.close());

const refusal = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no refusal',
    (error: GrammyError) => error.description,
  );
const lastMessage = async () => (await api.getUpdates({ offset: -1 }))[0]?.message;
const openTopic = async (name: string) => (await api.createForumTopic(desk.id, name)).message_thread_id;

describe('topics', () => {
  it('are opened, changed, closed and deleted by people, and the bot is told of all but the last', async () => {
    const topic = desk.opensTopic(boris, 'Anna');
    expect(await lastMessage()).toMatchObject({
      message_id: topic,
      message_thread_id: topic,
      is_topic_message: true,
      from: { id: 95 },
      forum_topic_created: { name: 'Anna', icon_color: 7322096 },
    });
    desk.renamesTopic(boris, topic, 'Anna K.');
    expect(await lastMessage()).toMatchObject({ message_thread_id: topic, forum_topic_edited: { name: 'Anna K.' } });
    desk.closesTopic(boris, topic);
    expect(await lastMessage()).toMatchObject({ message_thread_id: topic, forum_topic_closed: {} });
    desk.reopensTopic(boris, topic);
    expect(await lastMessage()).toMatchObject({ message_thread_id: topic, forum_topic_reopened: {} });
    const before = await lastMessage();
    desk.deletesTopic(boris, topic);
    expect(await lastMessage()).toEqual(before);
    expect(desk.topics()).toEqual([]);
  });

  it('of the bot itself come back to it as notes, as on the real server', async () => {
    const topic = await openTopic('Anna');
    await api.closeForumTopic(desk.id, topic);
    expect(await lastMessage()).toMatchObject({
      from: { id: 4646 },
      message_thread_id: topic,
      forum_topic_closed: {},
      reply_to_message: { message_id: topic },
    });
  });

  it('have pictures out of a list, and refuse what changes nothing', async () => {
    const topic = await openTopic('Anna');
    const icons = await api.getForumTopicIconStickers();
    const done = icons.find((icon) => icon.emoji === '✅')?.custom_emoji_id ?? '';
    await api.editForumTopic(desk.id, topic, { icon_custom_emoji_id: done });
    expect(await lastMessage()).toMatchObject({ forum_topic_edited: { icon_custom_emoji_id: done } });
    const again = (more: Parameters<Api['editForumTopic']>[2]) => refusal(api.editForumTopic(desk.id, topic, more));
    expect(await again({ name: 'Anna', icon_custom_emoji_id: done })).toBe('Bad Request: TOPIC_NOT_MODIFIED');
    expect(await again({ icon_custom_emoji_id: '1' })).toBe('Bad Request: DOCUMENT_INVALID');
    expect(await again({ icon_custom_emoji_id: '' })).toBe('no refusal');
    expect(desk.topics()).toMatchObject([{ threadId: topic, name: 'Anna', iconEmojiId: '' }]);
  });

  it('that are gone are refused, and so are all messages in them', async () => {
    const topic = await openTopic('Anna');
    const { message_id } = await api.sendMessage(desk.id, 'card', { message_thread_id: topic });
    desk.deletesTopic(asha, topic);
    const thread = { message_thread_id: topic };
    const gone = 'Bad Request: message thread not found';
    expect(await refusal(api.sendMessage(desk.id, 'x', thread))).toBe(gone);
    expect(await refusal(api.sendPhoto(desk.id, 'https://example.org/a.png', thread))).toBe(gone);
    expect(await refusal(api.sendMessage(desk.id, 'x', { message_thread_id: 1 }))).toBe(gone);
    expect(await refusal(api.editForumTopic(desk.id, topic, { name: 'x' }))).toBe('Bad Request: TOPIC_ID_INVALID');
    expect(await refusal(api.closeForumTopic(desk.id, topic))).toBe('Bad Request: TOPIC_ID_INVALID');
    expect(await refusal(api.editMessageText(desk.id, message_id, 'x'))).toBe('Bad Request: message to edit not found');
    const reply_parameters = { message_id };
    expect(await refusal(api.sendMessage(desk.id, 'x', { reply_parameters }))).toBe(
      'Bad Request: message to be replied not found',
    );
    const lenient = { message_id, allow_sending_without_reply: true };
    expect(await refusal(api.sendMessage(desk.id, 'x', { ...thread, reply_parameters: lenient }))).toBe(gone);
    // The real server does not look for the topic of a chat action.
    expect(await api.sendChatAction(desk.id, 'typing', thread)).toBe(true);
  });

  it('that are closed take words of administrators only', async () => {
    const topic = desk.opensTopic(asha, 'Anna');
    desk.closesTopic(asha, topic);
    desk.writes(asha, topic, 'the owner may');
    expect(() => desk.writes(boris, topic, 'a member may not')).toThrow('TOPIC_CLOSED');
    await api.sendMessage(desk.id, 'so may the bot', { message_thread_id: topic });
    desk.givesBot({ can_pin_messages: true });
    const thread = { message_thread_id: topic };
    expect(await refusal(api.sendMessage(desk.id, 'no more', thread))).toBe('Bad Request: TOPIC_CLOSED');
    expect(await refusal(api.reopenForumTopic(desk.id, topic))).toBe(
      'Bad Request: not enough rights to close or open the topic',
    );
    expect(await refusal(api.deleteForumTopic(desk.id, topic))).toBe(
      'Bad Request: not enough rights to delete the topic',
    );
  });

  it('are no more when the group has them turned off', async () => {
    const topic = await openTopic('Anna');
    desk.turnsTopics(false);
    expect(await refusal(api.createForumTopic(desk.id, 'x'))).toBe('Bad Request: the chat is not a forum');
    expect(await refusal(api.sendMessage(desk.id, 'x', { message_thread_id: topic }))).toMatch(/thread not found/);
  });
});

describe('messages in a forum', () => {
  it('always answer something in a topic, if only the note that opened it', async () => {
    const topic = await openTopic('Anna');
    const card = await api.sendMessage(desk.id, 'A question', { message_thread_id: topic });
    expect(card.reply_to_message).toMatchObject({ message_id: topic, forum_topic_created: { name: 'Anna' } });
    desk.writes(boris, topic, 'to nobody');
    expect((await lastMessage())?.reply_to_message).toMatchObject({ message_id: topic });
    desk.writes(boris, topic, 'to the bot', { replyTo: card.message_id });
    const answer = (await lastMessage())?.reply_to_message;
    expect(answer).toMatchObject({ message_id: card.message_id, text: 'A question' });
    expect(answer).not.toHaveProperty('reply_to_message');
  });

  it('in General have no topic, and answers there the id of what they answer', async () => {
    const first = desk.writes(boris, null, 'good morning');
    expect(await lastMessage()).not.toHaveProperty('message_thread_id');
    desk.writes(asha, null, 'and to you', { replyTo: first });
    const answer = await lastMessage();
    expect(answer).toMatchObject({ message_thread_id: first, reply_to_message: { message_id: first } });
    expect(answer).not.toHaveProperty('is_topic_message');
    // Who takes that id for a topic is refused, as on the real server.
    expect(await refusal(api.sendMessage(desk.id, 'x', { message_thread_id: first }))).toMatch(/thread not found/);
  });

  it('of the bot go to the topic of what they answer, with the piece that is quoted', async () => {
    const topic = await openTopic('Anna');
    const asked = desk.writes(boris, topic, 'Which one: red, or blue, or red again?');
    const reply = (more: object) =>
      api.sendMessage(desk.id, 'That one', { reply_parameters: { message_id: asked, ...more } });
    expect(await reply({ quote: 'red', quote_position: 30 })).toMatchObject({
      message_thread_id: topic,
      is_topic_message: true,
      reply_to_message: { message_id: asked },
      quote: { text: 'red', position: 28, is_manual: true },
    });
    expect(await refusal(reply({ quote: 'green' }))).toBe('Bad Request: QUOTE_TEXT_INVALID');
    const other = await openTopic('Ivan');
    const elsewhere = { message_thread_id: other, reply_parameters: { message_id: asked } };
    expect(await api.sendMessage(desk.id, 'From there', elsewhere)).toMatchObject({
      message_thread_id: other,
      reply_to_message: { message_id: other },
      external_reply: { message_id: asked, origin: { type: 'user', sender_user: { id: 95 } } },
    });
  });

  it('of people carry the piece that they quote', async () => {
    const topic = await openTopic('Anna');
    const { message_id } = await api.sendMessage(desk.id, 'Name and phone, please', { message_thread_id: topic });
    desk.writes(boris, topic, 'which phone?', { replyTo: message_id, quote: 'phone' });
    expect(await lastMessage()).toMatchObject({ quote: { text: 'phone', position: 9, is_manual: true } });
    expect(() => desk.writes(boris, topic, 'x', { replyTo: message_id, quote: 'mail' })).toThrow('QUOTE_TEXT_INVALID');
  });

  it('are changed by people, and deleted without a word to the bot', async () => {
    const topic = await openTopic('Anna');
    const written = desk.writes(boris, topic, 'helo');
    desk.edits(boris, written, 'hello');
    const [update] = await api.getUpdates({ offset: -1 });
    expect(update?.edited_message).toMatchObject({
      message_id: written,
      message_thread_id: topic,
      text: 'hello',
      edit_date: expect.any(Number),
      chat: { id: desk.id, is_forum: true },
    });
    desk.deletes(asha, written);
    expect((await api.getUpdates({ offset: -1 }))[0]).toEqual(update);
    expect(await refusal(api.copyMessage(desk.id, desk.id, written))).toBe('Bad Request: message to copy not found');
    const card = await api.sendMessage(desk.id, 'card', { message_thread_id: topic });
    expect(() => desk.deletes(boris, card.message_id)).toThrow("message can't be deleted");
  });
});

describe('a desk in a forum', () => {
  it('runs on a grammY bot: topics with cards, presses, answers and notes', async () => {
    const bot = new Bot(token, { client: { apiRoot: standin.apiRoot } });
    bot.chatType('private').on('message:text', async (ctx) => {
      const topic = await ctx.api.createForumTopic(desk.id, ctx.from.first_name);
      const buttons = new InlineKeyboard().text('Accept', `accept:${ctx.chat.id}`);
      const thread = { message_thread_id: topic.message_thread_id };
      await ctx.api.sendMessage(desk.id, `Card: ${ctx.message.text}`, { ...thread, reply_markup: buttons });
    });
    bot.callbackQuery(/^accept:/, async (ctx) => {
      await ctx.answerCallbackQuery('Yours');
      await ctx.editMessageText(`Taken by ${ctx.from.first_name}`);
    });
    bot.on(':is_topic_message').filter(
      (ctx) => ctx.message?.text !== undefined,
      (ctx) => ctx.reply(`Heard: ${ctx.message?.text}`, { message_thread_id: ctx.message?.message_thread_id ?? 0 }),
    );
    const running = bot.start();
    standin.people('desk').say({ id: 4, first_name: 'Иван' }, 'помогите');
    const topic = await desk.nextTopic(0);
    expect(await desk.topic('Иван')).toBe(topic);
    const card = await desk.hears(topic.threadId, /^Card: помогите/);
    expect(desk.buttons(card.message_id)).toEqual(['Accept']);
    expect(await desk.answerTo(desk.presses(boris, card.message_id, 'Accept'))).toBe('Yours');
    await desk.hears(topic.threadId, 'Taken by Борис');
    expect(desk.buttons(card.message_id)).toEqual([]);
    expect(() => desk.presses(boris, card.message_id, 'Accept')).toThrow('no such button');
    desk.writes(boris, topic.threadId, 'на связи');
    await desk.hears(topic.threadId, 'Heard: на связи');
    expect(desk.said(topic.threadId).map((message) => message.text)).toEqual(['Taken by Борис', 'Heard: на связи']);
    expect(desk.said(null)).toEqual([]);
    await bot.stop();
    await running;
  });
});
