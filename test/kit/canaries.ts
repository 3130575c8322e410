import type { Redis } from 'ioredis';
import type { Database } from '../../src/infra/database';

/** Where a word was found: "<table>" or "redis <key>". */
export type Place = string;

/** The tables of a database in which a word stands anywhere, whatever the type of the column. */
export async function tablesHolding(database: Database, words: readonly string[]): Promise<Place[]> {
  const { rows: tables } = await database.pool.query(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  const found: Place[] = [];
  for (const { name } of tables as { name: string }[]) {
    for (const word of words) {
      // Bytes are shown as hex by a cast, so a word in them is looked for as such, too.
      const patterns = [`%${word}%`, `%${Buffer.from(word).toString('hex')}%`];
      const { rows } = await database.pool.query(
        `select 1 from "${name}" t where t::text ilike any($1) or row_to_json(t)::text ilike any($1) limit 1`,
        [patterns],
      );
      if (rows.length > 0) found.push(`${name}: ${word}`);
    }
  }
  return found;
}

/** The keys of a Redis in which, or behind which, a word stands. */
export async function keysHolding(redis: Redis, words: readonly string[]): Promise<Place[]> {
  const found: Place[] = [];
  for await (const keys of redis.scanStream({ count: 500 })) {
    for (const key of keys as string[]) {
      const value =
        (await redis.type(key)) === 'string' ? ((await redis.get(key)) ?? '') : ((await redis.dump(key)) ?? '');
      if (words.some((word) => `${key} ${value}`.includes(word))) found.push(`redis ${key}`);
    }
  }
  return found;
}
