import type { AnswerSettings } from '../dialogues/answer-settings';
import type { Citation } from '../dialogues/speech';
import { admitsIgnorance } from '../handoff/promise.rules';
import type { AnswerFaults } from './answer-guard';
import type { Written } from './answer-writer';
import { citationsOf } from './citations.rules';
import type { Composed, UnsureWhy } from './composed';
import { type Evidence, evidenceOf, topicsOf } from './evidence.rules';
import { addsFacts, asksBack } from './facts.rules';

/** What an answer is judged by. */
export interface Grounds {
  readonly settings: AnswerSettings;
  readonly evidence: Evidence;
  /** What was said in the dialogue, the question included. */
  readonly said: readonly string[];
  /** The question asks for something that the bot has to know. */
  readonly asksKnowledge: boolean;
  /** False when the bot has asked back already, or nobody would hear it. */
  readonly mayAskBack: boolean;
}

const faulty: Readonly<Record<keyof AnswerFaults, UnsureWhy>> = {
  givesAway: 'no support',
  madeUp: 'no support',
  wrongLanguage: 'wrong language',
  notDone: 'not done',
};

/** What becomes of what the model wrote: it is said where it rests on something, or needs not to. */
export function verdictOf(written: Written, grounds: Grounds): Composed {
  const { text, handOver, fault, hits, tools } = written;
  if (tools.proposal) return { kind: 'proposal', proposal: tools.proposal };
  if (handOver === 'user_wants_human') return { kind: 'wants human' };
  if (fault !== null) return { kind: 'unsure', text: '', why: faulty[fault] };
  const citations = citationsOf(text, hits);
  if (isByTools(written, grounds)) return { kind: 'answer', text, citations, byTools: true };
  if (isIgnorant(written, citations)) return notKnown(written, grounds);
  return grounds.asksKnowledge ? judged(written, citations, grounds) : { kind: 'answer', text, citations };
}

function isIgnorant({ text, handOver }: Written, citations: readonly Citation[]): boolean {
  return handOver === 'cannot_answer' || text === '' || (citations.length === 0 && admitsIgnorance(text));
}

/** Whether an answer rests on what tools have told, or asks for what they need: that needs no passage. */
function isByTools({ text, handOver, tools }: Written, { said }: Grounds): boolean {
  if (!tools.offered || text === '' || handOver !== undefined) return false;
  return tools.found || asksBack(text) || !addsFacts(text, [...said, ...tools.told]);
}

function judged(written: Written, citations: readonly Citation[], grounds: Grounds): Composed {
  const { text, hits } = written;
  const { mayAskBack, said, settings } = grounds;
  const unknown = notKnown({ text: '', hits }, grounds);
  if (citations.length > 0) {
    const isWeak = evidenceOf(citations, settings).level !== 'clear';
    const topics = mayAskBack && isWeak ? topicsOf(hits) : [];
    return topics.length > 0 ? { kind: 'clarify', text: '', topics } : { kind: 'answer', text, citations };
  }
  if (asksBack(text)) return mayAskBack ? { kind: 'clarify', text, topics: [] } : unknown;
  if (!addsFacts(text, said)) return { kind: 'answer', text, citations };
  return unknown.kind === 'unsure' ? { ...unknown, why: 'no support' } : unknown;
}

/** The nearest topics to choose from, where there is something near; else the honest word. */
function notKnown({ text, hits }: Pick<Written, 'text' | 'hits'>, { mayAskBack, evidence }: Grounds): Composed {
  const topics = mayAskBack && evidence.level === 'between' ? topicsOf(hits) : [];
  if (topics.length > 0) return { kind: 'clarify', text: '', topics };
  return { kind: 'unsure', text, why: evidence.level === 'none' ? 'nothing found' : 'no answer' };
}
