import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { missingFacts } from '../src/answer-tests/facts.rules';
import { type AnswerTestDraft, readTestFile } from '../src/answer-tests/test-file';
import { givesOrders } from '../src/assistant/orders.rules';
import { readHallFile } from '../src/bookings/hall-file';
import { type Bot, Bots } from '../src/dialogues/bots';
import { openLog } from '../src/infra/log';
import { Knowledge } from '../src/knowledge/knowledge';
import { cutIntoPassages } from '../src/knowledge/passages.rules';
import { detectLanguage } from '../src/people/detect-language';
import { type FreshDatabase, freshDatabase } from './kit/fresh-database';
import { shippedDetector } from './kit/shipped-detector';

const wishes = shippedDetector();

const root = path.join(__dirname, '..');
const folder = path.join(root, 'bots/halls');
const files = readdirSync(path.join(folder, 'knowledge'));
const topics = [...new Set(files.map((file) => file.split('.')[0] ?? ''))];
const languages = ['ru', 'en'] as const;
const read = (topic: string, language: string) =>
  readFileSync(path.join(folder, `knowledge/${topic}.${language}.md`), 'utf8');

/** The figures of each section, in a form that both languages share. */
function figures(text: string): string[][] {
  const sections = text.split(/^## /m).slice(1);
  return sections.map((section) =>
    (section.replaceAll(/(?<=\d)[ ,](?=\d{3}(?!\d))/g, '').match(/\d+(?:[.,:]\d+)?/g) ?? [])
      .map((figure) => figure.replace(',', '.'))
      .toSorted((a, b) => (a < b ? -1 : 1)),
  );
}

describe.each(topics)('what the venue knows about %s', (topic) => {
  it('states the same figures in both languages, section by section', () => {
    expect(figures(read(topic, 'en'))).toEqual(figures(read(topic, 'ru')));
  });

  it.each(languages)('has a title and a heading for each thing in %s', (language) => {
    const text = read(topic, language);
    expect(text).toMatch(/^# \S.*\n\n## \S/);
    expect(text.match(/^## /gm)?.length).toBeGreaterThan(5);
    expect(detectLanguage(text, languages)).toBe(language);
  });

  it('is harmless: no passage reads like an order to the model', () => {
    const passages = languages.flatMap((language) => cutIntoPassages(read(topic, language)).passages);
    expect(passages.filter(({ heading, text }) => givesOrders(`${heading}\n${text}`))).toEqual([]);
  });
});

describe('the folder of the venue', () => {
  const bot = parse(readFileSync(path.join(folder, 'bot.yaml'), 'utf8'));

  it.each(languages)('greets and tells each persona its task in %s', (language) => {
    const texts = JSON.parse(readFileSync(path.join(folder, `locales/${language}.json`), 'utf8'));
    expect(Object.keys(texts.persona)).toEqual(bot.personas.map(({ slug }: { slug: string }) => slug));
    for (const text of [texts.greeting, ...Object.values<string>(texts.persona)])
      expect([text, detectLanguage(text, languages)]).toEqual([text, language]);
  });

  it('leaves prices and hours of halls to the tools, which read them where they are edited', async () => {
    const halls = await readHallFile(path.join(folder, 'halls.yaml'));
    expect(halls).toHaveLength(3);
    const known = languages.flatMap((language) => topics.map((topic) => read(topic, language))).join('\n');
    for (const { pricePerHour } of halls) {
      const price = pricePerHour / 100;
      expect(known).not.toMatch(
        new RegExp(`${Math.floor(price / 1_000)}[ ,]${String(price % 1_000).padStart(3, '0')} ₽ (?:в|за) час`),
      );
    }
  });

  it('says of its halls nothing that reads like an order to the model', async () => {
    const halls = await readHallFile(path.join(folder, 'halls.yaml'));
    const texts = halls.flatMap((hall) =>
      [hall.descriptions, hall.rules].flatMap(({ ru, en }) => [ru ?? '', en ?? '']),
    );
    expect(texts.filter((text) => givesOrders(text))).toEqual([]);
  });
});

describe('the questions to the venue', () => {
  let fresh: FreshDatabase;
  let knowledge: Knowledge;
  let bot: Bot;
  let tests: readonly AnswerTestDraft[];

  beforeAll(async () => {
    fresh = await freshDatabase();
    const bots = new Bots({ database: fresh.database });
    await bots.load(path.join(root, 'bots'));
    const found = bots.enabled().find(({ slug }) => slug === 'halls');
    if (!found) throw new Error('there is no bot called halls');
    bot = found;
    knowledge = new Knowledge({ database: fresh.database, embedder: null, log: openLog('silent') });
    await knowledge.syncFolder({ botId: bot.id, folder: path.join(folder, 'knowledge'), languages: bot.languages });
    tests = await readTestFile(path.join(folder, 'tests.yaml'));
  }, 180_000);
  afterAll(() => fresh.drop());

  it.each(languages)('are twenty at least in %s, none asks for a person', (language) => {
    const asked = tests.filter((test) => test.language === language);
    expect(asked.length).toBeGreaterThanOrEqual(20);
    for (const { question } of asked) {
      expect([question, wishes.detect(question).wantsHuman]).toEqual([question, false]);
      expect([question, detectLanguage(question, languages)]).toEqual([question, language]);
    }
  });

  it.each(languages)('find the right document first in %s, with the fact in it', async (language) => {
    const asked = tests.filter((test) => test.language === language && test.outcome === 'answer');
    const wrong: string[] = [];
    for (const { question, documents, facts } of asked) {
      const hits = await knowledge.find({ botId: bot.id, query: question, language, limit: 5 });
      const [best] = hits;
      const missing = missingFacts(
        facts,
        hits.map(({ text }) => text),
      );
      if (!best || !documents.includes(best.title) || missing.length > 0)
        wrong.push(`${question} → ${best?.title ?? 'nothing'} ${JSON.stringify(missing)}`);
    }
    expect(wrong).toEqual([]);
  });
});
