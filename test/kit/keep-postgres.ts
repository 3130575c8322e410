// Keeps an embedded PostgreSQL in the folder that it is given, prints its address, and stops it at SIGTERM.
import { startEmbeddedPostgres } from '../../src/infra/embedded-postgres';
import { openLog } from '../../src/infra/log';

async function keep(folder: string): Promise<void> {
  const server = await startEmbeddedPostgres({ folder, log: openLog('silent') });
  process.stdout.write(`${server.url}\n`);
  const alive = setInterval(() => undefined, 60_000);
  process.once('SIGTERM', () => {
    clearInterval(alive);
    void server.stop();
  });
}

void keep(process.argv[2] ?? '');
