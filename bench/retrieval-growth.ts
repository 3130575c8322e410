import { seededRandom } from './retrieval-typos';

/** A passage of the bench. */
export interface BenchPassage {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

const syllables = {
  ru: 'ба ве го ди жу за ки ло ме на ор пе ру са ти ун фо хи ца че ша эт юм яр вол гра дор кан лин мир нов пол рат сек тол'.split(
    ' ',
  ),
  en: 'ba ver con di gar hol in jo ken lim mor nal o per qui ran sol tan ur vel wil zen ster ing ton ly der men port graph son'.split(
    ' ',
  ),
};
/** How many words beyond those of the set a large collection has. */
const rareWords = 120_000;

/**
 * Passages that answer nothing: sentences as long as real ones, of words that are as frequent as words are (Zipf), drawn
 * from the set's own words and, further down, from made-up ones; the same in every run.
 */
export function* distractors(passages: readonly BenchPassage[], language: 'ru' | 'en'): Generator<BenchPassage> {
  const random = seededRandom(language === 'ru' ? 101 : 102);
  const words = wordsByFrequency(passages);
  const sentences = passages.flatMap(({ text }) =>
    text.split(/(?<=[.!?])\s+/).map((sentence) => sentence.split(/\s+/)),
  );
  for (let n = 0; ; n++) {
    const text: string[] = [];
    while (text.length < 70 + (n % 60)) {
      const sentence = sentences[Math.floor(random() * sentences.length)] ?? [];
      // A third of the words of a real sentence stay, in another order; the others are drawn.
      const drawn = sentence.map((word) =>
        random() < 0.33 ? word.replaceAll(/[.,;:!?«»"()]/g, '') : drawWord(words, language, random),
      );
      text.push(...shuffled(drawn, random));
      text[text.length - 1] += '.';
    }
    yield { id: `${language}-x${n}`, title: drawWord(words, language, random), text: text.join(' ') };
  }
}

function wordsByFrequency(passages: readonly BenchPassage[]): string[] {
  const counts = new Map<string, number>();
  for (const { text } of passages) {
    for (const word of text.toLowerCase().match(/\p{L}+/gu) ?? []) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts].toSorted((a, b) => b[1] - a[1]).map(([word]) => word);
}

function drawWord(words: readonly string[], language: 'ru' | 'en', random: () => number): string {
  const rank = Math.floor(Math.exp(random() * Math.log(words.length + rareWords))) - 1;
  return words[rank] ?? madeUp(rank, syllables[language]);
}

function madeUp(rank: number, parts: readonly string[]): string {
  let word = '';
  for (let rest = rank; rest > 0; rest = Math.floor(rest / parts.length)) word += parts[rest % parts.length];
  return word;
}

function shuffled(words: readonly string[], random: () => number): string[] {
  const result = [...words];
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [result[i], result[j]] = [result[j] ?? '', result[i] ?? ''];
  }
  return result;
}
