import { pino } from 'pino';
import type { Bus } from '../../src/infra/bus';
import type { Cache } from '../../src/infra/cache';
import { freePort } from '../../src/infra/free-port';
import { openLog } from '../../src/infra/log';
import { openRedisBus } from '../../src/infra/redis-bus';
import { openRedisCache } from '../../src/infra/redis-cache';
import { describeWithOwnRedis, OwnRedis } from '../kit/redis';
import { until } from '../kit/until';

const log = openLog('silent');
const minute = 60_000;
// A command gives up after a second; the rest is what this machine may lose while it does other things.
const patienceMs = 1_000 + 4_000;

describeWithOwnRedis('faults: Redis', () => {
  let redis: OwnRedis;
  const opened: { close(): Promise<void> }[] = [];

  beforeEach(async () => {
    redis = await OwnRedis.start();
  });
  afterEach(async () => {
    redis.thaw();
    await Promise.all(opened.splice(0).map((thing) => thing.close()));
    await redis.stop();
  });

  const openBus = async (url = redis.url): Promise<Bus> => {
    const bus = await openRedisBus({ url, log });
    opened.push(bus);
    return bus;
  };
  const openCache = async (url = redis.url): Promise<Cache> => {
    const cache = await openRedisCache({ url, log });
    opened.push(cache);
    return cache;
  };

  it('loses no fact of a stream of 2,000 while Redis is killed: who reads again at a gap has them all', async () => {
    const [publisher, reader] = [await openBus(), await openBus()];
    const facts: number[] = [];
    const read: number[] = [];
    const readOn = () => read.push(...facts.slice(read.length));
    reader.onGap(readOn);
    await reader.subscribe('facts', readOn);

    const write = async (count: number) => {
      for (let n = 0; n < count; n++) {
        facts.push(facts.length);
        await publisher.publish('facts', 'look');
      }
    };
    await write(500);
    await redis.kill();
    await write(1000);
    const back = redis.startAgain();
    await write(500);
    await back;
    await until('both ends are whole again', () => publisher.healthy() && reader.healthy());
    await until('everything is read', () => read.length === 2000);
    expect(read).toEqual(facts);
  });

  it('delivers again, to old and to new subscriptions, after Redis came back', async () => {
    const bus = await openBus();
    const heard: string[] = [];
    await bus.subscribe('old', (message) => heard.push(`old ${message}`));
    await redis.kill();
    await until('the loss is noticed', () => !bus.healthy());
    const endOne = await bus.subscribe('ended while away', () => heard.push('ended'));
    await bus.subscribe('new', (message) => heard.push(`new ${message}`));
    await endOne();
    await redis.startAgain();
    await until('whole again', () => bus.healthy());
    await Promise.all(['old', 'new', 'ended while away'].map((topic) => bus.publish(topic, 1)));
    await until('both are heard', () => heard.length >= 2);
    expect(heard).toEqual(['old 1', 'new 1']);
  });

  it('publishes into nothing without an error, and at once, while Redis is down', async () => {
    const bus = await openBus();
    await redis.kill();
    await until('the loss is noticed', () => !bus.healthy());
    const started = performance.now();
    for (let n = 0; n < 100; n++) await bus.publish('a', n);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('asks readers to look for themselves about once a second while Redis is down', async () => {
    const bus = await openBus();
    await redis.kill();
    await until('the loss is noticed', () => !bus.healthy());
    let asked = 0;
    bus.onGap(() => asked++);
    await until('asked twice', () => asked >= 2, 4000);
    expect(bus.healthy()).toBe(false);
  });

  it('tells readers whose own connection was never cut that a publisher could not publish', async () => {
    const [publisher, reader] = [await openBus(), await openBus()];
    await until('two publishers and two subscribers', async () => (await connections()).length >= 4);
    let gaps = 0;
    reader.onGap(() => gaps++);
    // Only the connections of one process are cut, while Redis takes no new ones.
    const [first, second] = await connections();
    await redis.ask(async (client) => {
      await client.config('SET', 'maxclients', '1');
      for (const id of [first, second]) await client.client('KILL', 'ID', Number(id));
      await until('cut off', () => !publisher.healthy());
      await publisher.publish('a', 'lost');
      await client.config('SET', 'maxclients', '100');
    });
    await until('the reader is told', () => gaps > 0);
    expect(reader.healthy()).toBe(true);
  });

  const connections = () =>
    redis.ask(async (client) => {
      const lines = String(await client.client('LIST'))
        .split('\n')
        .filter((line) => line.includes('name=besedka-'));
      return lines.map((line) => Number(/id=(\d+)/.exec(line)?.[1])).toSorted((a, b) => a - b);
    });

  it.each([1, 20])(
    'ends %i commands within a second each when Redis hangs, and notices that it hangs',
    async (many) => {
      const [bus, cache] = [await openBus(), await openCache()];
      await cache.set('a', '1', minute);
      redis.freeze();
      const started = performance.now();
      const answers = await Promise.all(
        Array.from({ length: many }, async () => [await cache.get('a'), await bus.publish('a', 1)]),
      );
      expect(performance.now() - started).toBeLessThan(2 * patienceMs);
      expect(answers.flat().every((answer) => answer === undefined)).toBe(true);
      await until('found hanging', () => !bus.healthy());
      const again = performance.now();
      const end = await bus.subscribe('b', () => undefined);
      await end();
      await cache.set('a', '2', minute);
      expect(await cache.get('a')).toBeUndefined();
      expect(performance.now() - again).toBeLessThan(patienceMs);
      redis.thaw();
      await until('whole again', () => bus.healthy());
      await until('the cache keeps again', async () => {
        await cache.set('c', '3', minute);
        return (await cache.get('c')) === '3';
      });
    },
  );

  it('closes soon while Redis hangs', async () => {
    const [bus, cache] = [await openBus(), await openCache()];
    redis.freeze();
    const started = performance.now();
    await Promise.all([bus.close(), cache.close()]);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('starts while Redis is down, and heals when it comes', async () => {
    const later = OwnRedis.stopped(await freePort());
    const started = performance.now();
    const [bus, cache] = [await openBus(later.url), await openCache(later.url)];
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(bus.healthy()).toBe(false);
    const heard: unknown[] = [];
    let gaps = 0;
    bus.onGap(() => gaps++);
    await bus.subscribe('a', (message) => heard.push(message));
    await cache.set('a', '1', minute);
    expect(await cache.get('a')).toBeUndefined();
    try {
      await later.startAgain();
      await until('whole', () => bus.healthy() && gaps > 0);
      await bus.publish('a', 'hello');
      await until('heard', () => heard.length > 0);
      await until('the cache keeps', async () => {
        await cache.set('a', '2', minute);
        return (await cache.get('a')) === '2';
      });
    } finally {
      await later.stop();
    }
  });

  it('gives no old text back when a change of it could not be told to Redis', async () => {
    const cache = await openCache();
    await cache.set('holder', 'old', minute);
    await cache.set('other', 'kept', minute);
    redis.freeze();
    await cache.delete('holder');
    await cache.set('written', 'new', minute);
    redis.thaw();
    await until('the cache is back', async () => (await cache.get('other')) === 'kept');
    expect(await cache.get('holder')).toBeUndefined();
  });

  it('forgets everything when it cannot remember which of very many changes were not told', async () => {
    const cache = await openCache();
    await cache.set('last', 'old', minute);
    await cache.set('other', 'also', minute);
    redis.freeze();
    await cache.delete('first');
    await Promise.all(Array.from({ length: 10_001 }, (_, n) => cache.delete(`key ${n}`)));
    await cache.delete('last');
    redis.thaw();
    await until('the cache is back', async () => {
      await cache.set('new', '1', minute);
      return (await cache.get('new')) === '1';
    });
    expect(await Promise.all(['last', 'other'].map((key) => cache.get(key)))).toEqual([undefined, undefined]);
  });

  it('goes on after FLUSHALL: the bus delivers, the cache is empty and keeps again', async () => {
    const [bus, cache] = [await openBus(), await openCache()];
    const heard: unknown[] = [];
    await bus.subscribe('a', (message) => heard.push(message));
    await cache.set('a', '1', minute);
    await redis.ask((client) => client.flushall());
    expect(await cache.get('a')).toBeUndefined();
    await bus.publish('a', 1);
    await until('heard', () => heard.length > 0);
    await cache.set('a', '2', minute);
    expect(await cache.get('a')).toBe('2');
    expect(bus.healthy()).toBe(true);
  });

  it('keeps working when Redis refuses to store: full memory is a miss, not an error', async () => {
    const cache = await openCache();
    await redis.ask((client) => client.config('SET', 'maxmemory', '1'));
    await cache.set('a', '1', minute);
    expect(await cache.get('a')).toBeUndefined();
    await redis.ask((client) => client.config('SET', 'maxmemory', '0'));
    await cache.set('a', '2', minute);
    expect(await cache.get('a')).toBe('2');
  });
});

describeWithOwnRedis('faults: what is logged about Redis', () => {
  let redis: OwnRedis;
  let lines: { msg: string; part: string; level: number }[];
  const own = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line)) });

  beforeEach(async () => {
    lines = [];
    redis = await OwnRedis.start();
  });
  afterEach(() => redis.stop());

  it('is one line when it goes and one when it is back, without the password', async () => {
    const bus = await openRedisBus({ url: redis.url.replace('//', '//default:opensesame@'), log: own });
    await redis.kill();
    for (let n = 0; n < 50; n++) await bus.publish('a', n);
    await until('noticed', () => !bus.healthy());
    for (let n = 0; n < 50; n++) await bus.publish('a', n);
    await redis.startAgain();
    await until('whole again', () => bus.healthy());
    await bus.close();
    const said = lines.filter(({ part }) => part === 'redis publisher').map(({ msg }) => msg);
    expect(said).toEqual(['Redis is away; going on without it and trying again', 'Redis is back']);
    expect(JSON.stringify(lines)).not.toContain('opensesame');
  });

  it('is one line for many refusals of a kind', async () => {
    const cache = await openRedisCache({ url: redis.url, log: own });
    await redis.ask((client) => client.config('SET', 'maxmemory', '1'));
    for (let n = 0; n < 20; n++) await cache.set('a', '1', minute);
    await cache.close();
    expect(lines.map(({ msg }) => msg)).toEqual(['Redis refused a command']);
  });
});
