import { type House, openHouse } from '../kit/house';
import type { TelegramPerson } from '../kit/telegram-person';
import { until } from '../kit/until';

describe('faults: Telegram', () => {
  let house: House;

  beforeAll(async () => {
    house = await openHouse();
    house.model.control.echo = true;
  }, 180_000);
  afterAll(() => house?.close());
  beforeEach(() => {
    house.telegram.faults.clear();
    house.model.control.delayMs = 0;
  });

  const lastAnswer = async ({ person }: TelegramPerson) => {
    const { rows } = await house.database.pool.query(
      `select m.text, m.delivery, m.delivery_error as error, d.unreachable
        from messages m join dialogues d on d.id = m.dialogue_id join users u on u.id = d.user_id
        where u.external_id = $1 and m.role = 'BOT' order by m.seq desc limit 1`,
      [String(person.id)],
    );
    return rows[0] as { text: string; delivery: string; error: string | null; unreachable: boolean } | undefined;
  };
  const delivered = (person: TelegramPerson, status: string) =>
    until(`the answer is ${status}`, async () => (await lastAnswer(person))?.delivery === status, 60_000);
  const sends = (person: TelegramPerson) =>
    house.telegram.calls.list({ chatId: person.person.id, method: 'sendMessage' });

  it('waits as long as 429 says, in that chat only, and keeps the order there', async () => {
    const [slow, quick] = [house.person({ language_code: 'en' }), house.person({ language_code: 'en' })];
    const chatId = slow.person.id;
    house.telegram.faults.add({
      method: 'sendMessage',
      chatId,
      times: 1,
      fault: { kind: 'too_many_requests', retryAfter: 4 },
    });
    slow.writes('zebra number one');
    await until('Telegram has refused', () => sends(slow).length === 1);
    slow.writes('zebra number two');
    quick.writes('hello from elsewhere');
    expect(await quick.hears(3_000)).toBe('echo: hello from elsewhere');
    expect(slow.unheard()).toBe(0);
    expect(await slow.hears()).toBe('echo: zebra number one');
    expect(await slow.hears()).toBe('echo: zebra number two');
    const [refused, taken] = sends(slow);
    expect((taken?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(4_000);
    await delivered(slow, 'SENT');
  });

  it('sends plain text, once, when Telegram cannot read the formatting', async () => {
    const person = house.person({ language_code: 'en' });
    const fault = { kind: 'bad_request', description: "can't parse entities: unexpected end tag" } as const;
    house.telegram.faults.add({ method: 'sendMessage', chatId: person.person.id, times: 1, fault });
    house.model.control.answerNext({ text: 'It is **very** cheap', when: 'how cheap is it' });
    person.writes('how cheap is it');
    expect(await person.hears()).toBe('It is very cheap');
    await delivered(person, 'SENT');
    expect(person.allHeard().length).toBe(1);
    expect(sends(person).map(({ params }) => params['parse_mode'])).toEqual(['HTML', undefined]);
  });

  it('notices a user who has blocked the bot, does not try again, and is there when they come back', async () => {
    const person = house.person({ language_code: 'en' });
    house.model.control.delayMs = 1_500;
    person.writes('I will be gone when you answer');
    await until('the model is asked', () =>
      house.model.control.requests.some(({ messages }) => messages.at(-1)?.content?.includes('I will be gone')),
    );
    person.blocks(true);
    await delivered(person, 'FAILED');
    expect(await lastAnswer(person)).toMatchObject({ unreachable: true, error: expect.stringContaining('blocked') });
    expect(sends(person).length).toBe(1);
    house.model.control.delayMs = 0;
    person.blocks(false);
    await until('reachable again', async () => (await lastAnswer(person))?.unreachable === false);
    person.writes('here I am again');
    expect(await person.hears()).toBe('echo: here I am again');
    await delivered(person, 'SENT');
  });

  it('brings the message once, and unmarked, after faults that certainly took nothing', async () => {
    const person = house.person({ language_code: 'en' });
    const order = { method: 'sendMessage', chatId: person.person.id, times: 1 };
    house.telegram.faults.add({ ...order, fault: { kind: 'server_error', code: 502 } });
    house.telegram.faults.add({ ...order, fault: { kind: 'too_many_requests', retryAfter: 1 } });
    person.writes('through bad weather');
    expect(await person.hears(20_000)).toBe('echo: through bad weather');
    await delivered(person, 'SENT');
    expect(person.allHeard().length).toBe(1);
  });

  it.each([
    ['accept_then_drop', 2],
    ['drop', 1],
  ] as const)(
    'sends again after %s and marks the message, since nobody can tell (%i times heard)',
    async (kind, times) => {
      const person = house.person({ language_code: 'en' });
      house.telegram.faults.add({ method: 'sendMessage', chatId: person.person.id, times: 1, fault: { kind } });
      person.writes('did you get it');
      await until('heard as often', () => person.allHeard().length === times, 60_000);
      await until('sent a second time', () => sends(person).at(-1)?.status === 200);
      await until('done', async () => (await lastAnswer(person))?.delivery !== 'PENDING');
      expect(await lastAnswer(person)).toMatchObject({ delivery: 'UNKNOWN', error: 'delivery_unknown' });
      expect(person.allHeard().map(({ text }) => text)).toEqual(Array(times).fill('echo: did you get it'));
      house.telegram.faults.clear();
      person.writes('and this one');
      await delivered(person, 'SENT');
      expect(person.allHeard().length).toBe(times + 1);
    },
  );

  it('does not give a message up for having been put off often', async () => {
    const person = house.person({ language_code: 'en' });
    const order = { method: 'sendMessage', chatId: person.person.id };
    house.telegram.faults.add({ ...order, times: 5, fault: { kind: 'too_many_requests', retryAfter: 1 } });
    house.telegram.faults.add({ ...order, times: 1, fault: { kind: 'drop' } });
    person.writes('zebra in the rain');
    expect(await person.hears(30_000)).toBe('echo: zebra in the rain');
    await delivered(person, 'UNKNOWN');
    expect(sends(person).length).toBe(7);
  }, 180_000);

  it('gives a message up, marked, when nobody can tell five times, and goes on with the next', async () => {
    const person = house.person({ language_code: 'en' });
    house.telegram.faults.add({ method: 'sendMessage', chatId: person.person.id, times: 5, fault: { kind: 'drop' } });
    person.writes('into the void');
    await until(
      'given up',
      async () => (await lastAnswer(person))?.delivery === 'UNKNOWN' && sends(person).length === 5,
      40_000,
    );
    person.writes('zebra is back');
    expect(await person.hears(30_000)).toBe('echo: zebra is back');
    await delivered(person, 'SENT');
  }, 180_000);
});
