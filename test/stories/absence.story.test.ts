import { type BotsFolder, botsFolderWith } from '../kit/bots-folder';
import { type House, openHouse } from '../kit/house';
import { until } from '../kit/until';

const accept = 'mutation ($id: ID!) { acceptHandoff(input: { dialogueId: $id }) { dialogue { status } } }';
const present = 'mutation ($presence: Presence!) { setPresence(presence: $presence) { presence } }';
const search = 'query ($search: String) { users(search: $search) { nodes { dialogues { nodes { id } } } } }';

const second = 1 / 60;
const texts = {
  ru: { wish: 'Позовите оператора', requeued: /Передаю разговор другому оператору/ },
  en: { wish: 'Get me an operator', requeued: /I am passing you to another operator/ },
} as const;

const busySql = `
  select exists (select from lane_leases where ready_at <= now() or locked_until is not null)
    or exists (select from deliveries where done_at is null) as busy`;

async function isQuiet(house: House): Promise<boolean> {
  const { rows } = await house.database.pool.query<{ busy: boolean }>(busySql);
  return rows[0]?.busy === false;
}

describe.each(['ru', 'en'] as const)('an operator who leaves, in %s', (language) => {
  let house: House;
  let bots: BotsFolder;

  beforeAll(async () => {
    bots = botsFolderWith({ handoff: { answerWithin: second } });
    house = await openHouse({ BOTS_DIR: bots.folder });
  }, 180_000);
  afterAll(async () => {
    await house?.close();
    bots?.remove();
  });

  it('does not take along the user who waits for an answer', async () => {
    const { wish, requeued } = texts[language];
    const maria = await house.operator('Maria');
    await maria.call(present, { presence: 'ONLINE' });
    const person = house.person({ language_code: language });
    person.writes(wish);
    await person.hears();
    const { users } = await house.api.call(search, { search: String(person.person.id) });
    await maria.call(accept, { id: users.nodes[0].dialogues.nodes[0].id });
    expect(await person.hears()).toContain('Maria');
    // From here on nothing else happens in the dialogue: going away alone must be noticed.
    await until('all is quiet', () => isQuiet(house));
    await maria.call(present, { presence: 'OFFLINE' });
    expect(await person.hears()).toMatch(requeued);
    await maria.close();
  }, 180_000);
});
