import { deskAction, parseDeskUpdate } from './desk-update.rules';

const bot = { botId: 'bot_1', username: 'our_bot' };
const from = { id: 7, is_bot: false, first_name: 'Мария', language_code: 'ru' };
const group = { id: -1_001, type: 'supergroup', title: 'Desk', is_forum: true };
const root = { message_id: 5, chat: group, forum_topic_created: { name: 'Иван' } };
const inTopic = {
  message_id: 9,
  chat: group,
  from,
  is_topic_message: true,
  message_thread_id: 5,
  reply_to_message: root,
};
const parse = (update: object) => parseDeskUpdate({ update_id: 1, ...update }, bot);

describe('an update in a group', () => {
  it('tells the topic, and that the note which opened it is not answered', () => {
    expect(parse({ message: { ...inTopic, text: 'Привет' } })).toEqual({
      kind: 'words',
      botId: 'bot_1',
      chat: { id: '-1001', isPrivate: false, title: 'Desk', isForum: true },
      messageId: 9,
      threadId: 5,
      from: { id: '7', username: null, displayName: 'Мария', language: 'ru' },
      text: 'Привет',
      attachment: undefined,
      replyTo: null,
      quote: null,
      edited: false,
    });
  });

  it('tells what is answered, and the piece that was marked', () => {
    const answer = {
      ...inTopic,
      text: 'да',
      reply_to_message: { message_id: 8, chat: group },
      quote: { text: 'x', is_manual: true },
    };
    expect(parse({ edited_message: answer })).toMatchObject({ replyTo: 8, quote: 'x', edited: true });
  });

  it('without a topic is in General, where a thread of answers is none', () => {
    const answer = {
      ...inTopic,
      is_topic_message: undefined,
      text: 'да',
      reply_to_message: { message_id: 8, chat: group },
    };
    expect(parse({ message: answer })).toMatchObject({ threadId: null, replyTo: 8 });
  });

  it('of an administrator who hides behind the group names nobody', () => {
    const hidden = { ...inTopic, from: { id: 1_087_968_824, is_bot: true }, sender_chat: group, text: 'x' };
    expect(parse({ message: hidden })).toMatchObject({ kind: 'words', from: null });
  });

  it('with a command for our bot is one, for another is nothing', () => {
    expect(parse({ message: { ...inTopic, text: '/close@our_bot' } })).toMatchObject({ text: '/close' });
    expect(parse({ message: { ...inTopic, text: '/close@other' } })).toEqual({ kind: 'nothing' });
  });

  it.each([
    ['a topic was opened', { forum_topic_created: { name: 'x' } }],
    ['a topic was closed', { forum_topic_closed: {} }],
    ['a topic was opened again', { forum_topic_reopened: {} }],
    ['somebody came', { new_chat_members: [from] }],
    ['something was pinned', { pinned_message: {} }],
    ['a bot writes', { text: 'x', from: { id: 9, is_bot: true } }],
    ['a channel writes', { text: 'x', from: { id: 9, is_bot: true }, sender_chat: { id: -5 } }],
  ])('is nothing where %s', (_what, fields) => {
    expect(parse({ message: { ...inTopic, ...fields } })).toEqual({ kind: 'nothing' });
  });

  it.each([
    ['administrator', true],
    ['member', true],
    ['left', false],
    ['kicked', false],
  ])('with the status %s tells whether the bot is in it', (status, isIn) => {
    expect(parse({ my_chat_member: { chat: group, from, new_chat_member: { status } } })).toMatchObject({ isIn });
  });
});

describe('a pressed button', () => {
  const press = (data: string) =>
    parse({ callback_query: { id: 'c', from, data, message: { message_id: 4, chat: group } } });

  it('says what is to be done to what', () => {
    const subject = `dialogue_${'0'.repeat(32)}`;
    expect(deskAction('accept', subject).length).toBeLessThanOrEqual(64);
    expect(press(deskAction('accept', subject))).toMatchObject({
      kind: 'press',
      verb: 'accept',
      subject,
      callbackId: 'c',
    });
    expect(press(deskAction('online'))).toMatchObject({ verb: 'online', subject: '' });
  });

  it.each([
    'operator',
    'language:ru',
    'desk',
    'desk:',
    'desk:Accept',
    'desk:accept:a b',
    `desk:accept:${'a'.repeat(60)}`,
  ])('is none of the desk: %s', (data) => {
    expect(press(data)).toEqual({ kind: 'nothing' });
  });
});

describe('anything else', () => {
  it.each([[null], [{}], [{ message: {} }], [{ message: { chat: group, message_id: 1, text: 'x' } }], [{ poll: {} }]])(
    '%j is nothing',
    (update) => {
      expect(parseDeskUpdate(update, bot)).toEqual({ kind: 'nothing' });
    },
  );
});
