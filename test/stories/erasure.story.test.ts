import { userRecords } from '../../src/dialogues/user-records';
import { keysHolding, tablesHolding } from '../kit/canaries';
import { DeskGroup } from '../kit/desk-group';
import { recordingOf } from '../kit/recordings';
import { OwnRedis } from '../kit/redis';
import { dialogueOf } from '../kit/telegram-operators';
import type { TelegramPerson } from '../kit/telegram-person';
import { until } from '../kit/until';

const patienceMs = 120_000;
const erase = `mutation ($input: UserInput!) { eraseUser(input: $input) { documentsToRead } }`;
const texts = {
  ru: {
    ask: /Удалить все ваши данные\?/,
    yes: 'Удалить всё',
    no: 'Оставить',
    done: /всё, что мы о вас хранили, удалено/,
    kept: /ничего не удаляю/,
    stale: /Эта кнопка уже не действует/,
    asks: 'Сколько стоит доставка',
    spoken: 'Моё тайное слово щурогрив, сколько стоит доставка?',
    voiceCanary: 'щурогрив',
    hello: 'Добрый день, вижу ваш заказ',
  },
  en: {
    ask: /Delete all your data\?/,
    yes: 'Delete everything',
    no: 'Keep it',
    done: /everything we kept about you has been deleted/,
    kept: /nothing is deleted/,
    stale: /This button no longer works/,
    asks: 'How much is the delivery',
    spoken: 'My secret word is quibblefrost, how much is the delivery?',
    voiceCanary: 'quibblefrost',
    hello: 'Good day, I see your order',
  },
} as const;

