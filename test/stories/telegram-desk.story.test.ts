import { DeskGroup } from '../kit/desk-group';
import { whenStatus } from '../kit/telegram-operators';
import { until } from '../kit/until';

describe.each(['ru', 'en'] as const)('operators answer in a group with topics, in %s', (language) => {
  let desk: DeskGroup;

  beforeAll(async () => {
    desk = await DeskGroup.open(language);
  }, 180_000);
  afterAll(() => desk.close());

  it('a waiting dialogue gets a topic with a card and what was before', async () => {
    const { group, story } = desk;
    const { topicId, cardId, user } = await desk.waiting();
    const card = group.message(cardId);
    for (const words of [story.reason, story.trouble, user.person.first_name]) expect(card?.text).toContain(words);
    expect(group.buttons(cardId)).toEqual([story.accept, story.giveBack, story.close]);
    const before = await group.hears(topicId, language === 'ru' ? /^Что было раньше/ : /^What was before/);
    expect(before.text).toContain(`👤 ${story.trouble}\n🤖 `);
    expect(before.message_id).toBeGreaterThan(cardId);
  });

  it('goes from the button to the answer and back to the bot', async () => {
    const { group, house, maria, story } = desk;
    const { user, topicId, dialogueId, cardId } = await desk.waiting();
    const pressed = group.presses(maria.person, cardId, story.accept);
    expect(await group.answerTo(pressed)).toBe(story.accepted);
    await whenStatus(house, dialogueId, 'OPERATOR');
    await until('the card says who has it', () => group.message(cardId)?.text?.includes(story.maria) === true);
    group.writes(maria.person, topicId, story.hello);
    await user.sees(story.hello);
    user.writes(story.more);
    await group.hears(topicId, `👤 ${story.more}`);
    group.presses(maria.person, cardId, story.giveBack);
    await until('the topic is closed', () => group.topics().find((one) => one.threadId === topicId)?.closed === true);
    expect(group.message(cardId)?.text).toContain(story.over);
    // Nothing that was said in the topic by people comes there twice.
    expect(group.said(topicId).filter((message) => message.text?.includes(story.hello))).toEqual([]);
  });
});
