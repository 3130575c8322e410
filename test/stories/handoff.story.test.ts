import type { GraphqlCaller } from '../kit/graphql-caller';
import { type House, openHouse } from '../kit/house';
import type { TelegramPerson } from '../kit/telegram-person';
import { until } from '../kit/until';

const queueQuery = '{ handoffQueue { id reason position dialogue { id status language user { externalId } } } }';
const accept = `mutation ($id: ID!) { acceptHandoff(input: { dialogueId: $id }) {
  handoff { id operator { name } acceptedAt } dialogue { status operator { name } } } }`;
const send = `mutation ($id: ID!, $text: String!) { sendMessage(input: { dialogueId: $id, text: $text }) {
  message { id seq role text delivery operator { name } } } }`;
const giveBack =
  'mutation ($id: ID!) { returnToBot(input: { dialogueId: $id }) { handoff { outcome } dialogue { status } } }';
const close = 'mutation ($id: ID!) { closeDialogue(input: { dialogueId: $id }) { dialogue { status closedAt } } }';
const transfer = `mutation ($id: ID!, $to: ID!, $note: String) { transferDialogue(input: { dialogueId: $id, operatorId: $to, note: $note }) {
  handoff { operator { name } } dialogue { status operator { name } } } }`;
const messages = `query ($id: ID!) { dialogue(id: $id) { status unreadCount
  messages(first: 100) { nodes { seq role text delivery operator { name } } } handoffs { reason outcome } } }`;

const stories = {
  ru: {
    wish: 'Позовите человека, пожалуйста',
    phrase: /переключаю на человека/i,
    hello: 'Здравствуйте! Чем помочь?',
    trouble: 'Курьер не приехал',
    question: 'Сколько стоит доставка курьером в Казань?',
    fact: '390 ₽',
    script: /[а-яё]/i,
  },
  en: {
    wish: 'I want a person, please',
    phrase: /connecting you to a human/i,
    hello: 'Hello! How can I help?',
    trouble: 'The courier never came',
    question: 'How much is courier delivery to Kazan?',
    fact: '390',
    script: /[a-z]/i,
  },
} as const;

