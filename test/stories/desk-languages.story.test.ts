import { DeskTalk } from '../kit/desk-people';
import type { GraphqlCaller } from '../kit/graphql-caller';
import { type House, openHouse } from '../kit/house';
import { until } from '../kit/until';

const update = 'mutation ($input: UpdateOperatorInput!) { updateOperator(input: $input) { operator { id } } }';
const told = `select 1 from events e join messages m on m.id = e.message_id where m.text = $1 and e.kind = 'MESSAGE_UPDATED'`;

// Each user writes in their language, the operator in the other one.
const desks = {
  en: {
    operatorReads: 'ru',
    summary: /^Пользователь пишет/,
    wish: 'I want a person, please',
    asks: 'Hi, I am Anna. My order BM-2026-114 for 4 990 ₽ is late, see https://example.com/t/114?x=1',
    asksForOperator:
      'Здравствуйте, я Anna. Мой заказ BM-2026-114 на 4 990 ₽ опаздывает, см. https://example.com/t/114?x=1',
    answers: 'Anna, заказ BM-2026-114 приедет 12.05.2026 с 9:00 до 18:00, подробности: https://example.com/d/114',
    heard:
      'Anna, order BM-2026-114 will arrive on 12.05.2026 between 9:00 and 18:00, details: https://example.com/d/114',
    untranslated: 'Проверяю прямо сейчас, подождите, пожалуйста.',
  },
  ru: {
    operatorReads: 'en',
    summary: /^The user writes/,
    wish: 'Позовите человека, пожалуйста',
    asks: 'Здравствуйте, это Anna. Заказ BM-2026-114 на 4 990 ₽ опаздывает, смотрите https://example.com/t/114?x=1',
    asksForOperator: 'Hello, this is Anna. Order BM-2026-114 for 4 990 ₽ is late, see https://example.com/t/114?x=1',
    answers:
      'Anna, order BM-2026-114 will arrive on 12.05.2026 between 9:00 and 18:00, details: https://example.com/d/114',
    heard: 'Anna, заказ BM-2026-114 приедет 12.05.2026 с 9:00 до 18:00, подробности: https://example.com/d/114',
    untranslated: 'I am checking it right now, please wait a little.',
  },
} as const;

describe.each(['en', 'ru'] as const)('two languages at one desk: the user writes in %s', (language) => {
  const desk = desks[language];
  let house: House;
  let maria: GraphqlCaller;

  beforeAll(async () => {
    house = await openHouse();
    maria = await house.operator('Maria');
    await maria.call(update, { input: { languages: [desk.operatorReads] } });
  }, 180_000);
  afterEach(async () => {
    house.model.control.reset();
    await maria.call(update, { input: { translation: true } });
  });
  afterAll(async () => {
    await maria.close();
    await house.close();
  });

  const anna = () => house.person({ language_code: language, first_name: 'Anna' });
  /** What is stored of a text in the other language, without asking for it. */
  const kept = async (text: string): Promise<string | undefined> => {
    const { rows } = await house.database.pool.query(
      'select t.text from message_translations t join messages m on m.id = t.message_id where m.text = $1',
      [text],
    );
    return (rows[0] as { text: string } | undefined)?.text;
  };

  it('both texts are stored and shown, and names, numbers and links survive', async () => {
    house.model.control.translate({ [desk.asks]: desk.asksForOperator, [desk.answers]: desk.heard });
    const person = anna();
    const talk = await DeskTalk.begin(house, { person, operator: maria, writes: desk.wish });
    await talk.sees('a summary', ({ handoffs }) => Boolean(handoffs[0]?.summary));
    await talk.accepts();
    await person.hears();
    await talk.sees('the summary in their language', ({ handoffs }) => desk.summary.test(handoffs[0]?.summary ?? ''));
    person.writes(desk.asks);
    await until('the translation is there before anybody asks', async () => (await kept(desk.asks)) !== undefined);
    expect(await kept(desk.asks)).toBe(desk.asksForOperator);
    await until(
      'whoever looks is told',
      async () => (await house.database.pool.query(told, [desk.asks])).rows.length > 0,
    );
    await talk.says(desk.answers);
    expect(await person.hears()).toBe(desk.heard);
    const { dialogue } = await maria.call(
      'query ($id: ID!, $to: LanguageTag!) { dialogue(id: $id) { messages(last: 2) { nodes { text translation(to: $to) } } } }',
      { id: talk.id, to: language },
    );
    expect(dialogue.messages.nodes[1]).toEqual({ text: desk.answers, translation: desk.heard });
  });

  it('is translated for whoever takes the dialogue, with what was written before', async () => {
    house.model.control.translate({ [desk.asks]: desk.asksForOperator });
    const person = anna();
    const both = await house.operator('Both');
    const talk = await DeskTalk.begin(house, { person, operator: both, writes: desk.wish });
    await talk.accepts();
    await person.hears();
    person.writes(desk.asks);
    await talk.sees('the message', ({ messages }) => messages.nodes.some((one) => one.text === desk.asks));
    await talk.says('ok');
    await person.hears();
    const { me } = await maria.call('{ me { ... on Operator { id } } }');
    await both.call(
      'mutation ($id: ID!, $to: ID!) { transferDialogue(input: { dialogueId: $id, operatorId: $to }) { dialogue { id } } }',
      { id: talk.id, to: me.id },
    );
    await until('it is translated for the second one', async () => (await kept(desk.asks)) === desk.asksForOperator);
    await both.close();
  });

  it('is left as it is for an operator who wants no translation', async () => {
    await maria.call(update, { input: { translation: false } });
    house.model.control.translate({ [desk.asks]: desk.asksForOperator, [desk.answers]: desk.heard });
    const person = anna();
    const talk = await DeskTalk.begin(house, { person, operator: maria, writes: '/operator' });
    await talk.accepts();
    await person.hears();
    const before = house.model.control.requests.length;
    person.writes(`${desk.asks}!`);
    const drafts = () => house.model.control.requests.slice(before).filter((one) => one.task === 'draft');
    await until('the desk has looked at it', () => drafts().length > 0);
    await talk.says(desk.answers);
    expect(await person.hears()).toBe(desk.answers);
    expect(await kept(`${desk.asks}!`)).toBeUndefined();
    expect(house.model.control.requests.slice(before).filter((one) => one.task === 'translate')).toEqual([]);
  });

  it('reaches the user untranslated where the translator fails, and the operator sees that', async () => {
    house.model.control.failNext({ kind: 'status', status: 401 }, 100, { task: 'translate' });
    const person = anna();
    const talk = await DeskTalk.begin(house, { person, operator: maria, writes: '/operator' });
    await talk.accepts();
    await person.hears();
    await talk.says(desk.untranslated);
    expect(await person.hears()).toBe(desk.untranslated);
    const failure = async () => {
      const { dialogue } = await house.api.call(
        'query ($id: ID!) { dialogue(id: $id) { messages(last: 1) { nodes { delivery deliveryError } } } }',
        { id: talk.id },
      );
      return dialogue.messages.nodes[0];
    };
    await until('it is sent', async () => (await failure()).delivery === 'SENT');
    expect((await failure()).deliveryError).toContain('untranslated');
  });
});
