import type { Citation } from '../dialogues/speech';
import type { Hit } from '../knowledge/hit';

const markers = /\[(\d{1,2})\]/g;
const word = /\p{L}{4,}|\d{2,}/gu;
// Endings differ between question, passage and answer; the first letters of a word are enough to know it again.
const stemLength = 5;
const enoughSupport = 0.5;

/** Where an answer comes from: the passages that it cites by number, or else those whose words it is made of. */
export function citationsOf(answer: string, hits: readonly Hit[]): Citation[] {
  const cited = [...new Set([...answer.matchAll(markers)].map((match) => Number(match[1])))];
  const byMarker = cited.flatMap((marker) => {
    const hit = hits[marker - 1];
    return hit ? [citation(hit, marker)] : [];
  });
  if (byMarker.length > 0) return byMarker;
  const best = hits.map((hit) => ({ hit, support: support(answer, hit) })).toSorted((a, b) => b.support - a.support)[0];
  return best && best.support >= enoughSupport ? [citation(best.hit, null)] : [];
}

const code = /(```[^]*?(?:```|$)|`[^`\n]*`)/;
const strayMarker = /[^\S\n]*\[(\d{1,2})\](?![(:])/g;

/** The answer without numbers that no passage has; in code they are none. */
export function withoutStrayMarkers(answer: string, passages: number): string {
  const isKnown = (number: string) => Number(number) >= 1 && Number(number) <= passages;
  return answer
    .split(code)
    .map((piece, at) =>
      at % 2 === 1 ? piece : piece.replaceAll(strayMarker, (marker, number: string) => (isKnown(number) ? marker : '')),
    )
    .join('')
    .trim();
}

function citation(hit: Hit, marker: number | null): Citation {
  return { documentId: hit.documentId, title: hit.title, passage: hit.text, score: hit.score, marker };
}

/** The share of the answer's words that the passage holds. */
export function support(answer: string, hit: Hit): number {
  const words = stemsOf(answer);
  if (words.size === 0) return 0;
  const held = stemsOf(`${hit.heading} ${hit.text}`);
  return [...words].filter((one) => held.has(one)).length / words.size;
}

/** The words of a text, as far as they tell something, in the form in which they are known again. */
export function stemsOf(text: string): Set<string> {
  return new Set((text.toLowerCase().match(word) ?? []).map((one) => one.slice(0, stemLength)));
}
