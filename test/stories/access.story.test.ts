import { type BotsFolder, botsFolderWith } from '../kit/bots-folder';
import { tablesHolding } from '../kit/canaries';
import type { GraphqlCaller } from '../kit/graphql-caller';
import { type House, openHouse } from '../kit/house';
import { dialogueOf, helpdeskId } from '../kit/telegram-operators';
import type { TelegramPerson } from '../kit/telegram-person';
import { until } from '../kit/until';

const patienceMs = 120_000;
const grant = `mutation ($input: GrantAccessInput!) { grantAccess(input: $input) { entry { id kind value addedBy } } }`;
const revoke = `mutation ($id: ID!) { revokeAccess(input: { entryId: $id }) }`;
const invite = `mutation ($input: CreateAccessInviteInput!) { createAccessInvite(input: $input) { url uses expiresAt } }`;
const entries = `query ($bot: ID!) { accessEntries(bot: $bot) { id kind value addedBy } }`;
const start = `mutation ($input: StartDialogueInput!) { startDialogue(input: $input) { dialogue { id } } }`;
const write = `mutation ($id: ID!, $text: String!) {
  sendUserMessage(input: { dialogueId: $id, text: $text }) { message { id } } }`;
const texts = {
  ru: {
    denied: /отвечает только тем, кого внесли в список/,
    dead: /ссылка больше не действует/,
    blocked: /больше не может вам отвечать/,
    asks: 'Сколько стоит доставка курьером?',
    answers: /₽/,
    wish: 'Позовите человека',
    greeting: /Беседка Маркет/,
    erased: /Удалить все ваши данные/,
  },
  en: {
    denied: /only answers people on its list/,
    dead: /link no longer works/,
    blocked: /can no longer answer you/,
    asks: 'How much is courier delivery?',
    answers: /₽/,
    wish: 'I want a person, please',
    greeting: /Besedka Market/,
    erased: /Delete all your data/,
  },
} as const;

