import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

type Texts = Map<string, string>;
const plural = /_(zero|one|two|few|many|other)$/;

function flat(value: unknown, prefix = ''): [string, string][] {
  if (typeof value === 'string') return [[prefix, value]];
  return Object.entries(value as object).flatMap(([key, inner]) => flat(inner, prefix ? `${prefix}.${key}` : key));
}

const read = (file: string): Texts => new Map(flat(JSON.parse(readFileSync(file, 'utf8'))));
const holes = (text: string): string[] => [...new Set(text.match(/\{\{[^}]*\}\}/g))].toSorted();

/** Keys without plural endings → the holes that each of its forms has. */
function shape(texts: Texts): Record<string, string[]> {
  return Object.fromEntries(
    [...texts]
      .map(([key, text]): [string, string[]] => [key.replace(plural, ''), holes(text)])
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

const root = path.join(__dirname, '../..');
const pairs = [
  ...readdirSync(path.join(root, 'locales/ru')).map((file) => [`locales/ru/${file}`, `locales/en/${file}`]),
  ...readdirSync(path.join(root, 'bots'))
    .filter((bot) => readdirSync(path.join(root, 'bots', bot)).includes('locales'))
    .map((bot) => [`bots/${bot}/locales/ru.json`, `bots/${bot}/locales/en.json`]),
] as [string, string][];

describe.each(pairs)('%s and %s', (ru, en) => {
  const russian = read(path.join(root, ru));
  const english = read(path.join(root, en));

  it('have the same keys with the same holes', () => {
    expect(shape(english)).toEqual(shape(russian));
  });

  it.each([
    ['ru', russian],
    ['en', english],
  ] as const)('leave nothing empty and no plural incomplete in %s', (language, texts) => {
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted();
    const forms = Map.groupBy(
      [...texts.keys()].filter((key) => plural.test(key)),
      (key) => key.replace(plural, ''),
    );
    for (const [key, found] of forms) {
      expect([key, found.map((form) => plural.exec(form)?.[1] ?? '').toSorted((a, b) => (a < b ? -1 : 1))]).toEqual([
        key,
        categories,
      ]);
    }
    for (const [key, text] of texts) expect([key, text.trim()]).not.toEqual([key, '']);
  });

  it('use the letters of their language', () => {
    const letters = [...russian].filter(([, text]) => /\p{L}{4,}/u.test(text.replaceAll(/\{\{[^}]*\}\}/g, '')));
    const foreign = letters.filter(([, text]) => !/[а-яё]/i.test(text)).map(([key]) => key);
    expect(foreign.filter((key) => !/english|language$|graphql$/.test(key))).toEqual([]);
  });
});

it('compares every file of both languages', () => {
  expect(readdirSync(path.join(root, 'locales/en'))).toEqual(readdirSync(path.join(root, 'locales/ru')));
});
