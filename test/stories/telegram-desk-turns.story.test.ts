import { DeskGroup } from '../kit/desk-group';
import { whenStatus } from '../kit/telegram-operators';
import { until } from '../kit/until';

const accept = 'mutation ($id: ID!) { acceptHandoff(input: { dialogueId: $id }) { dialogue { operator { name } } } }';
const position = '{ handoffQueue { position dialogue { id } } }';

describe.each(['ru', 'en'] as const)('who has a dialogue of the group, in %s', (language) => {
  let desk: DeskGroup;

  beforeAll(async () => {
    desk = await DeskGroup.open(language);
  }, 180_000);
  afterAll(() => desk.close());

  const holder = async (dialogueId: string) => (await whenStatus(desk.house, dialogueId, 'OPERATOR')).operator.name;
  const cardSays = (cardId: number, words: string) =>
    until(`the card says «${words}»`, () => desk.group.message(cardId)?.text?.includes(words) === true);

  it('who writes in the topic of somebody that waits has accepted them by that', async () => {
    const { group, oleg, story } = desk;
    const { user, topicId, dialogueId, cardId } = await desk.waiting();
    group.writes(oleg.person, topicId, story.hello);
    await user.sees(story.hello);
    expect(await holder(dialogueId)).toBe(story.oleg);
    await cardSays(cardId, story.oleg);
  });

  it('of two who accept at once, one in Telegram and one in the console, one has it and the other is told', async () => {
    const { group, maria, oleg, story } = desk;
    for (let round = 0; round < 5; round += 1) {
      const { topicId, dialogueId, cardId } = await desk.waiting();
      const pressed = group.presses(oleg.person, cardId, story.accept);
      const called = await maria.console.ask(accept, { id: dialogueId });
      const shown = await group.answerTo(pressed);
      const name = await holder(dialogueId);
      if (name === story.oleg) expect(called.errors?.[0]?.extensions.code).toBe('ALREADY_CLAIMED');
      else expect(shown).toContain(story.heldBy);
      expect([story.maria, story.oleg]).toContain(name);
      await cardSays(cardId, name);
      expect(group.said(topicId).length).toBeGreaterThan(0);
    }
  });

  it('who writes to somebody else’s user is told whose it is, and nothing is sent', async () => {
    const { group, oleg, story } = desk;
    const { user, topicId } = await desk.held();
    group.writes(oleg.person, topicId, story.more);
    const told = await group.hears(topicId, story.heldBy);
    expect(told.text).toContain(story.maria);
    expect(user.onScreen().some((one) => one.text === story.more)).toBe(false);
  });

  it('who is no operator is told so once, and the user hears nothing', async () => {
    const { group, story } = desk;
    const { user, topicId } = await desk.waiting();
    const stranger = { id: 777_001, first_name: 'Guest', language_code: language };
    group.joins(stranger);
    group.writes(stranger, topicId, story.more);
    await group.hears(topicId, story.onlyOperators);
    group.writes(stranger, topicId, story.hello);
    group.writes(desk.oleg.person, topicId, 'ok');
    await user.sees('ok');
    expect(group.said(topicId).filter((one) => one.text?.includes(story.onlyOperators))).toHaveLength(1);
    expect(user.onScreen().some((one) => one.text === story.more || one.text === story.hello)).toBe(false);
  });

  it('it is passed on by a command, with a note for the next one', async () => {
    const { group, maria, oleg, story } = desk;
    const { user, topicId, dialogueId, cardId } = await desk.held();
    group.writes(maria.person, topicId, `/transfer ${story.oleg} psst`);
    await group.hears(topicId, story.passedOn);
    expect(await holder(dialogueId)).toBe(story.oleg);
    await cardSays(cardId, story.oleg);
    expect((await group.hears(topicId, 'psst')).text).toContain('📝');
    group.writes(oleg.person, topicId, story.hello);
    await user.sees(story.hello);
    group.writes(oleg.person, topicId, '/transfer nobody@example.org');
    expect((await group.hears(topicId, story.whom)).text).toContain(story.maria);
  });

  it('it goes back into the queue, with its tags, and a command that there is not reaches nobody', async () => {
    const { group, maria, house, story } = desk;
    const { user, topicId, dialogueId, cardId } = await desk.held();
    group.writes(maria.person, topicId, '/tags Delivery, #VIP');
    await group.hears(topicId, `${story.tags}: delivery, vip`);
    group.writes(maria.person, topicId, '/frobnicate');
    await group.hears(topicId, story.noSuchCommand);
    group.writes(maria.person, topicId, '/release');
    await whenStatus(house, dialogueId, 'WAITING');
    await cardSays(cardId, story.waiting);
    await cardSays(cardId, 'delivery, vip');
    const { handoffQueue } = await house.api.call(position);
    const { position: place } = handoffQueue.find((one: any) => one.dialogue.id === dialogueId);
    await cardSays(cardId, `: ${place}`);
    expect(user.onScreen().some((one) => one.text?.includes('frobnicate'))).toBe(false);
  });

  it('when it is over the topic is closed, and it opens again with a new card', async () => {
    const { group, maria, house, story } = desk;
    const { user, topicId, dialogueId, cardId } = await desk.held();
    const topic = () => group.topics().find((one) => one.threadId === topicId);
    const isMarked = (sign: string) =>
      until(`the topic is marked ${sign}`, () => topic()?.name.startsWith(sign) === true);
    await isMarked('🟢');
    group.writes(maria.person, topicId, '/close');
    await whenStatus(house, dialogueId, 'CLOSED');
    await until('the topic is closed', () => topic()?.closed === true);
    await cardSays(cardId, story.closed);
    expect(group.buttons(cardId)).toEqual([]);
    await isMarked('⚪️');
    user.writes(story.wish);
    await until('the topic is open', () => topic()?.closed === false);
    const card = await group.hears(topicId, story.waiting);
    expect(card.message_id).toBeGreaterThan(cardId);
    await isMarked('🟡');
    expect(group.topics().filter((one) => one.name.includes(user.person.first_name))).toHaveLength(1);
  });

  it('a dialogue that the bot has is not taken by the way', async () => {
    const { group, maria, house, story } = desk;
    const { user, topicId, dialogueId } = await desk.held();
    group.writes(maria.person, topicId, '/return');
    await whenStatus(house, dialogueId, 'BOT');
    await until('the topic is closed', () => group.topics().find((one) => one.threadId === topicId)?.closed === true);
    group.writes(maria.person, topicId, story.more);
    await group.hears(topicId, '/accept');
    expect(user.onScreen().some((one) => one.text === story.more)).toBe(false);
    group.writes(maria.person, topicId, '/accept');
    await whenStatus(house, dialogueId, 'OPERATOR');
    group.writes(maria.person, topicId, story.hello);
    await user.sees(story.hello);
  });

  it('operators are called when somebody waits for long, in the topic and in General', async () => {
    const { group, house, story } = desk;
    const { user, topicId, dialogueId } = await desk.waiting();
    await house.database.pool.query(
      `update handoffs set waiting_since = now() - interval '65 seconds', requested_at = requested_at - interval '65 seconds' where dialogue_id = $1`,
      [dialogueId],
    );
    await house.database.pool.query(`update lane_leases set ready_at = now() where queue = 'handoff' and lane = $1`, [
      dialogueId,
    ]);
    expect((await group.hears(topicId, story.waits)).text).toContain(user.person.first_name);
    const called = await group.hears(null, story.waits);
    expect(called.reply_markup?.inline_keyboard?.flat()[0]?.url).toContain(`/${topicId}`);
  });
});
