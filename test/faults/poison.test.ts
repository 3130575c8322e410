import { type House, openHouse } from '../kit/house';
import type { TelegramPerson } from '../kit/telegram-person';
import { until } from '../kit/until';

const apologies = { ru: /не получилось/, en: /could not|was not able|couldn/i };
// Five tries, each twice as long after the one before: 1 + 2 + 4 + 8 + 16 s.
const allTriesMs = 60_000;

describe('faults: a poisonous update', () => {
  let house: House;

  beforeAll(async () => {
    house = await openHouse();
    house.model.control.echo = true;
    // The database refuses some messages, each time: some of users, some of the bot.
    await house.database.pool.query(`
      create function refuse_poison() returns trigger language plpgsql as $$
      begin raise exception 'poison is refused'; end $$`);
    await house.database.pool.query(`
      create trigger poison before insert on messages for each row
      when (new.text like '%poison to store%' or (new.role = 'BOT' and new.text like 'echo: poison to answer%'))
      execute function refuse_poison()`);
  }, 120_000);
  afterAll(() => house?.close());

  const inboxOf = async ({ person }: TelegramPerson) => {
    const { rows } = await house.database.pool.query(
      `select payload->'message'->>'text' as text, done_at is not null as done, parked_at is not null as parked, attempts, last_error
        from inbox where lane like '%:' || $1 order by id`,
      [person.id],
    );
    return rows;
  };

  it('is put aside after five tries, its user hears of it, and its dialogue and others go on', async () => {
    const victim = house.person({ language_code: 'en' });
    const neighbour = house.person({ language_code: 'en' });
    victim.writes('good morning to you');
    expect(await victim.hears()).toBe('echo: good morning to you');

    victim.writes('poison to answer');
    await until('the first try has failed', async () => (await inboxOf(victim))[1]?.last_error !== null);
    victim.writes('and what after it');
    neighbour.writes('hello from next door');
    expect(await neighbour.hears()).toBe('echo: hello from next door');

    expect(await victim.hears(allTriesMs)).toMatch(apologies.en);
    const [, poison] = await inboxOf(victim);
    expect(poison).toMatchObject({ text: 'poison to answer', done: false, parked: true, attempts: 6 });
    expect(poison.last_error).toContain('poison is refused');
    expect(await victim.hears()).toBe('echo: and what after it');
    const asked = house.model.control.requests.filter(
      ({ messages }) => messages.at(-1)?.content === 'poison to answer',
    );
    expect(asked.length).toBe(5);
  }, 120_000);

  it('is put aside even when it cannot be stored as a message', async () => {
    const victim = house.person({ language_code: 'ru' });
    victim.writes('доброе утро, это я');
    expect(await victim.hears()).toBe('echo: доброе утро, это я');
    victim.writes('poison to store');
    await until('the first try has failed', async () => (await inboxOf(victim))[1]?.last_error !== null);
    victim.writes('а что после него');
    expect(await victim.hears(allTriesMs)).toBe('echo: а что после него');
    const [, poison, after] = await inboxOf(victim);
    expect(poison).toMatchObject({ text: 'poison to store', done: false, parked: true });
    expect(poison.last_error).toContain('poison is refused');
    expect(after).toMatchObject({ done: true, parked: false });
  }, 120_000);
});
