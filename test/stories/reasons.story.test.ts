import { type BotsFolder, botsFolderWith } from '../kit/bots-folder';
import { type House, openHouse } from '../kit/house';
import type { TelegramPerson } from '../kit/telegram-person';

const handoffsOf = `query ($search: String) { users(search: $search, first: 1) { nodes { dialogues(first: 1) { nodes {
  id status handoffs { reason topic lastQuestion outcome } } } } } }`;

const texts = {
  ru: {
    handed: /переключаю на человека/i,
    unknown: 'Как варить варенье из фейхоа?',
    unknownAgain: 'А из айвы?',
    notFound: /гадать не хочу/,
    ignorance: 'К сожалению, у меня нет информации об этом.',
    promise: 'Сейчас переключу вас на оператора, он всё решит.',
    offer: 'Если хотите, могу позвать оператора: отправьте /operator.',
    angry: 'Да сколько можно, третий раз пишу, вы издеваетесь?! Отвратительный сервис!!!',
    topic: 'Хочу подать на вас в суд',
    button: 'Позвать человека',
  },
  en: {
    handed: /connecting you to a human/i,
    unknown: 'How do I make feijoa jam?',
    unknownAgain: 'And quince jam?',
    notFound: /rather not guess/,
    ignorance: "I'm sorry, I don't have any information about that.",
    promise: "I'm transferring you to an operator right now, they will sort it out.",
    offer: 'If you like, I can call an operator: send /operator.',
    angry: 'What a disgrace! I am writing for the third time and still nothing. Worst service ever!!!',
    topic: 'I am going to sue you',
    button: 'Talk to a human',
  },
} as const;

describe.each(['ru', 'en'] as const)('in %s, a dialogue goes to the people', (language) => {
  const said = texts[language];
  let bots: BotsFolder;
  let house: House;

  beforeAll(async () => {
    const topics = [{ name: 'court', words: ['суд', 'sue', 'lawyer'] }];
    bots = botsFolderWith({ handoff: { policy: { topics, vip: ['@important'] } } });
    house = await openHouse({ BOTS_DIR: bots.folder });
  }, 180_000);
  afterAll(async () => {
    await house.api.close();
    await house.close();
    bots.remove();
  });
  beforeEach(() => house.model.control.reset());

  const dialogueOf = async (person: TelegramPerson) => {
    const { users } = await house.api.call(handoffsOf, { search: String(person.person.id) });
    return users.nodes[0].dialogues.nodes[0];
  };
  const cannotAnswer = { toolCalls: [{ name: 'hand_over', arguments: '{"reason":"cannot_answer"}' }] };

  it('when the bot cannot answer twice in a row; the first time it says so and offers a person', async () => {
    const person = house.person({ language_code: language });
    house.model.control.answerNext(cannotAnswer, { text: said.ignorance });
    person.writes(said.unknown);
    const first = await person.hearsMessage();
    expect(first.text).toMatch(said.notFound);
    expect(first.reply_markup?.inline_keyboard?.flat().map(({ text }) => text)).toEqual([said.button]);
    person.writes(said.unknownAgain);
    expect(await person.hears()).toMatch(said.handed);
    expect(await dialogueOf(person)).toMatchObject({
      status: 'WAITING',
      handoffs: [{ reason: 'BOT_UNSURE', lastQuestion: said.unknownAgain }],
    });
  });

  it('not when a good answer comes between two that the bot does not know', async () => {
    const person = house.person({ language_code: language });
    house.model.control.answerNext({ text: said.ignorance }, { text: 'OK!' }, { text: said.ignorance });
    for (const expected of [said.ignorance, 'OK!', said.ignorance]) {
      person.writes(said.unknown);
      expect(await person.hears()).toBe(expected);
    }
    expect(await dialogueOf(person)).toMatchObject({ status: 'BOT', handoffs: [] });
  });

  it('when the model hears a wish that our own detector has not', async () => {
    const person = house.person({ language_code: language });
    const wish = { toolCalls: [{ name: 'hand_over', arguments: '{"reason":"user_wants_human"}' }] };
    house.model.control.answerNext(wish);
    person.writes(said.unknown);
    expect(await person.hears()).toMatch(said.handed);
    expect((await dialogueOf(person)).handoffs).toMatchObject([{ reason: 'USER_ASKED' }]);
  });

  it('when the model says that it transfers; an offer to do so transfers nobody', async () => {
    const person = house.person({ language_code: language });
    house.model.control.answerNext({ text: said.offer }, { text: said.promise });
    person.writes(said.unknown);
    expect(await person.hears()).toBe(said.offer);
    person.writes(said.unknownAgain);
    expect(await person.hears()).toMatch(said.handed);
    expect(person.allHeard().map((one) => one.text)).not.toContain(said.promise);
  });

  it('when the user is angry twice in a row', async () => {
    const person = house.person({ language_code: language });
    house.model.control.echo = true;
    person.writes(said.angry);
    const first = await person.hearsMessage();
    expect(first.reply_markup?.inline_keyboard?.flat().map(({ text }) => text)).toEqual([said.button]);
    person.writes(said.angry);
    expect(await person.hears()).toMatch(said.handed);
    expect((await dialogueOf(person)).handoffs).toMatchObject([{ reason: 'NEGATIVE_MOOD' }]);
  });

  it('when the owner wants people to speak about a subject', async () => {
    const person = house.person({ language_code: language });
    person.writes(said.topic);
    expect(await person.hears()).toMatch(said.handed);
    expect((await dialogueOf(person)).handoffs).toMatchObject([{ reason: 'POLICY', topic: 'court' }]);
    expect(house.model.control.requests.filter((one) => one.task === undefined)).toEqual([]);
  });

  it('when the owner wants people to answer this user, but not again as soon as the user has sent them away', async () => {
    const person = house.person({ language_code: language, username: 'important' });
    house.model.control.echo = true;
    person.writes(said.unknown);
    expect(await person.hears()).toMatch(said.handed);
    expect((await dialogueOf(person)).handoffs).toMatchObject([{ reason: 'POLICY', topic: 'vip' }]);
    person.writes('/bot');
    await person.hears();
    person.writes(said.unknownAgain);
    expect(await person.hears()).toContain(said.unknownAgain);
  });
});
