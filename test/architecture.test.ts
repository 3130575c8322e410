import path from 'node:path';
import * as checks from './architecture/checks';
import { readSources, sourceFile } from './architecture/source-file';

const files = readSources(path.join(__dirname, '../src'));

/** A sentence, the check that holds it, and code that breaks it: [path below src, text] of each file. */
const rules: [string, checks.Check, ...[string, string][]][] = [
  [
    'imports go to a lower rank or stay in their folder',
    checks.importsGoDown,
    ['people/a.ts', `import type { B } from '../handoff/b';`],
    ['handoff/b.ts', ''],
  ],
  [
    'neighbours do not import each other',
    checks.importsGoDown,
    ['telegram/a.ts', `const b = await import('../graphql/b');`],
    ['graphql/b.ts', ''],
  ],
  [
    'the stand-ins see nothing but infra',
    checks.importsGoDown,
    ['standins/a.ts', `export { Refusal } from '../errors';`],
    ['errors.ts', ''],
  ],
  ['every folder has its rank', checks.everyPartHasARank, ['new/a.ts', ''], ['infra/b.ts', '']],
  [
    'no file imports itself by way of others, not even for types',
    checks.noCycles,
    ['people/a.ts', `import { b } from './b';`],
    ['people/b.ts', `export type C = import('./c').C;`],
    ['people/c.ts', `export * from './a';`],
  ],
  ['only config.ts reads the environment', checks.environmentOnlyInConfig, ['infra/a.ts', `f(process.env['A']);`]],
  ['… nor takes it apart', checks.environmentOnlyInConfig, ['infra/a.ts', 'const { env } = process;']],
  ['… nor imports it', checks.environmentOnlyInConfig, ['infra/a.ts', `import { env } from 'node:process';`]],
  ['only stores import the database client', checks.databaseOnlyInStores, ['people/a.ts', `import pg from 'pg';`]],
  [
    '… nor its generated part',
    checks.databaseOnlyInStores,
    ['people/a.ts', `import { type User, PrismaClient } from '../infra/prisma-client/client';`],
  ],
  ['only stores use the database', checks.databaseOnlyInStores, ['people/a.ts', 'this.database.pool.query(sql);']],
  ['only stores use a transaction', checks.databaseOnlyInStores, ['people/a.ts', 'await tx.user.findMany();']],
  ['nothing is written past the log', checks.noConsole, ['people/a.ts', `console.log('x');`]],
  ['nothing is exported as default', checks.noDefaultExports, ['people/a.ts', 'export default class A {}']],
  ['… nor under that name', checks.noDefaultExports, ['people/a.ts', 'const a = 1; export { a as default };']],
  ['names of files say what is in them', checks.namesThatSay, ['people/utils.ts', '']],
  ['names of folders say what is in them', checks.namesThatSay, ['people/helpers/a.ts', '']],
  [
    'every export is explained',
    checks.exportsAreExplained,
    ['people/a.ts', '/** A. */\nconst a = 1;\nexport const b = a;'],
  ],
  ['an explanation is a doc comment', checks.exportsAreExplained, ['people/a.ts', '/* why */\nexport class A {}']],
  ['errors have names', checks.noPlainErrors, ['people/a.ts', `throw new Error('x');`]],
  ['files are short', checks.filesAreShort, ['people/a.test.ts', '\n'.repeat(300) + 'f();']],
  ['texts are in locales/', checks.textsAreInLocales, ['people/a.ts', `const a = 'Привет';`]],
  ['… and not in templates', checks.textsAreInLocales, ['people/a.ts', 'const a = `Привет, ${b}`;']],
];

describe('the source', () => {
  it('is found', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(files.find((file) => file.path === 'errors.ts')?.imports).toEqual([]);
  });

  it.each(rules)('keeps the rule: %s', (_, check) => {
    expect(check(files)).toEqual([]);
  });
});

describe('a break of a rule is noticed', () => {
  it.each(rules)('%s', (_, check, ...broken) => {
    expect(check(broken.map(([name, text]) => sourceFile(name, text)))).toHaveLength(1);
  });

  it.each<[checks.Check, string, string]>([
    [checks.environmentOnlyInConfig, 'config.ts', `f(process.env['A']);`],
    [checks.databaseOnlyInStores, 'people/people.store.ts', 'this.database.prisma.user.count();'],
    [checks.databaseOnlyInStores, 'people/a.ts', `import type { Tx } from '../infra/database'; f(tx, database);`],
    [
      checks.noPlainErrors,
      'people/a.ts',
      `class Away extends Error { constructor() { super('x'); } } throw new Away();`,
    ],
    [checks.exportsAreExplained, 'people/a.ts', '// «ё»\n/** A. */\n@Field()\nexport class A {}'],
    [checks.textsAreInLocales, 'people/a.ts', '/** Привет */\n// привет\nf("hello");'],
    [checks.noCycles, 'people/a.ts', `import { b } from './b';`],
  ])('and what keeps it is not: %#', (check, name, text) => {
    expect(check([sourceFile(name, text)])).toEqual([]);
  });
});
