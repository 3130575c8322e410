import { Redis } from 'ioredis';
import type { GraphqlCaller } from '../kit/graphql-caller';
import { type House, openHouse } from '../kit/house';
import { describeWithOwnRedis, OwnRedis } from '../kit/redis';
import type { TelegramPerson } from '../kit/telegram-person';
import { until } from '../kit/until';

const accept = 'mutation ($id: ID!) { acceptHandoff(input: { dialogueId: $id }) { dialogue { status } } }';
const giveBack = 'mutation ($id: ID!) { returnToBot(input: { dialogueId: $id }) { dialogue { status } } }';

describeWithOwnRedis('who answers is copied to Redis, and right without it', () => {
  let redis: OwnRedis;
  let look: Redis;
  let house: House;
  let operator: GraphqlCaller;

  beforeAll(async () => {
    redis = await OwnRedis.start();
    look = new Redis(redis.url);
    look.on('error', () => undefined); // it is killed on purpose
    house = await openHouse({ REDIS_URL: redis.url });
    operator = await house.operator('Maria');
  }, 180_000);
  afterAll(async () => {
    await house.close();
    look.disconnect();
    await redis.stop();
  });

  const meet = async (): Promise<{ person: TelegramPerson; id: string }> => {
    const person = house.person({ language_code: 'en' });
    person.writes('/operator');
    await person.hears();
    const row = await house.database.prisma.dialogue.findFirstOrThrow({
      where: { user: { externalId: String(person.person.id) } },
    });
    return { person, id: row.id };
  };
  const copies = async (id: string) => {
    const [key] = (await look.keys('*')).filter((one) => one.endsWith(`answers:${id}`));
    return { key: key ?? '', value: key ? JSON.parse((await look.get(key)) ?? 'null') : undefined };
  };
  /** The bot stays silent: the message is stored and settled, and nothing is said. */
  const staysSilent = async (person: TelegramPerson, id: string, text: string) => {
    person.writes(text);
    await until('the message is settled', async () => {
      const { settledSeq, nextSeq } = await house.database.prisma.dialogue.findUniqueOrThrow({ where: { id } });
      const last = await house.database.prisma.message.findFirst({
        where: { dialogueId: id },
        orderBy: { seq: 'desc' },
      });
      return last?.text === text && settledSeq === nextSeq - 1;
    });
    expect(person.unheard()).toBe(0);
  };

  it('keeps a copy that lives for minutes, and refreshes it with every change', async () => {
    const { id } = await meet();
    // The copy is made after the commit, so the user may hear of the change first.
    await until('the copy is made', async () => (await copies(id)).value !== undefined);
    expect((await copies(id)).value).toEqual({ status: 'WAITING', epoch: 2 });
    await operator.call(accept, { id });
    const { key, value } = await copies(id);
    expect(value).toEqual({ status: 'OPERATOR', epoch: 3 });
    expect(await look.pttl(key)).toBeGreaterThan(60_000);
  });

  it('keeps the bot silent while an operator answers, also after everything in Redis was lost', async () => {
    const { person, id } = await meet();
    await operator.call(accept, { id });
    await person.hears();
    await look.flushall();
    await staysSilent(person, id, 'How much is delivery?');
  });

  it('is not led astray by a wrong copy, in either direction', async () => {
    const { person, id } = await meet();
    await operator.call(accept, { id });
    await person.hears();
    const { key } = await copies(id);
    await look.set(key, JSON.stringify({ status: 'BOT', epoch: 1 }));
    await staysSilent(person, id, 'How much is delivery to Kazan?');
    await operator.call(giveBack, { id });
    await person.hears();
    await look.set(key, JSON.stringify({ status: 'OPERATOR', epoch: 3 }));
    person.writes('How much is courier delivery to Kazan?');
    expect(await person.hears()).toContain('390');
  });

  it('goes on while Redis is away', async () => {
    const { person, id } = await meet();
    await redis.kill();
    await operator.call(accept, { id });
    expect(await person.hears()).toContain('Maria');
    await staysSilent(person, id, 'And the price?');
    await operator.call(giveBack, { id });
    await person.hears();
    person.writes('How much is courier delivery to Kazan?');
    expect(await person.hears()).toContain('390');
    await redis.startAgain();
  });
});
