import { type BotsFolder, botsFolderWith } from '../kit/bots-folder';
import { type House, openHouse } from '../kit/house';

const patience = 120_000;
const open = `query ($bot: ID!, $resolved: Boolean) { unansweredQuestions(bot: $bot, resolved: $resolved, first: 20) { totalCount
  nodes { id question language reason score resolvedAt document { title } message { text } } } }`;
const add = 'mutation ($input: AddKnowledgeInput!) { addKnowledge(input: $input) { document { id } } }';
const resolve = `mutation ($input: ResolveUnansweredInput!) { resolveUnanswered(input: $input) {
  question { resolvedAt document { title } } } }`;

const texts = {
  ru: {
    question: 'Сколько стоит доставка курьером в Казань?',
    fact: '390 ₽',
    vague: 'Расскажите про доставку',
    clarify: /Уточните, пожалуйста, что именно вас интересует/,
    expired: 'Эта кнопка уже не действует',
    human: 'Позвать человека',
    unknown: 'Вы продаёте фейхоа? Мой телефон +7 916 123-45-67',
    masked: /Вы продаёте фейхоа\? Мой телефон \[/,
    title: 'Фейхоа',
    document: 'Мы продаём фейхоа с октября по декабрь, ящиками.',
    foreign: 'Delivery to Kazan is three hundred and ninety roubles, and the courier comes tomorrow [1].',
    own: 'Доставка в Казань стоит триста девяносто рублей, курьер приедет завтра [1].',
    failed: /подготовить ответ по-русски не получилось/,
    notFound: /гадать не хочу/,
    linked: 'Доставка в Казань — 390 ₽ [1]. [Подробнее](http://evil.example/?q=1) или http://evil.example/2',
    unlinked: /^Доставка в Казань — 390 ₽ \[1\]\. Подробнее или \(ссылка убрана\)/,
    invented: 'Доставка в Казань стоит 4 780 ₽ [1].',
    thanks: 'Спасибо большое!',
  },
  en: {
    question: 'How much is courier delivery to Kazan?',
    fact: '390 ₽',
    vague: 'Tell me about delivery',
    clarify: /Could you tell me what exactly you mean/,
    expired: 'This button no longer works',
    human: 'Talk to a human',
    unknown: 'Do you sell feijoa? My phone is +7 916 123-45-67',
    masked: /Do you sell feijoa\? My phone is \[/,
    title: 'Feijoa',
    document: 'We sell feijoa from October to December, by the box.',
    foreign: 'Доставка в Казань стоит триста девяносто рублей, курьер приедет завтра [1].',
    own: 'Delivery to Kazan is three hundred and ninety roubles, and the courier comes tomorrow [1].',
    failed: /couldn't put the answer into English/,
    notFound: /rather not guess/,
    linked: 'Delivery to Kazan is 390 ₽ [1]. [More](http://evil.example/?q=1) or http://evil.example/2',
    unlinked: /^Delivery to Kazan is 390 ₽ \[1\]\. More or \(link removed\)/,
    invented: 'Delivery to Kazan is 4,780 ₽ [1].',
    thanks: 'Thanks a lot!',
  },
} as const;

describe('answers rest on evidence', () => {
  let house: House;
  let bot: string;
  beforeAll(async () => {
    house = await openHouse();
    bot = (await house.api.call('{ bots { id slug } }')).bots.find(
      (one: { slug: string }) => one.slug === 'helpdesk',
    ).id;
  }, 300_000);
  afterEach(() => house.model.control.reset());
  afterAll(async () => {
    await house.api.close();
    await house.close();
  });

  const turns = () => house.model.control.requests.filter((one) => one.task === null);

  it.each(['ru', 'en'] as const)(
    'in %s: what the bot does not know is said, kept without personal data, and answered by the owner',
    async (language) => {
      const said = texts[language];
      const person = house.person({ language_code: language });
      person.writes(said.unknown);
      const reply = await person.hearsMessage(patience);
      expect(reply.reply_markup?.inline_keyboard?.flat().map(({ text }) => text)).toEqual([said.human]);
      const kept = (await house.api.call(open, { bot, resolved: false })).unansweredQuestions.nodes;
      const question = kept.find((one: { language: string }) => one.language === language);
      expect(question).toMatchObject({ resolvedAt: null, document: null, message: { text: said.unknown } });
      expect(question.question).toMatch(said.masked);
      expect(question.question).not.toContain('916');
      expect(['NOTHING_FOUND', 'UNSURE']).toContain(question.reason);
      expect(question.score).toBeLessThan(1);
      const input = { botId: bot, title: said.title, text: said.document, language, questionId: question.id };
      const documentId = (await house.api.call(add, { input })).addKnowledge.document.id;
      const resolution = { questionId: question.id, documentId };
      const dealtWith = (await house.api.call(open, { bot, resolved: true })).unansweredQuestions.nodes;
      const resolved = dealtWith.find(({ id }: { id: string }) => id === question.id);
      expect(resolved).toMatchObject({ resolvedAt: expect.any(String), document: { title: said.title } });
      await expect(house.api.call(resolve, { input: resolution })).rejects.toMatchObject({ code: 'CONFLICT' });
      const left = (await house.api.call(open, { bot, resolved: false })).unansweredQuestions.nodes;
      expect(left.map(({ id }: { id: string }) => id)).not.toContain(question.id);
    },
    4 * patience,
  );

  it.each(['ru', 'en'] as const)(
    'in %s: an answer in another language is asked for once more',
    async (language) => {
      const said = texts[language];
      const person = house.person({ language_code: language });
      house.model.control.answerNext({ text: said.foreign }, { text: said.own });
      person.writes(said.question);
      expect(await person.hears(patience)).toContain(said.own);
      const [first, second] = turns();
      expect(second?.messages).toHaveLength((first?.messages.length ?? 0) + 1);
      expect(second?.messages.at(-1)?.role).toBe('system');
      const shown = JSON.stringify(house.telegram.calls.list({ chatId: person.person.id }).map(({ params }) => params));
      expect(shown).not.toContain(said.foreign.slice(0, 30));
    },
    4 * patience,
  );

  it.each(['ru', 'en'] as const)(
    'in %s: an answer that is in another language twice is translated, or not given',
    async (language) => {
      const said = texts[language];
      const person = house.person({ language_code: language });
      house.model.control.translate({ [said.foreign]: said.own });
      house.model.control.answerNext({ text: said.foreign }, { text: said.foreign });
      person.writes(said.question);
      expect(await person.hears(patience)).toContain(said.own);
      house.model.control.reset();
      house.model.control.answerNext({ text: said.foreign }, { text: said.foreign });
      person.writes(said.question);
      expect(await person.hears(patience)).toMatch(said.failed);
    },
    4 * patience,
  );

  it.each(['ru', 'en'] as const)(
    'in %s: links that the bot does not know and numbers that stand nowhere do not reach the user',
    async (language) => {
      const said = texts[language];
      const person = house.person({ language_code: language });
      house.model.control.answerNext({ text: said.linked });
      person.writes(said.question);
      expect(await person.hears(patience)).toMatch(said.unlinked);
      house.model.control.answerNext({ text: said.invented });
      person.writes(said.question);
      expect(await person.hears(patience)).toContain(said.fact);
      house.model.control.answerNext({ text: said.invented }, { text: said.invented });
      person.writes(said.question);
      expect(await person.hears(patience)).toMatch(said.notFound);
      person.writes(said.thanks);
      expect(await person.hears(patience)).not.toMatch(said.notFound);
    },
    4 * patience,
  );
});

describe('where the passages are weak, the bot asks back', () => {
  let bots: BotsFolder;
  let house: House;
  beforeAll(async () => {
    // No passage is good enough for this bot.
    bots = botsFolderWith({ answers: { evidence: 1, clarify: 0.01 } });
    house = await openHouse({ BOTS_DIR: bots.folder });
  }, 300_000);
  afterAll(async () => {
    await house.close();
    bots.remove();
  });

  it.each(['ru', 'en'] as const)(
    'in %s: once, with the nearest topics, and answers what is chosen',
    async (language) => {
      const said = texts[language];
      const person = house.person({ language_code: language });
      person.writes(said.vague);
      const asked = await person.hearsMessage(patience);
      expect(asked.text).toMatch(said.clarify);
      const buttons = asked.reply_markup?.inline_keyboard?.flat().map(({ text }) => text) ?? [];
      expect(buttons.length).toBeGreaterThanOrEqual(3);
      expect(buttons.at(-1)).toBe(said.human);
      person.presses(buttons[0] ?? '');
      const answer = await person.hears(patience);
      expect(answer).not.toMatch(said.clarify);
      person.writes('/about 00000000000000000000000000000000');
      expect(await person.hears(patience)).toBe(said.expired);
    },
    4 * patience,
  );
});