describe.each(['ru', 'en'] as const)('in %s, a bot for invited users', (language) => {
  const said = texts[language];
  let bots: BotsFolder;
  let house: House;
  let botId: string;

  beforeAll(async () => {
    bots = botsFolderWith({
      access: { mode: 'invited', users: [7_100_000_001, '@Named_User'], domains: ['gfs.example'] },
    });
    house = await openHouse({ BOTS_DIR: bots.folder });
    botId = await helpdeskId(house);
  }, 400_000);
  afterAll(async () => {
    await house.api.close();
    await house.close();
    bots.remove();
  });
  beforeEach(() => house.model.control.reset());

  const turns = () => house.model.control.requests.filter((one) => one.task === null).length;
  const statusOf = async (person: TelegramPerson) => {
    const { dialogue } = await house.api.call(`{ dialogue(id: "${await dialogueOf(house, person)}") {
      status handoffs { id } messages(first: 50) { nodes { role text } } } }`);
    return dialogue;
  };
  const isAnswered = async (person: TelegramPerson) => {
    person.writes(said.asks);
    await person.sees(said.answers, patienceMs);
  };
  const lets = async (kind: string, value: string, by: GraphqlCaller = house.api) =>
    (await by.call(grant, { input: { botId, kind, value } })).grantAccess.entry;
  const minutePasses = (person: TelegramPerson) =>
    house.database.pool.query(
      `update messages set created_at = created_at - interval '2 minutes' where dialogue_id in (
        select d.id from dialogues d join users u on u.id = d.user_id where u.external_id = $1)`,
      [String(person.person.id)],
    );

  it('turns everybody else away politely, at most once a minute, and keeps what they write', async () => {
    const person = house.person({ first_name: `Stranger-${language}`, language_code: language });
    person.writes('/start');
    expect(await person.hears(patienceMs)).toMatch(said.denied);
    for (const text of [said.asks, said.wish, '/operator', '/help']) person.writes(text);
    await until('all is stored', async () => (await statusOf(person)).messages.nodes.length === 6, patienceMs);
    const id = await dialogueOf(house, person);
    const settled = async () => {
      const { rows } = await house.database.pool.query('select settled_seq >= 6 as all from dialogues where id = $1', [
        id,
      ]);
      return rows[0].all as boolean;
    };
    await until('all is settled', settled, patienceMs);
    const { status, handoffs, messages } = await statusOf(person);
    expect({ status, handoffs }).toEqual({ status: 'BOT', handoffs: [] });
    expect(messages.nodes.filter((one: { role: string }) => one.role === 'BOT')).toHaveLength(1);
    expect(turns()).toBe(0);
    await minutePasses(person);
    person.writes(said.asks);
    expect(await person.hears(patienceMs)).toMatch(said.denied);
    // Who may not write may still be forgotten.
    person.writes('/delete_my_data');
    expect(await person.hears(patienceMs)).toMatch(said.erased);
  }, 400_000);

  it('knows those whom its folder names', async () => {
    await isAnswered(house.person({ id: 7_100_000_001, language_code: language }));
    await isAnswered(house.person({ username: 'named_USER', language_code: language }));
  }, 400_000);

  it('lets in and out over the API; a change is in force with the next message', async () => {
    const person = house.person({ id: 7_100_000_002, language_code: language });
    person.writes(said.asks);
    expect(await person.hears(patienceMs)).toMatch(said.denied);
    const entry = await lets('USER', ' 7100000002 ');
    expect(entry).toMatchObject({ kind: 'USER', value: '7100000002' });
    expect(await lets('USER', '7100000002')).toEqual(entry);
    expect((await house.api.call(entries, { bot: botId })).accessEntries).toContainEqual(entry);
    await isAnswered(person);
    await house.api.call(revoke, { id: entry.id });
    await minutePasses(person);
    const before = person.unheard();
    person.writes(said.asks);
    await until('the refusal comes', () => person.unheard() > before, patienceMs);
    expect(person.onScreen().at(-1)?.text).toMatch(said.denied);
    await expect(house.api.call(revoke, { id: entry.id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(lets('DOMAIN', 'localhost')).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    const operator = await house.operator(`Op-${language}`);
    await expect(lets('USER', '1', operator)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  }, 400_000);

  it('lets in whoever opens an invitation, so many times', async () => {
    const { url, uses } = (await house.api.call(invite, { input: { botId, uses: 2, days: 3 } })).createAccessInvite;
    expect(uses).toBe(2);
    expect(url).toMatch(/^https:\/\/t\.me\/besedka_helpdesk_bot\?start=acc_[\w-]{43}$/);
    const [first, second, third] = [1, 2, 3].map(() => house.person({ language_code: language }));
    for (const person of [first, first, second]) {
      person?.opensLink(url);
      await person?.sees(said.greeting, patienceMs);
    }
    await isAnswered(second!);
    third!.opensLink(url);
    expect(await third!.hears(patienceMs)).toMatch(said.dead);
    const fourth = house.person({ language_code: language });
    fourth.opensLink(url.replace(/.{8}$/, 'AAAAAAAA'));
    expect(await fourth.hears(patienceMs)).toMatch(said.dead);
    const secret = new URL(url).searchParams.get('start')?.replace('acc_', '') ?? '';
    expect(await tablesHolding(house.database, [secret])).toEqual([]);
    // What is kept of it opens nothing.
    const { rows } = await house.database.pool.query('select secret_hash as hash from access_invites');
    await house.database.pool.query('update access_invites set uses_left = 5');
    await minutePasses(fourth);
    fourth.writes(`/start acc#${rows[0].hash}`);
    await until('it is turned away again', () => fourth.allHeard().length === 2, patienceMs);
    expect(fourth.onScreen().at(-1)?.text).toMatch(said.denied);
    for (const bad of [{ uses: 0 }, { uses: 10_001 }, { days: 0 }, { days: 366 }]) {
      const asked = house.api.call(invite, { input: { botId, ...bad } });
      await expect(asked).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    }
  }, 400_000);

  it('lets in users of apps by the domain of their address', async () => {
    const answersOf = async (externalUserId: string) => {
      const { startDialogue } = await house.api.call(start, { input: { botId, externalUserId, language } });
      const { id } = startDialogue.dialogue;
      await house.api.call(write, { id, text: said.asks });
      const bot = async () => {
        const { dialogue } = await house.api.call(
          `{ dialogue(id: "${id}") { messages(first: 9) { nodes { role text } } } }`,
        );
        return dialogue.messages.nodes.filter((one: { role: string }) => one.role === 'BOT');
      };
      await until('the bot says something', async () => (await bot()).length > 0, patienceMs);
      return (await bot())[0].text;
    };
    expect(await answersOf('anna@gfs.example')).toMatch(said.answers);
    expect(await answersOf('anna@evil-gfs.example')).toMatch(said.denied);
  }, 400_000);

  it('does not answer who is blocked, whatever the lists say, until they are unblocked', async () => {
    const person = house.person({ id: 7_100_000_003, language_code: language });
    await lets('USER', '7100000003');
    await isAnswered(person);
    const { rows } = await house.database.pool.query(`select id from users where external_id = '7100000003'`);
    const set = (name: string) =>
      house.api.call(`mutation ($input: UserInput!) { ${name}(input: $input) { user { blocked } } }`, {
        input: { userId: rows[0].id },
      });
    expect((await set('blockUser')).blockUser.user.blocked).toBe(true);
    const asked = turns();
    person.writes(said.asks);
    await person.sees(said.blocked, patienceMs);
    expect(turns()).toBe(asked);
    expect((await set('unblockUser')).unblockUser.user.blocked).toBe(false);
    const before = person.allHeard().length;
    person.writes(said.asks);
    await until('they are answered again', () => person.allHeard().length > before, patienceMs);
    expect(person.onScreen().at(-1)?.text).toMatch(said.answers);
  }, 400_000);
});
