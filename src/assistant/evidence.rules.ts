import type { AnswerSettings } from '../dialogues/answer-settings';
import type { Hit } from '../knowledge/hit';

/** What passages are worth for an answer: enough, so little that it is better to ask what is meant, or nothing. */
export interface Evidence {
  readonly level: 'clear' | 'between' | 'none';
  /** The best score, 0..1; 0 where nothing was found. */
  readonly score: number;
}

/** Something near a question that the bot knows about. */
export interface Topic {
  readonly passageId: string;
  readonly label: string;
}

const mostTopics = 3;
const fewestTopics = 2;
// Telegram cuts longer buttons.
const longestLabel = 48;

/** What the best of some passages is worth to a bot with these settings. */
export function evidenceOf(hits: readonly Pick<Hit, 'score'>[], settings: AnswerSettings): Evidence {
  const score = Math.max(0, ...hits.map((hit) => hit.score));
  if (hits.length === 0 || score < settings.clarify) return { level: 'none', score };
  return { level: score < settings.evidence ? 'between' : 'clear', score };
}

/** The passages that are worth looking at. */
export function worthReading<T extends Pick<Hit, 'score'>>(hits: readonly T[], { clarify }: AnswerSettings): T[] {
  return hits.filter((hit) => hit.score >= clarify);
}

/** What the nearest passages are about, to choose from; empty where there is no choice. */
export function topicsOf(hits: readonly Hit[]): Topic[] {
  const topics = new Map<string, Topic>();
  for (const hit of hits) {
    const label = labelOf(hit);
    if (label !== '' && !topics.has(label)) topics.set(label, { passageId: hit.passageId, label });
  }
  const nearest = [...topics.values()].slice(0, mostTopics);
  return nearest.length >= fewestTopics ? nearest : [];
}

/** The innermost heading of a passage, with the one above it where there is room. */
function labelOf({ heading, title }: Hit): string {
  const path = [title, ...heading.split(' › ')].filter((part, at, all) => part !== '' && part !== all[at - 1]);
  const [inner = '', outer] = path.toReversed();
  const whole = outer === undefined ? inner : `${outer}: ${inner}`;
  const label = whole.length <= longestLabel ? whole : inner;
  return label.length <= longestLabel
    ? label
    : `${label
        .slice(0, longestLabel - 1)
        .toWellFormed()
        .trimEnd()}…`;
}
