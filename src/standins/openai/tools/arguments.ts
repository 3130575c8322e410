import type { OfferedTool } from '../chat-request';
import { stemsOf } from '../extractive/stems';
import type { Detail, Details } from './details';

type Schema = Readonly<Record<string, unknown>>;

/** What a call is made with, and what it lacks. */
export interface Filled {
  readonly values: Readonly<Record<string, unknown>>;
  /** Required arguments that nobody has told. */
  readonly missing: readonly string[];
}

const detailNames: readonly (readonly [Detail, RegExp])[] = [
  ['hall', /^(?:hall|room|venue)(?:_?name)?$/i],
  ['date', /^(?:date|day)$/i],
  ['start', /^(?:start|from|begin)(?:s|_?time|_?at)?$/i],
  ['end', /^(?:end|to|until|till)(?:s|_?time|_?at)?$/i],
  ['phone', /^(?:phone|tel)(?:_?number)?$/i],
  ['name', /^(?:client_?|customer_?|full_?)?name$/i],
];

const codes = /(?<![\p{L}\d])(?:\p{Lu}{1,6}[-–]?\d[\p{L}\d-]*|[a-z]+[-_]\d[\w-]*|№?\s?\d{2,})(?![\p{L}\d])/u;
const address = /[^\s@,;<>]+@[^\s@,;<>]+\.\p{L}{2,}/u;

/** Which part of a booking an argument is, if it is one. */
export function detailOf(argument: string): Detail | undefined {
  return detailNames.find(([, pattern]) => pattern.test(argument))?.[0];
}

/** The arguments of a tool. */
export function argumentsOf(tool: OfferedTool): string[] {
  return Object.keys(asSchema(asSchema(tool.parameters)['properties']));
}

/** Fills the arguments of a tool with what was told; it makes nothing up. */
export function fill(tool: OfferedTool, { details, text }: { details: Details; text: string }): Filled {
  const parameters = asSchema(tool.parameters);
  const properties = asSchema(parameters['properties']);
  const required = Array.isArray(parameters['required']) ? parameters['required'].map(String) : [];
  const values = Object.entries(properties).flatMap(([name, schema]) => {
    const detail = detailOf(name);
    const value = detail ? details[detail] : valueIn(text, { name, schema: asSchema(schema) });
    return value === undefined ? [] : [[name, value] as const];
  });
  const known = Object.fromEntries(values);
  return { values: known, missing: required.filter((name) => known[name] === undefined) };
}

/** A value that stands in the text and can be nothing else; undefined where none does. */
function valueIn(text: string, { name, schema }: { name: string; schema: Schema }): unknown {
  if (Array.isArray(schema['enum'])) return schema['enum'].find((value) => isSaid(text, String(value)));
  if (schema['type'] === 'integer' || schema['type'] === 'number') return numberIn(text);
  if (schema['type'] !== 'string') return undefined;
  if (/mail/i.test(name)) return address.exec(text)?.[0];
  if (/(?:^|_)(?:q|query|question|text|search|message|request|topic)$/i.test(name)) return text.trim();
  if (/(?:^|_|[a-z])(?:order|number|code|id|ref|reference|sku|article|booking|ticket)$/i.test(name))
    return codeIn(text);
  return undefined;
}

function isSaid(text: string, value: string): boolean {
  const said = stemsOf(text);
  return stemsOf(value.replaceAll('_', ' ')).every((word) => said.includes(word));
}

function numberIn(text: string): number | undefined {
  const found = /(?<![\p{L}\d])-?\d+(?![\p{L}\d])/u.exec(text)?.[0];
  return found === undefined ? undefined : Number(found);
}

function codeIn(text: string): string | undefined {
  return codes.exec(text)?.[0].replace(/^№\s?/, '').trim();
}

function asSchema(value: unknown): Schema {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
