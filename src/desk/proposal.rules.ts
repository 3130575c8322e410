import { z } from 'zod';
import { support } from '../assistant/citations.rules';
import type { Hit } from '../knowledge/hit';
import { smallTalk } from './small-talk.words';
import { hasForeignNumbers } from './written.rules';

/** A question with its answer, for anybody who asks. */
export interface Entry {
  readonly question: string;
  readonly answer: string;
}

// «Везём в Казань» is an answer; fewer words are a «yes», which says nothing to others.
const fewestWords = 3;
const nearlyAll = 0.8;

const written = z.object({ question: z.string(), answer: z.string() });

/** True when an operator said more than greetings and promises to look. */
export function saysSomething(text: string): boolean {
  const words = text.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{N}-]*/gu) ?? [];
  return words.filter((word) => !smallTalk.has(word)).length >= fewestWords;
}

/** The entry that the model wrote as JSON: null where it found nothing to keep, undefined where there is no JSON. */
export function entryIn(text: string): Entry | null | undefined {
  const read = written.safeParse(jsonIn(text));
  if (!read.success) return undefined;
  const [question, answer] = [read.data.question.trim(), read.data.answer.trim()];
  return question && answer ? { question, answer } : null;
}

/** True when the bot knows it already: a passage has nearly all words of the answer, and all its numbers. */
export function isKnown({ answer }: Entry, hits: readonly Hit[]): boolean {
  return hits.some(
    (hit) => support(answer, hit) >= nearlyAll && !hasForeignNumbers(answer, `${hit.heading} ${hit.text}`),
  );
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(/\{[^]*\}/.exec(text)?.[0] ?? 'null');
  } catch {
    return null; // the model wrote something else
  }
}
