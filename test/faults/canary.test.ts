import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { parse, stringify } from 'yaml';
import { type BotsFolder, botsFolderWith } from '../kit/bots-folder';
import { GraphqlFailure } from '../kit/graphql-caller';
import { type House, openHouse } from '../kit/house';
import { OwnRedis } from '../kit/redis';
import { until } from '../kit/until';

const slugs = ['helpdesk', 'helpdesk-two', 'helpdesk-three'];
const usersOfEach = 67;
const atOnce = 10;
const patience = 300_000;
const canary = /canary-\d{4}-[a-z]{6}/g;

const start = 'mutation ($input: StartDialogueInput!) { startDialogue(input: $input) { dialogue { id } } }';
const write = 'mutation ($input: SendUserMessageInput!) { sendUserMessage(input: $input) { message { id } } }';

interface Caged {
  readonly dialogueId: string;
  readonly canary: string;
}

/** Three bots of the same kind. */
function threeBots(): BotsFolder {
  const bots = botsFolderWith({});
  for (const slug of slugs.slice(1)) {
    const folder = path.join(bots.folder, slug);
    cpSync(path.join(bots.folder, 'helpdesk'), folder, { recursive: true });
    const file = path.join(folder, 'bot.yaml');
    writeFileSync(file, stringify({ ...parse(readFileSync(file, 'utf8')), slug, name: slug }));
  }
  return bots;
}

/** Does the work for all, some at a time. */
async function forAll<T, R>(items: readonly T[], work: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let from = 0; from < items.length; from += atOnce) {
    const some = items.slice(from, from + atOnce);
    results.push(...(await Promise.all(some.map((item, index) => work(item, from + index)))));
  }
  return results;
}

/** Asks again where the machine has too much to do; a repeat changes nothing. */
async function patiently<T>(house: House, query: string, variables: Record<string, unknown>): Promise<T> {
  let answer: T | undefined;
  await until(
    'the API answers',
    async () => {
      answer = await (house.api.call(query, variables) as Promise<T>).catch((error: unknown) => {
        if (error instanceof GraphqlFailure && error.code === 'UNAVAILABLE') return undefined;
        throw error;
      });
      return answer !== undefined;
    },
    patience,
  );
  if (answer === undefined) throw new Error('the API has answered nothing');
  return answer;
}

class Aviary {
  private turn = 0;
  private readonly prompts: string[] = [];

  private constructor(
    private readonly house: House,
    readonly caged: readonly Caged[],
  ) {}

  /** Two hundred users of three bots, each with a word that nobody else knows. */
  static async fill(house: House): Promise<Aviary> {
    const { bots }: { bots: { id: string; slug: string }[] } = await house.api.call('{ bots { id slug } }');
    const users = bots
      .filter(({ slug }) => slugs.includes(slug))
      .flatMap(({ id }) => Array<string>(usersOfEach).fill(id));
    const caged = await forAll(users, async (botId, index) => {
      const number = 1_000 + index;
      const letters = number.toString().replaceAll(/\d/g, (digit) => 'abcdefghij'[Number(digit)] ?? '');
      const input = {
        botId,
        externalUserId: `user ${number}`,
        language: 'en',
        displayName: `canary-${number}-${letters}xy`,
      };
      const { startDialogue } = await patiently<{ startDialogue: { dialogue: { id: string } } }>(house, start, {
        input,
      });
      return { dialogueId: startDialogue.dialogue.id, canary: input.displayName };
    });
    return new Aviary(house, caged);
  }

  /** Everybody writes at once, and is answered. */
  async round(): Promise<void> {
    this.turn += 1;
    const secret = ({ canary: word }: Caged) =>
      `My secret word is ${word}, this is message number ${this.turn}. ${'I keep it to myself and tell it to nobody. '.repeat(6)}`;
    await forAll(this.caged, ({ dialogueId }, index) => {
      const one = this.caged[index];
      const idempotencyKey = `${dialogueId} ${this.turn}`;
      return patiently(this.house, write, { input: { dialogueId, text: one ? secret(one) : '', idempotencyKey } });
    });
    const waiting = `select count(*)::int as n from messages m join dialogues d on d.id = m.dialogue_id
      where m.role = 'USER' and m.seq > d.settled_seq`;
    const settled = async () => {
      await pause(200); // the database has enough to do
      const count = await this.house.database.pool.query(waiting).catch(() => undefined);
      return count?.rows[0].n === 0;
    };
    await until('everybody is answered', settled, patience);
    // The stand-in remembers the latest thousand.
    this.prompts.push(...this.house.model.control.requests.splice(0).map(({ messages }) => JSON.stringify(messages)));
  }

