import type { Bot } from '../dialogues/bots';
import type { Locales } from '../infra/locales';
import type { Message } from '../infra/prisma-client/client';
import type { Hit } from '../knowledge/hit';
import type { ModelMessage, ToolDefinition } from '../language-model/language-model';
import { countTokens } from '../language-model/tokens';
import { handOverTool } from './hand-over-tool';
import {
  historyAtMost,
  Purse,
  roomForMessages,
  shares,
  summaryTokens,
  tokensOf,
  toolResultTokens,
} from './memory/budget.rules';
import { cutToTokens } from './memory/cut.rules';
import { latestTurns, latestWithin, tokensTogether } from './memory/history.rules';

/** Something that was said: what the model needs of a message. */
export type Said = Pick<Message, 'role' | 'text'>;

/** How many tokens what can be left out of a prompt has. */
export interface PartSizes {
  readonly passages: number;
  readonly history: number;
}

/** What a prompt is made of. */
export interface PromptParts {
  readonly bot: Bot;
  /** The task of the persona. */
  readonly personaText: string;
  readonly language: string;
  /** What operators have settled with this user. */
  readonly memory: string | null;
  /** What was said before the history. */
  readonly summary?: string | null | undefined;
  /** The user may want a person. */
  readonly doubtful: boolean;
  /** An operator has the dialogue: the answer is for them to send, change or leave. */
  readonly draft: boolean;
  readonly hits: readonly Hit[];
  readonly history: readonly Said[];
  readonly question: readonly Said[];
  /** What the model takes, its answer included. */
  readonly contextTokens?: number | undefined;
  /** What is offered with it. */
  readonly tools?: readonly ToolDefinition[] | undefined;
  /** What has to be known to use them; what they tell in the turn has room of its own. */
  readonly toolNotes?: readonly string[] | undefined;
  /** Less than there would be room for: a model has found that too much. */
  readonly atMost?: PartSizes | undefined;
}

/** The messages for the model, the passages that had room, and how much room was taken. */
export interface Prompt {
  readonly messages: ModelMessage[];
  readonly hits: Hit[];
  readonly tokens: PartSizes & { readonly all: number };
}

// How many tokens a model takes of which nobody has said anything else.
const usualContext = 8_192;

// What operators have settled is summed up in a few sentences.
const longestMemory = 1_500;
// An owner may write a whole page on how the bot is to be.
const personaShare = 0.25;
// Tags that the prompt puts around data; inside the data they would end it.
const ownTags = /<(?=\s*\/?\s*(?:passage|settled|summary|task)\b)/gi;
const noLimit: PartSizes = { passages: Number.POSITIVE_INFINITY, history: Number.POSITIVE_INFINITY };

/**
 * The messages for the model: the system's with the passages, then the dialogue, then what the user asks now. Never more than there is
 * room for: what is needed first has the first right, and what it leaves is there for the next (docs/decisions/0012-memory.md).
 */
export function buildPrompt(parts: PromptParts, locales: Locales): Prompt {
  const { language, contextTokens = usualContext, tools = [handOverTool(locales, language)], atMost = noLimit } = parts;
  const whole = roomForMessages(contextTokens, tools) - (tools.length > 1 ? toolResultTokens(contextTokens) : 0);
  const mark = locales.t(language, 'prompts:turn.cut');
  const personaText = cutToTokens(parts.personaText, Math.floor(whole * personaShare), mark);
  const frame = { ...parts, personaText };
  const purse = new Purse(whole - tokensOf([systemMessage(frame, locales, { summary: '', passages: '' })]));

  const question = latestWithin(parts.question, purse.roomFor(shares.question), mark);
  purse.spend(tokensTogether(question));
  const hits = hitsWithin(parts.hits, Math.min(purse.roomFor(shares.passages), atMost.passages), mark);
  const passages = hits.map((hit, index) => passageText(hit, index + 1)).join('\n\n');
  purse.spend(countTokens(passages));
  const summary = summaryNote(parts, Math.min(purse.roomFor(shares.summary), summaryTokens), locales);
  purse.spend(countTokens(summary));
  const left = Math.min(historyAtMost(purse.roomFor(shares.history)), atMost.history);
  const history = latestTurns(parts.history, left, mark);

  const messages = [systemMessage(frame, locales, { summary, passages }), ...history, ...question];
  const tokens = { all: tokensOf(messages), passages: countTokens(passages), history: tokensTogether(history) };
  return { messages, hits, tokens };
}

