import type { Redis } from 'ioredis';
import type { Cache } from './cache';
import type { Log } from './log';
import { RedisConnection } from './redis-connection';

/** Which Redis, where to complain, and what all keys begin with. */
export interface RedisCacheOptions {
  url: string;
  log: Log;
  prefix?: string;
}

const mostUnsureKeys = 10_000;

/** Opens a cache that several processes share; where Redis is away it is empty, at once, and heals by itself. */
export async function openRedisCache({ url, log, prefix = 'besedka:' }: RedisCacheOptions): Promise<Cache> {
  const connection = new RedisConnection({ url, log, name: 'cache' });
  await connection.firstAttempt();
  return new RedisCache(connection, `${prefix}cache:`);
}

/**
 * A change that Redis did not confirm may have left an old text behind. Such keys are remembered, answered as absent, and
 * deleted before anything else is asked of Redis once it is back.
 */
class RedisCache implements Cache {
  private readonly unsure = new Set<string>();
  private unsureOfAll = false;
  private repairing: Promise<boolean> | undefined;

  constructor(
    private readonly connection: RedisConnection,
    private readonly prefix: string,
  ) {}

  async get(key: string): Promise<string | undefined> {
    if (!(await this.repaired())) return undefined;
    const value = await this.connection.attempt((client) => client.get(this.prefix + key));
    return value ?? undefined;
  }

  async set(key: string, value: string, ttlMs: number): Promise<void> {
    const ms = Math.ceil(ttlMs);
    if (ms <= 0) return this.delete(key);
    if (!(await this.repaired())) return this.doubt(key);
    const done = await this.connection.attempt((client) => client.set(this.prefix + key, value, 'PX', ms));
    if (done === undefined) this.doubt(key);
  }

  async delete(key: string): Promise<void> {
    if (!(await this.repaired())) return this.doubt(key);
    const done = await this.connection.attempt((client) => client.unlink(this.prefix + key));
    if (done === undefined) this.doubt(key);
  }

  close(): Promise<void> {
    return this.connection.close();
  }

  private doubt(key: string): void {
    if (this.unsure.size < mostUnsureKeys) this.unsure.add(key);
    else this.unsureOfAll = true;
  }

  /** True when no doubt is left, so that Redis may be believed; whoever asks meanwhile waits for the same repair. */
  private repaired(): Promise<boolean> {
    this.repairing ??= this.repair().finally(() => {
      this.repairing = undefined;
    });
    return this.repairing;
  }

  private async repair(): Promise<boolean> {
    if (!this.connection.ready) return false;
    const keys = [...this.unsure];
    const all = this.unsureOfAll;
    if (keys.length === 0) return true;
    this.unsure.clear();
    this.unsureOfAll = false;
    const done = await this.connection.attempt((client) => (all ? this.forgetAll(client) : this.forget(client, keys)));
    if (done !== undefined) return true;
    this.unsureOfAll ||= all;
    for (const key of keys) this.doubt(key);
    return false;
  }

  private async forget(client: Redis, keys: string[]): Promise<number> {
    return client.unlink(...keys.map((key) => this.prefix + key));
  }

  private async forgetAll(client: Redis): Promise<number> {
    let forgotten = 0;
    let cursor = '0';
    do {
      const [next, keys] = await client.scan(cursor, 'MATCH', `${this.prefix}*`, 'COUNT', 1000);
      if (keys.length > 0) forgotten += await client.unlink(...keys);
      cursor = next;
    } while (cursor !== '0');
    return forgotten;
  }
}
