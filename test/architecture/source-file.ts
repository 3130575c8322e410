import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from '@swc/core';

/** A node of the syntax tree, as far as the checks look. */
export interface SyntaxNode {
  readonly type: string;
  readonly span: { readonly start: number; readonly end: number };
  readonly [key: string]: unknown;
}

/** One TypeScript file, read and parsed. */
export interface SourceFile {
  /** Below src, with «/». */
  readonly path: string;
  readonly text: string;
  readonly body: readonly SyntaxNode[];
  /** Every node of the tree. */
  readonly nodes: readonly SyntaxNode[];
  /** What it imports, type-only imports included: a path below src without the ending, or the name of a package. */
  readonly imports: readonly string[];
  /** Those of them that are there when the program runs. */
  readonly valueImports: readonly string[];
}

const generated = 'infra/prisma-client/';

/** All files of src that people wrote. */
export function readSources(src: string): SourceFile[] {
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .map((name) => name.split(path.sep).join('/'))
    .filter((name) => name.endsWith('.ts') && !name.startsWith(generated))
    .toSorted()
    .map((name) => sourceFile(name, readFileSync(path.join(src, name), 'utf8')));
}

/** Parses one file; `name` is its path below src. */
export function sourceFile(name: string, text: string): SourceFile {
  const { body } = parseSync(text, { syntax: 'typescript', decorators: true, target: 'es2022' });
  const nodes: SyntaxNode[] = [];
  collect(body, nodes);
  const targets = (of: SyntaxNode[]) => of.flatMap(importedBy).map((specifier) => resolved(name, specifier));
  return {
    path: name,
    text,
    body: body as unknown as SyntaxNode[],
    nodes,
    imports: targets(nodes),
    valueImports: targets(nodes.filter((node) => !isOnlyForTypes(node))),
  };
}

/** True for a test beside the file that it tests. */
export function isTest({ path }: SourceFile): boolean {
  return path.endsWith('.test.ts');
}

/** Where a node is: "path:line". */
export function placeOf(file: SourceFile, node: SyntaxNode): string {
  return `${file.path}:${before(file, node).split('\n').length}`;
}

/** The text before a node. The parser counts bytes and begins with 1. */
export function before(file: SourceFile, node: SyntaxNode): string {
  const start = Math.min(node.span.start, ...decoratorsOf(node).map(({ span }) => span.start));
  return Buffer.from(file.text)
    .subarray(0, start - 1)
    .toString();
}

/** The node's child of this name when it is a node of one of these types. */
export function child(node: SyntaxNode, key: string, ...types: string[]): SyntaxNode | undefined {
  const value = node[key];
  return isNode(value) && types.includes(value.type) ? value : undefined;
}

/** True when the child of this name is the identifier of this name. */
export function isNamed(node: SyntaxNode, key: string, ...names: string[]): boolean {
  return names.includes(String(child(node, key, 'Identifier')?.['value']));
}

function decoratorsOf(node: SyntaxNode): SyntaxNode[] {
  const declaration = node['declaration'];
  const decorators = isNode(declaration) ? declaration['decorators'] : undefined;
  return Array.isArray(decorators) ? decorators.filter(isNode) : [];
}

function collect(value: unknown, nodes: SyntaxNode[]): void {
  if (typeof value !== 'object' || value === null) return;
  if (isNode(value)) nodes.push(value);
  for (const part of Object.values(value)) collect(part, nodes);
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'span' in value;
}

const declarations = ['ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration'];

function importedBy(node: SyntaxNode): string[] {
  if (declarations.includes(node.type)) return literal(node['source']);
  if (node.type === 'TsImportType') return literal(node['argument']);
  if (node.type === 'TsExternalModuleReference') return literal(node['expression']);
  if (node.type !== 'CallExpression') return [];
  if (!child(node, 'callee', 'Import') && !isNamed(node, 'callee', 'require')) return [];
  const [first] = node['arguments'] as { expression: unknown }[];
  return literal(first?.expression);
}

function isOnlyForTypes(node: SyntaxNode): boolean {
  if (node.type === 'TsImportType' || node['typeOnly'] === true) return true;
  const { specifiers } = node;
  return (
    Array.isArray(specifiers) && specifiers.length > 0 && specifiers.every(({ isTypeOnly }) => isTypeOnly === true)
  );
}

function literal(value: unknown): string[] {
  return isNode(value) && value.type === 'StringLiteral' ? [String(value['value'])] : [];
}

function resolved(from: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  return path.posix.join(path.posix.dirname(from), specifier).replace(/\.[jt]s$/, '');
}
