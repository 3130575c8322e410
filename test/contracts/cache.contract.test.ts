import { type Cache, openInProcessCache } from '../../src/infra/cache';
import { openLog } from '../../src/infra/log';
import { openRedisCache } from '../../src/infra/redis-cache';
import { describeWithRedis, redisForTests, redisPrefix } from '../kit/redis';
import { until } from '../kit/until';

const log = openLog('silent');
const minute = 60_000;

describe('cache: in process', () => {
  cacheContract(async () => openInProcessCache());

  it('holds so many entries and forgets the one that was not used for longest', async () => {
    const cache = openInProcessCache({ maxEntries: 2 });
    await cache.set('a', '1', minute);
    await cache.set('b', '2', minute);
    await cache.get('a');
    await cache.set('c', '3', minute);
    expect(await Promise.all(['a', 'b', 'c'].map((key) => cache.get(key)))).toEqual(['1', undefined, '3']);
  });

  it('does not count an entry twice when it is written twice', async () => {
    const cache = openInProcessCache({ maxEntries: 2 });
    await cache.set('a', '1', minute);
    await cache.set('b', '2', minute);
    await cache.set('b', '3', minute);
    expect(await Promise.all(['a', 'b'].map((key) => cache.get(key)))).toEqual(['1', '3']);
  });
});

describeWithRedis('cache: Redis', () => {
  let redis: Awaited<ReturnType<typeof redisForTests>>;
  beforeAll(async () => {
    redis = await redisForTests();
  });
  afterAll(() => redis.stop());

  cacheContract(() => openRedisCache({ url: redis.url, log, prefix: redisPrefix() }));

  it('is shared by processes with the same prefix and by no others', async () => {
    const prefix = redisPrefix();
    const open = (own = prefix) => openRedisCache({ url: redis.url, log, prefix: own });
    const [here, there, elsewhere] = await Promise.all([open(), open(), open(redisPrefix())]);
    await here.set('holder', 'Аня', minute);
    expect(await there.get('holder')).toBe('Аня');
    expect(await elsewhere.get('holder')).toBeUndefined();
    await there.delete('holder');
    expect(await here.get('holder')).toBeUndefined();
    await Promise.all([here, there, elsewhere].map((cache) => cache.close()));
  });
});

function cacheContract(open: () => Promise<Cache>): void {
  let cache: Cache;
  beforeEach(async () => {
    cache = await open();
  });
  afterEach(() => cache.close());

  it('gives back what was kept, and undefined for what was not', async () => {
    await cache.set('a', 'текст 👋', minute);
    await cache.set('empty', '', minute);
    expect(await cache.get('a')).toBe('текст 👋');
    expect(await cache.get('empty')).toBe('');
    expect(await cache.get('b')).toBeUndefined();
  });

  it('keeps the last of several texts', async () => {
    await cache.set('a', '1', minute);
    await cache.set('a', '2', minute);
    expect(await cache.get('a')).toBe('2');
  });

  it('forgets when the time has come, and not before', async () => {
    await cache.set('short', '1', 60);
    await cache.set('long', '2', minute);
    expect(await cache.get('short')).toBe('1');
    await until('the short one is forgotten', async () => (await cache.get('short')) === undefined, 2000);
    expect(await cache.get('long')).toBe('2');
  });

  it('takes fractions of a millisecond, and a time that has passed as an order to forget', async () => {
    await cache.set('a', '1', minute + 0.5);
    expect(await cache.get('a')).toBe('1');
    await cache.set('a', '2', 0);
    expect(await cache.get('a')).toBeUndefined();
    await cache.set('a', '3', -5);
    expect(await cache.get('a')).toBeUndefined();
  });

  it('deletes one key, also one that is not there', async () => {
    await cache.set('a', '1', minute);
    await cache.set('b', '2', minute);
    await cache.delete('a');
    await cache.delete('nowhere');
    expect(await cache.get('a')).toBeUndefined();
    expect(await cache.get('b')).toBe('2');
  });

  it('is empty once it is closed, and can be closed twice', async () => {
    await cache.set('a', '1', minute);
    await cache.close();
    expect(await cache.get('a')).toBeUndefined();
    await cache.close();
  });
}
