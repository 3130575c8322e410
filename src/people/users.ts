import { Refusal } from '../errors';
import type { Database, Tx } from '../infra/database';
import { newId } from '../infra/ids';
import { nearestLanguage } from '../infra/languages';
import type { Page, PageRequest } from '../infra/page';
import type { User } from '../infra/prisma-client/client';
import { PeopleStore } from './people.store';
import { demand, type Viewer } from './viewer';

/** A user as the channel introduces them. */
export interface UserProfile {
  readonly channel: 'TELEGRAM' | 'API';
  /** Whose name space the external id belongs to: "telegram", or the API client that brought the user. */
  readonly realm: string;
  readonly externalId: string;
  readonly username: string | null;
  readonly displayName: string;
  /** What the user's Telegram speaks; a hint only. */
  readonly telegramLanguage: string | null;
}

/** What is known of the language that replies should be in, beside the user's own choice. */
export interface LanguageHints {
  /** Of the text that was just written, when it tells. */
  readonly detected: string | undefined;
  /** What the bot speaks. */
  readonly languages: readonly string[];
  /** The bot's default. */
  readonly fallback: string;
}

/** The people who write to the bots. */
export class Users {
  private readonly store: PeopleStore;

  constructor(deps: { database: Database }) {
    this.store = new PeopleStore(deps.database);
  }

  /**
   * The user of a profile, made when new, with the language of their replies settled: chosen by them, else that of this
   * text, else Telegram's, else the bot's own.
   */
  async meet(tx: Tx, profile: UserProfile, hints: LanguageHints): Promise<User> {
    const nearest = profile.telegramLanguage && nearestLanguage(profile.telegramLanguage);
    const telegram = hints.languages.find((language) => language === nearest);
    const first = telegram
      ? ({ language: telegram, languageSource: 'TELEGRAM' } as const)
      : ({ language: hints.fallback, languageSource: 'DEFAULT' } as const);
    const user = await this.store.keepUser(tx, { id: newId('user'), ...profile, ...first });
    const language = await this.hearLanguage(tx, user, hints.detected);
    return { ...user, language };
  }

  /** The language of replies to a user whose latest text is in `detected`, if it tells; their own choice comes first. */
  async hearLanguage(tx: Tx, user: User, detected: string | undefined): Promise<string> {
    if (!detected || user.languageSource === 'CHOSEN') return user.language;
    if (user.languageSource !== 'DETECTED' || user.language !== detected) {
      await this.store.changeUser(tx, user.id, { language: detected, languageSource: 'DETECTED' });
    }
    return detected;
  }

  /** Remembers the language that a user chose. */
  chooseLanguage(tx: Tx, userId: string, language: string): Promise<User> {
    return this.store.changeUser(tx, userId, { language, languageSource: 'CHOSEN' });
  }

  /** A user. Throws NOT_FOUND. Needs `dialogues:read`. */
  async get(viewer: Viewer | null, id: string): Promise<User> {
    demand(viewer, 'dialogues:read');
    const user = await this.store.findUser(id);
    if (!user) throw new Refusal('NOT_FOUND');
    return user;
  }

  /** Users, newest first. Needs `dialogues:read`. */
  page(viewer: Viewer | null, request: PageRequest, search?: string): Promise<Page<User>> {
    demand(viewer, 'dialogues:read');
    return this.store.users(request, search?.trim() || undefined);
  }

  byIds(ids: readonly string[]): Promise<User[]> {
    return this.store.usersByIds(ids);
  }
}
