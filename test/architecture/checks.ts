import { before, child, isNamed, isTest, placeOf, type SourceFile, type SyntaxNode } from './source-file';

/** Says what is wrong, a line for each fault. */
export type Check = (files: readonly SourceFile[]) => string[];

/** The order of the house: an import goes to a lower rank or stays in its folder. */
const order = [
  ['errors.ts'],
  ['infra'],
  ['events', 'language-model', 'standins'],
  ['people'],
  ['training', 'translation', 'tools'],
  ['dialogues', 'knowledge'],
  ['handoff', 'bookings'],
  ['fine-tuning', 'assistant', 'webhooks'],
  ['desk', 'answer-tests'],
  ['telegram', 'graphql', 'mcp', 'pay-page'],
  ['config-variables.ts'],
  ['config.ts'],
  ['compile-cache.ts', 'domain.ts', 'housekeeping.ts'],
  ['ground.ts'],
  ['workers.ts'],
  ['app.ts'],
  ['main.ts'],
];
const ranks = new Map(order.flatMap((parts, rank) => parts.map((part) => [part, rank])));

/** Where words of a language are data of a rule, or a stand-in speaks: everything else has its texts in locales/. */
const speakers = [
  /^standins\//,
  /^handoff\/wish\//,
  /^handoff\/(?:mood|policy|promise)\.words\.ts$/,
  /^people\/translit-words\.ts$/,
  /^infra\/contacts\.words\.ts$/,
  /^knowledge\/search-text\.rules\.ts$/,
  /^(?:knowledge|assistant|people|fine-tuning)\/(?:[a-z-]+\/)?[a-z-]+\.words\.ts$/,
  /^(?:desk|bookings|tools)\/(?:[a-z-]+\/)?[a-z-]+\.words\.ts$/,
];

const silent = ['utils', 'util', 'helpers', 'helper', 'common', 'shared', 'misc', 'index'];
const longestFile = 300;
const plainErrors = ['Error', 'TypeError', 'RangeError'];
const databasePackages = ['pg', '@prisma/client', '@prisma/adapter-pg'];
const databaseMembers = ['prisma', 'pool', '$queryRaw', '$queryRawUnsafe', '$executeRaw', '$executeRawUnsafe'];

/** Imports go to a lower rank or stay in the folder; the stand-ins see nothing but infra. */
export const importsGoDown: Check = (files) =>
  files.filter(isSource).flatMap((file) =>
    insideImports(file, files).flatMap((target) => {
      const [from, to] = [partOf(file.path), partOf(target)];
      const [fromRank, toRank] = [ranks.get(from), ranks.get(to)];
      if (fromRank === undefined || toRank === undefined) return [];
      if (from === to || (toRank < fromRank && (from !== 'standins' || to === 'infra'))) return [];
      return [`${file.path} imports ${target}`];
    }),
  );

/** Every folder and every file beside them has its place in the order. */
export const everyPartHasARank: Check = (files) =>
  files.map(({ path }) => path).filter((path) => !ranks.has(partOf(path)) && !path.endsWith('.test.ts'));

/** No file imports itself by way of others, not even for types. */
export const noCycles: Check = (files) => {
  const edges = new Map(files.filter(isSource).map((file) => [file.path, insideImports(file, files)]));
  const done = new Set<string>();
  const cycles: string[] = [];
  const walk = (path: string, trail: readonly string[]): void => {
    const seen = trail.indexOf(path);
    if (seen >= 0) cycles.push([...trail.slice(seen), path].join(' → '));
    if (seen >= 0 || done.has(path)) return;
    for (const next of edges.get(path) ?? []) walk(next, [...trail, path]);
    done.add(path);
  };
  for (const path of edges.keys()) walk(path, []);
  return cycles;
};

/** The environment is read in config.ts, once. */
export const environmentOnlyInConfig: Check = (files) =>
  places(
    files.filter((file) => isSource(file) && file.path !== 'config.ts'),
    (node) =>
      (node.type === 'MemberExpression' && isNamed(node, 'object', 'process') && propertyOf(node) === 'env') ||
      (node.type === 'VariableDeclarator' && isNamed(node, 'init', 'process')) ||
      (node.type === 'ImportDeclaration' &&
        /^(node:)?process$/.test(String(child(node, 'source', 'StringLiteral')?.['value']))),
  );

