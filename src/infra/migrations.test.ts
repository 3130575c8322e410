import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { type FreshDatabase, freshDatabase } from '../../test/kit/fresh-database';
import { openLog } from './log';
import { migrate } from './migrations';
import { onServer, openSchemaEngine, withDatabase } from './schema-engine';

const log = openLog('silent');
const ours = path.join(__dirname, '../../prisma');
const allOurs = [
  '0001_init',
  '0002_order_and_rules',
  '0003_people_behind_the_bot',
  '0004_answers_worth_having',
  '0005_search_of_our_own',
  '0006_the_bot_acts',
];
let fresh: FreshDatabase;
const made: string[] = [];

beforeAll(async () => {
  fresh = await freshDatabase();
});

afterAll(async () => {
  for (const url of made) {
    await onServer(url, (client, database) => client.query(`drop database if exists ${database} with (force)`));
  }
  await fresh.drop();
});

/** The address of a database that does not exist yet; it is dropped in the end. */
function absentDatabase(): string {
  const url = withDatabase(fresh.url, `${new URL(fresh.url).pathname.slice(1)}_${made.length}`);
  made.push(url);
  return url;
}

/** A copy of prisma/ to change at will. */
function copyOfOurs(): string {
  const place = path.join(ours, '../tmp'); // inside the project, where the engine's package is found
  mkdirSync(place, { recursive: true });
  const folder = mkdtempSync(path.join(place, 'prisma-'));
  cpSync(ours, folder, { recursive: true });
  return folder;
}

function addMigration(folder: string, name: string, sql: string): void {
  cpSync(path.join(folder, 'migrations/0001_init'), path.join(folder, 'migrations', name), { recursive: true });
  writeFileSync(path.join(folder, 'migrations', name, 'migration.sql'), sql);
}

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('migrations', () => {
  it('create the database and bring it to the newest shape, once', async () => {
    const url = absentDatabase();
    expect(await migrate({ url, folder: ours, log })).toEqual(allOurs);
    expect(await migrate({ url, folder: ours, log })).toEqual([]);
    expect(await ask(url, 'select count(*)::int as n from _prisma_migrations')).toEqual([{ n: allOurs.length }]);
  });

  it('run once when processes start together', async () => {
    const url = absentDatabase();
    const all = await Promise.all([1, 2, 3].map(() => migrate({ url, folder: ours, log })));
    expect(all.flat()).toEqual(allOurs);
  });

  it('make exactly what schema.prisma says', async () => {
    expect(await differences(fresh.url, readFileSync(path.join(ours, 'schema.prisma'), 'utf8'))).toBe('');
  });

  it('are found wanting when schema.prisma says more', async () => {
    const schema = readFileSync(path.join(ours, 'schema.prisma'), 'utf8');
    const more = schema.replace('model Bot {', 'model Bot {\n  motto String?');
    expect(await differences(fresh.url, more)).toContain('ADD COLUMN     "motto" TEXT');
  });

  it('are refused with a sentence when one was changed after it had been applied', async () => {
    const folder = copyOfOurs();
    try {
      const file = path.join(folder, 'migrations/0002_order_and_rules/migration.sql');
      writeFileSync(file, `${readFileSync(file, 'utf8')}\n-- an afterthought\n`);
      await expect(migrate({ url: fresh.url, folder, log })).rejects.toThrow(
        /The migration 0002_order_and_rules was changed after the database had taken it: bring .* back/,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('tell what failed, tell how to go on when started again, and go on from there', async () => {
    const url = absentDatabase();
    const folder = copyOfOurs();
    try {
      addMigration(folder, '9000_broken', 'create table half (n int); create table half (n int);');
      const sentence =
        /^The migration 9000_broken failed \(ERROR: .*"half" already exists\): .*resolve --rolled-back 9000_broken`/;
      await expect(migrate({ url, folder, log })).rejects.toThrow(sentence);
      await expect(migrate({ url, folder, log })).rejects.toThrow(sentence);

      await ask(url, `update _prisma_migrations set rolled_back_at = now() where migration_name = '9000_broken'`);
      addMigration(folder, '9000_broken', 'create table whole (n int);');
      expect(await migrate({ url, folder, log })).toEqual(['9000_broken']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('leave a database alone that a newer version has migrated further', async () => {
    const url = absentDatabase();
    const folder = copyOfOurs();
    try {
      addMigration(folder, '9000_newer', 'create table newer (n int);');
      await migrate({ url, folder, log });
      expect(await migrate({ url, folder: ours, log })).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

/** The script that would turn the database into the schema. */
async function differences(url: string, schema: string): Promise<string> {
  const files = [{ path: 'schema.prisma', content: schema }];
  const { engine, close } = await openSchemaEngine({ url, folder: ours, schema: [['schema.prisma', schema]] });
  try {
    const { stdout } = await engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: ours },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    });
    return (stdout ?? '').replace('-- This is an empty migration.', '').trim();
  } finally {
    await close();
  }
}
