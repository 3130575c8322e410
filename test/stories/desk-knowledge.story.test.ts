import { DeskTalk } from '../kit/desk-people';
import type { GraphqlCaller } from '../kit/graphql-caller';
import { type House, openHouse } from '../kit/house';
import type { TelegramPerson } from '../kit/telegram-person';
import { until } from '../kit/until';

const proposals = `query ($bot: ID!, $status: ProposalStatus) { knowledgeProposals(bot: $bot, status: $status) {
  nodes { id question answer language status dialogue { id } document { id title } } } }`;
const approve = `mutation ($input: ApproveKnowledgeProposalInput!) { approveKnowledgeProposal(input: $input) {
  proposal { status answer document { id title } operator { name } } } }`;
const reject = `mutation ($input: KnowledgeProposalInput!) { rejectKnowledgeProposal(input: $input) { proposal { status } } }`;
const search =
  'query ($bot: ID!, $query: String!) { searchKnowledge(bot: $bot, query: $query) { document { id } score } }';

const texts = {
  ru: {
    unknown: 'Вы продаёте аквариумы с рыбками?',
    wish: 'Позовите человека',
    hello: 'Здравствуйте, Анна! Минуту, уточню у коллег.',
    answer:
      'Анна, аквариумы продаём только без рыбок: 30 и 60 литров, от 2 500 ₽. По вашему заказу BM-2026-114 позвоню на +7 916 123-45-67.',
    known: 'Доставка курьером в Казань стоит 390 ₽.',
    question: 'Сколько стоит доставка курьером в Казань?',
    entry: {
      question: 'Продаёте ли вы аквариумы с рыбками?',
      answer: 'Аквариумы продаются без рыбок: 30 и 60 литров, от 2 500 ₽.',
    },
    settled: 'Пользователь спрашивал об аквариумах с рыбками; оператор сказал, что их продают только без рыбок.',
    fact: '2 500 ₽',
  },
  en: {
    unknown: 'Do you sell aquariums with fish?',
    wish: 'Get me a human',
    hello: 'Hello Anna! One moment, let me check.',
    answer:
      'Anna, we sell aquariums without fish only: 30 and 60 litres, from 2,500 ₽. About your order BM-2026-114 I will call +7 916 123-45-67.',
    known: 'Courier delivery to Kazan is 390 ₽.',
    question: 'How much is courier delivery to Kazan?',
    entry: {
      question: 'Do you sell aquariums with fish?',
      answer: 'Aquariums are sold without fish: 30 and 60 litres, from 2,500 ₽.',
    },
    settled: 'The user asked about aquariums with fish; the operator said that they are sold without fish only.',
    fact: '2,500 ₽',
  },
} as const;

