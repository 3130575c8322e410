import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { spawnTypescript } from '../../test/kit/spawn-typescript';
import { until } from '../../test/kit/until';
import { startEmbeddedPostgres } from './embedded-postgres';
import { openLog } from './log';
import { withDatabase } from './schema-engine';

const log = openLog('silent');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'besedka-embedded-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const start = () => startEmbeddedPostgres({ folder, log });

async function ask<Row extends object>(url: string, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: withDatabase(url, 'postgres') });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

const pidOfServer = `select split_part(pg_read_file('postmaster.pid'), E'\\n', 1) as pid`;
const startTime = 'select pg_postmaster_start_time()::text as at';
const isRunning = () => existsSync(path.join(folder, 'postgres/postmaster.pid'));

describe('embedded PostgreSQL', () => {
  it('understands Russian: stems, likeness, upper case, order', async () => {
    const server = await start();
    try {
      await ask(server.url, 'create extension if not exists pg_trgm');
      const [row] = await ask(
        server.url,
        `select to_tsvector('russian', 'Доставка заказов') @@ to_tsquery('russian', 'заказ') as stems,
           similarity('доставка', 'доставки') > 0.5 as alike, upper('ёж') as upper,
           array(select word from unnest(array['яма', 'Аист', 'бор']) word order by word) as sorted`,
      );
      expect(row).toEqual({ stems: true, alike: true, upper: 'ЁЖ', sorted: ['Аист', 'бор', 'яма'] });
    } finally {
      await server.stop();
    }
    expect(isRunning()).toBe(false);
  });

  it('listens on the loopback below the ports lent to outgoing connections, asks for the password and keeps it to itself', async () => {
    const server = await start();
    try {
      const { hostname, port } = new URL(server.url);
      expect([hostname, Number(port) < 32_768]).toEqual(['127.0.0.1', true]);
      const stranger = server.url.replace(/:[^:@]*@/, ':guess@');
      await expect(ask(stranger, 'select 1')).rejects.toMatchObject({ code: '28P01' });
      const secret = statSync(path.join(folder, 'postgres/besedka-password'));
      expect((secret.mode & 0o777).toString(8)).toBe('600');
      const settings = await ask(
        server.url,
        `select current_setting('fsync') as fsync, current_setting('listen_addresses') as at`,
      );
      expect(settings).toEqual([{ fsync: 'on', at: '127.0.0.1' }]);
    } finally {
      await server.stop();
    }
    expect(readdirSync(folder)).toEqual(['postgres']);
  });

  it('uses the server that a killed process has left, and stops it', async () => {
    const killed = await spawnTypescript('keep-postgres', [folder]);
    const before = await ask(killed.firstLine, startTime);
    await killed.kill('SIGKILL');
    expect(isRunning()).toBe(true);

    const server = await start();
    expect(server.url).toBe(killed.firstLine);
    expect(await ask(server.url, startTime)).toEqual(before);
    await server.stop();
    expect(isRunning()).toBe(false);
  });

  it('shares the server of another process and leaves stopping to that one', async () => {
    const other = await spawnTypescript('keep-postgres', [folder]);
    const server = await start();
    expect(server.url).toBe(other.firstLine);

    await server.stop();
    expect(await ask(other.firstLine, 'select 1 as one')).toEqual([{ one: 1 }]);
    await other.kill('SIGTERM');
    expect(isRunning()).toBe(false);
  });

  it('starts one server when two processes begin at once on no data', async () => {
    const empty = path.join(folder, 'both');
    const both = await Promise.all([
      spawnTypescript('keep-postgres', [empty]),
      spawnTypescript('keep-postgres', [empty]),
    ]);
    expect(both[0].firstLine).toBe(both[1].firstLine);
    await Promise.all(both.map((each) => each.kill('SIGTERM')));
    expect(existsSync(path.join(empty, 'postgres/postmaster.pid'))).toBe(false);
    expect(readdirSync(empty)).toEqual(['postgres']);
  });

  it('brings a server that was killed back, with its data, on the same port', async () => {
    const server = await start();
    await ask(server.url, 'create table kept (n int)');
    const [before] = await ask<{ pid: string }>(server.url, pidOfServer);
    process.kill(Number(before?.pid), 'SIGKILL');

    await until('it answers again', async () => {
      try {
        const [now] = await ask<{ pid: string }>(server.url, pidOfServer);
        return now?.pid !== before?.pid;
      } catch {
        return false; // not yet
      }
    });
    expect(await ask(server.url, 'select count(*)::int as n from kept')).toEqual([{ n: 0 }]);
    await server.stop();
    expect(isRunning()).toBe(false);
  });

  it('says which folder is at fault when the data are not of this server', async () => {
    const foreign = path.join(folder, 'foreign');
    const server = await startEmbeddedPostgres({ folder: foreign, log });
    await server.stop();
    rmSync(path.join(foreign, 'postgres/PG_VERSION'));
    await expect(startEmbeddedPostgres({ folder: foreign, log })).rejects.toThrow(
      /does not start on .*foreign\/postgres: .*PG_VERSION/s,
    );
  });
});