  /** How many requests to the model hold a canary, and those with one of somebody else. */
  async hits(): Promise<{ seen: number; summaries: number; foreign: string[] }> {
    const singing = this.prompts.map((text) => new Set(text.match(canary))).filter(({ size }) => size > 0);
    const prompts = singing.filter(({ size }) => size > 1).map((found) => `a prompt: ${[...found].join()}`);
    const rows = await this.house.database.prisma.message.findMany({ where: { role: 'BOT' } });
    const owner = new Map(this.caged.map((one) => [one.dialogueId, one.canary]));
    const answers = rows.flatMap(({ text, dialogueId }) =>
      (text.match(canary) ?? []).filter((one) => one !== owner.get(dialogueId)),
    );
    const summaries = await this.house.database.prisma.dialogue.findMany({ where: { summary: { not: null } } });
    const told = summaries.flatMap(({ id, summary }) =>
      (summary?.match(canary) ?? []).filter((one) => one !== owner.get(id)),
    );
    const statuses = await this.house.database.prisma.dialogue.groupBy({ by: ['status'], _count: true });
    process.stderr.write(
      `canaries: ${singing.length} prompts, ${JSON.stringify(statuses)}, ${summaries.length} summaries\n`,
    );
    return { seen: singing.length, summaries: summaries.length, foreign: [...prompts, ...answers, ...told] };
  }
}

describe('two hundred users with a word that nobody else may ever hear', () => {
  let bots: BotsFolder;
  let redis: OwnRedis;
  let house: House | undefined;

  beforeAll(async () => {
    bots = threeBots();
    redis = await OwnRedis.start();
  }, 180_000);
  afterEach(async () => {
    await house?.close();
    house = undefined;
  }, 180_000);
  afterAll(async () => {
    bots.remove();
    await redis.stop();
  });

  const open = async (environment: Record<string, string> = {}) => {
    house = await openHouse({
      BOTS_DIR: bots.folder,
      ANSWERS_PER_MINUTE: '10000',
      OPENAI_CONTEXT_TOKENS: '4096',
      ...environment,
    });
    // Every answer repeats what its user wrote: if it were somebody else's, it would be heard.
    house.model.control.echo = true;
    return Aviary.fill(house);
  };

  it('hear only their own, without Redis', async () => {
    const aviary = await open();
    for (let turn = 1; turn <= 3; turn += 1) await aviary.round();
    const { seen, foreign, summaries } = await aviary.hits();
    expect(foreign).toEqual([]);
    expect(summaries).toBeGreaterThan(0);
    // Whom the bot could not answer on a busy machine, people have: then it reads no more of them.
    expect(seen).toBeGreaterThan(2 * aviary.caged.length);
  }, 900_000);

  it('hear only their own with Redis, even when it mixes up what it keeps and then forgets everything', async () => {
    const aviary = await open({ REDIS_URL: redis.url });
    const look = new Redis(redis.url);
    try {
      await aviary.round();
      let keys: string[] = [];
      await until(
        'everybody has a copy',
        async () => {
          keys = (await look.keys('*said:*')).toSorted();
          return keys.length === aviary.caged.length;
        },
        patience,
      );
      const values = await look.mget(keys);
      expect(values.join()).not.toMatch(/canary|secret/);
      await Promise.all(keys.map((key, index) => look.set(key, values[(index + 1) % values.length] ?? '', 'KEEPTTL')));
      await aviary.round();
      await look.flushall();
      await aviary.round();
    } finally {
      look.disconnect();
    }
    const { seen, foreign, summaries } = await aviary.hits();
    expect(foreign).toEqual([]);
    expect(summaries).toBeGreaterThan(0);
    // Whom the bot could not answer on a busy machine, people have: then it reads no more of them.
    expect(seen).toBeGreaterThan(2 * aviary.caged.length);
  }, 900_000);
});
