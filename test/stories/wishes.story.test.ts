import { freePort } from '../../src/infra/free-port';
import { type House, openHouse } from '../kit/house';
import { scriptedWishes } from '../kit/scripted-wishes';

type Language = keyof typeof scriptedWishes;

const handedOver = { ru: /переключаю на человека/i, en: /connecting you to a human/i };
// Far beyond what anybody here waits.
const slowMs = 120_000;
const patienceMs = 30_000;

/** What became of a text: the first thing that its writer heard, and who has the dialogue why. */
interface Outcome {
  readonly text: string;
  readonly heard: string;
  readonly status: string;
  readonly reasons: readonly string[];
}

const outcomeSql = `
  select u.external_id as id, d.status, coalesce(array_agg(h.reason::text) filter (where h.reason is not null), '{}') as reasons
  from users u join dialogues d on d.user_id = u.id left join handoffs h on h.dialogue_id = d.id
  where u.external_id = any($1) group by 1, 2`;

/** Lets somebody write each text, all of them at once. */
async function writeAll(house: House, language: Language, texts: readonly string[]): Promise<Outcome[]> {
  const people = texts.map((text) => ({ text, person: house.person({ language_code: language }) }));
  for (const { person, text } of people) person.writes(text);
  const heard = await Promise.all(people.map(({ person }) => person.hears(patienceMs)));
  const ids = people.map(({ person }) => String(person.person.id));
  const { rows } = await house.database.pool.query<{ id: string; status: string; reasons: string[] }>(outcomeSql, [
    ids,
  ]);
  const stored = new Map(rows.map((row) => [row.id, row]));
  return people.map(({ text }, at) => ({
    text,
    heard: heard[at] ?? '',
    status: stored.get(ids[at] ?? '')?.status ?? 'unknown',
    reasons: stored.get(ids[at] ?? '')?.reasons ?? [],
  }));
}

async function expectAllHeard(house: House, language: Language): Promise<void> {
  const { wishes } = scriptedWishes[language];
  const missed = (await writeAll(house, language, wishes)).filter(
    ({ heard, status, reasons }) =>
      !handedOver[language].test(heard) || status !== 'WAITING' || reasons.join() !== 'USER_ASKED',
  );
  expect(missed).toEqual([]);
}

async function expectNoneHeard(house: House, language: Language): Promise<void> {
  const { lookalikes } = scriptedWishes[language];
  const mistaken = (await writeAll(house, language, lookalikes)).filter(
    ({ heard, status, reasons }) => handedOver[language].test(heard) || status !== 'BOT' || reasons.length > 0,
  );
  expect(mistaken).toEqual([]);
}

describe.each(['ru', 'en'] as const)('thirty wishes for a human in %s', (language) => {
  let house: House;

  afterEach(() => house?.close());

  it('are heard while the language model is there, without asking it; what sounds like them is not', async () => {
    house = await openHouse();
    await expectAllHeard(house, language);
    expect(house.model.control.requests.filter(({ task }) => task === null)).toEqual([]);
    await expectNoneHeard(house, language);
  }, 180_000);

  it('are heard while it is slow, without waiting for it', async () => {
    house = await openHouse();
    house.model.control.delayMs = slowMs;
    await expectAllHeard(house, language);
    house.model.control.delayMs = 0;
  }, 180_000);

  it('are heard while it fails; what sounds like them is not', async () => {
    house = await openHouse();
    house.model.control.failNext({ kind: 'status', status: 500 }, 180_000);
    await expectAllHeard(house, language);
    await expectNoneHeard(house, language);
  }, 180_000);

  it('are heard while it cannot be reached; what sounds like them is not', async () => {
    house = await openHouse({ OPENAI_BASE_URL: `http://127.0.0.1:${await freePort()}/v1` });
    await expectAllHeard(house, language);
    await expectNoneHeard(house, language);
  }, 180_000);
});
