import { randomUUID } from 'node:crypto';
import { type Database, openDatabase } from '../../src/infra/database';
import { openLog } from '../../src/infra/log';
import { onServer, withDatabase } from '../../src/infra/schema-engine';
import { templateVariable } from './test-postgres';

/** A migrated database for one test file. */
export interface FreshDatabase {
  readonly url: string;
  readonly database: Database;
  /** Closes the connections and drops the database. */
  drop(): Promise<void>;
}

/** Copies the template: call it in beforeAll, and `drop` in afterAll. */
export async function freshDatabase(options: { poolSize?: number } = {}): Promise<FreshDatabase> {
  const { url, drop } = await copyTemplate();
  const database = await openDatabase({ url, log: openLog('warn'), ...options });
  return {
    url,
    database,
    drop: async () => {
      await database.close();
      await drop();
    },
  };
}

async function copyTemplate(): Promise<{ url: string; drop: () => Promise<void> }> {
  const templateUrl = process.env[templateVariable];
  if (templateUrl === undefined) throw new Error('there is no template database: is globalSetup of jest.config.js on?');
  const template = new URL(templateUrl).pathname.slice(1);
  const name = `${template}_${randomUUID().slice(0, 8)}`;
  const url = withDatabase(templateUrl, name);
  await onServer(url, (client, quoted) => client.query(`create database ${quoted} template "${template}"`));
  return {
    url,
    drop: async () => {
      await onServer(url, (client, quoted) => client.query(`drop database if exists ${quoted} with (force)`));
    },
  };
}
