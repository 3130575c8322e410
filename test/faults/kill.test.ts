import { DialogueLoad, type Doubled } from '../kit/dialogue-load';
import { openSpawnedHouse, type SpawnedHouse } from '../kit/spawned-house';
import { until } from '../kit/until';

// What dominates the time of this file: a killed process's lanes stay locked until their lease of 15 s ends, once for each
// moment, and 3,000 messages through one process on the machine that runs the tests.
const size = { dialogues: 200, messages: 5 };
const kills = 3;
const promisedMs = 30_000;
const settleMs = 120_000;

/** A kill, and the chats that were being worked for at that moment. */
interface Kill {
  readonly at: number;
  readonly owed: readonly number[];
}

const now = () => performance.timeOrigin + performance.now();

describe('faults: kill -9 of the process, started again at once', () => {
  let house: SpawnedHouse;

  beforeAll(async () => {
    house = await openSpawnedHouse();
    house.model.control.echo = true;
  }, 180_000);
  afterAll(() => house?.close());
  afterEach(() => {
    house.model.control.paceMs = 0;
  });

  /** The chats whose question the model is answering right now. */
  const beingAnswered = (load: DialogueLoad): number[] => {
    const running = house.model.control.requests.filter(({ outcome }) => outcome === 'running');
    const chats = running.map(({ messages }) => load.chatIn(messages.at(-1)?.content ?? ''));
    return [...new Set(chats.filter((chatId) => chatId !== undefined))];
  };

  /** The chats that the killed process was working for; their lanes are locked until its leases end. */
  const interrupted = async (load: DialogueLoad): Promise<number[]> => {
    const { rows } = await house.database.pool.query(`
      select distinct u.external_id as chat from lane_leases l
        join dialogues d on l.lane = d.id or starts_with(l.lane, d.bot_id) join users u on u.id = d.user_id
      where l.locked_until is not null and (
        (l.queue = 'deliveries' and exists (select from deliveries s where s.dialogue_id = l.lane and s.done_at is null
          and (s.open_part is not null or cardinality(s.sent_parts) = 0))) or
        (l.lane = d.bot_id || ':' || u.external_id and d.settled_seq <
          (select max(seq) from messages m where m.dialogue_id = d.id and m.role = 'USER')))`);
    return rows.map((row: { chat: string }) => Number(row.chat)).filter((chatId) => load.chats.includes(chatId));
  };

  const killAndStartAgain = async (load: DialogueLoad, kills: Kill[]): Promise<void> => {
    house.product.signal('SIGKILL');
    const at = now();
    expect((await house.product.ending()).signal).toBe('SIGKILL');
    kills.push({ at, owed: await interrupted(load) });
    await house.product.start();
  };

  /** The longest time from a kill to the next sign of work in a chat that was being worked for. */
  const longestPause = (done: readonly Kill[]): number => {
    const pauses = done.flatMap(({ at, owed }) =>
      owed.map((chatId) => (house.telegram.calls.list({ chatId }).find((call) => call.at > at)?.at ?? Infinity) - at),
    );
    return Math.max(...pauses);
  };

  const expectAllWell = async (load: DialogueLoad, done: readonly Kill[]): Promise<Doubled[]> => {
    await load.settled(settleMs);
    expect(load.wrong()).toEqual([]);
    expect(await load.halfAnswers()).toEqual([]);
    const doubled = load.doubled();
    for (const one of doubled) {
      expect(one.copies).toBeLessThanOrEqual(1 + done.length);
      expect(await load.deliveryOf(one)).toEqual([{ delivery: 'UNKNOWN', error: 'delivery_unknown', uncertain: true }]);
    }
    const longest = longestPause(done);
    process.stderr.write(
      `kill -9 ×${done.length}, ${done.flatMap(({ owed }) => owed).length} dialogues interrupted: ` +
        `${doubled.length} doubled, all went on within ${Math.round(longest)} ms\n`,
    );
    expect(longest).toBeLessThan(promisedMs);
    return doubled;
  };

  it('loses nothing and keeps the order when it dies right after the webhook said 200', async () => {
    const load = new DialogueLoad(house, { ...size, firstChat: 100_000 });
    const done: Kill[] = [];
    for (let n = 1; n <= size.messages; n += 1) {
      const taken: number[] = [];
      let dead = n % 2 === 0;
      const bring = async (chatId: number) => {
        if ((await house.poster.try(load.update(chatId, n))) !== 200) return;
        taken.push(chatId);
        if (dead || taken.length < size.dialogues / 2) return;
        dead = true;
        await killAndStartAgain(load, done);
      };
      await Promise.all(load.chats.map(bring));
      const missing = load.chats.filter((chatId) => !taken.includes(chatId));
      await Promise.all(missing.map((chatId) => house.poster.bring(load.update(chatId, n))));
    }
    expect(done.length).toBe(kills);
    await expectAllWell(load, done);
  }, 240_000);

  it('answers again, whole, when it dies in the middle of the model’s stream', async () => {
    const load = new DialogueLoad(house, { ...size, firstChat: 200_000 });
    house.model.control.paceMs = 60;
    const all = load.bringAll();
    const done: Kill[] = [];
    for (let kill = 1; kill <= kills; kill += 1) {
      await until('the model is answering several', () => beingAnswered(load).length >= 8, 60_000);
      await killAndStartAgain(load, done);
    }
    house.model.control.paceMs = 0;
    await all;
    await expectAllWell(load, done);
  }, 240_000);

  it('sends again, marked, what Telegram took and we had no time to save', async () => {
    const load = new DialogueLoad(house, { ...size, firstChat: 300_000 });
    const done: Kill[] = [];
    const killing: Promise<void>[] = [];
    let untilKill = 25;
    // Called while Telegram carries out the call, before it answers.
    const taken = () => {
      untilKill -= 1;
      if (untilKill !== 0 || killing.length === kills) return;
      const again = killAndStartAgain(load, done).then(() => {
        untilKill = 25;
      });
      killing.push(again);
    };
    for (const chatId of load.chats) {
      const chat = house.telegram.bot('helpdesk').openChat({ id: chatId, type: 'private' });
      chat.watch((event) => event.type === 'message' && event.sender === 'bot' && taken());
    }
    await load.bringAll();
    await until('all kills have happened', () => killing.length === kills, 120_000);
    await Promise.all(killing);
    const doubled = await expectAllWell(load, done);
    expect(doubled.length).toBeGreaterThanOrEqual(1);
    expect(doubled.every(({ copies }) => copies === 2)).toBe(true);
  }, 240_000);
});
