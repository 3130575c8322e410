import { Client } from 'pg';
import { helpdeskQuestions } from '../kit/helpdesk-questions';
import { type House, openHouse } from '../kit/house';
import { requestTokens } from '../kit/request-tokens';
import type { TelegramPerson } from '../kit/telegram-person';
import { until } from '../kit/until';

const contextTokens = 8_192;
const answerTokens = 1_000;
const patience = 60_000;

/** The dialogue of somebody who wrote to the bot. */
async function dialogueOf(house: House, { person }: TelegramPerson) {
  const of = { user: { externalId: String(person.id) } };
  return house.database.prisma.dialogue.findFirstOrThrow({
    where: of,
    include: { messages: { orderBy: { seq: 'asc' } } },
  });
}

/** Writes, and waits for the reply. */
async function ask(person: TelegramPerson, text: string): Promise<string> {
  person.writes(text);
  return person.hears(patience);
}

describe('a dialogue of 400 messages', () => {
  let house: House;
  let person: TelegramPerson;

  beforeAll(async () => {
    house = await openHouse({ ANSWERS_PER_MINUTE: '10000' });
    person = house.person({ language_code: 'en', first_name: 'Zoe' });
    // As a model would: it keeps what the account so far says of the order, and adds what the messages say of it.
    house.model.control.answerTask('recap', ({ text }) =>
      text.includes('48215')
        ? 'The number of the order is 48215, and Zoe wants it in a gift box. Delivery, payment and returns were explained.'
        : 'Delivery, payment and returns were explained.',
    );
  }, 300_000);
  afterAll(() => house.close());

  it('stays within the room of the model at every turn, and what was said first is still known at the end', async () => {
    await ask(person, 'The number of my order is 48215, I would like it in a gift box.');
    const { en } = helpdeskQuestions;
    const log = `Here is the log of my device. ${'The module did not answer; it was started again. '.repeat(80)}`;
    for (let n = 0; n < 198; n += 1) {
      const isLong = n > 60 && n % 12 === 0;
      if (isLong)
        house.model.control.answerNext({ when: 'Here is the log', text: `Thank you. ${'Seen. '.repeat(500)}` });
      await ask(person, isLong ? log : (en[n % en.length]?.question ?? ''));
    }
    const answer = await ask(person, 'What is the number of my order?');
    expect(answer).toContain('48215');

    const { messages, summary, summarySeq } = await dialogueOf(house, person);
    expect(messages.length).toBeGreaterThanOrEqual(400);
    expect(messages.every(({ role }) => role === 'USER' || role === 'BOT')).toBe(true);
    expect(summary).toContain('48215');
    expect(summarySeq).toBeGreaterThan(messages.length - 100);

    const turns = house.model.control.requests.filter(({ task }) => task === null);
    expect(turns.length).toBeGreaterThanOrEqual(200);
    const sizes = turns.map((one) => requestTokens({ messages: one.messages, tools: [] }));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(contextTokens - answerTokens);
    expect(
      turns
        .at(-1)
        ?.messages.slice(1)
        .some(({ content }) => content.includes('48215')),
    ).toBe(false);
    // Nothing falls between the summary and what is read word for word.
    for (const [index, { messages: read }] of turns.slice(0, 60).entries()) {
      const isAll = read.filter(({ role }) => role === 'user').length === index + 1;
      expect(isAll || read[0]?.content.includes('<summary>')).toBe(true);
    }
    const recaps = house.model.control.requests.filter(({ task }) => task === 'recap');
    expect(recaps.length).toBeGreaterThan(5);
    expect(recaps.length).toBeLessThan(60);
    process.stderr.write(`400 messages: ${recaps.length} summaries, largest request ${Math.max(...sizes)} tokens\n`);
  }, 600_000);

  it('begins anew with /reset', async () => {
    await ask(person, '/reset');
    const { summary, summarySeq, contextSeq, nextSeq } = await dialogueOf(house, person);
    expect({ summary, summarySeq }).toEqual({ summary: null, summarySeq: 0 });
    expect(contextSeq).toBe(nextSeq - 2);
    await ask(person, 'How much is courier delivery to Kazan?');
    const last = house.model.control.requests.filter(({ task }) => task === null).at(-1);
    expect(JSON.stringify(last?.messages)).not.toContain('48215');
    expect(last?.messages[0]?.content).not.toContain('<summary>');
    expect(last?.messages.filter(({ role }) => role === 'user')).toHaveLength(1);
  }, 300_000);
});

