import { openTestPostgres, type TestPostgres, templateVariable } from './test-postgres';

// Jest loads this file and global-teardown.ts apart from each other; the global object is what they have in common.
declare global {
  var besedkaTestPostgres: TestPostgres | undefined;
}

/** Runs once before all test files: a real PostgreSQL with a migrated template. */
// eslint-disable-next-line import/no-default-export -- Jest asks for it
export default async function setUp(): Promise<void> {
  globalThis.besedkaTestPostgres = await openTestPostgres();
  process.env[templateVariable] = globalThis.besedkaTestPostgres.templateUrl; // inherited by Jest's workers
}

/** Stops what was started for this run. */
export async function stopTestPostgres(): Promise<void> {
  await globalThis.besedkaTestPostgres?.stop();
}
