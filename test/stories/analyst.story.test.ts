import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse, stringify } from 'yaml';
import { analystFolder } from '../kit/analyst-folder';
import { type House, openHouse } from '../kit/house';
import { until } from '../kit/until';

const start = 'mutation ($input: StartDialogueInput!) { startDialogue(input: $input) { dialogue { id } } }';
const write = 'mutation ($input: SendUserMessageInput!) { sendUserMessage(input: $input) { message { seq } } }';
const read = `query ($id: ID!) { dialogue(id: $id) { persona { slug } messages(last: 1) { nodes { role text language
  citations { document { title } } } } } }`;
const run = 'mutation ($input: RunAnswerTestsInput!) { runAnswerTests(input: $input) { run { id } } }';
const state = 'query ($id: ID!) { testRun(id: $id) { status } }';
const results = `query ($id: ID!) { testRun(id: $id) { status total passed
  results { passed kind answer missing cited test { key question } } } }`;

// Fifty answers, one after another, on a machine that has other things to do.
const patience = 400_000;
const isKept = ({ key }: { key: string }) => /^(?:s\d|unsure)-/.test(key);

describe('the assistant of new analysts, with the model that only quotes', () => {
  let bots: string;
  let house: House;
  let botId: string;

  beforeAll(async () => {
    bots = mkdtempSync(path.join(tmpdir(), 'besedka-analyst-'));
    cpSync(analystFolder, path.join(bots, 'analyst'), { recursive: true });
    const { tests } = parse(readFileSync(path.join(analystFolder, 'tests.yaml'), 'utf8'));
    writeFileSync(path.join(bots, 'analyst/tests.yaml'), stringify({ tests: tests.filter(isKept) }));
    house = await openHouse({ BOTS_DIR: bots });
    botId = (await house.api.call('{ bots { id slug } }')).bots[0].id;
  }, 180_000);
  afterAll(async () => {
    await house.close();
    rmSync(bots, { recursive: true, force: true });
  });

  /** Starts a dialogue; each message is answered before the next is written. */
  async function talk(externalUserId: string, language: string) {
    const input = { botId, externalUserId, displayName: 'Kim', language };
    const { id } = (await house.api.call(start, { input })).startDialogue.dialogue;
    return async (text: string) => {
      await house.api.call(write, { input: { dialogueId: id, text } });
      let now: any;
      await until(
        `an answer to ${text}`,
        async () => {
          now = (await house.api.call(read, { id })).dialogue;
          return now.messages.nodes[0].role !== 'USER';
        },
        120_000,
      );
      // The persona may have been read a moment before the answer was there.
      const { persona } = (await house.api.call(read, { id })).dialogue;
      return { persona: persona.slug, ...now.messages.nodes[0] };
    };
  }

  it(
    'answers all questions of its scenarios in both languages, and knows what it does not know',
    async () => {
      const { id } = (await house.api.call(run, { input: { botId } })).runAnswerTests.run;
      const isOver = async () => !['QUEUED', 'RUNNING'].includes((await house.api.call(state, { id })).testRun.status);
      await until('all tests are asked', isOver, patience);
      const done = (await house.api.call(results, { id })).testRun;
      expect(done.results.filter(({ passed }: { passed: boolean }) => !passed)).toEqual([]);
      expect(done).toMatchObject({ status: 'DONE', total: 56, passed: 56 });
    },
    patience + 60_000,
  );

  it.each([
    ['ru', 'Какой Джини и текущий PSI модели?', '0,58', 'Качество и мониторинг модели PD'],
    ['en', 'What are the Gini and the current PSI of the model?', '0.58', 'Quality and monitoring of the PD model'],
  ])(
    'changes its manner at a word, answers with its source, jokes, and lists what it can in %s',
    async (language, question, fact, title) => {
      const say = await talk(`analyst-${language}`, language);
      for (const [word, persona] of [
        ['/DA', 'da'],
        ['/DS', 'ds'],
        ['/Buddy', 'buddy'],
        ['/intern', 'intern'],
      ] as const)
        expect((await say(word)).persona).toBe(persona);
      const answer = await say(question);
      expect(answer).toMatchObject({ language, citations: [{ document: { title } }] });
      expect(answer.text).toContain(fact);
      const { spare } = JSON.parse(readFileSync(path.join(analystFolder, `locales/${language}.json`), 'utf8')).command
        .joke;
      expect(spare).toContain((await say('/joke')).text);
      const { text } = await say('/explain');
      for (const command of ['/intern', '/da', '/ds', '/buddy', '/joke', '/mode', '/explain'])
        expect(text).toContain(command);
    },
    300_000,
  );
});
