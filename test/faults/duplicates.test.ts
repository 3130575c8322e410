import { redisForTests } from '../kit/redis';
import { openSpawnedHouse, type SpawnedHouse } from '../kit/spawned-house';
import { textUpdate, type UpdatePoster } from '../kit/telegram-updates';
import { until } from '../kit/until';

const users = 1_000;
const copies = 5;
const firstChat = 500_000;
const withoutRedis = { url: undefined, stop: async () => undefined };

describe('faults: every update comes five times, to two processes', () => {
  let house: SpawnedHouse;
  let redis: { url: string | undefined; stop(): Promise<void> };
  let posters: [UpdatePoster, UpdatePoster];

  beforeAll(async () => {
    redis = await redisForTests().catch(() => withoutRedis);
    house = await openSpawnedHouse({ environment: redis.url ? { REDIS_URL: redis.url } : {} });
    posters = [house.poster, (await house.another()).poster];
    house.model.control.echo = true;
  }, 180_000);
  afterAll(async () => {
    await house?.close();
    await redis?.stop();
  });

  it('is stored once, asked once and answered once', async () => {
    const asked = jest.spyOn(house.model.control, 'record');
    const chats = Array.from({ length: users }, (_, index) => firstChat + index);
    const update = (chatId: number) =>
      textUpdate({ updateId: chatId, chatId, messageId: 1, text: `q${chatId} hello there` });
    // As Telegram does: a copy that was asked to come again comes again.
    await Promise.all(
      chats.flatMap((chatId) =>
        Array.from({ length: copies }, (_, copy) => posters[copy % 2 === 0 ? 0 : 1].bring(update(chatId))),
      ),
    );
    const { pool } = house.database;
    const unfinished = async () => {
      const { rows } = await pool.query(
        `select (select count(*)::int from inbox where done_at is null) + (select count(*)::int from deliveries where done_at is null) as n`,
      );
      return (rows[0] as { n: number }).n;
    };
    await until('everybody is answered', () => chats.every((chatId) => house.heard(chatId).length > 0), 120_000);
    await until('nothing waits any more', async () => (await unfinished()) === 0, 60_000);

    const counted = await pool.query(`select
      (select count(*)::int from inbox) as inbox,
      (select count(*)::int from messages where role = 'USER') as questions,
      (select count(*)::int from messages where role = 'BOT') as answers,
      (select count(*)::int from messages where delivery = 'UNKNOWN') as unknown`);
    expect(counted.rows).toEqual([{ inbox: users, questions: users, answers: users, unknown: 0 }]);
    const heard = chats.flatMap((chatId) => house.heard(chatId).map(({ text }) => text));
    expect(heard).toEqual(chats.map((chatId) => `echo: q${chatId} hello there`));
    expect(asked).toHaveBeenCalledTimes(users);
  }, 180_000);

  it('stays answered when copies come after the answer', async () => {
    const asked = jest.spyOn(house.model.control, 'record');
    const chatId = firstChat + users;
    const update = textUpdate({ updateId: chatId, chatId, messageId: 1, text: 'hello once' });
    const again = { ...update, update_id: chatId + 1 };
    expect(await posters[0].try(update)).toBe(200);
    await until('the answer', () => house.heard(chatId).length > 0);
    asked.mockClear();
    expect(await posters[1].try(update)).toBe(200);
    // The same message under another number of update is the same message all the same.
    expect(await posters[1].try(again)).toBe(200);
    await posters[0].bring(textUpdate({ updateId: chatId + 2, chatId, messageId: 2, text: 'and once more' }));
    await until('the next answer', () => house.heard(chatId).length > 1);
    expect(house.heard(chatId).map(({ text }) => text)).toEqual(['echo: hello once', 'echo: and once more']);
    expect(asked).toHaveBeenCalledTimes(1);
  }, 180_000);
});
