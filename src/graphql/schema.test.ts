import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  buildSchema,
  type DocumentNode,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  parse,
  print,
} from 'graphql';
import { currentSchema } from './print-schema';

const root = path.join(__dirname, '../..');
let text: string;
let schema: GraphQLSchema;
beforeAll(async () => {
  text = await currentSchema();
  schema = buildSchema(text);
});

type Described = { readonly name: string; readonly description?: string | null | undefined };

/** Every part of the schema that a reader may want explained, by its path. */
function* parts(): Generator<[string, Described]> {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isIntrospectionType(type) || isSpecifiedScalarType(type)) continue;
    yield [type.name, type];
    if (isEnumType(type)) for (const value of type.getValues()) yield [`${type.name}.${value.name}`, value];
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      yield [`${type.name}.${field.name}`, field];
      if ('args' in field) for (const arg of field.args) yield [`${type.name}.${field.name}(${arg.name}:)`, arg];
    }
  }
}

/** Type, field and argument signatures of a document, one line each. */
function signatures(document: DocumentNode): Set<string> {
  const lines = new Set<string>();
  for (const definition of document.definitions) {
    const name = 'name' in definition ? (definition.name?.value ?? '') : '';
    lines.add(`${definition.kind} ${name}`);
    if ('interfaces' in definition)
      for (const one of definition.interfaces ?? []) lines.add(`${name} implements ${print(one)}`);
    if ('values' in definition) for (const value of definition.values ?? []) lines.add(`${name}.${value.name.value}`);
    if ('types' in definition) for (const type of definition.types ?? []) lines.add(`${name} | ${print(type)}`);
    if (!('fields' in definition)) continue;
    for (const field of definition.fields ?? []) {
      lines.add(`${name}.${field.name.value}: ${print(field.type)}`);
      const args = 'arguments' in field ? (field.arguments ?? []) : [];
      for (const arg of args) lines.add(`${name}.${field.name.value}(${arg.name.value}: ${print(arg.type)})`);
    }
  }
  return lines;
}

describe('the schema', () => {
  it('explains every type, field, argument and value', () => {
    const unexplained = [...parts()].filter(([, part]) => !part.description?.trim()).map(([name]) => name);
    expect(unexplained).toEqual([]);
  });

  it('holds all that clients may rely on, with the same names and nullability', () => {
    const promised = readFileSync(path.join(root, 'test/contracts/contract.graphql'), 'utf8');
    const held = signatures(parse(text));
    expect([...signatures(parse(promised))].filter((line) => !held.has(line))).toEqual([]);
  });

  it('is the same as schema.graphql (npm run schema)', () => {
    const file = path.join(root, 'schema.graphql');
    expect(existsSync(file) ? readFileSync(file, 'utf8') : 'there is none').toBe(text);
  });

  it('asks nothing mandatory beyond the contract', () => {
    const promised = signatures(parse(readFileSync(path.join(root, 'test/contracts/contract.graphql'), 'utf8')));
    const mandatory = [...signatures(parse(text))].filter((line) => /\(\w+: .*!\)$|^\w+Input\.\w+: .*!$/.test(line));
    expect(mandatory.filter((line) => !promised.has(line))).toEqual([]);
  });
});
