import type { ModelMessage, ToolDefinition } from '../../language-model/language-model';
import { countTokens } from '../../language-model/tokens';

/** What of a request's tokens each part is sure of, once the prompt has what it needs; what one leaves is there for the next. */
export const shares = { question: 0.25, passages: 0.4, summary: 0.05, history: 0.3 } as const;

/** How many tokens the summary of a dialogue may have. */
export const summaryTokens = 300;

// An answer is read on a telephone.
const longestAnswer = 1_000;
const answerShare = 0.25;
// What tools tell: a day of a calendar, a list of bookings.
const mostToolResults = 2_400;
const toolResultShare = 0.2;
// What system prompt, tools and notes of a usual bot take, in Russian.
const usualFrame = 1_600;
// More is not read better, and is paid for at every turn.
const mostHistory = 6_000;

// As OpenAI's cookbook counts: a message is <|im_start|>role\n…<|im_end|>\n, and the answer is begun with another three.
const messageTokens = 4;
const requestTokens = 3;
const toolTokens = 16;
const callTokens = 8;
// A picture looked at closely in as many tiles as there may be.
const imageTokens = 1_105;
// Tokens that come to be where the parts are joined; and what an answer is told that is asked for once more.
const seams = 16;
const complaint = 160;

/** How many tokens an answer may have in a context of this size. */
export function answerTokens(contextTokens: number): number {
  return Math.min(longestAnswer, Math.floor(contextTokens * answerShare));
}

/** How many tokens all that tools tell in a turn may have in a context of this size. */
export function toolResultTokens(contextTokens: number): number {
  return Math.min(mostToolResults, Math.floor(contextTokens * toolResultShare));
}

/** How many tokens the messages of a request may have, as `tokensOf` counts them, when its answer and its tools are in the same context. */
export function roomForMessages(contextTokens: number, tools: readonly ToolDefinition[]): number {
  return contextTokens - answerTokens(contextTokens) - tokensOfTools(tools) - complaint;
}

/** How many tokens of what was said a prompt is sure to hold word for word, whatever is asked and found. */
export function sureHistory(contextTokens: number): number {
  const rest = contextTokens - answerTokens(contextTokens) - usualFrame;
  return Math.min(mostHistory, Math.floor(rest * shares.history));
}

/** How many tokens of history a prompt takes where there is room. */
export function historyAtMost(left: number): number {
  return Math.min(left, mostHistory);
}

/** What a service counts for messages, the beginning of the answer included. */
export function tokensOf(messages: readonly ModelMessage[]): number {
  return messages.reduce((sum, message) => sum + tokensOfMessage(message), requestTokens);
}

/** What a service counts for one message. */
export function tokensOfMessage({ content, images = [], toolCalls = [] }: ModelMessage): number {
  const calls = toolCalls.map((call) => countTokens(call.name) + countTokens(call.arguments) + callTokens);
  return messageTokens + countTokens(content) + images.length * imageTokens + calls.reduce((sum, one) => sum + one, 0);
}

/** What a service counts for tools, at the most: it writes them down in its own way, which is shorter than their JSON. */
export function tokensOfTools(tools: readonly ToolDefinition[]): number {
  return tools.reduce((sum, tool) => sum + countTokens(JSON.stringify(tool)) + toolTokens, 0);
}

/** Tokens on their way from part to part, each taking of what those before it have left. */
export class Purse {
  private left: number;
  private granted = 0;

  constructor(private readonly whole: number) {
    this.left = Math.max(0, whole - seams);
  }

  /** What a part may take: its share, and what the parts before it have not used of theirs. */
  roomFor(share: number): number {
    this.granted += share;
    const promised = this.whole * (1 - this.granted);
    return Math.max(0, Math.min(this.left, Math.floor(this.left - promised)));
  }

  /** Notes what a part has taken. */
  spend(tokens: number): void {
    this.left -= tokens;
  }
}