describe.each(['ru', 'en'] as const)('in %s, a user who wants to be forgotten', (language) => {
  const said = texts[language];
  let redis: OwnRedis;
  let desk: DeskGroup;

  beforeAll(async () => {
    redis = await OwnRedis.start();
    desk = await DeskGroup.open(language, { REDIS_URL: redis.url });
  }, 400_000);
  afterAll(async () => {
    await desk.close();
    await redis.stop();
  });

  const holding = async (words: readonly string[]) => [
    ...(await tablesHolding(desk.house.database, words)),
    ...(await redis.ask((client) => keysHolding(client, words))),
  ];
  const userIdOf = async (person: TelegramPerson): Promise<string> => {
    const { rows } = await desk.house.database.pool.query(
      `select id from users where external_id = $1 and channel = 'TELEGRAM'`,
      [String(person.person.id)],
    );
    return rows[0]?.id;
  };
  const wish = async (person: TelegramPerson) => {
    person.writes('/delete_my_data');
    return person.sees(said.ask, patienceMs);
  };

  it('is gone from every table, from the copies and from the desk, and nobody else is', async () => {
    const { house, group, maria, story } = desk;
    const neighbour = house.person({ first_name: 'Neighbour', language_code: language });
    neighbour.writes(`${said.asks}? neighbour-canary-1`);
    await neighbour.hears(patienceMs);

    const name = `Zyxw${language}`;
    const user = house.person({
      id: 7_700_000_001,
      first_name: name,
      username: `name_${name}`,
      language_code: language,
    });
    const canaries = [
      name,
      '7700000001',
      'text-canary-1',
      'edited-canary-2',
      'quoted-canary-3',
      'note-canary-4',
      'reply-canary-5',
    ];
    const first = user.writes(`${said.asks}? text-canary-1`);
    await user.hears(patienceMs);
    user.edits(first, `${said.asks}? edited-canary-2`);
    user.sends({ kind: 'voice', bytes: recordingOf(said.spoken), duration: 3 });
    await user.sees(said.voiceCanary, patienceMs);
    user.writes(story.wish);
    await user.sees(story.phrase, patienceMs);
    const { threadId } = await group.topic(name, patienceMs);
    const card = await group.hears(threadId, story.waiting, patienceMs);
    group.presses(maria.person, card.message_id, story.accept);
    user.writes(`${story.more} quoted-canary-3`);
    const quoted = await group.hears(threadId, 'quoted-canary-3', patienceMs);
    group.writes(maria.person, threadId, `${said.hello} reply-canary-5`, { replyTo: quoted.message_id });
    await user.sees('reply-canary-5', patienceMs);
    const dialogueId = await dialogueOf(house, user);
    await house.api.call(`mutation ($input: AddNoteInput!) { addNote(input: $input) { message { id } } }`, {
      input: { dialogueId, text: 'note-canary-4' },
    });
    const userId = await userIdOf(user);
    const all = [...canaries, said.voiceCanary, userId];
    expect(await tablesHolding(house.database, all)).toEqual(
      expect.arrayContaining(['users: 7700000001', 'messages: note-canary-4', 'inbox: quoted-canary-3']),
    );

    await wish(user);
    user.presses(said.yes);
    await user.sees(said.done, patienceMs);
    await until('nothing of them is left', async () => (await holding(all)).length === 0, patienceMs);
    await until('their topic is gone', () => group.topics().every((topic) => topic.threadId !== threadId), patienceMs);
    expect(await tablesHolding(house.database, ['neighbour-canary-1'])).toEqual(
      expect.arrayContaining(['messages: neighbour-canary-1']),
    );
    const { rows } = await house.database.pool.query(`select actor, subject from audit where action = 'user erased'`);
    expect(rows).toEqual([{ actor: 'user', subject: expect.stringMatching(/^erased:[\w-]{43}$/) }]);
    // Whatever arrives late, or is pressed again, finds nothing and brings nothing back.
    user.presses(said.yes);
    await user.sees(said.stale, patienceMs);
    expect(await tablesHolding(house.database, [...canaries.slice(2), said.voiceCanary, userId])).toEqual([]);
    // Who writes again is a new user.
    expect(await userIdOf(user)).toMatch(/^user_/);
    expect(await userIdOf(user)).not.toBe(userId);
  }, 600_000);

  it('is asked first, and may keep everything', async () => {
    const user = desk.house.person({ language_code: language });
    user.writes(`${said.asks}? kept-canary`);
    await user.hears(patienceMs);
    await wish(user);
    user.presses(said.no);
    await user.sees(said.kept, patienceMs);
    // The other button is taken back with it.
    user.presses(said.yes);
    await user.sees(said.stale, patienceMs);
    expect(await tablesHolding(desk.house.database, ['kept-canary'])).toContain('messages: kept-canary');
  }, 400_000);

  it('is asked again when the button is old, and nobody can press it for them', async () => {
    const { house } = desk;
    const user = house.person({ language_code: language });
    const stranger = house.person({ language_code: language });
    user.writes(`${said.asks}? old-canary`);
    stranger.writes(said.asks);
    await Promise.all([user.hears(patienceMs), stranger.hears(patienceMs)]);
    await wish(user);
    for (const forged of ['/erase 1', '/erase 2', '/erase 3', '/erase -1', '/erase 9999', '/erase x', '/erase']) {
      stranger.writes(forged);
    }
    await stranger.sees(said.stale, patienceMs);
    await house.database.pool.query(
      `update messages set created_at = created_at - interval '11 minutes' where dialogue_id = $1`,
      [await dialogueOf(house, user)],
    );
    user.presses(said.yes);
    await user.sees(said.stale, patienceMs);
    expect(await tablesHolding(house.database, ['old-canary'])).toContain('messages: old-canary');
    await until('both are there', async () => Boolean((await userIdOf(user)) && (await userIdOf(stranger))));
  }, 400_000);

  it('can be erased and looked up by an admin, once', async () => {
    const { house } = desk;
    const user = house.person({ id: 7_700_000_002, language_code: language });
    user.writes(`${said.asks}? exported-canary`);
    await user.hears(patienceMs);
    const userId = await userIdOf(user);
    const dialogueId = await dialogueOf(house, user);
    const { exportUser } = await house.api.call('query ($user: ID!) { exportUser(user: $user) }', { user: userId });
    const counted: Record<string, number> = {};
    for (const { table, of } of userRecords) {
      const { rows } = await house.database.pool.query(`select count(*)::int as n from "${table}" where ${of}`, [
        userId,
      ]);
      counted[table] = rows[0].n;
    }
    const exported = Object.entries(exportUser).map(([table, rows]) => [table, (rows as unknown[]).length]);
    // The question is noted in the audit after it was answered.
    expect(Object.fromEntries(exported)).toEqual({ ...counted, audit: 0 });
    expect(exportUser.messages).toHaveLength(2);
    expect(JSON.stringify(exportUser.inbox)).toContain('exported-canary');

    const input = { userId, idempotencyKey: `erase-once-${language}` };
    expect((await house.api.call(erase, { input })).eraseUser.documentsToRead).toEqual([]);
    expect(await tablesHolding(house.database, ['exported-canary', userId])).toEqual([]);
    await house.api.call(erase, { input });
    await expect(house.api.call(erase, { input: { userId } })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await house.api.call(`{ dialogue(id: "${dialogueId}") { id } }`)).dialogue).toBeNull();
    const supervisor = await house.operator(`Super-${language}`, 'SUPERVISOR');
    await expect(supervisor.call(erase, { input: { userId } })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await until('nothing names their chat', async () => (await holding(['7700000002'])).length === 0, patienceMs);
  }, 400_000);
});

describe('what is kept about users', () => {
  it('is known for every table that could hold something', async () => {
    const redisless = await DeskGroup.open('en');
    const { rows } = await redisless.house.database.pool.query(
      `select distinct table_name as name from information_schema.columns where table_schema = 'public'
       and column_name in ('user_id', 'dialogue_id', 'message_id', 'handoff_id', 'external_id', 'subject', 'lane')`,
    );
    await redisless.close();
    const known = new Set(userRecords.map(({ table }) => table));
    expect(rows.map(({ name }: { name: string }) => name).filter((name: string) => !known.has(name))).toEqual([]);
  }, 400_000);
});
