import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { AccessSignal } from '../people/access-signal';
import type { GraphqlDomain } from './context';
import { buildApiSchema, printedSchema } from './schema';

/** The schema as text; it is made from the classes alone, so nothing behind them is needed. */
export async function currentSchema(): Promise<string> {
  const bus = { publish: async () => undefined, subscribe: async () => async () => undefined };
  return printedSchema(await buildApiSchema({} as GraphqlDomain, new AccessSignal(bus)));
}

/** Writes schema.graphql. */
async function main(): Promise<void> {
  writeFileSync(path.join(__dirname, '../../schema.graphql'), await currentSchema());
}

if (require.main === module) void main();
