import path from 'node:path';
import { type AnswerTestDraft, readTestFile } from '../src/answer-tests/test-file';
import { type Bot, Bots } from '../src/dialogues/bots';
import { openLog } from '../src/infra/log';
import { Knowledge } from '../src/knowledge/knowledge';
import { analystFolder, analystLanguages } from './kit/analyst-folder';
import { type FreshDatabase, freshDatabase } from './kit/fresh-database';

const root = path.join(__dirname, '..');
const log = openLog('silent');

let fresh: FreshDatabase;
let knowledge: Knowledge;
let bot: Bot;
let tests: readonly AnswerTestDraft[];

beforeAll(async () => {
  fresh = await freshDatabase();
  const { database } = fresh;
  const bots = new Bots({ database });
  await bots.load(path.join(root, 'bots'));
  const found = bots.enabled().find(({ slug }) => slug === 'analyst');
  if (!found) throw new Error('there is no bot called analyst');
  bot = found;
  knowledge = new Knowledge({ database, embedder: null, log });
  await knowledge.syncFolder({
    botId: bot.id,
    folder: path.join(analystFolder, 'knowledge'),
    languages: bot.languages,
  });
  tests = await readTestFile(path.join(analystFolder, 'tests.yaml'));
}, 180_000);
afterAll(() => fresh.drop());

const isOfScenario = ({ key }: AnswerTestDraft) => /^s\d-/.test(key);

/** The questions whose best passage is of another document than the test names. */
async function missed(asked: readonly AnswerTestDraft[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const { question, language, documents } of asked) {
    const [best] = await knowledge.find({ botId: bot.id, query: question, language, limit: 5 });
    if (!best || !documents.includes(best.title)) wrong.push(`${question} → ${best?.title ?? 'nothing'}`);
  }
  return wrong;
}

describe.each(analystLanguages)('the analyst, asked in %s,', (language) => {
  const asked = () => tests.filter((test) => test.language === language && test.outcome === 'answer');

  it('finds the right document first for every question of its scenarios', async () => {
    const scenarios = asked().filter((test) => isOfScenario(test));
    expect(scenarios).toHaveLength(20);
    expect(await missed(scenarios)).toEqual([]);
  });

  it('finds the right document first for nine other questions of ten', async () => {
    const others = asked().filter((test) => !isOfScenario(test));
    const wrong = await missed(others);
    expect(others.length).toBeGreaterThanOrEqual(50);
    expect(wrong.slice(Math.floor(others.length / 10))).toEqual([]);
  });
});
