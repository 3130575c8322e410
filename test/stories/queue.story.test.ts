import { type BotsFolder, botsFolderWith } from '../kit/bots-folder';
import { type House, openHouse } from '../kit/house';
import type { TelegramPerson } from '../kit/telegram-person';
import { until } from '../kit/until';

const accept = 'mutation ($id: ID!) { acceptHandoff(input: { dialogueId: $id }) { dialogue { status } } }';
const send =
  'mutation ($id: ID!, $text: String!) { sendMessage(input: { dialogueId: $id, text: $text }) { message { id } } }';
const close = 'mutation ($id: ID!) { closeDialogue(input: { dialogueId: $id }) { dialogue { status } } }';
const dialogueOf = `query ($id: ID!) { dialogue(id: $id) { status rating operator { name }
  handoffs { reason outcome rating reminders offeredAt leftMessageAt assigned } } }`;
const present = 'mutation ($presence: Presence!) { setPresence(presence: $presence) { presence } }';
const search = 'query ($search: String) { users(search: $search) { nodes { dialogues { nodes { id } } } } }';

// The settings count in minutes.
const second = 1 / 60;

/** A house whose help desk hands over as told. */
async function houseWith(handoff: object): Promise<House & { readonly bots: BotsFolder }> {
  const bots = botsFolderWith({ handoff });
  return { ...(await openHouse({ BOTS_DIR: bots.folder })), bots };
}

async function dialogueIdOf(house: House, person: TelegramPerson): Promise<string> {
  const { users } = await house.api.call(search, { search: String(person.person.id) });
  return users.nodes[0].dialogues.nodes[0].id;
}

const texts = {
  ru: {
    wish: 'Позовите оператора',
    first: /Вы первый в очереди/,
    ahead: /Перед вами в очереди 1 человек\./,
    still: /по-прежнему в очереди/,
    ways: /оставить сообщение/,
    leave: 'Оставить сообщение',
    left: /прочитает и ответит/,
    gaveUp: /С вами снова бот/,
    nobody: /операторов нет на месте/,
    rate: /Оцените/,
    thanks: /Спасибо за оценку/,
  },
  en: {
    wish: 'Get me an operator',
    first: /You are first in the queue/,
    ahead: /There is 1 person ahead of you/,
    still: /still in the queue/,
    ways: /leave a message/,
    leave: 'Leave a message',
    left: /read it and answer/,
    gaveUp: /The bot is with you again/,
    nobody: /Nobody is at the desk/,
    rate: /Please rate it/,
    thanks: /Thank you for the rating/,
  },
} as const;

describe.each(['ru', 'en'] as const)('the queue in %s', (language) => {
  const said = texts[language];
  let house: Awaited<ReturnType<typeof houseWith>>;

  afterEach(async () => {
    await house.close();
    house.bots.remove();
  });

  it('tells the place, reminds, offers another way, and gives up', async () => {
    house = await houseWith({ reminders: [second], offerAfter: 3 * second, giveUpAfter: 3 * second });
    const [first, next] = [house.person({ language_code: language }), house.person({ language_code: language })];
    first.writes(said.wish);
    expect(await first.hears()).toMatch(said.first);
    next.writes(said.wish);
    expect(await next.hears()).toMatch(said.ahead);
    expect(await first.hears()).toMatch(said.still);
    expect(await first.hears()).toMatch(said.ways);
    first.presses(said.leave);
    expect(await first.hears()).toMatch(said.left);
    expect(await next.hears()).toMatch(said.still);
    expect(await next.hears()).toMatch(said.ways);
    expect(await next.hears()).toMatch(said.gaveUp);
    const gone = await house.api.call(dialogueOf, { id: await dialogueIdOf(house, next) });
    expect(gone.dialogue).toMatchObject({ status: 'BOT', handoffs: [{ outcome: 'TIMED_OUT', reminders: 1 }] });
    const patient = await house.api.call(dialogueOf, { id: await dialogueIdOf(house, first) });
    expect(patient.dialogue).toMatchObject({ status: 'WAITING', handoffs: [{ outcome: null }] });
    expect(patient.dialogue.handoffs[0].leftMessageAt).not.toBeNull();
  }, 180_000);

  it('gives those who wait to who is free, the least busy first, and takes back what is not answered', async () => {
    house = await houseWith({ assignment: 'automatic', answerWithin: 2 * second });
    const [maria, oleg] = [await house.operator('Maria'), await house.operator('Oleg')];
    const [first, next] = [house.person({ language_code: language }), house.person({ language_code: language })];
    first.writes(said.wish);
    await first.hears();
    await maria.call(present, { presence: 'ONLINE' });
    expect(await first.hears()).toContain('Maria');
    await maria.call(send, { id: await dialogueIdOf(house, first), text: 'ok' });
    expect(await first.hears()).toBe('ok');
    await oleg.call(present, { presence: 'ONLINE' });
    next.writes(said.wish);
    await next.hears();
    expect(await next.hears()).toContain('Oleg');
    // Oleg says nothing: the dialogue goes back into the queue, and from there to Maria.
    await until('Maria has it', async () => {
      const { dialogue } = await house.api.call(dialogueOf, { id: await dialogueIdOf(house, next) });
      return dialogue.operator?.name === 'Maria';
    });
    const { dialogue } = await house.api.call(dialogueOf, { id: await dialogueIdOf(house, next) });
    expect(dialogue.handoffs).toMatchObject([{ outcome: null, assigned: true }]);
    await Promise.all([maria.close(), oleg.close()]);
  }, 180_000);

  it('says outside of their hours that nobody is there, and reminds nobody', async () => {
    house = await houseWith({ hours: { timeZone: 'Europe/Moscow', days: {} }, reminders: [second / 10] });
    const person = house.person({ language_code: language });
    person.writes(said.wish);
    expect(await person.hears()).toMatch(said.nobody);
    const { dialogue } = await house.api.call(dialogueOf, { id: await dialogueIdOf(house, person) });
    expect(dialogue).toMatchObject({ status: 'WAITING', handoffs: [{ reminders: 0 }] });
  }, 180_000);

  it('asks for a rating after closing, and keeps it without opening the dialogue', async () => {
    house = await houseWith({});
    const maria = await house.operator('Maria');
    const person = house.person({ language_code: language });
    person.writes(said.wish);
    await person.hears();
    const id = await dialogueIdOf(house, person);
    await maria.call(accept, { id });
    await person.hears();
    await maria.call(close, { id });
    expect(await person.hears()).toMatch(said.rate);
    person.presses('4 ★');
    expect(await person.hears()).toMatch(said.thanks);
    const { dialogue } = await house.api.call(dialogueOf, { id });
    expect(dialogue).toMatchObject({ status: 'CLOSED', rating: 4, handoffs: [{ outcome: 'RESOLVED', rating: 4 }] });
    await maria.close();
  }, 180_000);
});
