import { readFileSync } from 'node:fs';
import path from 'node:path';
import { seededRandom, withTypos } from '../../../bench/retrieval-typos';
import { readTerms, termsOf } from './terms.rules';
import { WordIndex } from './word-index';

interface RecallSet {
  readonly passages: readonly { id: string; title: string; text: string }[];
  readonly questions: readonly { question: string; passageId: string }[];
}

const readSet = (language: string): RecallSet =>
  JSON.parse(readFileSync(path.join(__dirname, `../../../bench/retrieval-set/${language}.json`), 'utf8'));

async function indexOf({ passages }: RecallSet, language: string): Promise<WordIndex> {
  const index = new WordIndex();
  await index.add(
    passages.flatMap(({ id, title, text }) => {
      const terms = readTerms(termsOf({ title, heading: '', text, language }));
      return terms ? [{ head: { id, documentId: id, position: 0, language, revision: 1 }, terms }] : [];
    }),
  );
  await index.settle(null);
  return index;
}

/** The share of questions whose passage is among the first so many. */
function recall(index: WordIndex, questions: RecallSet['questions'], most: number): number {
  const found = questions.filter(({ question, passageId }) =>
    index.search(question, most).findings.some(({ place }) => place.id === passageId),
  );
  return found.length / questions.length;
}

/** Slightly below what bench/retrieval.ts measures; the best that plain BM25 reaches is .82 and .67 with typos. */
describe.each([
  ['ru', { first: 0.86, five: 0.96, misspelt: 0.83 }],
  ['en', { first: 0.84, five: 0.96, misspelt: 0.83 }],
] as const)('the questions of the retrieval set (%s)', (language, bars) => {
  const set = readSet(language);
  let index: WordIndex;
  beforeAll(async () => {
    index = await indexOf(set, language);
  });

  it('find their paragraph first', () => {
    expect(recall(index, set.questions, 1)).toBeGreaterThan(bars.first);
  });

  it('find it among the first five', () => {
    expect(recall(index, set.questions, 5)).toBeGreaterThan(bars.five);
  });

  it('find it first although words are misspelt', () => {
    const random = seededRandom(7);
    const misspelt = set.questions.map((one) => ({ ...one, question: withTypos(one.question, random) }));
    expect(recall(index, misspelt, 1)).toBeGreaterThan(bars.misspelt);
  });
});
