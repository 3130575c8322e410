import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  buildSchema,
  type DocumentNode,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  type NamedTypeNode,
  type NameNode,
  parse,
  print,
  type TypeNode,
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
type Part = readonly [path: string, part: Described];

/** Every part of the schema that a reader may want explained, by its path. */
function parts(): Part[] {
  const own = Object.values(schema.getTypeMap()).filter(
    (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
  );
  return own.flatMap((type): Part[] => {
    const values = isEnumType(type) ? type.getValues() : [];
    const fields = isObjectType(type) || isInterfaceType(type) || isInputObjectType(type) ? type.getFields() : {};
    const members = [...values, ...Object.values(fields)];
    return [[type.name, type], ...members.flatMap((member) => partsOf(`${type.name}.${member.name}`, member))];
  });
}

function partsOf(place: string, member: Described & { args?: readonly Described[] | object }): Part[] {
  const args = Array.isArray(member.args) ? (member.args as readonly Described[]) : [];
  return [[place, member], ...args.map((arg): Part => [`${place}(${arg.name}:)`, arg])];
}

/** The parts of a definition's syntax that matter here; each kind of definition has some of them. */
interface Definition {
  readonly kind: string;
  readonly name?: NameNode;
  readonly interfaces?: readonly NamedTypeNode[];
  readonly types?: readonly NamedTypeNode[];
  readonly values?: readonly { readonly name: NameNode }[];
  readonly fields?: readonly Member[];
}

interface Member {
  readonly name: NameNode;
  readonly type: TypeNode;
  readonly arguments?: readonly Member[];
}

/** Type, field and argument signatures of a document, one line each. */
function signatures(document: DocumentNode): Set<string> {
  return new Set((document.definitions as readonly Definition[]).flatMap(signaturesOf));
}

function signaturesOf({ kind, name, interfaces = [], types = [], values = [], fields = [] }: Definition): string[] {
  const of = name?.value ?? '';
  return [
    `${kind} ${of}`,
    ...interfaces.map((one) => `${of} implements ${print(one)}`),
    ...types.map((one) => `${of} | ${print(one)}`),
    ...values.map((value) => `${of}.${value.name.value}`),
    ...fields.flatMap(({ name: field, type, arguments: args = [] }) => [
      `${of}.${field.value}: ${print(type)}`,
      ...args.map((arg) => `${of}.${field.value}(${arg.name.value}: ${print(arg.type)})`),
    ]),
  ];
}

describe('the schema', () => {
  it('explains every type, field, argument and value', () => {
    const unexplained = parts()
      .filter(([, part]) => !part.description?.trim())
      .map(([name]) => name);
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

  it('asks nothing mandatory beyond the contract of those who rely on it', () => {
    const promised = signatures(parse(readFileSync(path.join(root, 'test/contracts/contract.graphql'), 'utf8')));
    const owners = new Set([...promised].map((line) => line.replace(/[:(].*$/, '').replace(/^\w+Definition /, '')));
    const mandatory = [...signatures(parse(text))].filter((line) => /\(\w+: .*!\)$|^\w+Input\.\w+: .*!$/.test(line));
    const known = mandatory.filter((line) => owners.has(line.replace(/\(.*$|\.\w+: .*$/, '')));
    expect(known.filter((line) => !promised.has(line))).toEqual([]);
  });

  it('lets every mutation that changes something for a caller be repeated under a key', () => {
    const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
    const withoutKey = mutations.filter(({ args }) => {
      const input = getNamedType(args.find(({ name }) => name === 'input')?.type);
      return !isInputObjectType(input) || !('idempotencyKey' in input.getFields());
    });
    // What they do twice is the same as once.
    expect(withoutKey.map(({ name }) => name).toSorted()).toEqual(['revokeApiKey', 'setPresence', 'signIn', 'signOut']);
  });
});
