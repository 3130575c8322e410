import { type House, openHouse } from '../kit/house';
import type { TelegramPerson } from '../kit/telegram-person';
import { until } from '../kit/until';

const apology = /I tried several times and could not answer/;
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
  }, 180_000);
  afterAll(() => house?.close());

  const inboxOf = async ({ person }: TelegramPerson) => {
    const { rows } = await house.database.pool.query(
      `select payload->'message'->>'text' as text, done_at is not null as done, parked_at is not null as parked, attempts, last_error
        from inbox where lane like '%:' || $1 order by id`,
      [person.id],
    );
    return rows;
  };

  const hasFailed = async (person: TelegramPerson) => typeof (await inboxOf(person))[1]?.last_error === 'string';

  /** Somebody who was answered, and whose next message fails each time; then they write once more. */
  const victim = async (language: string, said: { first: string; poison: string; after: string }) => {
    const person = house.person({ language_code: language });
    person.writes(said.first);
    expect(await person.hears()).toBe(`echo: ${said.first}`);
    person.writes(said.poison);
    await until('the first try has failed', () => hasFailed(person));
    person.writes(said.after);
    return person;
  };

  // The tries take half a minute: both victims wait for them together.
  let unanswerable: TelegramPerson;
  let unstorable: TelegramPerson;

  beforeAll(async () => {
    const [hello, poison] = ['good morning to you', 'poison to answer'];
    unanswerable = await victim('en', { first: hello, poison, after: 'and what after it' });
    const utro = 'доброе утро, это я';
    unstorable = await victim('ru', { first: utro, poison: 'poison to store', after: 'а что после него' });
  }, 180_000);

  it('does not keep others from being answered', async () => {
    const neighbour = house.person({ language_code: 'en' });
    neighbour.writes('hello from next door');
    expect(await neighbour.hears()).toBe('echo: hello from next door');
  });

  it('is put aside after five tries, its user hears of it, and its dialogue goes on', async () => {
    expect(await unanswerable.hears(allTriesMs)).toMatch(apology);
    const [, poison] = await inboxOf(unanswerable);
    expect(poison).toMatchObject({ text: 'poison to answer', done: false, parked: true, attempts: 6 });
    expect(poison.last_error).toContain('poison is refused');
    expect(await unanswerable.hears()).toBe('echo: and what after it');
    const asked = house.model.control.requests.filter(
      ({ messages }) => messages.at(-1)?.content === 'poison to answer',
    );
    expect(asked.length).toBe(5);
  }, 180_000);

  it('is put aside even when it cannot be stored as a message', async () => {
    expect(await unstorable.hears(allTriesMs)).toBe('echo: а что после него');
    const [, poison, after] = await inboxOf(unstorable);
    expect(poison).toMatchObject({ text: 'poison to store', done: false, parked: true });
    expect(poison.last_error).toContain('poison is refused');
    expect(after).toMatchObject({ done: true, parked: false });
  }, 180_000);
});
