import { deskStories } from '../kit/desk-stories';
import { type House, openHouse } from '../kit/house';
import { dialogueOf, type LinkedOperator, linkedOperator, whenStatus } from '../kit/telegram-operators';
import type { TelegramPerson } from '../kit/telegram-person';
import { until } from '../kit/until';

const bytes = Buffer.from('a file');
const accept = 'mutation ($id: ID!) { acceptHandoff(input: { dialogueId: $id }) { dialogue { status } } }';
const transfer =
  'mutation ($id: ID!, $to: ID!) { transferDialogue(input: { dialogueId: $id, operatorId: $to }) { dialogue { status } } }';

describe.each(['ru', 'en'] as const)('operators without a group answer in their own chats, in %s', (language) => {
  const story = deskStories[language];
  let house: House;
  let maria: LinkedOperator;
  let oleg: LinkedOperator;
  let users = 0;

  beforeAll(async () => {
    house = await openHouse();
    maria = await linkedOperator(house, { name: story.maria, role: 'SUPERVISOR', languages: [language] });
    oleg = await linkedOperator(house, { name: story.oleg, languages: [language] });
    for (const { chat } of [maria, oleg]) {
      chat.writes('/online');
      await chat.sees('🟢');
    }
  }, 180_000);
  afterAll(() => house.close());

  const waiting = async () => {
    users += 1;
    const user = house.person({ first_name: `${story.user}-${users}`, language_code: language });
    user.writes(story.trouble);
    await user.hears();
    user.writes(story.wish);
    await user.sees(story.phrase);
    return { user, name: user.person.first_name, dialogueId: await dialogueOf(house, user) };
  };
  const takes = async (operator: LinkedOperator) => {
    const one = await waiting();
    const card = await operator.chat.sees(one.name);
    house.telegram.people('helpdesk').press(operator.person, { messageId: card.message_id, button: story.accept });
    await whenStatus(house, one.dialogueId, 'OPERATOR');
    await operator.chat.sees(story.trouble);
    return one;
  };
  const gives = async ({ console }: LinkedOperator, dialogueId: string) =>
    console.call('mutation ($id: ID!) { returnToBot(input: { dialogueId: $id }) { dialogue { status } } }', {
      id: dialogueId,
    });
  const isOnCard = (chat: TelegramPerson, name: string, words: string) =>
    until(`the card of ${name} says ${words}`, () =>
      chat.onScreen().some((one) => one.text?.includes(`👤 ${name}`) && one.text.includes(words)),
    );

  it('everybody who is there gets the card; who takes it talks, and the others see who it is', async () => {
    const { user, name, dialogueId } = await waiting();
    await maria.chat.sees(name);
    await oleg.chat.sees(name);
    oleg.chat.presses(story.accept);
    await whenStatus(house, dialogueId, 'OPERATOR');
    await isOnCard(maria.chat, name, story.oleg);
    await oleg.chat.sees(story.trouble);
    oleg.chat.writes(story.hello);
    await user.sees(story.hello);
    user.writes(story.more);
    expect((await oleg.chat.sees(story.more)).text).toBe(`👤 ${name}\n${story.more}`);
    expect(maria.chat.onScreen().some((one) => one.text?.includes(story.more))).toBe(false);
    await gives(oleg, dialogueId);
    await isOnCard(oleg.chat, name, story.over);
  });

  it('notes, files, edits and answers go the same ways as in a group', async () => {
    const { user, name, dialogueId } = await takes(oleg);
    const hello = oleg.chat.writes(story.hello);
    const heard = await user.sees(story.hello);
    oleg.chat.edits(hello, `${story.hello}!`);
    await user.sees(`${story.hello}!`);
    user.repliesTo(heard.message_id, `${story.more}?!`);
    expect((await oleg.chat.sees(`${story.more}?!`)).reply_to_message?.message_id).toBe(hello);
    oleg.chat.writes('// psst');
    await until('the note is marked', () => oleg.chat.entries().some((one) => one.reaction === '✍'));
    oleg.chat.sends({ kind: 'photo', bytes, caption: 'вот / here' });
    expect((await user.sees('вот / here')).photo).toBeDefined();
    user.sends({ kind: 'voice', bytes });
    await until('the voice is there', () => oleg.chat.onScreen().some((one) => one.voice !== undefined));
    const { messages } = await whenStatus(house, dialogueId, 'OPERATOR');
    expect(messages.nodes.filter((one: any) => one.role === 'NOTE')).toMatchObject([{ text: 'psst' }]);
    expect(user.onScreen().some((one) => one.text?.includes('psst'))).toBe(false);
    oleg.chat.writes('/close');
    await whenStatus(house, dialogueId, 'CLOSED');
    await isOnCard(oleg.chat, name, story.closed);
  });

  it('of several dialogues each has its name; an answer goes where it belongs and turns to it', async () => {
    const first = await takes(oleg);
    const second = await takes(oleg);
    oleg.chat.writes('to the second');
    await second.user.sees('to the second');
    first.user.writes('first asks');
    const asked = await oleg.chat.sees('first asks');
    expect(asked.text).toContain(first.name);
    expect(asked.reply_markup?.inline_keyboard?.flat()[0]?.text).toContain(first.name);
    oleg.chat.repliesTo(asked.message_id, 'answer to the first');
    await first.user.sees('answer to the first');
    await oleg.chat.sees(story.nowTo);
    oleg.chat.writes('and more to the first');
    await first.user.sees('and more to the first');
    second.user.writes('second asks');
    await oleg.chat.sees('second asks');
    oleg.chat.presses(`✍️ ${second.name}`);
    await until('the press is answered', () =>
      house.telegram.calls
        .list({ method: 'answerCallbackQuery' })
        .some((call) => String(call.params['text']).includes(second.name)),
    );
    oleg.chat.writes('to the second again');
    await second.user.sees('to the second again');
    const all = (person: TelegramPerson) => person.onScreen().map((one) => one.text ?? '');
    expect(all(first.user).filter((text) => text.includes('the second'))).toEqual([]);
    expect(all(second.user).filter((text) => text.includes('the first'))).toEqual([]);
    await gives(oleg, second.dialogueId);
    await oleg.chat.sees(`${second.name}:`);
    oleg.chat.writes('for whom is this?');
    await oleg.chat.sees(story.lost);
    oleg.chat.writes('and this?');
    await oleg.chat.sees(story.whoFor);
    oleg.chat.presses(`✍️ ${first.name}`);
    await until('the press is answered', () =>
      house.telegram.calls
        .list({ method: 'answerCallbackQuery' })
        .some((call) => String(call.params['text']).includes(first.name)),
    );
    oleg.chat.writes('this is for the first');
    await first.user.sees('this is for the first');
    const everything = [...all(first.user), ...all(second.user)];
    expect(everything.filter((text) => text.includes('and this?') || text.includes('for whom'))).toEqual([]);
    await gives(oleg, first.dialogueId);
    await oleg.chat.sees(`${first.name}:`);
  });

  it('the next one is taken by a command, and what is accepted in the console comes here, too', async () => {
    const { user, name, dialogueId } = await waiting();
    maria.chat.writes('/next');
    await maria.chat.sees(story.accepted);
    await whenStatus(house, dialogueId, 'OPERATOR');
    maria.chat.writes(story.hello);
    await user.sees(story.hello);
    await maria.console.call(transfer, { id: dialogueId, to: oleg.id });
    await maria.chat.sees(`${name}: ${language === 'ru' ? 'теперь отвечает' : story.oleg}`);
    await until('Oleg sees it', () =>
      oleg.chat.onScreen().some((one) => one.text?.includes(name) && one.text.includes(story.oleg)),
    );
    await gives(oleg, dialogueId);
    const second = await waiting();
    await oleg.console.call(accept, { id: second.dialogueId });
    await isOnCard(oleg.chat, second.name, story.oleg);
    await gives(oleg, second.dialogueId);
    maria.chat.writes('/next');
    await maria.chat.sees(story.nobodyWaits);
  });

  it('who has nothing there is a user like everybody else', async () => {
    const { chat } = maria;
    chat.writes('/return');
    await chat.sees(story.lost);
    chat.writes('/return');
    await chat.sees(story.notHere);
    chat.writes(story.wish);
    const isAnswered = () =>
      chat.onScreen().some((one) => story.phrase.test(one.text ?? '') && !one.text?.startsWith('ℹ️'));
    await until('the bot answers her as a user', isAnswered);
    chat.writes('/bot');
    await dialogueOf(house, chat);
  });
});
