import type { Citation } from '../dialogues/speech';
import type { MadeCall } from '../tools/tool-calls';
import type { Proposal } from '../tools/tool-session';
import type { Topic } from './evidence.rules';

/**
 * What becomes of a question: an answer, which may rest on what tools have told; something that the user is to agree to; a question back, in the bot's own words or by the nearest topics; people are to answer; the bot
 * does not know, with its own words for that, if any; or the user wanted to hear no more.
 */
export type Composed =
  | {
      readonly kind: 'answer';
      readonly text: string;
      readonly citations: readonly Citation[];
      /** It rests on tools, or asks for what they need. */
      readonly byTools?: boolean;
    }
  | { readonly kind: 'proposal'; readonly proposal: Proposal }
  | { readonly kind: 'clarify'; readonly text: string; readonly topics: readonly Topic[] }
  | { readonly kind: 'wants human' }
  | { readonly kind: 'unsure'; readonly text: string; readonly why: UnsureWhy }
  | { readonly kind: 'stopped'; readonly text: string; readonly citations: readonly Citation[] };

/**
 * Why the bot does not know: its knowledge holds nothing near; what it holds is no answer; what the model said has no support; or it could
 * not be said in the user's language; or it said that something was done that was not.
 */
export type UnsureWhy = 'nothing found' | 'no answer' | 'no support' | 'wrong language' | 'not done';

/** What came of a question, and what it rests on. */
export interface Outcome {
  readonly composed: Composed;
  /** The best score among the passages, 0..1. */
  readonly evidence: number;
  /** What the bot called for it. */
  readonly calls: readonly MadeCall[];
}