/** What of a dialogue the model is told: what was said, without commands, phrases and notes. */
export function isMemorable(message: Said): boolean {
  if (message.role === 'USER') return message.text !== '' && !message.text.startsWith('/');
  return message.role === 'BOT' || message.role === 'OPERATOR';
}

function systemMessage(
  parts: PromptParts,
  locales: Locales,
  data: { readonly summary: string; readonly passages: string },
): ModelMessage {
  const { bot, personaText, language } = parts;
  const content = locales.t(language, 'prompts:turn.system', {
    botName: bot.name,
    persona: personaText,
    language,
    notes: [...notesFor(parts, locales), data.summary]
      .filter(Boolean)
      .map((note) => `${note}\n\n`)
      .join(''),
    passages: data.passages || locales.t(language, 'prompts:turn.no_passages'),
  });
  return { role: 'system', content };
}

/** What the model is to know beside passages and summary, a paragraph each. */
function notesFor(parts: PromptParts, locales: Locales): string[] {
  const { language, memory, doubtful, draft, tools = [], toolNotes = [] } = parts;
  return [
    ...(tools.length > 1 ? [locales.t(language, draft ? 'prompts:turn.tools_draft' : 'prompts:turn.tools')] : []),
    ...toolNotes,
    ...(draft ? [locales.t(language, 'prompts:turn.draft')] : []),
    ...(doubtful ? [locales.t(language, 'prompts:turn.doubtful')] : []),
    ...(memory
      ? [locales.t(language, 'prompts:turn.settled', { settled: asData(memory.slice(0, longestMemory)) })]
      : []),
  ];
}

function summaryNote({ language, summary }: PromptParts, tokens: number, locales: Locales): string {
  if (!summary) return '';
  const mark = locales.t(language, 'prompts:turn.cut');
  const note = (text: string) => locales.t(language, 'prompts:turn.earlier', { summary: asData(text) });
  const room = tokens - countTokens(note('')) - 2;
  return room > 0 ? note(cutToTokens(summary, room, mark)) : '';
}

/** The best passages that have room together; of the very best at least what has room. */
function hitsWithin(hits: readonly Hit[], tokens: number, mark: string): Hit[] {
  const fitting = withinBudget(hits, (hit) => `${passageText(hit, 1)}\n\n`, tokens);
  const [best] = hits;
  if (fitting.length > 0 || !best) return fitting;
  const room = tokens - countTokens(passageText({ ...best, text: '' }, 1)) - 4;
  const text = room > 0 ? cutToTokens(asData(best.text), room, mark) : '';
  return text === '' ? [] : [{ ...best, text }];
}

function passageText(hit: Hit, number: number): string {
  const title = hit.heading && hit.heading !== hit.title ? `${hit.title}: ${hit.heading}` : hit.title;
  return `<passage id="${number}" title="${title.replaceAll('"', '”')}">\n${asData(hit.text)}\n</passage>`;
}

/** A text that cannot end the tags that stand around it, nor begin others. */
function asData(text: string): string {
  return text.replaceAll(ownTags, '‹');
}

/** The first items that fit the budget of tokens together. */
export function withinBudget<T>(items: readonly T[], textOf: (item: T) => string, budget: number): T[] {
  let left = budget;
  const taken: T[] = [];
  for (const item of items) {
    left -= countTokens(textOf(item));
    if (left < 0) break;
    taken.push(item);
  }
  return taken;
}
