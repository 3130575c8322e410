import type { GraphqlCaller } from '../kit/graphql-caller';
import { type House, openHouse } from '../kit/house';
import { helpdeskId, inviteLink, linkedOperator } from '../kit/telegram-operators';
import { until } from '../kit/until';

const invite = `mutation ($botId: ID!, $operatorId: ID!) {
  createTelegramInvite(input: { botId: $botId, operatorId: $operatorId }) { url expiresAt } }`;
const unlink = `mutation ($id: ID!) { unlinkTelegram(input: { operatorId: $id }) { operator { id } } }`;
const me = '{ me { ... on Operator { id telegramLinked } } }';
const texts = {
  ru: { dead: 'Эта ссылка не подходит', welcome: 'отвечаете пользователям бота', dutyOff: 'не на смене' },
  en: { dead: 'This link does not work', welcome: 'you answer the users of', dutyOff: 'off duty' },
} as const;

describe('an invitation to Telegram', () => {
  let house: House;
  let admin: GraphqlCaller;

  beforeAll(async () => {
    house = await openHouse();
    admin = await house.operator('Admin', 'ADMIN');
  }, 180_000);
  afterAll(() => house.close());

  const operator = async (name: string, language: string) => {
    const console = await house.operator(name);
    const { id } = (await console.call(me)).me;
    await house.database.pool.query('update operators set languages = $2 where id = $1', [id, [language]]);
    return { console, id };
  };
  const isLinked = async (console: GraphqlCaller) => (await console.call(me)).me.telegramLinked;

  it.each(['ru', 'en'] as const)('makes whoever opens it the operator, once, in %s', async (language) => {
    const { console, id } = await operator(`Nina-${language}`, language);
    expect(await isLinked(console)).toBe(false);
    const url = await inviteLink(house, id);
    const nina = house.person({ first_name: 'Nina', language_code: language });
    nina.opensLink(url);
    expect((await nina.sees(`Nina-${language}`)).text).toContain(texts[language].welcome);
    expect(await isLinked(console)).toBe(true);
    nina.writes('/desk');
    await nina.sees(texts[language].dutyOff);
    const stranger = house.person({ first_name: 'Zoe', language_code: language });
    stranger.opensLink(url);
    await stranger.sees(texts[language].dead);
    // Opening the own link again does no harm.
    nina.opensLink(url);
    await until(
      'she is welcome again',
      () => nina.onScreen().filter((one) => one.text?.includes(texts[language].welcome)).length === 2,
    );
  });

  it('leaves no trace of its secret', async () => {
    const { id } = await operator('Olga', 'ru');
    const url = await inviteLink(house, id);
    const secret = new URL(url).searchParams.get('start')?.replace('op_', '') ?? '';
    expect(secret).toHaveLength(43);
    const olga = house.person({ first_name: 'Olga' });
    olga.opensLink(url);
    await olga.sees('Olga');
    const tables: { name: string }[] = (
      await house.database.pool.query(
        `select table_name as name from information_schema.tables where table_schema = 'public'`,
      )
    ).rows;
    for (const { name } of tables) {
      const { rows } = await house.database.pool.query(`select 1 from "${name}" t where t::text like $1`, [
        `%${secret}%`,
      ]);
      expect([name, rows.length]).toEqual([name, 0]);
    }
    // It is no message of a user either.
    const { dialogues } = await house.api.call('{ dialogues(first: 20, filter: { search: "Olga" }) { nodes { id } } }');
    expect(dialogues.nodes).toEqual([]);
  });

  it('is over after a day, and one that there never was looks the same', async () => {
    const { id } = await operator('Petr', 'ru');
    const url = await inviteLink(house, id);
    await house.database.pool.query(`update telegram_invites set expires_at = now() where operator_id = $1`, [id]);
    const petr = house.person({ first_name: 'Petr', language_code: 'ru' });
    petr.opensLink(url);
    const { text } = await petr.sees(texts.ru.dead);
    const pavel = house.person({ first_name: 'Pavel', language_code: 'ru' });
    pavel.opensLink(url.replace(/.{8}$/, 'AAAAAAAA'));
    expect((await pavel.sees(texts.ru.dead)).text).toBe(text);
  });

  it('moves a Telegram account from one operator to another, and unlinking takes it away', async () => {
    const first = await linkedOperator(house, { name: 'Rita', languages: ['en'] });
    const second = await operator('Sam', 'en');
    first.chat.opensLink(await inviteLink(house, second.id));
    await first.chat.sees('Sam');
    expect(await isLinked(first.console)).toBe(false);
    expect(await isLinked(second.console)).toBe(true);
    await admin.call(unlink, { id: second.id });
    expect(await isLinked(second.console)).toBe(false);
    first.chat.writes('/desk');
    await first.chat.sees('/help');
  });

  it('is made by operators for themselves, by supervisors for operators, by admins for all', async () => {
    const botId = await helpdeskId(house);
    const supervisor = await house.operator('Super', 'SUPERVISOR');
    const { console, id } = await operator('Tom', 'en');
    const adminId = (await admin.call(me)).me.id;
    await console.call(invite, { botId, operatorId: id });
    await expect(console.call(invite, { botId, operatorId: adminId })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(console.call(unlink, { id: adminId })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await supervisor.call(invite, { botId, operatorId: id });
    await expect(supervisor.call(invite, { botId, operatorId: adminId })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const made = (await admin.call(invite, { botId, operatorId: adminId })).createTelegramInvite;
    expect(made.url).toMatch(/^https:\/\/t\.me\/besedka_helpdesk_bot\?start=op_[\w-]{43}$/);
    const hours = (Date.parse(made.expiresAt) - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(23.9);
    expect(hours).toBeLessThanOrEqual(24);
    const { rows } = await house.database.pool.query(
      `select count(*)::int as n from audit where action = 'operator invited to Telegram'`,
    );
    expect(rows[0].n).toBeGreaterThanOrEqual(3);
  });
});
