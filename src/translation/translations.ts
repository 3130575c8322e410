import { createHash } from 'node:crypto';
import type { Database, Tx } from '../infra/database';
import type { Log } from '../infra/log';
import { Slots } from './slots';
import { TranslationStore } from './translations.store';
import {
  languageOfTag,
  TranslationFailed,
  type TranslationFault,
  type TranslationRequest,
  type Translator,
} from './translator';

/** A message that is wanted in another language. */
export interface MessageToTranslate extends Omit<TranslationRequest, 'signal'> {
  readonly messageId: string;
  /** Somebody waits for it: it goes before those that are only shown. */
  readonly urgent?: boolean;
}

/** A message in another language, or why it is not there. */
export type Translated =
  | { readonly text: string; readonly fault: null }
  | { readonly text: null; readonly fault: TranslationFault };

/** How much is done at once, and for how long. */
export const translationLimits = {
  atOnce: 4,
  /** From the call to its end, whatever happens: so much for any text, and so much more for each character. */
  budgetMs: 15_000,
  budgetPerCharacterMs: 3,
  /** How long what failed for its own text's sake is not tried again; lists of messages are read over and over. */
  pauseMs: 10 * 60_000,
} as const;

// Beyond so many failures the oldest are forgotten.
const rememberedFailures = 1_000;
const ownFaults: readonly TranslationFault[] = ['mangled', 'refused', 'too_long'];

/** What translating messages needs. */
export interface TranslationsDeps {
  readonly database: Database;
  readonly translator: Translator;
  readonly log: Log;
  readonly limits?: Partial<Record<keyof typeof translationLimits, number>>;
}

/** Messages in other languages: each is translated once and kept until the message is edited. */
export class Translations {
  private readonly store: TranslationStore;
  private readonly limits: Record<keyof typeof translationLimits, number>;
  private readonly slots: Slots;
  private readonly flights = new Map<string, Promise<Translated>>();
  private readonly failures = new Map<string, { fault: TranslationFault; until: number }>();
  private readonly closing = new AbortController();

  constructor(private readonly deps: TranslationsDeps) {
    this.store = new TranslationStore(deps.database);
    this.limits = { ...translationLimits, ...deps.limits };
    this.slots = new Slots(this.limits.atOnce);
  }

  /** False when no translator is configured. */
  get available(): boolean {
    return this.deps.translator.available;
  }

  /** The translations that are kept, by message; asks nobody. */
  async of(messageIds: readonly string[], language: string): Promise<ReadonlyMap<string, string>> {
    return this.store.find(messageIds, languageOfTag(language));
  }

  /** The message in another language, or null when it cannot be had (now). */
  async ensure(wanted: MessageToTranslate): Promise<string | null> {
    return (await this.attempt(wanted)).text;
  }

  /** The same, with the reason why it cannot be had. */
  async attempt(wanted: MessageToTranslate): Promise<Translated> {
    const to = languageOfTag(wanted.to);
    if (languageOfTag(wanted.from) === to) return { text: wanted.text, fault: null };
    const key = createHash('sha256')
      .update(JSON.stringify([wanted.messageId, to, wanted.text]))
      .digest('base64url');
    return this.flights.get(key) ?? this.begin(key, { ...wanted, to });
  }

  /** Drops what was kept of a message, in the transaction of its edit. */
  async forget(tx: Tx, messageId: string): Promise<void> {
    await TranslationStore.drop(tx, messageId);
  }

  /** Ends what is under way: its callers get an AbortError, not a fault, for nothing is wrong with the text. */
  async close(): Promise<void> {
    this.closing.abort();
    await Promise.allSettled(this.flights.values());
  }

  private begin(key: string, wanted: MessageToTranslate): Promise<Translated> {
    const flight = this.keptOrMade(key, wanted).finally(() => this.flights.delete(key));
    this.flights.set(key, flight);
    return flight;
  }

  private async keptOrMade(key: string, wanted: MessageToTranslate): Promise<Translated> {
    const kept = (await this.store.find([wanted.messageId], wanted.to)).get(wanted.messageId);
    if (kept !== undefined) return { text: kept, fault: null };
    const known = this.available ? this.knownFault(key) : 'not_configured';
    if (known) return { text: null, fault: known };
    try {
      return { text: await this.make(wanted), fault: null };
    } catch (error) {
      if (!(error instanceof TranslationFailed)) throw error;
      this.deps.log.warn({ err: error, messageId: wanted.messageId, to: wanted.to }, 'a message was not translated');
      if (ownFaults.includes(error.fault)) this.remember(key, error.fault);
      return { text: null, fault: error.fault };
    }
  }

  private async make({ messageId, urgent = false, ...request }: MessageToTranslate): Promise<string> {
    const { budgetMs, budgetPerCharacterMs } = this.limits;
    const budget = AbortSignal.timeout(budgetMs + budgetPerCharacterMs * request.text.length);
    const signal = AbortSignal.any([budget, this.closing.signal]);
    const work = () => this.deps.translator.translate({ ...request, signal });
    const text = await this.slots.run(work, { urgent, signal }).catch((error: unknown) => {
      this.closing.signal.throwIfAborted();
      throw budget.aborted ? new TranslationFailed('slow', { cause: error }) : error;
    });
    const kept = await this.store.keep({ messageId, language: request.to, text, source: request.text });
    return kept ?? text;
  }

  private remember(key: string, fault: TranslationFault): void {
    this.failures.delete(key);
    this.failures.set(key, { fault, until: performance.now() + this.limits.pauseMs });
    const [oldest] = this.failures.keys();
    if (this.failures.size > rememberedFailures && oldest !== undefined) this.failures.delete(oldest);
  }

  private knownFault(key: string): TranslationFault | undefined {
    const failure = this.failures.get(key);
    return failure && failure.until > performance.now() ? failure.fault : undefined;
  }
}
