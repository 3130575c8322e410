import { DeskTalk } from '../kit/desk-people';
import type { GraphqlCaller } from '../kit/graphql-caller';
import { type House, openHouse } from '../kit/house';
import { until } from '../kit/until';

const acceptSuggestion = `mutation ($input: AcceptSuggestionInput!) { acceptSuggestion(input: $input) {
  message { id role text operator { name } citations { document { title } } } suggestion { status operator { name } message { id } } } }`;
const dismissSuggestion =
  'mutation ($input: SuggestionInput!) { dismissSuggestion(input: $input) { suggestion { status } } }';

const texts = {
  ru: {
    question: 'Сколько стоит доставка курьером в Казань?',
    fact: '390 ₽',
    wish: 'Позовите оператора',
    more: 'Мой заказ BM-2026-114, его ждут в пятницу',
    unknown: 'Вы продаёте аквариумы с рыбками?',
    greeting: 'Здравствуйте! Минуту, смотрю.',
    edited: 'В Казань курьером — 390 ₽, привезём в пятницу.',
    summary: 'Пользователь спрашивает о доставке в Казань. Бот назвал цену 390 ₽. Человек ещё не отвечал.',
    madeUp: 'Пользователь должен магазину 77 000 ₽.',
    again: 'Заказ BM-2026-114 ждут в пятницу; пользователь хочет знать, успеет ли курьер.',
    asked: /Пользователь пишет: .*«Сколько стоит доставка курьером в Казань\?»/,
    answered: /Бот ответил: «.*390 ₽/,
    sources: /Источники: Доставка/,
  },
  en: {
    question: 'How much is courier delivery to Kazan?',
    fact: '390',
    wish: 'Get me an operator',
    more: 'My order is BM-2026-114, they expect it on Friday',
    unknown: 'Do you sell aquariums with fish?',
    greeting: 'Hello! One moment, let me check.',
    edited: 'A courier to Kazan is 390 ₽, we will be there on Friday.',
    summary: 'The user asks about delivery to Kazan. The bot named 390 ₽. Nobody has answered yet.',
    madeUp: 'The user owes the shop 77,000 ₽.',
    again: 'Order BM-2026-114 is expected on Friday; the user wonders whether the courier will be in time.',
    asked: /The user writes: .*“How much is courier delivery to Kazan\?”/,
    answered: /The bot answered: “.*390 ₽/,
    sources: /Sources: Delivery/,
  },
} as const;

