import { stopTestPostgres } from './global-setup';

/** Runs once after all test files. */
// eslint-disable-next-line import/no-default-export -- Jest asks for it
export default async function tearDown(): Promise<void> {
  await stopTestPostgres();
}
