import type { Bot } from '../dialogues/bots';
import type { Bus } from '../infra/bus';
import type { Database } from '../infra/database';
import type { Locales } from '../infra/locales';
import type { Log } from '../infra/log';
import { SharedState } from '../infra/shared-state';
import { PromptVersionStore } from './prompt-versions.store';

/** Whose text, in which language. */
export interface PersonaAddress {
  readonly persona: string;
  readonly language: string;
}

/** What the personas of bots are told: the version in force, or what the bot's folder says. */
export class PersonaTexts {
  private readonly store: PromptVersionStore;
  private readonly shared: SharedState;
  private published = new Map<string, Readonly<Record<string, string>>>();

  constructor(private readonly deps: { database: Database; bus: Bus; locales: Locales; log: Log }) {
    this.store = new PromptVersionStore(deps.database);
    this.shared = new SharedState(deps, { topic: 'prompts', read: () => this.read() });
  }

  start(): Promise<void> {
    return this.shared.start();
  }

  stop(): Promise<void> {
    return this.shared.stop();
  }

  /** Takes up what was published here, and says it to the other processes. */
  changed(): Promise<void> {
    return this.shared.changed();
  }

  /** The task of a persona; empty when nobody has written one. */
  of(bot: Bot, { persona, language }: PersonaAddress): string {
    const published = this.published.get(`${bot.id} ${persona}`)?.[language];
    if (published !== undefined) return published;
    const key = `bot.${bot.slug}:persona.${persona}`;
    return this.deps.locales.has(language, key) ? this.deps.locales.t(language, key) : '';
  }

  private async read(): Promise<void> {
    const active = await this.store.active();
    this.published = new Map(
      active.map(({ botId, persona, texts }) => [`${botId} ${persona}`, texts as Record<string, string>]),
    );
  }
}