describe('what a turn remembers', () => {
  let house: House;

  beforeAll(async () => {
    house = await openHouse({ ANSWERS_PER_MINUTE: '10000' });
  }, 300_000);
  afterEach(() => house.model.control.reset());
  afterAll(() => house.close());

  const lastTurn = () => house.model.control.requests.filter(({ task }) => task === null).at(-1)?.messages ?? [];
  const question = 'How much is courier delivery to Kazan?';

  it('is read from its copy where there is one: the second turn asks the database for no messages before the question', async () => {
    const person = house.person({ language_code: 'en' });
    const queries = jest.spyOn(Client.prototype, 'query');
    const looks = () =>
      queries.mock.calls.filter(([query]) => {
        const text = typeof query === 'string' ? query : (query as { text?: string } | undefined)?.text;
        return /^select .*"?messages"? .*seq"? (?:>|<=) /is.test(text ?? '') && /limit/i.test(text ?? '');
      }).length;
    try {
      await ask(person, question);
      const [first, all] = [looks(), queries.mock.calls.length];
      await ask(person, 'How fast is express delivery?');
      const second = looks() - first;
      const told = { first, second, allOfFirst: all, allOfSecond: queries.mock.calls.length - all };
      process.stderr.write(`statements that read messages, by turn: ${JSON.stringify(told)}\n`);
      expect(second).toBeLessThan(first);
      expect(lastTurn().some(({ content }) => content === question)).toBe(true);
    } finally {
      queries.mockRestore();
    }
  }, 300_000);

  it('is what the user has made of a message since, not its copy', async () => {
    const person = house.person({ language_code: 'en' });
    const id = person.writes('How much is courier delivery to Perm?');
    await person.hears(patience);
    person.edits(id, question);
    await until('the change is stored', async () => (await dialogueOf(house, person)).edits === 1, patience);
    await ask(person, 'How fast is express delivery?');
    expect(lastTurn().map(({ content }) => content)).toContain(question);
    expect(JSON.stringify(lastTurn())).not.toContain('Perm');
  }, 300_000);

  it('is forgotten with the end of the dialogue', async () => {
    const person = house.person({ language_code: 'en' });
    await ask(person, question);
    const { id } = await dialogueOf(house, person);
    await house.database.prisma.dialogue.update({ where: { id }, data: { summary: 'Kazan', summarySeq: 1 } });
    await house.api.call('mutation ($id: ID!) { closeDialogue(input: { dialogueId: $id }) { dialogue { id } } }', {
      id,
    });
    expect(await dialogueOf(house, person)).toMatchObject({ summary: null, summarySeq: 0 });
    await person.hears(patience);
    await ask(person, 'How fast is express delivery?');
    expect(
      lastTurn()
        .slice(1)
        .map(({ content }) => content),
    ).toEqual(['How fast is express delivery?']);
  }, 300_000);

  it('is summed up by what the user wrote where the model cannot do it, or makes something up', async () => {
    house.model.control.answerTask('recap', 'They want 99 parcels sent to Kazan.');
    const person = house.person({ language_code: 'en' });
    for (let n = 1; n <= 22; n += 1) await ask(person, `${question} This is question number ${100 + n}.`);
    await until('a summary is told', async () => (await dialogueOf(house, person)).summary !== null, patience);
    const { summary } = await dialogueOf(house, person);
    expect(summary).toMatch(/^The user wrote: “How much is courier delivery to Kazan\? This is question number 101\.”/);
    await ask(person, question);
    expect(lastTurn()[0]?.content).toContain('<summary>\nThe user wrote:');
  }, 300_000);

  it('is half of it where the model takes less than it is said to take', async () => {
    const person = house.person({ language_code: 'en' });
    for (let n = 1; n <= 8; n += 1) await ask(person, `${question} This is question number ${100 + n}.`);
    const before = requestTokens({ messages: lastTurn(), tools: [] });
    house.model.control.contextTokens = before + answerTokens;
    expect(await ask(person, question)).toContain('390');
    const [refused, answered] = house.model.control.requests.filter(({ task }) => task === null).slice(-2);
    expect(refused?.outcome).toBe('refused: too long');
    expect(answered?.outcome).toBe('answered');
    expect(answered?.messages.length).toBeLessThan(refused?.messages.length ?? 0);
  }, 300_000);
});
