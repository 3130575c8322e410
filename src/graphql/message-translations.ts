import type { Interpreter, SpokenMessage } from '../dialogues/interpreter';
import type { Dialogue, Message, Operator, User } from '../infra/prisma-client/client';
import type { Translations } from '../translation/translations';
import { languageOfTag } from '../translation/translator';

/** A message that is wanted in another language. */
export interface WantedTranslation {
  readonly message: Message;
  readonly to: string;
}

/** Where translations are found and made. */
export interface TranslationSources {
  readonly translations: Translations;
  readonly interpreter: Interpreter;
}

interface Reads {
  readonly dialogues: { load(id: string): Promise<Dialogue | null> };
  readonly users: { load(id: string): Promise<User | null> };
  readonly operators: { load(id: string): Promise<Operator | null> };
}

// A page of messages that nobody has seen in this language is not translated as a whole: its newest are, the others when they
// are asked for again.
const mostMade = 20;
// What takes longer is there when it is asked for again.
const longestWaitMs = 10_000;

/** The texts of messages in other languages, for one answer. */
export class MessageTranslations {
  constructor(
    private readonly sources: TranslationSources,
    private readonly reads: Reads,
    private readonly waitMs = longestWaitMs,
  ) {}

  /** Those that are kept, one query for each language, and a few of the others; null where there is none (yet). */
  async load(wanted: readonly WantedTranslation[]): Promise<(string | null)[]> {
    const kept = await this.kept(wanted);
    const missing = wanted.filter((one, index) => kept[index] === undefined && isForeign(one));
    const newest = missing.toSorted((a, b) => b.message.createdAt.getTime() - a.message.createdAt.getTime());
    const made = new Map<WantedTranslation, string | null>();
    if (this.sources.translations.available) {
      const making = newest.slice(0, mostMade).map(async (one) => void made.set(one, await this.make(one)));
      await within(this.waitMs, Promise.all(making));
    }
    return wanted.map((one, index) => kept[index] ?? made.get(one) ?? null);
  }

  private async kept(wanted: readonly WantedTranslation[]): Promise<(string | undefined)[]> {
    const languages = new Map<string, Promise<ReadonlyMap<string, string>>>();
    for (const [language, group] of Map.groupBy(wanted, ({ to }) => languageOfTag(to))) {
      const ids = group.filter(isForeign).map(({ message }) => message.id);
      languages.set(
        language,
        ids.length > 0 ? this.sources.translations.of(ids, language) : Promise.resolve(new Map()),
      );
    }
    return Promise.all(
      wanted.map(async ({ message, to }) => (await languages.get(languageOfTag(to)))?.get(message.id)),
    );
  }

  private async make({ message, to }: WantedTranslation): Promise<string | null> {
    const spoken = await this.spoken(message);
    return spoken && this.sources.interpreter.inLanguage(spoken, to);
  }

  /** The message with the people whose names are in it; null when it is gone meanwhile. */
  private async spoken(message: Message): Promise<SpokenMessage | null> {
    const { dialogues, users, operators } = this.reads;
    const [dialogue, operator] = await Promise.all([
      dialogues.load(message.dialogueId),
      message.operatorId === null ? null : operators.load(message.operatorId),
    ]);
    const user = dialogue && (await users.load(dialogue.userId));
    return user && { ...message, operator, dialogue: { ...dialogue, user } };
  }
}

function isForeign({ message: { language, text }, to }: WantedTranslation): boolean {
  return language !== null && text !== '' && languageOfTag(language) !== languageOfTag(to);
}

/** Waits for the work, but not longer; the work goes on. */
async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const { promise: enough, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  await Promise.race([work, enough]).finally(() => clearTimeout(timer));
}
