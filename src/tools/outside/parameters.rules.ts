import Ajv, { type ErrorObject } from 'ajv';
import { cleanText } from '../../infra/clean-text';

/** A JSON schema. */
export type Schema = Readonly<Record<string, unknown>>;

/** What a call’s arguments came to. */
export type CheckedArguments =
  | { readonly arguments: Readonly<Record<string, unknown>>; readonly faults: null }
  | { readonly arguments: null; readonly faults: string };

/** Checks the arguments of a call against a schema. */
export type ArgumentsCheck = (given: unknown) => CheckedArguments;

const most = { json: 10_000, depth: 8, pattern: 200, arguments: 8_000, faults: 500, properties: 40 };
const forbidden = ['$ref', '$dynamicRef', '$recursiveRef', '$id', '$schema', 'patternProperties', '$async'];

/** What is wrong with a schema that an owner has written; undefined: nothing. */
export function schemaFault(schema: Schema): string | undefined {
  if (JSON.stringify(schema).length > most.json) return `is longer than ${most.json} characters`;
  if (schema['type'] !== 'object') return 'must have the type object';
  if (Object.keys(propertiesOf(schema)).length > most.properties) return `has more than ${most.properties} properties`;
  const inside = [...walk(schema)].map(partFault).find((found) => found !== undefined);
  return inside ?? compileFault(schema);
}

function partFault({ key, value, depth }: Part): string | undefined {
  if (depth > most.depth) return 'is nested too deeply';
  if (forbidden.includes(key)) return `must not hold ${key}`;
  const isSlow = key === 'pattern' && typeof value === 'string' && !isQuick(value);
  return isSlow ? 'has a pattern that may take too long' : undefined;
}

function compileFault(schema: Schema): string | undefined {
  try {
    compiled(schema, true);
    return undefined;
  } catch (error) {
    return (error instanceof Error ? error.message : 'is no JSON schema').slice(0, most.faults);
  }
}

/** The schema of a stranger's tool, without what could do harm: long words, references, patterns. Null: there is none to be used. */
export function strangersSchema(schema: unknown, line: (text: string) => string): Schema | null {
  const cleaned = cleanedNode(schema, line, 0);
  if (typeof cleaned !== 'object' || cleaned === null || Array.isArray(cleaned)) return null;
  const whole = { ...(cleaned as Schema), type: 'object' };
  if (JSON.stringify(whole).length > most.json) return null;
  try {
    compiled(whole, false);
    return whole;
  } catch {
    return null;
  }
}

const dropped = new Set([...forbidden, '$defs', 'definitions', '$comment', 'pattern', 'format', 'examples']);

function cleanedNode(node: unknown, line: (text: string) => string, depth: number): unknown {
  if (typeof node === 'string') return line(node);
  if (typeof node !== 'object' || node === null) return node;
  if (depth > most.depth) return {};
  if (Array.isArray(node)) return node.slice(0, most.properties).map((one) => cleanedNode(one, line, depth + 1));
  const entries = Object.entries(node).filter(([key, value]) => !dropped.has(key) || isSchemaOfProperty(value));
  return Object.fromEntries(entries.map(([key, value]) => [key.slice(0, 64), cleanedNode(value, line, depth + 1)]));
}

/** A property may be called «pattern» or «format»: then what it holds is a schema, not a text. */
function isSchemaOfProperty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && 'type' in value;
}

/** Checks arguments against a schema that was found good. Numbers and truth values that come as text become what is wanted. */
export function argumentsCheck(schema: Schema, strict: boolean): ArgumentsCheck {
  const validate = compiled(schema, strict);
  return (given) => {
    if (typeof given !== 'object' || given === null || Array.isArray(given)) return fault('must be an object');
    const text = JSON.stringify(given);
    if (text.length > most.arguments) return fault(`are longer than ${most.arguments} characters`);
    const copy = cleanedStrings(JSON.parse(text)) as Record<string, unknown>;
    return validate(copy) ? { arguments: copy, faults: null } : fault(faultsOf(validate.errors ?? []));
  };
}

/** The properties of a schema of an object. */
export function propertiesOf(schema: Schema): Readonly<Record<string, Schema>> {
  const { properties } = schema as { properties?: unknown };
  return typeof properties === 'object' && properties !== null ? (properties as Record<string, Schema>) : {};
}

/** The properties that must be there. */
export function requiredOf(schema: Schema): readonly string[] {
  const { required } = schema as { required?: unknown };
  return Array.isArray(required) ? required.filter((one) => typeof one === 'string') : [];
}

function compiled(schema: Schema, strict: boolean) {
  // A validator of its own for each schema: none sees another's names.
  const ajv = new Ajv({
    strict,
    strictRequired: false,
    allowUnionTypes: true,
    allErrors: false,
    coerceTypes: true,
    useDefaults: true,
    validateFormats: false,
    addUsedSchema: false,
    logger: false,
  });
  return ajv.compile(schema);
}

/**
 * Whether a pattern ends in good time whatever it is given: no group is repeated, nothing is referred back to, and
 * hardly anything has a length of its own choosing. Node's patterns try all ways before they say no.
 */
function isQuick(pattern: string): boolean {
  if (pattern.length > most.pattern || /\\[1-9k]|\(\?[=!<]/.test(pattern)) return false;
  const bare = pattern.replaceAll(/\\./g, 'x').replaceAll(/\[[^\]]*\]/g, 'x');
  if (/\)[*+{?]/.test(bare)) return false;
  const endless = bare.match(/[*+]|\{\d+,\}/g)?.length ?? 0;
  const chosen = bare.match(/[^(]\?|\{\d+,\d+\}/g)?.length ?? 0;
  return endless <= 2 && endless + chosen <= 4;
}

interface Part {
  readonly key: string;
  readonly value: unknown;
  readonly depth: number;
}

function* walk(node: unknown, depth = 0): Generator<Part> {
  if (typeof node !== 'object' || node === null || depth > most.depth + 1) return;
  for (const [key, value] of Object.entries(node)) {
    yield { key, value, depth };
    yield* walk(value, depth + 1);
  }
}

function cleanedStrings(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (Array.isArray(value)) return value.map(cleanedStrings);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, cleanedStrings(one)]));
}

function faultsOf(errors: readonly ErrorObject[]): string {
  const lines = errors.map(({ instancePath, message, params }) => {
    const { additionalProperty } = params as { additionalProperty?: unknown };
    const place = instancePath.slice(1).replaceAll('/', '.');
    return `${place}${place && ' '}${message ?? ''}${typeof additionalProperty === 'string' ? ` (${additionalProperty})` : ''}`;
  });
  return lines.join('; ').slice(0, most.faults);
}

function fault(faults: string): CheckedArguments {
  return { arguments: null, faults };
}
