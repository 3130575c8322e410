import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { Refusal } from '../errors';
import type { Database } from '../infra/database';
import { newId } from '../infra/ids';
import { StartError } from '../infra/start-error';
import { type AccessSettings, accessSettings } from '../people/access.rules';
import { type ToolSettings, toolSettings } from '../tools/tool-settings';
import { type AnswerSettings, answerSettings } from './answer-settings';
import { BotStore } from './bots.store';
import { commandSettings, type OwnCommand } from './command-settings';
import { type HandoffSettings, handoffSettings } from './handoff-settings';

const localised = z.record(z.string(), z.string());
const slug = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/);
const persona = z.object({ slug, name: localised, description: localised });
const botFile = z.strictObject({
  slug,
  name: z.string().min(1),
  defaultLanguage: z.enum(['ru', 'en']),
  languages: z.array(z.enum(['ru', 'en'])).min(1),
  personas: z.array(persona).min(1),
  access: accessSettings,
  commands: commandSettings,
  handoff: handoffSettings,
  answers: answerSettings,
  tools: toolSettings,
  // Words that have one right translation, a pair for each.
  glossary: z.array(z.strictObject({ ru: z.string().min(1), en: z.string().min(1) })).default([]),
});

/** A word of a bot's glossary in each language. */
export type Term = Readonly<Record<'ru' | 'en', string>>;

/** The manner and task of a bot, named in each language. */
export type Persona = z.infer<typeof persona>;

/** One bot, as its folder describes it and the database knows it. */
export interface Bot {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly telegramUsername: string | null;
  readonly defaultLanguage: string;
  readonly languages: readonly string[];
  readonly personas: readonly Persona[];
  readonly access: AccessSettings;
  readonly commands: readonly OwnCommand[];
  readonly handoff: HandoffSettings;
  readonly answers: AnswerSettings;
  readonly tools: ToolSettings;
  /** The model that answers for it, where it is another one than the deployment's. */
  readonly model: string | null;
  readonly glossary: readonly Term[];
  readonly enabled: boolean;
}

/** The bots of this deployment; each one is a folder with a bot.yaml. */
export class Bots {
  private readonly store: BotStore;
  private byId = new Map<string, Bot>();

  constructor(deps: { database: Database }) {
    this.store = new BotStore(deps.database);
  }

  /** Reads the bots' folders into the database. Throws StartError that names the file and the fault. */
  async load(folder: string): Promise<void> {
    const slugs: string[] = [];
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const isBot = entry.isDirectory() && existsSync(path.join(folder, entry.name, 'bot.yaml'));
      if (isBot) slugs.push(await this.loadOne(path.join(folder, entry.name)));
    }
    await this.store.disableAllBut(slugs);
    await this.refresh();
  }

  /** Remembers the name under which Telegram knows a bot. */
  async rename(botId: string, telegramUsername: string): Promise<void> {
    if (this.get(botId).telegramUsername === telegramUsername) return;
    await this.store.changeUsername(botId, telegramUsername);
    await this.refresh();
  }

  all(): Bot[] {
    return [...this.byId.values()];
  }

  /** The bots that have a folder; others are kept for the sake of their dialogues. */
  enabled(): Bot[] {
    return this.all().filter((bot) => bot.enabled);
  }

  /** A bot. Throws NOT_FOUND. */
  get(id: string): Bot {
    const bot = this.byId.get(id);
    if (!bot) throw new Refusal('NOT_FOUND');
    return bot;
  }

  /** Reads one folder and answers the bot's slug. */
  private async loadOne(folder: string): Promise<string> {
    const file = path.join(folder, 'bot.yaml');
    const read = botFile.safeParse(parse(await readFile(file, 'utf8')));
    if (!read.success) throw new StartError(`${file}: ${z.prettifyError(read.error)}`);
    if (read.data.slug !== path.basename(folder)) throw new StartError(`${file}: slug: must be the folder's name`);
    const stray = read.data.commands.find((one) => !isOffered(one, read.data));
    if (stray) throw new StartError(`${file}: commands: /${stray.name} names a persona that the bot does not have`);
    const tools: object = read.data.tools;
    await this.store.keep(read.data.slug, { id: newId('bot'), ...read.data, tools, enabled: true });
    return read.data.slug;
  }

  /** Takes up what the database says of the bots now. */
  async refresh(): Promise<void> {
    const rows = await this.store.all();
    this.byId = new Map(rows.map((row) => [row.id, botOf(row)]));
  }
}

function isOffered({ kind, target }: OwnCommand, { personas }: Pick<Bot, 'personas'>): boolean {
  return kind !== 'persona' || personas.some((persona) => persona.slug === target);
}

type Row = Awaited<ReturnType<BotStore['all']>>[number];

const withoutFile = handoffSettings.parse({});
const openToAll = accessSettings.parse({});
const usualAnswers = answerSettings.parse({});
const noTools = toolSettings.parse({});

/** The JSON columns hold what the folder's file was checked to hold; settings that came later are missing of a bot without a folder. */
function botOf(row: Row): Bot {
  const { personas, access, commands, handoff, answers, tools, glossary } = row as unknown as Bot;
  const settings = {
    access: { ...openToAll, ...access },
    handoff: { ...withoutFile, ...handoff },
    answers: { ...usualAnswers, ...answers },
    tools: { ...noTools, ...tools },
  };
  return { ...row, personas, commands, glossary, ...settings };
}
