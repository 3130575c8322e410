import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { detectLanguage } from '../src/people/detect-language';
import { helpdeskQuestions } from './kit/helpdesk-questions';
import { shippedDetector } from './kit/shipped-detector';

const wishes = shippedDetector();

const folder = path.join(__dirname, '../bots/helpdesk');
const knowledge = path.join(folder, 'knowledge');
const topics = [...new Set(readdirSync(knowledge).map((file) => file.split('.')[0] ?? ''))];
const read = (file: string) => readFileSync(path.join(knowledge, file), 'utf8');

/** The figures of each section, in a form that both languages share. */
function figures(text: string): string[][] {
  const sections = text.split(/^## /m).slice(1);
  return sections.map((section) =>
    (section.replaceAll(/(\d)[ ,](?=\d{3}(?!\d))/g, '$1').match(/\d+(?:[.,:]\d+)?/g) ?? [])
      .map((figure) => figure.replace(',', '.'))
      .toSorted((a, b) => (a < b ? -1 : 1)),
  );
}

describe.each(topics)('the knowledge of the help desk about %s', (topic) => {
  it('states the same figures in both languages, section by section', () => {
    expect(figures(read(`${topic}.en.md`))).toEqual(figures(read(`${topic}.ru.md`)));
  });

  it.each(['ru', 'en'])('has a title and a heading for each thing it knows in %s', (language) => {
    const text = read(`${topic}.${language}.md`);
    expect(text).toMatch(/^# \S.*\n\n## \S/);
    expect(text.match(/^## /gm)?.length).toBeGreaterThan(5);
    expect(detectLanguage(text, ['ru', 'en'])).toBe(language);
  });
});

describe.each(['ru', 'en'] as const)('the questions to the help desk in %s', (language) => {
  it.each(helpdeskQuestions[language])('are answered by its knowledge: $question', ({ question, fact, file }) => {
    expect(read(file)).toContain(fact);
    expect(detectLanguage(question, ['ru', 'en'])).toBe(language);
    expect(wishes.detect(question).wantsHuman).toBe(false);
  });
});

it('describes each persona of the help desk in both languages, with a task of its own', () => {
  const bot = parse(readFileSync(path.join(folder, 'bot.yaml'), 'utf8'));
  expect(bot).toMatchObject({ slug: 'helpdesk', defaultLanguage: 'ru', languages: ['ru', 'en'] });
  for (const language of bot.languages) {
    const texts = JSON.parse(readFileSync(path.join(folder, `locales/${language}.json`), 'utf8'));
    expect(Object.keys(texts.persona)).toEqual(bot.personas.map((persona: { slug: string }) => persona.slug));
    for (const persona of bot.personas) {
      expect(persona.name[language]).toMatch(/\S/);
      expect(persona.description[language]).toMatch(/\S/);
    }
  }
});
