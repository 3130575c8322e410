import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse, stringify } from 'yaml';

/** A copy of the bots' folder in which the help desk has other settings. */
export interface BotsFolder {
  readonly folder: string;
  remove(): void;
}

/** Texts of a bot by language and by their first key. */
type Texts = Readonly<Record<'ru' | 'en', Readonly<Record<string, unknown>>>>;

/** Puts one bot, the help desk if nothing else is said, below a folder of a test; answers where. */
export function botAlone(folder: string, slug = 'helpdesk'): string {
  const bots = path.join(folder, 'bots');
  cpSync(path.join(__dirname, '../../bots', slug), path.join(bots, slug), { recursive: true });
  return bots;
}

/** Copies the help desk's folder and changes what its bot.yaml says, and what stands in its locales. */
export function botsFolderWith(changes: Readonly<Record<string, unknown>>, texts?: Texts): BotsFolder {
  const folder = mkdtempSync(path.join(tmpdir(), 'besedka-bots-'));
  cpSync(path.join(__dirname, '../../bots/helpdesk'), path.join(folder, 'helpdesk'), { recursive: true });
  const file = path.join(folder, 'helpdesk/bot.yaml');
  writeFileSync(file, stringify({ ...parse(readFileSync(file, 'utf8')), ...changes }));
  for (const [language, more] of Object.entries(texts ?? {})) {
    const locale = path.join(folder, `helpdesk/locales/${language}.json`);
    writeFileSync(locale, JSON.stringify({ ...JSON.parse(readFileSync(locale, 'utf8')), ...more }));
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
