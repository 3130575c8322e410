import { helpdeskQuestions } from '../kit/helpdesk-questions';
import { type House, openHouse } from '../kit/house';

describe('a user asks and the bot answers from what it knows', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
  }, 180_000);
  afterAll(() => house.close());

  const lastBotMessage = async (externalId: number) => {
    const { users } = await house.api.call(
      `query ($search: String) { users(search: $search, first: 1) { nodes { id language languageSource dialogues(first: 1) { nodes {
         messages(last: 1) { nodes { role text language delivery citations { passage score document { title language } } } } } } } } }`,
      { search: String(externalId) },
    );
    const user = users.nodes[0];
    return { user, message: user.dialogues.nodes[0].messages.nodes[0] };
  };

  it.each(['ru', 'en'] as const)(
    'in %s: the answer holds the fact, cites its source, and is in that language',
    async (language) => {
      for (const { question, fact } of helpdeskQuestions[language].slice(0, 3)) {
        const person = house.person({ language_code: language });
        person.writes(question);
        expect(await person.hears()).toContain(fact);
        const { user, message } = await lastBotMessage(person.person.id);
        expect(user.language).toBe(language);
        expect(message).toMatchObject({ role: 'BOT', language });
        expect(message.citations.length).toBeGreaterThan(0);
        expect(message.citations[0].document.language).toBe(language);
      }
    },
  );

  it('greets in the language of the Telegram user', async () => {
    const ivan = house.person({ language_code: 'ru' });
    ivan.writes('/start');
    expect(await ivan.hears()).toMatch(/[а-яё]{3}/i);
    const anna = house.person({ language_code: 'en' });
    anna.writes('/start');
    expect(await anna.hears()).not.toMatch(/[а-яё]/i);
  });
});
