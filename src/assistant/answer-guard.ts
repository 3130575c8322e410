import type { Bot } from '../dialogues/bots';
import { contactNames } from '../infra/contacts.rules';
import { type LinkPolicy, withoutForeignLinks } from '../infra/links.rules';
import type { Locales } from '../infra/locales';
import type { Hit } from '../knowledge/hit';
import type { ModelMessage } from '../language-model/language-model';
import { withoutStrayMarkers } from './citations.rules';
import { claimsUndone } from './deeds.rules';
import { inventedNumbers } from './numbers.rules';
import { pushesLinks } from './orders.rules';
import type { Said } from './prompt';
import { repeatsPrompt } from './prompt-echo.rules';
import { isInAnotherLanguage } from './reply-language.rules';

/** What an answer is made from, and for whom. */
export interface Guarded {
  readonly bot: Bot;
  readonly language: string;
  readonly hits: readonly Hit[];
  /** What the user and the bot said before, and what is asked now. */
  readonly said: readonly Said[];
  /** All that the model was told. */
  readonly messages: readonly ModelMessage[];
  /** Code reckons for it, and what it does is done by tools. */
  readonly hasTools: boolean;
}

/** What is wrong with an answer; the names are keys of prompts.json. */
export interface AnswerFaults {
  readonly wrongLanguage: boolean;
  readonly madeUp: boolean;
  /** It gives away what the model was told to do. */
  readonly givesAway: boolean;
  /** It says that something was done that was not. */
  readonly notDone: boolean;
}

// What stands between tags is data: passages, what was settled, what was said before.
const data = /<([a-z]+)\b[^>]*>[^]*?<\/\1>/g;

/** Keeps of a model's answer what a user may get, and knows what is wrong with it. */
export class AnswerGuard {
  private links: LinkPolicy;
  private readonly order: string;
  private readonly sources: string[];
  /** What the user was told before. */
  private readonly said: readonly string[];
  /** What tools have told. */
  private readonly told: string[] = [];

  constructor(
    private readonly guarded: Guarded,
    locales: Locales,
  ) {
    const { bot, language, hits, said, messages, hasTools } = guarded;
    const users = said.filter(({ role }) => role === 'USER').map(({ text }) => text);
    this.said = said.filter(({ role }) => role !== 'USER').map(({ text }) => text);
    const passages = hits
      .map(({ title, heading, text }) => `${title}\n${heading}\n${text}`)
      .filter((text) => !pushesLinks(text));
    this.links = {
      known: contactNames([...passages, ...users, ...(hasTools ? this.said : [])]),
      domains: bot.answers.links,
      removed: locales.t(language, 'replies:answer.link_removed'),
    };
    const system = messages.filter(({ role }) => role === 'system').map(({ content }) => content);
    this.order = system.join('\n').replaceAll(data, '\n');
    // A number of the prompt's is as good as any: a passage, what was settled, the name of the bot.
    this.sources = messages.map(({ content }) => content);
  }

  /** Takes what a tool has told for as good as a passage. */
  learn(told: string): void {
    this.sources.push(told);
    this.told.push(told);
    if (!pushesLinks(told))
      this.links = { ...this.links, known: new Set([...this.links.known, ...contactNames([told])]) };
  }

  /** The text without numbers of passages that are not there, and without links to anywhere else. */
  clean(text: string): string {
    return withoutForeignLinks(withoutStrayMarkers(text, this.guarded.hits.length), this.links).trim();
  }

  faultsOf(text: string): AnswerFaults {
    return {
      wrongLanguage: this.isInAnotherLanguage(text),
      madeUp: inventedNumbers(text, this.sources, { reckons: !this.guarded.hasTools }).length > 0,
      givesAway: this.givesAway(text),
      notDone: this.guarded.hasTools && claimsUndone(text, { said: this.said, told: this.told }),
    };
  }

  isInAnotherLanguage(text: string): boolean {
    return isInAnotherLanguage(text, this.guarded.language);
  }

  givesAway(text: string): boolean {
    return repeatsPrompt(text, this.order);
  }
}

/** Whether nothing is wrong. */
export function isFlawless(faults: AnswerFaults): boolean {
  return Object.values(faults).every((isFault) => !isFault);
}
