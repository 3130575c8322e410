import type { Bots } from '../dialogues/bots';
import type { Dialogues } from '../dialogues/dialogues';
import { admitsIgnorance, promisesHuman } from '../handoff/promise.rules';
import type { Locales } from '../infra/locales';
import type { Log } from '../infra/log';
import { type LanguageModel, ModelAway, ModelRefused } from '../language-model/language-model';
import { detectLanguage } from '../people/detect-language';
import type { CommandOutcome, Order } from './command-outcome';

const answerTokens = 400;
const longestAnswer = 1_500;
const longestWish = 500;

/** What commands with a prompt need. */
export interface PromptedCommandDeps {
  readonly bots: Bots;
  readonly dialogues: Pick<Dialogues, 'answersOfLastMinute'>;
  readonly locales: Locales;
  readonly model: LanguageModel;
  readonly log: Log;
  /** Beyond it the model is not asked. */
  readonly answersPerMinute: number;
}

/** Commands for which a bot asks the model with a prompt of its own, without knowledge: a joke, a rhyme. */
export class PromptedCommand {
  constructor(private readonly deps: PromptedCommandDeps) {}

  /** What the model makes of the prompt; a phrase that the bot has ready where the model is away or its answer will not do. */
  async run(order: Order, prompt: string): Promise<CommandOutcome> {
    const written = (await this.mayAsk(order)) ? await this.write(order, prompt) : undefined;
    return written === undefined ? this.spare(order, prompt) : { say: written };
  }

  private async mayAsk({ dialogue }: Order): Promise<boolean> {
    const { dialogues, answersPerMinute } = this.deps;
    return (await dialogues.answersOfLastMinute(dialogue.id)) < answersPerMinute;
  }

  private async write({ dialogue, message, signal }: Order, prompt: string): Promise<string | undefined> {
    const { bots, locales, model, log } = this.deps;
    const { language } = dialogue;
    const bot = bots.get(dialogue.botId);
    const task = locales.t(language, `bot.${bot.slug}:command.${prompt}.prompt`);
    const system = locales.t(language, 'prompts:command', { botName: bot.name, task, language });
    try {
      const completion = await model.complete({
        messages: [
          { role: 'system', content: system },
          { role: 'user', content: message.text.slice(0, longestWish).toWellFormed() },
        ],
        maxOutputTokens: answerTokens,
        signal,
      });
      const text = completion.text.trim();
      return willDo(text, language) ? text : undefined;
    } catch (error) {
      if (!(error instanceof ModelAway || error instanceof ModelRefused)) throw error;
      log.warn({ err: error, dialogueId: dialogue.id }, 'the language model did nothing for a command');
      return undefined;
    }
  }

  private spare({ dialogue, message }: Order, prompt: string): CommandOutcome {
    const { bots, locales } = this.deps;
    const { slug } = bots.get(dialogue.botId);
    const phrases = locales.list(dialogue.language, `bot.${slug}:command.${prompt}.spare`);
    const phrase = phrases[message.seq % phrases.length];
    return { say: phrase ?? locales.t(dialogue.language, 'replies:model.away') };
  }
}

const link = /https?:\/\/|www\.|\]\(/i;

/** Whether a text is what was asked for: in the language of the user, of a length to read, without links, promises and excuses. */
function willDo(text: string, language: string): boolean {
  if (text === '' || text.length > longestAnswer || link.test(text)) return false;
  if (admitsIgnorance(text) || promisesHuman(text)) return false;
  return (detectLanguage(text, ['ru', 'en']) ?? language) === language;
}
