import { openTestPostgres, type TestPostgres, templateVariable } from './test-postgres';

declare global {
  var besedkaTestPostgres: TestPostgres | undefined;
}

/** Runs once before all test files: a real PostgreSQL with a migrated template. */
// eslint-disable-next-line import/no-default-export -- Jest asks for it
export default async function setUp(): Promise<void> {
  const postgres = await openTestPostgres();
  globalThis.besedkaTestPostgres = postgres;
  process.env[templateVariable] = postgres.templateUrl; // inherited by Jest's workers
}
