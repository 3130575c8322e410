// Used by the program at start and by tools/schema-engine.mjs, which runs this very file with its types stripped: so it
// imports packages only, and finds the engine from the folder that it is given.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
} from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';
import { Client, Pool, type QueryArrayConfig } from 'pg';

// TypeScript knows this global of Node from its browser library only.
declare const WebAssembly: {
  instantiate(code: Uint8Array, imports: object): Promise<{ instance: { exports: Record<string, unknown> } }>;
};

/** What the engine works on. */
export interface SchemaEngineOptions {
  readonly url: string;
  /** Any folder of this project: the engine's package is looked up from there. */
  readonly folder: string;
  /** Paths and texts of the schema files. */
  readonly schema?: [string, string][];
  readonly shadowUrl?: string | undefined;
  readonly onPanic?: (message: string) => void;
}

/** Prisma's schema engine with its connections. */
export interface OpenSchemaEngine {
  readonly engine: SchemaEngine;
  close(): Promise<void>;
}

/** Runs a statement on the server of an address from its maintenance database, since no database can create or drop itself. */
export async function onServer<T>(url: string, work: (client: Client, database: string) => Promise<T>): Promise<T> {
  const database = decodeURIComponent(new URL(url).pathname.slice(1));
  const client = new Client({ connectionString: withDatabase(url, 'postgres'), connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    return await work(client, client.escapeIdentifier(database));
  } finally {
    await client.end();
  }
}

/** The same address with another database. */
export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${encodeURIComponent(database)}`;
  return changed.toString();
}

/** The version of the installed engine. */
export function schemaEngineVersion(folder: string): string {
  const { version } = JSON.parse(readFileSync(path.join(packageFolder(folder), 'package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}

type Bindings = typeof import('@prisma/schema-engine-wasm/schema_engine_bg');

// The bindings know one instance of the code: loading it again would pull it away from under engines that are open.
let loading: Promise<Bindings> | undefined;

/** Opens Prisma's own schema engine: the WebAssembly from npm, speaking to the database through `pg`. */
export async function openSchemaEngine(options: SchemaEngineOptions): Promise<OpenSchemaEngine> {
  const { SchemaEngine } = await (loading ??= load(options.folder));
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: options.onPanic ?? (() => undefined) } });
  const connected: SqlDriverAdapter[] = [];
  const remember = (adapter: SqlDriverAdapter) => {
    connected.push(adapter);
    return adapter;
  };
  const { provider, adapterName } = new PrismaPg(options.url);
  const adapters = bindMigrationAwareSqlAdapterFactory({
    provider,
    adapterName,
    connect: async () => remember(await connect(options.url)),
    connectToShadowDb: () => connectToShadow(options),
  });
  const engine = await SchemaEngine.new({ datamodels: options.schema }, () => undefined, adapters);
  const close = async () => {
    engine.free();
    for (const adapter of connected) await adapter.dispose(); // the engine itself closes shadow databases only
  };
  return { engine, close };
}

async function load(folder: string): Promise<Bindings> {
  const bindings = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const code = readFileSync(path.join(packageFolder(folder), 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(code, { './schema_engine_bg.js': patient(bindings) });
  bindings.__wbg_set_wasm(instance.exports);
  const start = instance.exports['__wbindgen_start'];
  if (typeof start === 'function') start();
  return bindings;
}

/**
 * The engine never clears the timer that guards its lock, which would keep a finished process alive for ten seconds: its
 * timers shall not count.
 */
function patient(bindings: object): object {
  const timer = (call: () => void, ms: number) => setTimeout(call, ms).unref();
  const named = Object.keys(bindings).filter((name) => name.startsWith('__wbg_setTimeout_'));
  return { ...bindings, ...Object.fromEntries(named.map((name) => [name, timer])) };
}

function packageFolder(folder: string): string {
  const from = createRequire(path.join(folder, 'package.json'));
  return path.dirname(from.resolve('@prisma/schema-engine-wasm'));
}

async function connectToShadow({ url, shadowUrl }: SchemaEngineOptions): Promise<SqlDriverAdapter> {
  if (shadowUrl !== undefined) return connect(shadowUrl);
  const name = `besedka_shadow_${randomUUID().replaceAll('-', '')}`;
  await onServer(url, (client) => client.query(`CREATE DATABASE ${name}`));
  return connect(withDatabase(url, name), () =>
    onServer(url, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`)),
  );
}

const charOid = 18;
const charArrayOid = 1002;

/**
 * Prisma's adapter is made for the client. The engine needs three things more: a single connection (it takes an advisory
 * lock and sets the search path), scripts sent whole (the adapter cuts them at every «;», also inside of functions), and
 * the catalogue's type "char" (which the adapter refuses, but knows as an array: it passes through under that name).
 */
async function connect(
  url: string,
  onDispose: () => Promise<unknown> = async () => undefined,
): Promise<SqlDriverAdapter> {
  const pool = new Pool({ connectionString: url, max: 1, connectionTimeoutMillis: 10_000 });
  const send = pool.query.bind(pool);
  const query = async (config: QueryArrayConfig) => {
    const result = await send(config);
    for (const field of result.fields ?? []) if (field.dataTypeID === charOid) field.dataTypeID = charArrayOid;
    return result;
  };
  const adapter = await new PrismaPg(Object.assign(pool, { query })).connect();
  const queryRaw = adapter.queryRaw.bind(adapter);
  return Object.assign(adapter, {
    queryRaw: async (sent: Parameters<typeof queryRaw>[0]) => {
      const result = await queryRaw(sent);
      const columnTypes = result.columnTypes.map((type) =>
        type === ColumnTypeEnum.CharacterArray ? ColumnTypeEnum.Character : type,
      );
      return { ...result, columnTypes };
    },
    executeScript: async (script: string) => {
      await adapter.executeRaw({ sql: script, args: [], argTypes: [] });
    },
    dispose: async () => {
      await pool.end();
      await onDispose();
    },
  });
}