describe.each(['ru', 'en'] as const)('what is made ready for operators, in %s', (language) => {
  const said = texts[language];
  let house: House;
  let maria: GraphqlCaller;
  let oleg: GraphqlCaller;

  beforeAll(async () => {
    house = await openHouse();
    maria = await house.operator('Maria');
    oleg = await house.operator('Oleg');
    // The desk of the help desk is Russian; these two read the language of this story first.
    for (const one of [maria, oleg]) {
      const languages = language === 'ru' ? ['ru', 'en'] : ['en', 'ru'];
      await one.call('mutation ($input: UpdateOperatorInput!) { updateOperator(input: $input) { operator { id } } }', {
        input: { languages },
      });
    }
  }, 180_000);
  afterEach(() => house.model.control.reset());
  afterAll(async () => {
    await maria.close();
    await oleg.close();
    await house.close();
  });

  const person = () => house.person({ language_code: language });
  const prompts = (task: string) => house.model.control.requests.filter((one) => one.task === task);

  it('sums up for whoever takes the dialogue, and anew what the user wrote before they came', async () => {
    house.model.control.answerTask('summary', ({ text }) => (text.includes(said.more) ? said.again : said.summary));
    const ivan = person();
    const talk = await DeskTalk.begin(house, { person: ivan, operator: maria, writes: said.question });
    ivan.writes(said.wish);
    await talk.sees('the summary', ({ handoffs }) => handoffs[0]?.summary === said.summary);
    expect((await talk.seen()).handoffs[0]?.lastQuestion).toBe(said.question);
    const [asked] = prompts('summary');
    expect(asked?.messages.map((one) => one.role)).toEqual(['system', 'user']);
    expect(asked?.messages[1]?.content).toContain(`User: ${said.question}`);
    expect(asked?.messages[1]?.content).toMatch(/^Bot: .*390/m);
    expect(asked?.messages[0]?.content).not.toContain(said.question);
    ivan.writes(said.more);
    await talk.sees('the message', ({ messages }) => messages.nodes.some((one) => one.text === said.more));
    await talk.accepts();
    await talk.sees('the new summary', ({ handoffs }) => handoffs[0]?.summary === said.again);
    // What is written while the operator is there they read themselves.
    const before = prompts('summary').length;
    await talk.says(said.greeting);
    ivan.writes(said.question);
    await talk.sees('the draft', ({ suggestion }) => suggestion !== null);
    expect(prompts('summary')).toHaveLength(before);
  });

  it.each([
    ['refuses to sum up', 1],
    ['makes things up', 2],
  ])('says what was asked and answered where the model %s', async (what, times) => {
    if (what === 'makes things up') house.model.control.answerTask('summary', said.madeUp);
    const ivan = person();
    const talk = await DeskTalk.begin(house, { person: ivan, operator: maria, writes: said.question });
    await talk.accepts();
    const { handoffs } = await talk.sees('a summary', (dialogue) => Boolean(dialogue.handoffs[0]?.summary));
    for (const part of [said.asked, said.answered, said.sources]) expect(handoffs[0]?.summary).toMatch(part);
    expect(prompts('summary')).toHaveLength(times);
  });

  it('sums up without the model while it is away', async () => {
    house.model.control.failNext({ kind: 'status', status: 401 }, 100, { task: 'summary' });
    const ivan = person();
    const talk = await DeskTalk.begin(house, { person: ivan, operator: maria, writes: said.question });
    await talk.accepts();
    const { handoffs } = await talk.sees('a summary', (dialogue) => Boolean(dialogue.handoffs[0]?.summary));
    expect(handoffs[0]?.summary).toMatch(said.asked);
  });

  it('drafts an answer with its sources, which one operator sends as it is', async () => {
    const ivan = person();
    const talk = await DeskTalk.begin(house, { person: ivan, operator: maria, writes: said.wish });
    await talk.accepts();
    await ivan.hears();
    ivan.writes(said.question);
    const { suggestion } = await talk.sees('the draft', (dialogue) => dialogue.suggestion !== null);
    expect(suggestion).toMatchObject({ kind: 'DRAFT', language, text: expect.stringContaining(said.fact) });
    expect(suggestion?.citations.length).toBeGreaterThan(0);
    const input = { suggestionId: suggestion?.id, idempotencyKey: `accept ${talk.id}` };
    await expect(oleg.call(acceptSuggestion, { input })).rejects.toMatchObject({ code: 'NOT_YOUR_DIALOGUE' });
    const accepted = (await maria.call(acceptSuggestion, { input })).acceptSuggestion;
    expect(accepted.suggestion).toMatchObject({ status: 'ACCEPTED', operator: { name: 'Maria' } });
    expect(accepted.message).toMatchObject({ role: 'OPERATOR', text: suggestion?.text, operator: { name: 'Maria' } });
    expect(accepted.message.citations).toHaveLength(suggestion?.citations.length ?? 0);
    expect((await maria.call(acceptSuggestion, { input })).acceptSuggestion.message.id).toBe(accepted.message.id);
    await expect(maria.call(acceptSuggestion, { input: { suggestionId: suggestion?.id } })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    const heard = await ivan.hears();
    expect(heard).toContain(said.fact);
    expect(heard).toMatch(language === 'ru' ? /Источник/ : /Source/);
    expect((await talk.seen()).suggestion).toBeNull();
  });

  it('lets the operator change a draft or leave it, and takes it away once they have answered themselves', async () => {
    const ivan = person();
    const talk = await DeskTalk.begin(house, { person: ivan, operator: maria, writes: said.wish });
    await talk.accepts();
    await ivan.hears();
    const drafted = async () => {
      ivan.writes(said.question);
      return (await talk.sees('a draft', ({ suggestion }) => suggestion !== null)).suggestion;
    };
    const edited = { suggestionId: (await drafted())?.id, text: said.edited };
    const { suggestion } = (await maria.call(acceptSuggestion, { input: edited })).acceptSuggestion;
    expect(suggestion.status).toBe('EDITED');
    expect(await ivan.hears()).toContain(said.edited);

    const left = { suggestionId: (await drafted())?.id };
    await expect(oleg.call(dismissSuggestion, { input: left })).rejects.toMatchObject({ code: 'NOT_YOUR_DIALOGUE' });
    expect((await maria.call(dismissSuggestion, { input: left })).dismissSuggestion.suggestion.status).toBe(
      'DISMISSED',
    );
    expect((await talk.seen()).suggestion).toBeNull();
    await expect(maria.call(acceptSuggestion, { input: left })).rejects.toMatchObject({ code: 'CONFLICT' });

    await drafted();
    await talk.says(said.edited);
    await talk.sees('no draft any more', (dialogue) => dialogue.suggestion === null);
    await drafted();
    await talk.returns();
    await talk.sees('no draft after the return', (dialogue) => dialogue.suggestion === null);
  });

  it('suggests nothing where the bot does not know, and asks once', async () => {
    const ivan = person();
    const talk = await DeskTalk.begin(house, { person: ivan, operator: maria, writes: said.wish });
    await talk.accepts();
    await ivan.hears();
    ivan.writes(said.unknown);
    const asked = () => prompts('draft').filter((one) => one.messages.at(-1)?.content === said.unknown).length;
    await until('the model was asked for a draft', () => asked() > 0);
    await maria.call('mutation ($id: ID!) { addNote(input: { dialogueId: $id, text: "?" }) { message { id } } }', {
      id: talk.id,
    });
    await talk.says(said.greeting);
    await ivan.hears();
    expect((await talk.seen()).suggestion).toBeNull();
    expect(asked()).toBe(1);
  });

  it('keeps what the bot was writing when an operator came as a suggestion beside their greeting', async () => {
    const written = said.edited;
    house.model.control.answerNext({
      chunks: [{ text: written.slice(0, 9) }, { text: written.slice(9), delayMs: 1_000 }],
    });
    const ivan = person();
    const first = await DeskTalk.begin(house, { person: ivan, operator: maria, writes: '/start' });
    ivan.writes(said.question);
    await until('the bot writes', () => house.model.control.requests.some((one) => one.outcome === 'running'));
    await first.accepts();
    await ivan.hears();
    await first.says(said.greeting);
    const { suggestion } = await first.sees('the suggestion', (dialogue) => dialogue.suggestion?.kind === 'SUPPRESSED');
    expect(suggestion?.text).toBe(written);
    const { message } = (await maria.call(acceptSuggestion, { input: { suggestionId: suggestion?.id } }))
      .acceptSuggestion;
    expect(message.text).toBe(written);
    expect(await ivan.hears()).toBe(said.greeting);
    expect(await ivan.hears()).toContain(written);
  });
});
