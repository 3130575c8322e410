import type { Bot } from '../dialogues/bots';
import type { Locales } from '../infra/locales';
import type { Message } from '../infra/prisma-client/client';
import type { Hit } from '../knowledge/knowledge.store';
import type { ModelMessage } from '../language-model/language-model';
import { countTokens } from '../language-model/tokens';

/** How many tokens each part of a prompt may take. Together with the answer they fit a context of 8,192. */
export const promptBudget = { passages: 2_500, history: 2_000, question: 1_500, answer: 1_000 } as const;

/** What a prompt is made of. */
export interface PromptParts {
  readonly bot: Bot;
  readonly persona: string;
  readonly language: string;
  readonly hits: readonly Hit[];
  readonly history: readonly Message[];
  readonly question: readonly Message[];
}

/** The messages for the model: the system's with the passages, then the dialogue, then what the user asks now; and the passages that had room. */
export function buildPrompt(parts: PromptParts, locales: Locales): { messages: ModelMessage[]; hits: Hit[] } {
  const { bot, persona, language } = parts;
  const hits = withinBudget(parts.hits, (hit) => passageText(hit, 1), promptBudget.passages);
  const passages = hits.map((hit, index) => passageText(hit, index + 1)).join('\n\n');
  const system = locales.t(language, 'prompts:turn.system', {
    botName: bot.name,
    persona: personaText(locales, bot, { persona, language }),
    language,
    passages: passages || locales.t(language, 'prompts:turn.no_passages'),
  });
  const history = withinBudget(parts.history.toReversed(), (one) => one.text, promptBudget.history).toReversed();
  const question = withinBudget(parts.question.toReversed(), (one) => one.text, promptBudget.question).toReversed();
  const asked = question.length > 0 ? question.map((one) => one.text) : parts.question.slice(-1).map(cutToBudget);
  return {
    messages: [
      { role: 'system', content: system },
      ...history.map(({ role, text }) => ({ role: role === 'USER' ? 'user' : 'assistant', content: text }) as const),
      ...asked.map((content) => ({ role: 'user', content }) as const),
    ],
    hits,
  };
}

/** What of a dialogue the model is told: what was said, without commands, phrases and notes. */
export function isMemorable(message: Message): boolean {
  if (message.role === 'USER') return message.text !== '' && !message.text.startsWith('/');
  return message.role === 'BOT' || message.role === 'OPERATOR';
}

function personaText(locales: Locales, bot: Bot, of: { persona: string; language: string }): string {
  const key = `bot.${bot.slug}:persona.${of.persona}`;
  return locales.has(of.language, key) ? locales.t(of.language, key) : '';
}

function passageText(hit: Hit, number: number): string {
  const title = hit.heading && hit.heading !== hit.title ? `${hit.title}: ${hit.heading}` : hit.title;
  return `<passage id="${number}" title="${title.replaceAll('"', '”')}">\n${hit.text}\n</passage>`;
}

function cutToBudget(message: Message): string {
  // A token is a character at the least.
  return message.text.slice(0, promptBudget.question).toWellFormed();
}

/** The first items that fit the budget together. */
function withinBudget<T>(items: readonly T[], textOf: (item: T) => string, budget: number): T[] {
  let left = budget;
  const taken: T[] = [];
  for (const item of items) {
    left -= countTokens(textOf(item));
    if (left < 0) break;
    taken.push(item);
  }
  return taken;
}