describe.each(['ru', 'en'] as const)('what operators answer becomes knowledge, in %s', (language) => {
  const said = texts[language];
  let house: House;
  let maria: GraphqlCaller;
  let owner: GraphqlCaller;
  let bot: string;

  beforeAll(async () => {
    house = await openHouse();
    maria = await house.operator('Maria');
    owner = await house.operator('Olga', 'SUPERVISOR');
    bot = (await house.api.call('{ bots { id } }')).bots[0].id;
  }, 180_000);
  // The next story is told to a desk that has learnt nothing yet.
  afterEach(async () => {
    house.model.control.reset();
    await house.database.pool.query(`delete from knowledge_proposals`);
    await house.database.pool.query(`delete from knowledge_documents where source like 'proposal:%'`);
  });
  afterAll(async () => {
    await maria.close();
    await owner.close();
    await house.close();
  });

  const anna = () => house.person({ language_code: language, first_name: language === 'ru' ? 'Анна' : 'Anna' });
  const open = async () => (await house.api.call(proposals, { bot, status: 'PENDING' })).knowledgeProposals.nodes;
  const proposed = async () => {
    await until('knowledge is proposed', async () => (await open()).length > 0);
    return (await open())[0];
  };
  /** The user asks, the bot does not know, an operator answers. */
  const answered = async (person: TelegramPerson, answers: readonly string[]): Promise<DeskTalk> => {
    const talk = await DeskTalk.begin(house, { person, operator: maria, writes: said.unknown });
    person.writes(said.wish);
    await person.hears();
    await talk.accepts();
    await person.hears();
    for (const answer of answers) {
      await talk.says(answer);
      expect(await person.hears()).toBe(answer);
    }
    return talk;
  };

  it('an approved answer is found, and the bot answers from it with its source', async () => {
    house.model.control.answerTask('proposal', JSON.stringify(said.entry));
    const person = anna();
    const talk = await answered(person, [said.hello, said.answer]);
    await talk.closes();
    const proposal = await proposed();
    expect(proposal).toMatchObject({ ...said.entry, language, status: 'PENDING', dialogue: { id: talk.id } });
    const asked = house.model.control.requests.find((one) => one.task === 'proposal')?.messages.at(-1)?.content;
    expect(asked).toContain(said.unknown);
    // Nobody learns who it was, not even the model.
    for (const secret of ['BM-2026-114', '916', 'Анна', 'Anna']) expect(asked).not.toContain(secret);

    const input = { proposalId: proposal.id };
    await expect(maria.call(approve, { input })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const approved = (await owner.call(approve, { input })).approveKnowledgeProposal.proposal;
    expect(approved).toMatchObject({
      status: 'APPROVED',
      document: { title: said.entry.question },
      operator: { name: 'Olga' },
    });
    await expect(owner.call(reject, { input })).rejects.toMatchObject({ code: 'CONFLICT' });
    const { searchKnowledge } = await house.api.call(search, { bot, query: said.unknown });
    expect(searchKnowledge[0].document.id).toBe(approved.document.id);

    const next = house.person({ language_code: language });
    const later = await DeskTalk.begin(house, { person: next, operator: maria, writes: said.unknown });
    const { messages } = await later.seen();
    expect(messages.nodes[1]).toMatchObject({ role: 'BOT', text: expect.stringContaining(said.fact) });
    expect(messages.nodes[1]?.citations.length).toBeGreaterThan(0);
  });

  it('without the model the operator’s own words are proposed, without what is personal', async () => {
    const talk = await answered(anna(), [said.hello, said.answer]);
    await talk.returns();
    const proposal = await proposed();
    expect(proposal.question).toBe(said.unknown);
    expect(proposal.answer).toContain(said.fact);
    for (const secret of ['BM-2026-114', '916', 'Анна', 'Anna']) expect(proposal.answer).not.toContain(secret);
    const answer = said.entry.answer;
    const { proposal: approved } = (await owner.call(approve, { input: { proposalId: proposal.id, answer } }))
      .approveKnowledgeProposal;
    expect(approved).toMatchObject({ status: 'APPROVED', answer });
  });

  it('nothing is proposed of greetings, of what the bot knows, and of what the model finds useless; a proposal can be rejected', async () => {
    const asked = () => house.model.control.requests.filter((one) => one.task === 'proposal').length;
    const greeted = await answered(anna(), [said.hello]);
    await greeted.closes();
    const known = await answered(anna(), [said.known]);
    await known.closes();
    await until('the second one was looked at', () => asked() === 1);
    house.model.control.answerTask('proposal', '```json\n{"question": "", "answer": ""}\n```');
    const useless = await answered(anna(), [said.answer]);
    await useless.closes();
    await until('the third one was looked at', () => asked() === 2);
    house.model.control.answerTask('proposal', JSON.stringify(said.entry));
    const useful = await answered(anna(), [said.answer]);
    await useful.closes();
    const proposal = await proposed();
    expect(proposal.dialogue.id).toBe(useful.id);
    const rejected = await owner.call(reject, { input: { proposalId: proposal.id } });
    expect(rejected.rejectKnowledgeProposal.proposal.status).toBe('REJECTED');
    const all = (await house.api.call(proposals, { bot })).knowledgeProposals.nodes;
    expect(all.map((one: any) => one.status)).toEqual(['REJECTED']);
  });

  it('the bot knows after the return what was settled, and does not call people again', async () => {
    house.model.control.answerTask('memory', said.settled);
    const person = anna();
    const talk = await answered(person, [said.answer]);
    await talk.returns();
    await person.hears();
    await talk.sees('what was settled', ({ memory }) => memory === said.settled);
    const before = house.model.control.requests.length;
    person.writes(said.question);
    expect(await person.hears()).toContain('390');
    const turn = house.model.control.requests.slice(before).find((one) => one.task === null);
    const prompt = turn?.messages[0]?.content ?? '';
    expect(prompt).toContain(said.settled);
    // What was said to people is not asked again: the dialogue of the prompt begins anew.
    expect(turn?.messages.slice(1).map((one) => one.content)).toEqual([said.question]);
    const seen = await talk.seen();
    expect(seen).toMatchObject({ status: 'BOT', handoffs: [{ outcome: 'RETURNED_TO_BOT' }] });
    person.writes('/reset');
    await person.hears();
    await talk.sees('that it is forgotten', ({ memory }) => memory === null);
  });
});
