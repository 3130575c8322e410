import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import type { Log } from './log';
import { onServer, openSchemaEngine } from './schema-engine';
import { StartError } from './start-error';

/** What is to be migrated, and from where. */
export interface MigrationOptions {
  readonly url: string;
  /** The folder prisma/ with schema.prisma and migrations/. */
  readonly folder: string;
  readonly log: Log;
}

interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** A row of Prisma's own table. */
interface Applied {
  readonly name: string;
  readonly checksum: string;
  readonly finished: boolean;
  readonly logs: string | null;
}

// Prisma's engine has a lock of its own but gives up on it after ten seconds; this one is waited for.
const lock = "select pg_advisory_lock(hashtext('besedka migrations'))";

/**
 * Brings the database to the shape of this version, creating it when it is absent, and tells which migrations that took.
 * Processes that start together wait for each other; when all is applied already, it costs two queries.
 */
export async function migrate(options: MigrationOptions): Promise<string[]> {
  const migrations = readMigrations(options.folder);
  const client = await connect(options.url);
  try {
    if (waiting(migrations, await readApplied(client)).length === 0) return [];
    await client.query(lock);
    const applied = await readApplied(client);
    complainOfFailures(applied);
    if (waiting(migrations, applied).length === 0) return [];
    const names = await apply(migrations, options).catch((error: unknown) => explain(error, client));
    options.log.info({ migrations: names }, 'database migrated');
    return names;
  } finally {
    await client.end();
  }
}

function readMigrations(folder: string): Migration[] {
  const list = path.join(folder, 'migrations');
  return readdirSync(list)
    .filter((name) => existsSync(path.join(list, name, 'migration.sql')))
    .toSorted()
    .map((name) => ({ name, sql: readFileSync(path.join(list, name, 'migration.sql'), 'utf8') }));
}

async function connect(url: string): Promise<Client> {
  const open = async () => {
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
    await client.connect();
    return client;
  };
  try {
    return await open();
  } catch (error) {
    if (codeOf(error) !== '3D000') throw error;
    await createDatabase(url);
    return open();
  }
}

async function createDatabase(url: string): Promise<void> {
  await onServer(url, async (client, database) => {
    await client.query(lock);
    try {
      await client.query(`create database ${database}`);
    } catch (error) {
      if (codeOf(error) !== '42P04') throw error; // another process was faster
    }
  });
}

async function readApplied(client: Client): Promise<Applied[]> {
  try {
    const { rows } = await client.query<Applied>(
      `select migration_name as name, checksum, finished_at is not null as finished, logs
       from _prisma_migrations where rolled_back_at is null`,
    );
    return rows;
  } catch (error) {
    if (codeOf(error) === '42P01') return []; // nothing was ever applied
    throw error;
  }
}

/** The migrations that are not applied yet; complains when one that is applied has another text by now. */
function waiting(migrations: readonly Migration[], applied: readonly Applied[]): Migration[] {
  const finished = new Map(applied.filter((each) => each.finished).map((each) => [each.name, each.checksum]));
  return migrations.filter(({ name, sql }) => {
    const checksum = finished.get(name);
    if (checksum === undefined) return true;
    if (checksum === createHash('sha256').update(sql).digest('hex')) return false;
    throw new StartError(
      `The migration ${name} was changed after the database had taken it: bring prisma/migrations/${name}/migration.sql ` +
        'back to what it was, and put the change into a new migration.',
    );
  });
}

function complainOfFailures(applied: readonly Applied[], cause?: unknown): void {
  const failed = applied.find((each) => !each.finished);
  if (failed === undefined) return;
  throw new StartError(
    `The migration ${failed.name} failed (${reasonIn(failed.logs ?? 'it was interrupted')}): undo by hand what it did, ` +
      `then run \`npx prisma migrate resolve --rolled-back ${failed.name}\` and start again.`,
    { cause },
  );
}

async function explain(error: unknown, client: Client): Promise<never> {
  complainOfFailures(await readApplied(client), error);
  const reason = reasonIn(error instanceof Error ? error.message : String(error));
  throw new StartError(`The database could not be migrated: ${reason}`, { cause: error });
}

async function apply(migrations: readonly Migration[], { url, folder }: MigrationOptions): Promise<string[]> {
  const schema = path.join(folder, 'schema.prisma');
  const { engine, close } = await openSchemaEngine({ url, folder, schema: [[schema, readFileSync(schema, 'utf8')]] });
  const lockfile = { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' };
  const migrationDirectories = migrations.map(({ name, sql }) => ({
    path: name,
    migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: sql } },
  }));
  try {
    const { appliedMigrationNames } = await engine.applyMigrations({
      filters: { externalTables: [], externalEnums: [] },
      migrationsList: {
        baseDir: path.join(folder, 'migrations'),
        shadowDbInitScript: '',
        lockfile,
        migrationDirectories,
      },
    });
    return appliedMigrationNames;
  } finally {
    await close();
  }
}

/** What the engine reports, without the trace of its own calls. */
function reasonIn(report: string): string {
  const [reason = ''] = report.split(/\n\s+0: /);
  return reason
    .replace(/^.*(?=ERROR: )/s, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 600);
}

function codeOf(error: unknown): unknown {
  return Object(error).code;
}
