import { type Bus, openInProcessBus } from '../../src/infra/bus';
import { openLog } from '../../src/infra/log';
import { openRedisBus } from '../../src/infra/redis-bus';
import { describeWithRedis, redisForTests, redisPrefix } from '../kit/redis';
import { until } from '../kit/until';

const log = openLog('silent');

describe('bus: in process', () => {
  busContract(async () => openInProcessBus({ log }));
});

describeWithRedis('bus: Redis', () => {
  let redis: Awaited<ReturnType<typeof redisForTests>>;
  const opened: Bus[] = [];
  const open = async (prefix = redisPrefix()) => {
    const bus = await openRedisBus({ url: redis.url, log, prefix });
    opened.push(bus);
    return bus;
  };

  beforeAll(async () => {
    redis = await redisForTests();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((bus) => bus.close()));
  });
  afterAll(() => redis.stop());

  busContract(open);

  it('reaches the subscribers of another process', async () => {
    const prefix = redisPrefix();
    const [here, there] = [await open(prefix), await open(prefix)];
    const heard: unknown[] = [];
    await there.subscribe('dialogue', (message) => heard.push(message));
    await here.publish('dialogue', { seq: 1 });
    await until('heard in the other process', () => heard.length === 1);
    expect(heard).toEqual([{ seq: 1 }]);
  });

  it('keeps programs with different prefixes apart', async () => {
    const [ours, theirs] = [await open(), await open()];
    const heard: string[] = [];
    await ours.subscribe('dialogue', () => heard.push('ours'));
    await theirs.subscribe('dialogue', () => heard.push('theirs'));
    await ours.publish('dialogue', 1);
    await theirs.publish('dialogue', 2);
    await until('both heard something', () => heard.length >= 2);
    expect(heard.toSorted()).toEqual(['ours', 'theirs']);
  });

  it('subscribes to a topic once for many listeners, and leaves it with the last of them', async () => {
    const prefix = redisPrefix();
    const bus = await open(prefix);
    const channel = `${prefix}bus:dialogue`;
    const [first, second] = await Promise.all([
      bus.subscribe('dialogue', () => undefined),
      bus.subscribe('dialogue', () => undefined),
    ]);
    const subscribers = () => countSubscribers(redis.url, channel);
    expect(await subscribers()).toBe(1);
    await first();
    expect(await subscribers()).toBe(1);
    await second();
    expect(await subscribers()).toBe(0);
  });
});

async function countSubscribers(url: string, channel: string): Promise<number> {
  const { Redis } = await import('ioredis');
  const client = new Redis(url);
  try {
    const [, count] = await client.pubsub('NUMSUB', channel);
    return Number(count);
  } finally {
    client.disconnect();
  }
}

function busContract(open: () => Promise<Bus>): void {
  let bus: Bus;
  beforeEach(async () => {
    bus = await open();
  });
  afterEach(() => bus.close());

  it('delivers to every subscriber of a topic and to no other topic', async () => {
    const heard: string[] = [];
    await bus.subscribe('a', (message) => heard.push(`first ${message}`));
    await bus.subscribe('a', (message) => heard.push(`second ${message}`));
    await bus.subscribe('b', (message) => heard.push(`other ${message}`));
    await bus.publish('a', 1);
    await bus.publish('b', 2);
    await until('all three heard', () => heard.length >= 3);
    expect(heard).toEqual(['first 1', 'second 1', 'other 2']);
  });

  it('delivers the messages of a publisher in their order, from the moment of the subscription on', async () => {
    const heard: unknown[] = [];
    await bus.publish('a', 'too early');
    await bus.subscribe('a', (message) => heard.push(message));
    const sent = Array.from({ length: 500 }, (_, n) => n);
    await Promise.all(sent.map((n) => bus.publish('a', n)));
    await until('all are heard', () => heard.length >= sent.length);
    expect(heard).toEqual(sent);
  });

  it('carries JSON, and gives each subscriber a copy of its own', async () => {
    const sent = { text: 'Привет 👋\u0000', missing: undefined, at: new Date(0), list: [1, null] };
    const heard: unknown[] = [];
    await bus.subscribe('a', (message) => {
      heard.push(structuredClone(message));
      (message as { text: string }).text = 'spoilt';
    });
    await bus.subscribe('a', (message) => heard.push(message));
    await bus.publish('a', sent);
    await until('both heard', () => heard.length >= 2);
    const expected = { text: 'Привет 👋\u0000', at: '1970-01-01T00:00:00.000Z', list: [1, null] };
    expect(heard.slice(0, 2)).toEqual([expected, expected]);
  });

  it('calls a listener later, never inside the step that published', async () => {
    const order: string[] = [];
    await bus.subscribe('a', () => order.push('heard'));
    const published = bus.publish('a', 1);
    order.push('published');
    await published;
    await until('heard', () => order.length === 2);
    expect(order).toEqual(['published', 'heard']);
  });

  it('stops delivering after the subscription has ended, and ends it only once', async () => {
    const heard: string[] = [];
    const end = await bus.subscribe('a', () => heard.push('ended'));
    await bus.subscribe('a', () => heard.push('stays'));
    await end();
    await end();
    await bus.publish('a', 1);
    await until('the other one heard', () => heard.includes('stays'));
    expect(heard).toEqual(['stays']);
  });

  it('counts the same listener twice when it subscribes twice', async () => {
    const heard: unknown[] = [];
    const listener = (message: unknown) => void heard.push(message);
    const end = await bus.subscribe('a', listener);
    await bus.subscribe('a', listener);
    await bus.publish('a', 1);
    await until('heard twice', () => heard.length === 2);
    await end();
    await bus.publish('a', 2);
    await until('heard once more', () => heard.length >= 3);
    expect(heard).toEqual([1, 1, 2]);
  });

  it('survives a subscriber that throws', async () => {
    const heard: unknown[] = [];
    await bus.subscribe('a', () => {
      throw new Error('cannot take it');
    });
    await bus.subscribe('a', (message) => heard.push(message));
    await bus.publish('a', 1);
    await bus.publish('a', 2);
    await until('both are heard by the other one', () => heard.length >= 2);
    expect(heard).toEqual([1, 2]);
  });

  it('is healthy while it is open, and silent once it is closed', async () => {
    const heard: unknown[] = [];
    await bus.subscribe('a', (message) => heard.push(message));
    expect(bus.healthy()).toBe(true);
    await bus.close();
    expect(bus.healthy()).toBe(false);
    await bus.publish('a', 1);
    await bus.close();
    expect(heard).toEqual([]);
  });
}
