import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { readTestFile } from '../src/answer-tests/test-file';
import { givesOrders } from '../src/assistant/orders.rules';
import { cutIntoPassages } from '../src/knowledge/passages.rules';
import { detectLanguage } from '../src/people/detect-language';
import {
  type AnalystLanguage,
  analystDocument,
  analystFolder,
  analystLanguages,
  analystSection,
  analystTopics,
  codeOf,
  numberOf,
  rowsOf,
} from './kit/analyst-folder';
import { shippedDetector } from './kit/shipped-detector';

const wishes = shippedDetector();
// Whom to ask, in words that elsewhere call a person: texts for it cost the detector more wishes than they gave.
const soundLikeWishes = ['Who can discuss credit policy and cut-offs with me?'];

/** The figures of each section, in a form that both languages share: «1 200,5» and "1,200.5" are one number. */
function figures(text: string, language: AnalystLanguage): string[][] {
  const groups = language === 'ru' ? /(?<=\d) (?=\d{3}(?!\d))/g : /(?<=\d),(?=\d{3}(?!\d))/g;
  const sections = text.split(/^## /m).slice(1);
  return sections.map((section) =>
    (section.replaceAll(groups, '').match(/\d+(?:[.,:]\d+)?/g) ?? [])
      .map((figure) => figure.replace(',', '.'))
      .toSorted((a, b) => (a < b ? -1 : 1)),
  );
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
const column = (rows: readonly string[][], at: number) => rows.map((row) => numberOf(row[at]));
const standard = (value: number, mean: number, deviation: number) => (value - mean) / deviation;

describe.each(analystTopics)('what the analyst knows about %s', (topic) => {
  const [ru, en] = [analystDocument(topic, 'ru'), analystDocument(topic, 'en')];

  it('is the same in both languages: figures, tables and code, section by section', () => {
    expect(figures(en, 'en')).toEqual(figures(ru, 'ru'));
    expect(rowsOf(en).map(({ length }) => length)).toEqual(rowsOf(ru).map(({ length }) => length));
    expect(codeOf(en)).toEqual(codeOf(ru));
  });

  it.each(analystLanguages)('has a title and short sections with headings of their own in %s', (language) => {
    const text = language === 'ru' ? ru : en;
    expect(text).toMatch(/^# \S.*\n\n## \S/);
    const prose = text.replaceAll(/```[^]*?```/g, '');
    expect(detectLanguage(prose, ['ru', 'en'])).toBe(language);
    const sections = text.split(/^## /m).slice(1);
    for (const section of sections) {
      expect(section.length).toBeGreaterThan(90);
      expect(section.length).toBeLessThan(1_400);
    }
    expect(new Set(sections.map((section) => section.split('\n')[0])).size).toBe(sections.length);
  });

  it('is harmless: no passage reads like an order to the model', () => {
    const passages = [ru, en].flatMap((text) => cutIntoPassages(text).passages);
    expect(passages.filter(({ heading, text }) => givesOrders(`${heading}\n${text}`))).toEqual([]);
  });
});

describe('the figures of the bank', () => {
  it('add up: employees, clients, applications', () => {
    const divisions = column(rowsOf(analystSection('bank', 'Structure of the bank')), 1);
    expect(sum(divisions)).toBe(2_400);
    const shares = new Map(rowsOf(analystSection('clients', 'Segmentation')).map((row) => [row[1], numberOf(row[3])]));
    expect(sum([...shares.values()])).toBe(100);
    const counted = rowsOf(analystSection('clients', 'How many clients')).slice(0, -1);
    for (const [code, clients] of counted) expect(numberOf(clients)).toBe((1_200_000 * (shares.get(code) ?? 0)) / 100);
    const types = rowsOf(analystSection('clients', 'What types'));
    expect(sum(column(types, 2))).toBe(100);
    const approval = sum(types.map((row) => (numberOf(row[2]) * numberOf(row[3])) / 100));
    expect(approval).toBeCloseTo(62, 1);
  });

  it('of the months give the totals and averages below them', () => {
    const rows = rowsOf(analystSection('monthly-figures', 'How many applications there were'));
    const [months, [total = [], average = []]] = [rows.slice(0, 12), rows.slice(12)];
    for (const at of [1, 2, 4, 5]) {
      expect(sum(column(months, at))).toBeCloseTo(numberOf(total[at]), 6);
      expect(numberOf(total[at]) / 12).toBeCloseTo(numberOf(average[at]), 6);
    }
    for (const row of rows) expect((100 * numberOf(row[2])) / numberOf(row[1])).toBeCloseTo(numberOf(row[3]), 1);
    for (const heading of ['Applications and loans', 'Why the bank refuses', 'Through which']) {
      const parts = rowsOf(analystSection('monthly-figures', heading));
      for (const at of parts[0]?.keys() ?? []) {
        if (at > 0) expect(sum(column(parts.slice(0, -1), at))).toBeCloseTo(numberOf(parts.at(-1)?.[at]), 6);
      }
    }
  });

  it('of limits and rates are reckoned right', () => {
    const payment = (amount: number, rate: number, months: number) =>
      (amount * rate) / 1200 / (1 - (1 + rate / 1200) ** -months);
    const limit = (affordable: number, rate: number, months: number) => affordable / payment(1, rate, months);
    const [first, second] = ['C', 'D'].map((grade) =>
      analystSection('limits-and-rates', `Worked example of a limit for a client rated ${grade}`),
    );
    expect(first).toContain(`€${Math.floor(limit(3_200 * 0.4 - 280, 7.2, 72)).toLocaleString('en')}`);
    expect(first).toContain(`€${payment(32_000, 7.2, 72).toFixed(2)}`);
    expect(first).toContain(`${((100 * (280 + payment(32_000, 7.2, 72))) / 3_200).toFixed(1)}%`);
    expect(second).toContain(`€${Math.floor(limit(2_400 * 0.35 - 350, 8.8, 36)).toLocaleString('en')}`);
    expect(second).toContain(`€${payment(15_400, 8.8, 36).toFixed(2)}`);
    expect(5.9 + 1.5 + 0.3 - 0.5).toBeCloseTo(7.2, 6);
    expect(analystSection('limits-and-rates', 'Worked example of a rate')).toContain('= 7.20% a year');
  });
});

describe('the PD model', () => {
  it.each(['the kind of employment', 'the purpose', 'housing', 'the application channel'])(
    'encodes %s by its WoE',
    (what) => {
      const rows = rowsOf(analystSection('pd-model', `WoE of ${what}`));
      expect([sum(column(rows, 1)), sum(column(rows, 2))]).toEqual([100, 100]);
      for (const [, good, bad, woe] of rows)
        expect(Math.log(numberOf(good) / numberOf(bad))).toBeCloseTo(numberOf(woe), 2);
      const value = sum(
        rows.map(
          ([, good, bad]) => ((numberOf(good) - numberOf(bad)) / 100) * Math.log(numberOf(good) / numberOf(bad)),
        ),
      );
      const name = /\((\w+)\)/.exec(analystSection('pd-model', `WoE of ${what}`))?.[1];
      const known = rowsOf(analystSection('pd-quality', 'Information value')).find(([feature]) => feature === name);
      expect(value).toBeCloseTo(numberOf(known?.[1]), 2);
    },
  );

  it('gives the client of the example the PD that it says', () => {
    const coefficients = new Map(
      rowsOf(analystSection('pd-model', 'What the coefficients')).map(([name = '', value]) => [
        name.split(',')[0] ?? '',
        numberOf(value),
      ]),
    );
    const values: Record<string, number> = {
      intercept: 1,
      bureau_score: standard(685, 640, 90),
      max_days_overdue_24m: standard(Math.log(1), 0.9, 1.3),
      dti: standard(34, 28, 12),
      avg_balance_90d: standard(Math.log(1 + 3_640), 7.4, 1.6),
      months_at_job: standard(95, 68, 54),
      open_loans: standard(2, 1.4, 1.1),
      age: standard(35, 41, 12),
      employment_type: 0.35,
      purpose: -0.23,
      housing_type: -0.28,
      channel: -0.1,
    };
    expect([...coefficients.keys()]).toEqual(Object.keys(values));
    const linear = sum([...coefficients].map(([name, coefficient]) => coefficient * (values[name] ?? 0)));
    expect(linear).toBeCloseTo(-3.727, 2);
    expect(100 / (1 + Math.exp(-linear))).toBeCloseTo(2.35, 1);
    expect(analystSection('pd-model', 'Worked example')).toContain('= 2.35%, rating C');
  });

  it('has the PSI that its ratings give, and Gini that fits AUC', () => {
    const rows = rowsOf(analystSection('pd-quality', 'How PSI'));
    expect([sum(column(rows, 1)), sum(column(rows, 2))]).toEqual([100, 100]);
    for (const [, before, now, part] of rows) {
      const moved = ((numberOf(now) - numberOf(before)) / 100) * Math.log(numberOf(now) / numberOf(before));
      expect(moved).toBeCloseTo(numberOf(part), 3);
    }
    expect(sum(column(rows, 3))).toBeCloseTo(0.08, 2);
    for (const [, gini, auc] of rowsOf(analystSection('pd-quality', 'Quality of the model')))
      expect(2 * numberOf(auc) - 1).toBeCloseTo(numberOf(gini), 6);
  });
});

describe('the folder of the analyst', () => {
  const bot = parse(readFileSync(path.join(analystFolder, 'bot.yaml'), 'utf8'));

  it.each(analystLanguages)('has a task for each persona and jokes to spare in %s', (language) => {
    const texts = JSON.parse(readFileSync(path.join(analystFolder, `locales/${language}.json`), 'utf8'));
    expect(Object.keys(texts.persona)).toEqual(bot.personas.map(({ slug }: { slug: string }) => slug));
    expect(Object.keys(texts.persona)).toEqual(['intern', 'da', 'ds', 'buddy']);
    const { prompt, spare } = texts.command.joke;
    expect(spare.length).toBeGreaterThanOrEqual(8);
    for (const text of [texts.greeting, prompt, ...Object.values<string>(texts.persona), ...spare])
      expect([text, detectLanguage(text, ['ru', 'en'])]).toEqual([text, language]);
  });

  it('asks what its documents answer, and sounds like a wish for a person nowhere else than known', async () => {
    const tests = await readTestFile(path.join(analystFolder, 'tests.yaml'));
    const titles = analystLanguages.map((language) =>
      analystTopics.map((topic) => /^# (.+)$/m.exec(analystDocument(topic, language))?.[1]),
    );
    const personas = bot.personas.map(({ slug }: { slug: string }) => slug);
    for (const { language, question, persona, documents, outcome, facts } of tests) {
      expect(personas).toContain(persona);
      expect(titles[language === 'ru' ? 0 : 1]).toEqual(expect.arrayContaining(documents));
      if (outcome === 'answer')
        expect([question, documents.length > 0, facts.length > 0]).toEqual([question, true, true]);
    }
    const calling = tests.map(({ question }) => question).filter((question) => wishes.detect(question).wantsHuman);
    expect(calling).toEqual(soundLikeWishes);
    for (const language of analystLanguages) {
      const own = tests.filter((test) => test.language === language);
      expect(own.filter(({ key }) => /^s\d-/.test(key))).toHaveLength(20);
      expect(own.length).toBeGreaterThanOrEqual(56);
      expect(own.filter(({ outcome }) => outcome === 'unsure').length).toBeGreaterThanOrEqual(6);
    }
  });
});
