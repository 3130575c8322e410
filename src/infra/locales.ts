import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInstance, type i18n, type Resource } from 'i18next';
import { invariant } from './invariant';
import { nearestLanguage } from './languages';

/** Values for the {{holes}} of a text; `count` also chooses the plural form. */
export type TextParams = Readonly<Record<string, string | number>>;

/** The texts for people, by language and key; they come out unescaped, the edges escape. */
export class Locales {
  /** The languages that the product's own texts exist in. */
  readonly languages: string[];

  constructor(private readonly texts: i18n) {
    this.languages = Object.keys(texts.store.data).toSorted();
  }

  /** The text of `namespace:key` in the nearest language there is; a key or a value that is missing is a fault of ours. */
  t(language: string, key: string, params: TextParams = {}): string {
    const found = this.languageOf(language, key, params);
    invariant(found, `a text for ${key} in ${language}`);
    const text: unknown = this.texts.t(key, { lng: found, replace: params, returnObjects: true, ...countOf(params) });
    invariant(typeof text === 'string', `${key} is a text, not a group of texts`);
    return text;
  }

  /** The texts of a list under that key in the nearest language there is; none where there is no such list. */
  list(language: string, key: string): string[] {
    const found = this.languageOf(language, key, {});
    const texts: unknown = found === undefined ? [] : this.texts.t(key, { lng: found, returnObjects: true });
    return Array.isArray(texts) ? texts.filter((text) => typeof text === 'string') : [];
  }

  /** Whether there is a text of that key in the nearest language. */
  has(language: string, key: string, params: TextParams = {}): boolean {
    return this.languageOf(language, key, params) !== undefined;
  }

  /** Adds the texts of a bot's own folder (`<language>.json` each) as the namespace `bot.<slug>`. */
  addBot(slug: string, folder: string): void {
    for (const file of jsonFilesOf(folder)) {
      this.texts.addResourceBundle(file.name, `bot.${slug}`, file.content, true, true);
    }
  }

  /** A bot may be written in one language only; then its texts are better in that one than not at all. */
  private languageOf(wanted: string, key: string, params: TextParams): string | undefined {
    const nearest = nearestLanguage(wanted);
    const tried = key.startsWith('bot.') ? [nearest, ...this.languages] : [nearest];
    return tried.find((lng) => this.texts.exists(key, { lng, ...countOf(params) }));
  }
}

/** Reads every `<language>/<namespace>.json` of a folder. */
export async function openLocales(folder: string): Promise<Locales> {
  const resources: Resource = {};
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const files = jsonFilesOf(path.join(folder, entry.name));
    resources[entry.name] = Object.fromEntries(files.map((file) => [file.name, file.content]));
  }
  const texts = createInstance();
  await texts.init({
    resources,
    lng: 'en',
    fallbackLng: false,
    ns: [],
    // What people and models wrote is passed in as values: it must never be read as a template or a reference itself.
    interpolation: { escapeValue: false, skipOnVariables: true },
    missingInterpolationHandler: (text: string, hole: string[]) =>
      invariant(false, `a value for ${hole[0]} of «${text.slice(0, 80)}»`),
  });
  return new Locales(texts);
}

function countOf(params: TextParams): { count?: number } {
  return typeof params['count'] === 'number' ? { count: params['count'] } : {};
}

function jsonFilesOf(folder: string): { name: string; content: Record<string, unknown> }[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  return files.map((file) => {
    const content: unknown = JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
    invariant(typeof content === 'object' && content !== null, `${file} in ${folder} is an object of texts`);
    return { name: path.basename(file, '.json'), content: { ...content } };
  });
}
