#!/usr/bin/env -S node --disable-warning=MODULE_TYPELESS_PACKAGE_JSON --disable-warning=ExperimentalWarning
// Answers the Prisma CLI in place of its downloaded engine (see prisma.config.ts): the same arguments, the same JSON-RPC on
// standard input and output, one JSON log line each on standard error.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { onServer, openSchemaEngine, schemaEngineVersion } from '../src/infra/schema-engine.ts';

const folder = import.meta.dirname;
const { values: given, positionals } = parseArgs({
  strict: false,
  allowPositionals: true,
  options: {
    datasource: { type: 'string' },
    datamodels: { type: 'string', multiple: true },
    version: { type: 'boolean' },
  },
});
const { url, shadowDatabaseUrl } = JSON.parse(given.datasource ?? '{}');

const createDatabase = () => onServer(url, (client, database) => client.query(`CREATE DATABASE ${database}`));
const dropDatabase = () => onServer(url, (client, database) => client.query(`DROP DATABASE ${database} WITH (FORCE)`));

function log(level, fields) {
  process.stderr.write(`${JSON.stringify({ level, target: 'schema_engine::logger', fields })}\n`);
}

const prismaCodes = { '3D000': 'P1003', '28P01': 'P1000' };

/** One command on the database itself, then the end. */
async function runCommand(command) {
  log('INFO', { message: 'starting' }); // the CLI skips the first line
  try {
    if (command === 'can-connect-to-database') await canConnect();
    else if (command === 'create-database') await createDatabase();
    else if (command === 'drop-database') await dropDatabase();
    else throw new Error(`the schema engine has no command ${command}`);
  } catch (error) {
    log('ERROR', { message: String(error.message || error), error_code: prismaCodes[error.code] ?? 'P1001' });
    process.exitCode = 1;
  }
}

async function canConnect() {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.end();
}

/** Answers requests one after another until the CLI closes the input. */
async function serve() {
  let opened;
  let panic;
  let current;
  const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const refuse = (id, error) => {
    const message = panic ?? String(error?.message || error);
    send({ id, error: { code: 4466, message, data: { is_panic: false, message, error_code: error?.code ?? null } } });
  };
  const open = () =>
    openSchemaEngine({
      url,
      folder,
      shadowUrl: shadowDatabaseUrl,
      schema: given.datamodels?.map((file) => [file, readFileSync(file, 'utf8')]),
      onPanic: (message) => {
        panic = message;
      },
    });
  const answer = async ({ method, params }) => {
    if (method === 'createDatabase') return createDatabase().then(() => ({}));
    opened ??= await open();
    const result = await opened.engine[method === 'getDatabaseVersion' ? 'version' : method](params ?? {});
    if (method !== 'diff') return result ?? null;
    const { stdout, ...rest } = result;
    if (stdout != null) send({ id: 1, method: 'print', params: { content: stdout } });
    return rest;
  };
  // A panic of the WebAssembly ends up here. Without an answer the CLI would end in silence and with success.
  process.on('uncaughtException', (error) => {
    if (current !== undefined) refuse(current, error);
    else log('ERROR', { message: String(error?.stack ?? error) });
    process.exit(1);
  });
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line);
    if (request.method === undefined) continue; // the CLI confirms what we printed
    current = request.id;
    try {
      send({ id: request.id, result: await answer(request) });
    } catch (error) {
      refuse(request.id, error);
    }
    current = undefined;
  }
  process.exit();
}

if (given.version) console.log(`schema-engine-wasm ${schemaEngineVersion(folder)}`);
else if (positionals[0] === 'cli') await runCommand(positionals[1]);
else await serve();
