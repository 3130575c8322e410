import { setTimeout as pause } from 'node:timers/promises';
import { type House, openHouse } from '../kit/house';
import { describeWithOwnRedis, OwnRedis } from '../kit/redis';
import { until } from '../kit/until';

const messageAdded =
  'subscription ($id: ID!, $after: Int) { messageAdded(dialogueId: $id, afterSeq: $after) { seq text } }';
const write = 'mutation ($input: SendUserMessageInput!) { sendUserMessage(input: $input) { message { seq } } }';
const total = 2_000;
const atOnce = 8;
const cutOffMs = 5_000;

/** Writes messages as the user of an app, as quickly as the API takes them. */
async function writeAll(house: House, dialogueId: string): Promise<void> {
  const texts = Array.from({ length: total }, (_, index) => `message ${index + 1}`);
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let text = texts.shift(); text !== undefined; text = texts.shift()) {
        await house.api.call(write, { input: { dialogueId, text } });
      }
    }),
  );
}

describeWithOwnRedis('a subscriber that is cut off and comes back', () => {
  let redis: OwnRedis;
  let house: House;

  beforeAll(async () => {
    redis = await OwnRedis.start();
    house = await openHouse({ REDIS_URL: redis.url });
  }, 180_000);
  afterAll(async () => {
    await house.api.close();
    await house.close();
    await redis.stop();
  });

  /** A dialogue that waits for an operator: the bot does not answer what is written. */
  const waitingDialogue = async (externalUserId: string): Promise<string> => {
    const { bots } = await house.api.call('{ bots { id } }');
    const started = await house.api.call(
      'mutation ($input: StartDialogueInput!) { startDialogue(input: $input) { dialogue { id } } }',
      { input: { botId: bots[0].id, externalUserId } },
    );
    const { id } = started.startDialogue.dialogue;
    await house.api.call('mutation ($id: ID!) { requestHandoff(input: { dialogueId: $id }) { dialogue { status } } }', {
      id,
    });
    return id;
  };

  /** Reads live, is cut off for five seconds in the middle, and reads on from the last number it has. */
  const readWithACut = async (id: string, meanwhile: () => Promise<void>): Promise<number[]> => {
    const first = house.api.subscribe(messageAdded, { id, after: 0 });
    const writing = writeAll(house, id);
    await until('some messages came', () => first.seen.length >= 300, 60_000);
    house.api.cut();
    const before = first.seen.map((one) => one.seq as number);
    const away = pause(cutOffMs);
    await meanwhile();
    await away;
    const second = house.api.subscribe(messageAdded, { id, after: before.at(-1) });
    await writing;
    // One phrase of the handoff and everything that the user wrote.
    await until('all the rest came', () => before.length + second.seen.length >= total + 1, 60_000);
    await second.stop();
    return [...before, ...second.seen.map((one) => one.seq as number)];
  };
  const whole = Array.from({ length: total + 1 }, (_, index) => index + 1);

  it('has each of 2,000 messages exactly once, in order', async () => {
    const id = await waitingDialogue('cut');
    expect(await readWithACut(id, async () => undefined)).toEqual(whole);
  }, 180_000);

  it('has each exactly once also when Redis is killed and started again meanwhile', async () => {
    const id = await waitingDialogue('cut with redis');
    const seen = await readWithACut(id, async () => {
      await redis.kill();
      await redis.startAgain();
    });
    expect(seen).toEqual(whole);
  }, 180_000);

  it('sees what happens live although Redis loses every wake-up while it is away', async () => {
    const id = await waitingDialogue('redis away');
    const live = house.api.subscribe(messageAdded, { id, after: 0 });
    await until('the replay', () => live.seen.length === 1);
    await redis.kill();
    await house.api.call(write, { input: { dialogueId: id, text: 'still there?' } });
    await until('the poll', () => live.seen.length === 2);
    await redis.startAgain();
    await live.stop();
  }, 180_000);
});