/** Only stores and infra touch the database; others may pass it and its transactions on, and know what its rows look like. */
export const databaseOnlyInStores: Check = (files) => {
  const others = files.filter((file) => isSource(file) && !/\.store\.ts$|^infra\//.test(file.path));
  const imports = others.flatMap((file) =>
    file.valueImports
      .filter((to) => databasePackages.includes(to) || to.startsWith('infra/prisma-client'))
      .map((to) => `${file.path} imports ${to}`),
  );
  const uses = places(
    others,
    (node) =>
      node.type === 'MemberExpression' && (databaseMembers.includes(propertyOf(node)) || isNamed(node, 'object', 'tx')),
  );
  return [...imports, ...uses];
};

/** What is worth saying goes into the log. */
export const noConsole: Check = (files) =>
  places(files.filter(isSource), (node) => node.type === 'MemberExpression' && isNamed(node, 'object', 'console'));

/** A thing has one name, the same wherever it is imported. */
export const noDefaultExports: Check = (files) =>
  places(
    files,
    (node) =>
      node.type === 'ExportDefaultDeclaration' ||
      node.type === 'ExportDefaultExpression' ||
      (node.type === 'ExportSpecifier' && (isNamed(node, 'exported', 'default') || isNamed(node, 'orig', 'default'))),
  );

/** Names of files and folders say what is in them. */
export const namesThatSay: Check = (files) =>
  files
    .map(({ path }) => path)
    .filter((path) => path.split('/').some((part) => silent.includes(part.split('.')[0] ?? '')));

/** A doc comment stands directly above every exported declaration. */
export const exportsAreExplained: Check = (files) =>
  files.filter(isSource).flatMap((file) =>
    file.body
      .filter((node) => node.type === 'ExportDeclaration')
      .filter((node, index, all) => !isOverload(all[index - 1], node))
      .filter((node) => !/\/\*\*(?:(?!\*\/)[^])*\*\/(?:\s*\/\/[^\n]*)*\s*$/.test(before(file, node)))
      .map((node) => `${placeOf(file, node)} ${nameOf(node)}`),
  );

/** An error has a name of its own, a code, or is a broken invariant. */
export const noPlainErrors: Check = (files) =>
  places(
    files.filter((file) => isSource(file) && file.path !== 'infra/invariant.ts'),
    (node) =>
      (node.type === 'NewExpression' || node.type === 'CallExpression') && isNamed(node, 'callee', ...plainErrors),
  );

/** No file is too long to be read at once; tests are read too. */
export const filesAreShort: Check = (files) =>
  files
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > longestFile)
    .map(({ path, lines }) => `${path}: ${lines} lines`);

/** Texts for people are in locales/. */
export const textsAreInLocales: Check = (files) =>
  places(
    files.filter((file) => isSource(file) && !speakers.some((speaker) => speaker.test(file.path))),
    (node) =>
      (node.type === 'StringLiteral' && /\p{Script=Cyrillic}/u.test(String(node['value']))) ||
      (node.type === 'TemplateElement' && /\p{Script=Cyrillic}/u.test(String(node['raw']))),
  );

function isSource(file: SourceFile): boolean {
  return !isTest(file);
}

function partOf(path: string): string {
  return path.split('/')[0] ?? '';
}

/** The files of src that a file imports; the generated client is a part of infra. */
function insideImports(file: SourceFile, files: readonly SourceFile[]): string[] {
  const known = new Set(files.map(({ path }) => path));
  return file.imports
    .map((target) => `${target}.ts`)
    .filter((target) => known.has(target) || target.startsWith('infra/prisma-client'));
}

function places(files: readonly SourceFile[], isFault: (node: SyntaxNode) => boolean): string[] {
  return files.flatMap((file) => file.nodes.filter(isFault).map((node) => placeOf(file, node)));
}

function propertyOf(node: SyntaxNode): string {
  const name = child(node, 'property', 'Identifier');
  if (name) return String(name['value']);
  const computed = child(node, 'property', 'Computed');
  return String(computed && child(computed, 'expression', 'StringLiteral')?.['value']);
}

function nameOf(node: SyntaxNode): string {
  const { declaration } = node as unknown as { declaration: SyntaxNode };
  const [variable] = (declaration['declarations'] ?? []) as SyntaxNode[];
  const name = child(declaration, 'identifier', 'Identifier') ?? child(declaration, 'id', 'Identifier');
  return String((name ?? (variable && child(variable, 'id', 'Identifier')))?.['value']);
}

function isOverload(previous: SyntaxNode | undefined, node: SyntaxNode): boolean {
  return (
    previous !== undefined &&
    child(node, 'declaration', 'FunctionDeclaration') !== undefined &&
    nameOf(previous) === nameOf(node)
  );
}
