import { DeskGroup } from '../kit/desk-group';
import { whenStatus } from '../kit/telegram-operators';
import { until } from '../kit/until';

const bytes = Buffer.from('a file');
const sendMessage = `mutation ($id: ID!, $text: String!) { sendMessage(input: { dialogueId: $id, text: $text }) { message { id } } }`;
const editMessage = `mutation ($id: ID!, $text: String!) { editMessage(input: { messageId: $id, text: $text }) { message { id } } }`;
const addNote = `mutation ($id: ID!, $text: String!) { addNote(input: { dialogueId: $id, text: $text }) { message { id } } }`;

describe.each(['ru', 'en'] as const)('what is said between a topic and a user, in %s', (language) => {
  let desk: DeskGroup;

  beforeAll(async () => {
    desk = await DeskGroup.open(language);
  }, 180_000);
  afterAll(() => desk.close());

  const messages = async (dialogueId: string) => (await whenStatus(desk.house, dialogueId, 'OPERATOR')).messages.nodes;

  it('answers of the user hang on what they answer, and so do those of the operator', async () => {
    const { group, maria, story } = desk;
    const { user, topicId } = await desk.held();
    const hello = group.writes(maria.person, topicId, story.hello);
    const heard = await user.sees(story.hello);
    user.repliesTo(heard.message_id, story.more);
    const shown = await group.hears(topicId, `👤 ${story.more}`);
    expect(shown.reply_to_message?.message_id).toBe(hello);
    await desk.remembers(shown);
    group.writes(maria.person, topicId, `${story.hello} 2`, { replyTo: shown.message_id });
    const answered = await user.sees(`${story.hello} 2`);
    expect(answered.reply_to_message?.text).toBe(story.more);
  });

  it('pieces that are quoted are quoted there, too, and where that cannot be the whole is answered', async () => {
    const { group, maria, story } = desk;
    const { user, topicId } = await desk.held();
    const [word = ''] = story.hello.split(' ').slice(-1);
    const hello = group.writes(maria.person, topicId, story.hello);
    const heard = await user.sees(story.hello);
    user.repliesTo(heard.message_id, 'q1', word);
    expect(await group.hears(topicId, '👤 q1')).toMatchObject({
      quote: { text: word },
      reply_to_message: { message_id: hello },
    });
    const asked = user.writes(story.more);
    const shown = await group.hears(topicId, `👤 ${story.more}`);
    const [first = ''] = story.more.split(' ').slice(-1);
    await desk.remembers(shown);
    group.writes(maria.person, topicId, 'q2', { replyTo: shown.message_id, quote: first });
    expect(await user.sees('q2')).toMatchObject({ quote: { text: first }, reply_to_message: { message_id: asked } });
    group.writes(maria.person, topicId, 'q3', { replyTo: shown.message_id, quote: `👤 ${story.more.slice(0, 3)}` });
    const whole = await user.sees('q3');
    expect(whole).toMatchObject({ reply_to_message: { message_id: asked } });
    expect(whole).not.toHaveProperty('quote');
  });

  it('edits go both ways', async () => {
    const { group, maria, story } = desk;
    const { user, topicId, dialogueId } = await desk.held();
    const hello = group.writes(maria.person, topicId, story.hello);
    const heard = await user.sees(story.hello);
    group.edits(maria.person, hello, story.more);
    await until('the user sees the edit', () =>
      user.onScreen().some((one) => one.message_id === heard.message_id && one.text === story.more),
    );
    const more = user.writes(story.more);
    const shown = await group.hears(topicId, `👤 ${story.more}`);
    user.edits(more, `${story.more}!!`);
    await until('the topic shows the edit', () => group.message(shown.message_id)?.text === `👤 ${story.more}!!`);
    const said = await messages(dialogueId);
    expect(said.filter((one: any) => one.role === 'OPERATOR').map((one: any) => one.text)).toEqual([story.more]);
  });

  it.each(['photo', 'voice', 'document', 'video', 'sticker'] as const)(
    'a file goes both ways as what it is: %s',
    async (kind) => {
      const { group, maria } = desk;
      const { user, topicId } = await desk.held();
      const caption = kind === 'sticker' ? '' : 'вот / here';
      user.sends({ kind, bytes, caption });
      await until('the topic shows it', () => group.said(topicId).some((one) => one[kind] !== undefined));
      if (caption) expect((await group.hears(topicId, caption)).caption).toContain('👤');
      group.sends(maria.person, topicId, { kind, bytes, caption });
      await until('the user has it', () => user.onScreen().some((one) => one[kind] !== undefined));
      const got = user.onScreen().find((one) => one[kind] !== undefined);
      expect(got?.caption ?? '').toBe(caption);
    },
  );

  it('the words below a file are changed, too', async () => {
    const { group, maria, story } = desk;
    const { user, topicId } = await desk.held();
    const photo = group.sends(maria.person, topicId, { kind: 'photo', bytes, caption: story.hello });
    await user.sees(story.hello);
    group.edits(maria.person, photo, story.more);
    expect((await user.sees(story.more)).photo).toBeDefined();
  });

  it('a note is kept for operators, marked, and never sent', async () => {
    const { group, maria, story } = desk;
    const { user, topicId, dialogueId } = await desk.held();
    const note = group.writes(maria.person, topicId, `// ${story.more}`);
    await until('the note is marked', () =>
      group.entries(topicId).some((one) => one.message.message_id === note && one.reaction === '✍'),
    );
    group.writes(maria.person, topicId, story.hello);
    await user.sees(story.hello);
    expect(user.onScreen().some((one) => one.text?.includes(story.more))).toBe(false);
    const said = await messages(dialogueId);
    expect(said.filter((one: any) => one.role === 'NOTE')).toMatchObject([{ text: story.more, delivery: 'NOT_SENT' }]);
    // What the user has cannot become a note.
    const told = group.writes(maria.person, topicId, 'ok');
    await user.sees('ok');
    group.edits(maria.person, told, '// psst');
    await group.hears(topicId, language === 'ru' ? 'заметкой сообщение не станет' : 'cannot become a note');
    expect(user.onScreen().some((one) => one.text?.includes('psst'))).toBe(false);
  });

  it('what is said in the console is seen in the topic, with its name, its edits and its notes', async () => {
    const { group, maria, story } = desk;
    const { user, topicId, dialogueId } = await desk.held();
    const { sendMessage: sent } = await maria.console.call(sendMessage, { id: dialogueId, text: story.hello });
    await user.sees(story.hello);
    const shown = await group.hears(topicId, story.hello);
    expect(shown.text).toBe(`💬 ${story.maria}\n${story.hello}`);
    await maria.console.call(editMessage, { id: sent.message.id, text: story.more });
    await until('the topic shows the edit', () => group.message(shown.message_id)?.text?.includes(story.more) === true);
    await maria.console.call(addNote, { id: dialogueId, text: 'psst' });
    expect((await group.hears(topicId, 'psst')).text).toBe(`📝 ${story.maria}\npsst`);
  });

  it('what was typed is read as it was typed, not as formatting', async () => {
    const { group, maria } = desk;
    const { user, topicId } = await desk.held();
    for (const typed of ['2*3*4 = 24', '# 5 _не_ тема', '<b>no</b>', 'a_b_c [1](x)']) {
      group.writes(maria.person, topicId, typed);
      expect((await user.sees(typed)).entities ?? []).toEqual([]);
    }
  });

  it('that something did not reach the user is told below it', async () => {
    const { group, maria, story, house } = desk;
    const { user, topicId } = await desk.held();
    house.telegram.faults.add({ method: 'sendMessage', chatId: user.person.id, fault: { kind: 'blocked' } });
    const hello = group.writes(maria.person, topicId, story.hello);
    const failed = await group.hears(topicId, story.failed);
    house.telegram.faults.clear();
    expect(failed.reply_to_message?.message_id).toBe(hello);
  });

  it('a place on the map, which is no file, is copied', async () => {
    const { group, house } = desk;
    const { user, topicId } = await desk.held();
    const { id: chatId, ...from } = { ...user.person };
    const message_id = 900_000 + chatId;
    const chat = { id: chatId, type: 'private' as const };
    const location = { latitude: 55.7, longitude: 37.6 };
    const date = Math.floor(Date.now() / 1000);
    house.telegram
      .people('helpdesk')
      .inject({ message: { message_id, date, chat, from: { id: chatId, is_bot: false, ...from }, location } });
    await until('the place is copied', () =>
      house.telegram.calls.list({ method: 'copyMessage' }).some((call) => call.params['message_thread_id'] === topicId),
    );
    expect(group.topics().length).toBeGreaterThan(0);
  });
});
