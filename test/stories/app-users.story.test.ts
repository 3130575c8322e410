import { type House, openHouse } from '../kit/house';
import { until } from '../kit/until';

const start =
  'mutation ($input: StartDialogueInput!) { startDialogue(input: $input) { dialogue { id status language user { channel externalId displayName languageSource } } } }';
const write =
  'mutation ($input: SendUserMessageInput!) { sendUserMessage(input: $input) { message { id seq role delivery language } } }';

const stories = {
  ru: {
    question: 'Сколько стоит доставка курьером в Казань?',
    fact: '390 ₽',
    wish: 'Соедините с оператором',
    phrase: /переключаю на человека/i,
  },
  en: {
    question: 'How much is courier delivery to Kazan?',
    fact: '390',
    wish: 'Let me talk to a human',
    phrase: /connecting you to a human/i,
  },
} as const;

describe('an app brings its own user', () => {
  let house: House;
  let botId: string;

  beforeAll(async () => {
    house = await openHouse();
    botId = (await house.api.call('{ bots { id slug } }')).bots[0].id;
  }, 180_000);
  afterAll(async () => {
    await house.api.close();
    await house.close();
  });

  it.each(['ru', 'en'] as const)(
    'in %s: the answer is seen while it is written, then as a message, and everything as events',
    async (language) => {
      const { question, fact, wish, phrase } = stories[language];
      const input = {
        botId,
        externalUserId: `app-user-${language}`,
        displayName: 'Zoe',
        idempotencyKey: `start-${language}`,
      };
      const { dialogue } = (await house.api.call(start, { input })).startDialogue;
      expect(dialogue).toMatchObject({
        status: 'BOT',
        user: { channel: 'API', externalId: `app-user-${language}`, displayName: 'Zoe' },
      });
      const { id } = dialogue;

      const pieces = house.api.subscribe('subscription ($id: ID!) { replyStreamed(dialogueId: $id) { text done } }', {
        id,
      });
      const events = house.api.subscribe(
        `subscription ($id: ID!) { events(dialogueId: $id) { __typename cursor dialogueId
         ... on MessageAdded { message { role text } } ... on HandoffChanged { handoff { reason position } } } }`,
        { id },
      );
      await house.api.call('{ bots { id } }'); // both subscriptions are on their way before the question is
      await until('the subscriptions stand', async () => {
        await house.api.call('mutation ($id: ID!) { markRead(input: { dialogueId: $id }) { dialogue { id } } }', {
          id,
        });
        return events.seen.length > 0;
      });

      house.model.control.paceMs = 15;
      const sent = await house.api.call(write, {
        input: { dialogueId: id, text: question, idempotencyKey: `ask-${language}` },
      });
      expect(sent.sendUserMessage.message).toMatchObject({ seq: 1, role: 'USER', delivery: 'SENT', language });
      const again = await house.api.call(write, {
        input: { dialogueId: id, text: question, idempotencyKey: `ask-${language}` },
      });
      expect(again.sendUserMessage.message.id).toBe(sent.sendUserMessage.message.id);

      const added = (role: string) =>
        events.seen.filter((one) => one.__typename === 'MessageAdded' && one.message.role === role);
      await until('the answer is there', () => added('BOT').length === 1);
      house.model.control.paceMs = 0;
      const answer = added('BOT')[0].message.text as string;
      expect(answer).toContain(fact);
      await until('the show is over', () => pieces.seen.at(-1)?.done === true);
      expect(pieces.seen.length).toBeGreaterThan(2);
      expect(pieces.seen.map((one) => one.text).join('')).toBe(answer);

      await house.api.call(write, { input: { dialogueId: id, text: wish } });
      await until('the handoff is told', () => events.seen.some((one) => one.__typename === 'HandoffChanged'));
      expect(added('SYSTEM')[0].message.text).toMatch(phrase);
      const cursors = events.seen.map((one) => one.cursor as string);
      expect(new Set(cursors).size).toBe(cursors.length);

      const resumed = house.api.subscribe(
        'subscription ($id: ID!, $after: String) { events(dialogueId: $id, after: $after) { cursor } }',
        {
          id,
          after: cursors[0],
        },
      );
      await until('the rest is replayed', () => resumed.seen.length >= cursors.length - 1);
      expect(resumed.seen.map((one) => one.cursor).slice(0, cursors.length - 1)).toEqual(cursors.slice(1));
      for (const subscription of [pieces, events, resumed]) await subscription.stop();
    },
  );

  it('answers the same dialogue when the same user is brought again', async () => {
    const input = { botId, externalUserId: 'again', language: 'en' };
    const first = await house.api.call(start, { input });
    const second = await house.api.call(start, { input });
    expect(second.startDialogue.dialogue.id).toBe(first.startDialogue.dialogue.id);
    expect(first.startDialogue.dialogue).toMatchObject({ language: 'en', user: { languageSource: 'CHOSEN' } });
  });
});
