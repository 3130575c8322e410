import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type FreshDatabase, freshDatabase } from '../../test/kit/fresh-database';
import { until } from '../../test/kit/until';
import { type Database, openDatabase } from './database';
import { startEmbeddedPostgres } from './embedded-postgres';
import { openLog } from './log';
import { withDatabase } from './schema-engine';
import { isAway } from './store-errors';

const log = openLog('silent');
let fresh: FreshDatabase;

beforeAll(async () => {
  fresh = await freshDatabase();
  await fresh.database.pool.query('create table counters (id int primary key, n int not null)');
  await fresh.database.pool.query('insert into counters values (1, 0), (2, 0)');
});

afterAll(async () => {
  await fresh.drop();
});

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('transaction', () => {
  it('leaves nothing behind when its work fails', async () => {
    const work = fresh.database.transaction(async (tx) => {
      await tx.$executeRaw`update counters set n = 100`;
      throw new RangeError('changed my mind');
    });
    await expect(work).rejects.toThrow(RangeError);
    expect((await fresh.database.pool.query('select max(n) as n from counters')).rows).toEqual([{ n: 0 }]);
  });

  it('begins anew when two of them block each other', async () => {
    let begun = 0;
    const raise = (first: number, second: number) =>
      fresh.database.transaction(async (tx) => {
        const attempt = ++begun;
        await tx.$executeRaw`update counters set n = n + 1 where id = ${first}`;
        if (attempt <= 2) await until('both hold one row', () => begun >= 2);
        await tx.$executeRaw`update counters set n = n + 1 where id = ${second}`;
      });
    await Promise.all([raise(1, 2), raise(2, 1)]);
    expect(begun).toBe(3);
    expect((await fresh.database.pool.query('select n from counters')).rows).toEqual([{ n: 2 }, { n: 2 }]);
  });

  it('gives up after three attempts', async () => {
    let begun = 0;
    const work = fresh.database.transaction(async (tx) => {
      begun++;
      await tx.$executeRaw`do $$ begin raise exception 'again' using errcode = '40001'; end $$`;
    });
    await expect(work).rejects.toThrow();
    expect(begun).toBe(3);
  });
});

describe('database', () => {
  it('outlives the loss of its connections', async () => {
    const { pool } = fresh.database;
    await fresh.database.ping();
    await failureOf(
      pool.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()'),
    );
    await until('a new connection works', async () => (await failureOf(fresh.database.ping())) === undefined);
  });

  it('outlives the loss of a connection that nobody listens to just now', async () => {
    const client = await fresh.database.pool.connect();
    try {
      expect(() => client.emit('error', new Error('terminating connection'))).not.toThrow();
    } finally {
      client.release(true);
    }
    await fresh.database.ping();
  });

  it('bounds what a statement may take and tells who asks', async () => {
    const { rows } = await fresh.database.pool.query(
      `select current_setting('statement_timeout') as timeout, current_setting('application_name') as name`,
    );
    expect(rows).toEqual([{ timeout: '10s', name: 'besedka' }]);
  });

  it('is away, in every way of asking, when the server is gone, and back when that is', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'besedka-away-'));
    const server = await startEmbeddedPostgres({ folder, log });
    const database = await openDatabase({ url: withDatabase(server.url, 'postgres'), poolSize: 2, log });
    const ways = waysOfAsking(database);
    try {
      await database.prisma.$queryRaw`select 1`;
      await server.stop();
      // The first round meets connections that broke, the second one finds nobody to connect to.
      for (let round = 0; round < 2; round++) {
        for (const [name, ask] of Object.entries(ways)) {
          expect({ name, round, away: isAway(await failureOf(ask())) }).toEqual({ name, round, away: true });
        }
      }
    } finally {
      await database.close();
      rmSync(folder, { recursive: true });
    }
  });

  it('is away when no connection gets free in time', async () => {
    const narrow = await openDatabase({ url: fresh.url, poolSize: 1, log });
    const held = await narrow.pool.connect();
    try {
      for (const [name, ask] of Object.entries(waysOfAsking(narrow))) {
        expect({ name, away: isAway(await failureOf(ask())) }).toEqual({ name, away: true });
      }
    } finally {
      held.release();
      await narrow.close();
    }
  });

  it('is not away when only the statement is wrong', async () => {
    const { pool, prisma } = fresh.database;
    const failures = [pool.query('select nothing'), pool.query('select 1/0'), prisma.$queryRaw`select nothing`];
    for (const failure of failures) expect(isAway(await failureOf(failure))).toBe(false);
    const twice = { id: 'bot_1', slug: 'one', name: 'One', defaultLanguage: 'en', languages: ['en'], personas: [] };
    await prisma.bot.create({ data: twice });
    expect(isAway(await failureOf(prisma.bot.create({ data: twice })))).toBe(false);
    expect(isAway(new Error('anything else'))).toBe(false);
    expect(isAway(undefined)).toBe(false);
  });

  it('refuses to open where nobody answers, and is away then', async () => {
    const failure = await failureOf(openDatabase({ url: 'postgresql://postgres@127.0.0.1:1/none', log }));
    expect(isAway(failure)).toBe(true);
  });
});

function waysOfAsking(database: Database): Record<string, () => Promise<unknown>> {
  return {
    pool: () => database.pool.query('select 1'),
    raw: () => database.prisma.$queryRaw`select 1`,
    model: () => database.prisma.bot.findMany(),
    transaction: () => database.transaction((tx) => tx.$queryRaw`select 1`),
  };
}
