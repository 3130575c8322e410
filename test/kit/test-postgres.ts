import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { startEmbeddedPostgres } from '../../src/infra/embedded-postgres';
import { openLog } from '../../src/infra/log';
import { migrate } from '../../src/infra/migrations';
import { withDatabase } from '../../src/infra/schema-engine';

/** The environment variable that tells test files where the migrated template database is. */
export const templateVariable = 'BESEDKA_TEST_TEMPLATE_URL';

/** The PostgreSQL of a test run. */
export interface TestPostgres {
  readonly templateUrl: string;
  stop(): Promise<void>;
}

/** Finds (TEST_DATABASE_URL) or starts the PostgreSQL of this run and makes the template that every test database is copied from. */
export async function openTestPostgres(): Promise<TestPostgres> {
  const given = process.env['TEST_DATABASE_URL'];
  const server = given === undefined ? await startOwn() : { url: given, stop: async () => undefined };
  const template = `besedka_test_${process.pid}_${Date.now()}`;
  const templateUrl = withDatabase(server.url, template);
  await migrate({ url: templateUrl, folder: path.join(__dirname, '../../prisma'), log: openLog('warn') });
  return {
    templateUrl,
    stop: async () => {
      await dropLeftovers(templateUrl, template);
      await server.stop();
    },
  };
}

async function startOwn(): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'besedka-test-'));
  // Test data need not outlive a power cut.
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' };
  const server = await startEmbeddedPostgres({ folder, log: openLog('warn'), settings });
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Drops the template and what test files that died have left. */
async function dropLeftovers(templateUrl: string, template: string): Promise<void> {
  const client = new Client({ connectionString: withDatabase(templateUrl, 'postgres') });
  await client.connect();
  try {
    const { rows } = await client.query('select datname from pg_database where starts_with(datname, $1)', [template]);
    for (const { datname } of rows)
      await client.query(`drop database ${client.escapeIdentifier(datname)} with (force)`);
  } finally {
    await client.end();
  }
}