describe('a user asks for a person, gets one, and gets the bot again', () => {
  let house: House;
  let maria: GraphqlCaller;
  let oleg: GraphqlCaller;

  beforeAll(async () => {
    house = await openHouse();
    maria = await house.operator('Maria');
    oleg = await house.operator('Oleg');
  }, 180_000);
  afterAll(async () => {
    await maria.close();
    await house.api.close();
    await house.close();
  });

  const waiting = async (person: TelegramPerson): Promise<string> => {
    const find = async () =>
      (await house.api.call(queueQuery)).handoffQueue.find(
        (one: any) => one.dialogue.user.externalId === String(person.person.id),
      );
    await until('the dialogue is in the queue', async () => (await find()) !== undefined);
    return (await find()).dialogue.id;
  };
  const told = (texts: any[]) => texts.map(({ role, text }) => `${role}: ${text}`);

  it.each(['ru', 'en'] as const)('in %s, from the wish to the answer of the bot again', async (language) => {
    const story = stories[language];
    const person = house.person({ language_code: language });
    person.writes(story.wish);
    expect(await person.hears()).toMatch(story.phrase);

    const id = await waiting(person);
    const live = maria.subscribe(
      'subscription ($id: ID!) { messageAdded(dialogueId: $id, afterSeq: 0) { seq role text } }',
      { id },
    );
    await until('what was said before is replayed', () => live.seen.length === 2);
    const accepted = await maria.call(accept, { id });
    expect(accepted.acceptHandoff).toMatchObject({
      handoff: { operator: { name: 'Maria' } },
      dialogue: { status: 'OPERATOR', operator: { name: 'Maria' } },
    });
    expect(await person.hears()).toContain('Maria');

    const sent = await maria.call(send, { id, text: story.hello });
    expect(sent.sendMessage.message).toMatchObject({ role: 'OPERATOR', text: story.hello });
    expect(await person.hears()).toBe(story.hello);
    person.writes(story.trouble);
    await until('the operator sees it live', () => live.seen.some((one) => one.text === story.trouble));
    await expect(oleg.call(send, { id, text: 'me too' })).rejects.toMatchObject({ code: 'NOT_YOUR_DIALOGUE' });

    const returned = await maria.call(giveBack, { id });
    expect(returned.returnToBot).toMatchObject({
      handoff: { outcome: 'RETURNED_TO_BOT' },
      dialogue: { status: 'BOT' },
    });
    expect(await person.hears()).toMatch(story.script);
    person.writes(story.question);
    expect(await person.hears()).toContain(story.fact);
    await until('the live list is whole', () => live.seen.length === 8);
    expect(live.seen.map((one) => one.seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(live.seen.map((one) => one.role)).toEqual([
      'USER',
      'SYSTEM',
      'SYSTEM',
      'OPERATOR',
      'USER',
      'SYSTEM',
      'USER',
      'BOT',
    ]);
    await live.stop();
    const { dialogue } = await house.api.call(messages, { id });
    expect(dialogue.handoffs).toEqual([{ reason: 'USER_ASKED', outcome: 'RETURNED_TO_BOT' }]);
  });

  it('has one winner when two operators accept at once', async () => {
    const person = house.person({ language_code: 'ru' });
    person.writes('оператора!');
    await person.hears();
    const id = await waiting(person);
    const tries = await Promise.allSettled([maria.call(accept, { id }), oleg.call(accept, { id })]);
    expect(tries.map((one) => one.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const lost = tries.find((one) => one.status === 'rejected');
    expect(lost?.reason).toMatchObject({ code: 'ALREADY_CLAIMED' });
  });

  it('does not send what the bot was writing when an operator accepted; it is a suggestion for them', async () => {
    house.model.control.answerNext({
      chunks: [{ text: 'The bot ' }, { text: 'talks ' }, { text: 'on', delayMs: 1_500 }],
      when: 'slowly',
    });
    const person = house.person({ language_code: 'en' });
    person.writes('Tell me slowly about delivery');
    await until('the model is asked', () => house.model.control.requests.some((one) => one.outcome === 'running'));
    const { users } = await house.api.call(
      'query ($search: String) { users(search: $search) { nodes { dialogues { nodes { id } } } } }',
      { search: String(person.person.id) },
    );
    const { id } = users.nodes[0].dialogues.nodes[0];
    await maria.call(accept, { id });
    expect(await person.hears()).toContain('Maria');
    await until('the suggestion is there', async () => {
      const { dialogue } = await house.api.call(messages, { id });
      return dialogue.messages.nodes.some((one: any) => one.role === 'NOTE');
    });
    const { dialogue } = await house.api.call(messages, { id });
    expect(told(dialogue.messages.nodes)).toContain('NOTE: The bot talks on');
    expect(dialogue.messages.nodes.map((one: any) => one.role)).not.toContain('BOT');
    expect(dialogue.messages.nodes.find((one: any) => one.role === 'NOTE').delivery).toBe('NOT_SENT');
    expect(person.allHeard().map((one) => one.text)).not.toContain('The bot talks on');
    expect(dialogue.handoffs).toEqual([{ reason: 'OPERATOR_TOOK', outcome: null }]);
  });

  it('passes a dialogue on to another operator with a note that the user never sees', async () => {
    const person = house.person({ language_code: 'en' });
    person.writes('human please');
    await person.hears();
    const id = await waiting(person);
    await maria.call(accept, { id });
    await person.hears();
    const { me } = await oleg.call('{ me { ... on Operator { id } } }');
    const passed = await maria.call(transfer, { id, to: me.id, note: 'knows about couriers' });
    expect(passed.transferDialogue.dialogue).toMatchObject({ status: 'OPERATOR', operator: { name: 'Oleg' } });
    expect(await person.hears()).toContain('Oleg');
    await expect(maria.call(send, { id, text: 'still me' })).rejects.toMatchObject({ code: 'NOT_YOUR_DIALOGUE' });
    await oleg.call(send, { id, text: 'Hello, Oleg here.' });
    expect(await person.hears()).toBe('Hello, Oleg here.');
    const { dialogue } = await house.api.call(messages, { id });
    expect(told(dialogue.messages.nodes)).toContain('NOTE: knows about couriers');
    expect(
      person
        .allHeard()
        .map((one) => one.text)
        .join(),
    ).not.toContain('couriers');
  });

  it('closes a dialogue, and opens it again with the bot when the user writes', async () => {
    const person = house.person({ language_code: 'ru' });
    person.writes('/operator');
    await person.hears();
    const id = await waiting(person);
    await maria.call(accept, { id });
    await person.hears();
    const closed = await maria.call(close, { id });
    expect(closed.closeDialogue.dialogue.status).toBe('CLOSED');
    expect(closed.closeDialogue.dialogue.closedAt).not.toBeNull();
    await person.hears();
    await expect(maria.call(send, { id, text: 'и ещё' })).rejects.toMatchObject({ code: 'DIALOGUE_CLOSED' });
    person.writes(stories.ru.question);
    expect(await person.hears()).toContain(stories.ru.fact);
    const { dialogue } = await house.api.call(messages, { id });
    expect(dialogue.status).toBe('BOT');
    expect(dialogue.handoffs).toEqual([{ reason: 'USER_ASKED', outcome: 'RESOLVED' }]);
  });

  it('lets the user change their mind while they wait, by command and by button', async () => {
    const person = house.person({ language_code: 'en' });
    person.writes('/start');
    await person.hears();
    person.presses('Talk to a human');
    expect(await person.hears()).toMatch(stories.en.phrase);
    const id = await waiting(person);
    person.writes('/bot');
    await person.hears();
    const { dialogue } = await house.api.call(messages, { id });
    expect(dialogue).toMatchObject({
      status: 'BOT',
      handoffs: [{ reason: 'USER_ASKED', outcome: 'CANCELLED_BY_USER' }],
    });
  });
});
