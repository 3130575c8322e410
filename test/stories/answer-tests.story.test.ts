import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import { type BotsFolder, botsFolderWith } from '../kit/bots-folder';
import { type House, openHouse } from '../kit/house';
import { until } from '../kit/until';

const run = `mutation ($input: RunAnswerTestsInput!) { runAnswerTests(input: $input) { run { id status total } } }`;
const look = `query ($id: ID!) { testRun(id: $id) { status total done passed error promptId
  results { passed kind answer missing cited found { title score } test { key origin } }
  comparedTo { better worse same run { id } } } }`;
const addTest = `mutation ($input: AddAnswerTestInput!) { addAnswerTest(input: $input) { test { id key origin facts } } }`;
const addKnowledge = `mutation ($input: AddKnowledgeInput!) { addKnowledge(input: $input) { document { id } } }`;
const removeKnowledge = `mutation ($input: KnowledgeInput!) { removeKnowledge(input: $input) { document { id } } }`;
const addPrompt = `mutation ($input: AddPromptVersionInput!) { addPromptVersion(input: $input) { prompt { id number active } } }`;
const publish = `mutation ($input: PublishPromptInput!) { publishPrompt(input: $input) { prompt { number active } } }`;
const prompts = `query ($bot: ID!) { promptVersions(bot: $bot) { number active persona note text(language: "ru") } }`;

const tests = [
  {
    key: 'courier-price',
    language: 'ru',
    question: 'Сколько стоит доставка курьером?',
    facts: [['250', '250 рублей']],
    documents: ['Доставка'],
  },
  { key: 'courier-price-en', language: 'en', question: 'How much is courier delivery?', documents: ['Delivery'] },
  { key: 'unknown', language: 'ru', question: 'Какая погода на Марсе?', outcome: 'unsure' },
];

describe('an owner tests the answers', () => {
  let bots: BotsFolder;
  let house: House;
  let botId: string;
  beforeAll(async () => {
    bots = botsFolderWith({});
    mkdirSync(path.join(bots.folder, 'helpdesk'), { recursive: true });
    writeFileSync(path.join(bots.folder, 'helpdesk/tests.yaml'), stringify({ tests }));
    house = await openHouse({ BOTS_DIR: bots.folder });
    botId = (await house.api.call('{ bots { id slug } }')).bots[0].id;
  });
  afterAll(async () => {
    await house.close();
    bots.remove();
  });

  const ask = async (input: object = {}) => {
    const { id } = (await house.api.call(run, { input: { botId, ...input } })).runAnswerTests.run;
    const now = async () => (await house.api.call(look, { id })).testRun;
    await until('all tests are asked', async () => ['DONE', 'FAILED'].includes((await now()).status), 60_000);
    return { id, ...(await now()) };
  };
  const resultOf = (done: any, key: string) => done.results.find((one: any) => one.test.key === key);

  it('of the file and of the API, and sees what got better and worse', async () => {
    const first = await ask();
    expect(first).toMatchObject({ status: 'DONE', total: 3, done: 3, error: null });
    const courier = resultOf(first, 'courier-price');
    expect(courier.found[0].title).toBe('Доставка');
    expect(courier).toMatchObject({ kind: 'answer', cited: ['Доставка'] });
    expect(resultOf(first, 'unknown')).toMatchObject({ passed: true, test: { origin: 'file' } });
    expect(first.comparedTo).toBeNull();

    const question = 'Можно ли прийти в магазин с попугаем?';
    const test = { botId, key: 'parrot', language: 'ru', question, facts: [['в клетке']] };
    const added = (await house.api.call(addTest, { input: test })).addAnswerTest.test;
    expect(added).toMatchObject({ key: 'parrot', origin: 'api', facts: [['в клетке']] });
    await expect(house.api.call(addTest, { input: test })).rejects.toThrow(/BAD_USER_INPUT/);
    const without = await ask();
    expect(resultOf(without, 'parrot')).toMatchObject({ passed: false, missing: [['в клетке']] });

    const text = '# Животные\n\n## Можно ли прийти в магазин с попугаем\n\nС попугаем прийти можно, если он в клетке.';
    const { document } = (await house.api.call(addKnowledge, { input: { botId, title: 'Животные', text } }))
      .addKnowledge;
    const taught = await ask();
    expect(resultOf(taught, 'parrot')).toMatchObject({ passed: true, kind: 'answer' });
    expect(taught.comparedTo).toMatchObject({ better: [added.id], worse: [], run: { id: without.id } });

    await house.api.call(removeKnowledge, { input: { documentId: document.id } });
    expect((await ask()).comparedTo).toMatchObject({ better: [], worse: [added.id] });
  });

  it('against a prompt before it is published, publishes it, and takes it back', async () => {
    const vera = await house.operator('Vera', 'SUPERVISOR');
    const manner = 'Отвечайте стихами.';
    const draft = { botId, persona: 'helper', ru: manner, note: 'стихи' };
    const { prompt } = (await vera.call(addPrompt, { input: draft })).addPromptVersion;
    expect(prompt).toMatchObject({ number: 1, active: false });
    const systemOf = (question: string) =>
      house.model.control.requests
        .findLast((one) => one.messages.some(({ content }) => content === question))
        ?.messages.find(({ role }) => role === 'system')?.content;
    const question = tests[0]?.question ?? '';

    const tried = await ask({ promptId: prompt.id });
    expect(tried).toMatchObject({ status: 'DONE', promptId: prompt.id });
    expect(systemOf(question)).toContain(manner);

    const person = house.person({ language_code: 'ru' });
    const answered = async (text: string) => {
      person.writes(text);
      await person.hears(30_000);
      return systemOf(text);
    };
    expect(await answered('Сколько стоит доставка?')).not.toContain(manner);
    await vera.call(publish, { input: { botId, persona: 'helper', promptId: prompt.id } });
    expect(await answered('Сколько стоит самовывоз?')).toContain(manner);
    const list = async () => (await vera.call(prompts, { bot: botId })).promptVersions;
    expect(await list()).toMatchObject([{ number: 1, active: true, note: 'стихи', text: manner }]);
    const back = await vera.call(publish, { input: { botId, persona: 'helper', promptId: null } });
    expect(back).toEqual({ publishPrompt: { prompt: null } });
    expect(await answered('Сколько ждать доставку?')).not.toContain(manner);
    await expect(vera.call(publish, { input: { botId, persona: 'nobody' } })).rejects.toThrow(/BAD_USER_INPUT/);
  });
});
