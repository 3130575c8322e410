import { DeskGroup } from '../kit/desk-group';
import { TelegramGroup } from '../kit/telegram-group';
import { whenStatus } from '../kit/telegram-operators';
import { until } from '../kit/until';

const deskRow = 'select chat_id, broken_at from telegram_desks';

describe.each(['ru', 'en'] as const)('when the group is not as it was, in %s', (language) => {
  let desk: DeskGroup;

  beforeAll(async () => {
    desk = await DeskGroup.open(language);
  }, 180_000);
  afterAll(() => desk.close());

  it('a deleted topic is made anew where the conversation goes on, and nothing is lost', async () => {
    const { group, maria, story } = desk;
    const { user, topicId } = await desk.held();
    group.writes(maria.person, topicId, story.hello);
    await user.sees(story.hello);
    const before = group.topics().length;
    group.deletesTopic(maria.person, topicId);
    user.writes(story.more);
    const { threadId } = await group.nextTopic(before - 1);
    expect((await group.hears(threadId, story.answers)).text).toContain(story.maria);
    await group.hears(threadId, story.continues);
    const repeated = await group.hears(threadId, story.hello);
    expect(repeated.text).toContain(`💬 ${story.maria}`);
    const shown = await group.hears(threadId, `👤 ${story.more}`);
    expect(shown.message_id).toBeGreaterThan(repeated.message_id);
    await desk.remembers(shown);
    group.writes(maria.person, threadId, `${story.hello} 2`, { replyTo: shown.message_id });
    expect((await user.sees(`${story.hello} 2`)).reply_to_message?.text).toBe(story.more);
  });

  it('a deleted card is shown anew', async () => {
    const { group, maria, story } = desk;
    const { user, topicId, cardId } = await desk.waiting();
    group.deletes(maria.person, cardId);
    group.writes(maria.person, topicId, story.hello);
    await user.sees(story.hello);
    const card = await group.hears(topicId, /^🟢/);
    expect(group.buttons(card.message_id)).toContain(story.giveBack);
  });

  it('many messages come in their order, as fast as Telegram takes them', async () => {
    const { group, house } = desk;
    const { user, topicId } = await desk.held();
    house.telegram.faults.add({ fault: { kind: 'group_limit', messages: 4, perSeconds: 1 } });
    const said = Array.from({ length: 12 }, (_, index) => `${index + 1}.`);
    for (const text of said) user.writes(text);
    await group.hears(topicId, '👤 12.', 60_000);
    house.telegram.faults.clear();
    const shown = group.said(topicId).flatMap((one) => /^👤 (\d+\.)$/.exec(one.text ?? '')?.[1] ?? []);
    expect(shown).toEqual(said);
  }, 180_000);

  it('a message whose fate is unknown is shown twice at the most', async () => {
    const { group, house } = desk;
    const { user, topicId } = await desk.held();
    house.telegram.faults.add({
      method: 'sendMessage',
      chatId: group.id,
      times: 1,
      fault: { kind: 'accept_then_drop' },
    });
    user.writes('раз / one');
    user.writes('два / two');
    await group.hears(topicId, 'два / two');
    const shown = group.said(topicId).filter((one) => one.text === '👤 раз / one');
    expect(shown.length).toBeGreaterThanOrEqual(1);
    expect(shown.length).toBeLessThanOrEqual(2);
    expect(group.said(topicId).filter((one) => one.text === '👤 два / two')).toHaveLength(1);
  });

  it('without its rights operators are served in private, and with them in the group again', async () => {
    const { group, house, oleg, story } = desk;
    oleg.chat.writes('/online');
    await oleg.chat.sees('🟢');
    group.givesBot(null);
    const user = house.person({ first_name: 'Anna', language_code: language });
    user.writes(story.wish);
    const card = await oleg.chat.sees('Anna', 60_000);
    expect(card.text).toContain(story.waiting);
    expect((await house.database.pool.query(deskRow)).rows[0].broken_at).not.toBeNull();
    oleg.chat.presses(story.accept);
    await oleg.chat.sees(story.answers);
    oleg.chat.writes(story.hello);
    await user.sees(story.hello);
    group.givesBot({ can_manage_topics: true });
    const topic = await group.topic('Anna');
    await group.hears(topic.threadId, story.answers);
    user.writes(story.more);
    await oleg.chat.sees(story.more);
    await group.hears(topic.threadId, story.more);
  }, 180_000);

  it('thrown out, the bot has no desk, until somebody sets it up again', async () => {
    const { group, house, maria, oleg, story } = desk;
    group.removesBot();
    await until('there is no desk', async () => (await house.database.pool.query(deskRow)).rows.length === 0);
    const user = house.person({ first_name: 'Nina', language_code: language });
    user.writes(story.wish);
    await oleg.chat.sees('Nina');
    group.addsBot(maria.person);
    group.writes(maria.person, null, '/desk');
    const topic = await group.topic('Nina');
    await group.hears(topic.threadId, story.waiting);
    group.writes(maria.person, null, '/desk off');
    await until('there is no desk', async () => (await house.database.pool.query(deskRow)).rows.length === 0);
  }, 180_000);

  it('what a group lacks to be a desk is said in words', async () => {
    const { house, maria, oleg } = desk;
    const words = (ru: string, en: string) => (language === 'ru' ? ru : en);
    const plain = TelegramGroup.plain(house.telegram, { title: 'Plain', rights: null });
    plain.writes(maria.person, null, '/desk');
    const told = await plain.hears(null, words('Пока не получится', 'Not yet'));
    expect(told.text).toContain(words('темы', 'topics'));
    expect(told.text).toContain(words('администратором', 'administrator'));
    const forum = TelegramGroup.forum(house.telegram, { title: 'Forum', rights: { can_manage_chat: true } });
    forum.writes(maria.person, null, '/desk');
    await forum.hears(null, words('Управление темами', 'Manage topics'));
    forum.givesBot({ can_manage_topics: true });
    forum.writes(oleg.person, null, '/desk');
    await forum.hears(null, words('старший оператор', 'supervisor'));
    forum.writes({ id: 777_002, first_name: 'Guest', language_code: language }, null, '/desk');
    await forum.hears(null, desk.story.onlyOperators);
    forum.writes(maria.person, null, '/desk@besedka_helpdesk_bot');
    await forum.hears(null, '/desk off');
    // What people say to each other in General is theirs.
    const before = forum.said(null).length;
    forum.writes(maria.person, null, desk.story.hello);
    forum.writes(maria.person, null, '/desk off');
    await until('the last command is answered', () => forum.said(null).length > before);
    expect(forum.said(null)).toHaveLength(before + 1);
  });

  it('who presses a button of an old card is told how it stands', async () => {
    const { group, maria, oleg, story } = desk;
    group.writes(maria.person, null, '/desk');
    const { dialogueId, cardId } = await desk.held();
    const pressed = group.presses(oleg.person, cardId, story.giveBack);
    expect(await group.answerTo(pressed)).toContain(story.maria);
    await whenStatus(desk.house, dialogueId, 'OPERATOR');
  });
});
