import type { Message, Operator, User } from '../infra/prisma-client/client';
import type { MessageToTranslate, Translated, Translations } from '../translation/translations';
import type { Bots } from './bots';

/** A message with the people whose names are in it. */
export type SpokenMessage = Message & {
  readonly operator: Operator | null;
  readonly dialogue: { readonly botId: string; readonly language: string; readonly user: User };
};

/** What a user is to read, and why it is not in their language where it should be. */
export type Wording = Omit<Translated, 'text'> & { readonly text: string };

/** Puts what operators write into the language of the user, and what users write into that of the operator. */
export class Interpreter {
  constructor(private readonly deps: { translations: Translations; bots: Bots }) {}

  /** An operator's words in the user's language, everything else as it was said; what cannot be translated goes out as it is. */
  async forUser(message: SpokenMessage): Promise<Wording> {
    const { role, operator, dialogue, text } = message;
    if (role !== 'OPERATOR' || operator?.translation === false) return { text, fault: null };
    const wanted = this.wanted(message, dialogue.language);
    if (!wanted) return { text, fault: null };
    const translated = await this.deps.translations.attempt({ ...wanted, urgent: true });
    return { text: translated.text ?? text, fault: translated.fault };
  }

  /** A message in another language; null when it is in that language already, or cannot be translated (now). */
  async inLanguage(message: SpokenMessage, to: string): Promise<string | null> {
    const wanted = this.wanted(message, to);
    return wanted && this.deps.translations.ensure(wanted);
  }

  private wanted(message: SpokenMessage, to: string): MessageToTranslate | null {
    const { id: messageId, language, text, dialogue, operator } = message;
    if (language === null || language === to || text === '') return null;
    const { name, glossary: terms } = this.deps.bots.get(dialogue.botId);
    const names = [name, dialogue.user.displayName, ...(operator ? [operator.name] : [])];
    return { messageId, text, from: language, to, terms, names };
  }
}
