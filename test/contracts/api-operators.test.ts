import { appWith, codeOf, fieldsOf, operatorOf, rootOf, type SignedIn } from '../kit/api-people';
import { type GraphqlApp, openGraphqlApp } from '../kit/graphql-app';
import { bareSocket } from '../kit/socket-client';
import { until } from '../kit/until';

let app: GraphqlApp;
let asha: SignedIn;
let boris: SignedIn;
let sonya: SignedIn;
let adam: SignedIn;
beforeAll(async () => {
  app = await openGraphqlApp();
  asha = await operatorOf(app, 'Asha');
  boris = await operatorOf(app, 'Boris');
  sonya = await operatorOf(app, 'Sonya', 'SUPERVISOR');
  adam = await operatorOf(app, 'Adam', 'ADMIN');
});
afterAll(() => app.close());

const absent = (type: string) => `${type}_${'0'.repeat(32)}`;
const update = `mutation($input: UpdateOperatorInput!) { updateOperator(input: $input) { operator {
  id name languages translation capacity role bots { id slug } telegramLinked } } }`;

describe('an operator', () => {
  it('changes their own name, languages and translation, and nothing else of theirs', async () => {
    const input = { name: ' Asha B. ', languages: ['en', 'en'], translation: false, idempotencyKey: 'self' };
    const { updateOperator } = await asha.call(update, { input });
    const expected = { id: asha.id, name: 'Asha B.', languages: ['en'], translation: false, capacity: 5 };
    expect(updateOperator.operator).toMatchObject({ ...expected, role: 'OPERATOR', bots: [], telegramLinked: false });
    expect((await asha.call(update, { input })).updateOperator).toEqual(updateOperator);
    await asha.call(update, { input: { translation: true } });
    const { me } = await asha.call('{ me { ... on Operator { name translation languages } } }');
    expect(me).toEqual({ name: 'Asha B.', translation: true, languages: ['en'] });
    for (const more of [{ capacity: 100 }, { botIds: [] }, { role: 'ADMIN' }, { operatorId: asha.id, capacity: 9 }]) {
      expect(codeOf(await asha.ask(update, { input: more }))).toBe('FORBIDDEN');
    }
  });

  it('changes nobody else', async () => {
    for (const operatorId of [boris.id, sonya.id, absent('operator')]) {
      expect(codeOf(await asha.ask(update, { input: { operatorId, name: 'x' } }))).toBe('FORBIDDEN');
    }
    expect(codeOf(await asha.ask(update, { input: { operatorId: asha.id, name: 'Asha' } }))).toBeUndefined();
  });

  it('is changed by supervisors, but for the role and for admins', async () => {
    const input = { operatorId: boris.id, capacity: 3, botIds: [app.botId], name: 'Boris V.' };
    const { updateOperator } = await sonya.call(update, { input });
    expect(updateOperator.operator).toMatchObject({ capacity: 3, name: 'Boris V.', bots: [{ id: app.botId }] });
    const all = await sonya.call(update, { input: { operatorId: boris.id, botIds: [] } });
    expect(all.updateOperator.operator).toMatchObject({ bots: [], capacity: 3 });
    expect(codeOf(await sonya.ask(update, { input: { operatorId: boris.id, role: 'SUPERVISOR' } }))).toBe('FORBIDDEN');
    expect(codeOf(await sonya.ask(update, { input: { operatorId: adam.id, name: 'x' } }))).toBe('FORBIDDEN');
    expect(codeOf(await sonya.ask(update, { input: { operatorId: absent('operator'), name: 'x' } }))).toBe('NOT_FOUND');
    expect(codeOf(await sonya.ask(update, { input: { operatorId: 'nonsense', name: 'x' } }))).toBe('NOT_FOUND');
  });

  it('is changed by an app that supervises, which must say whom', async () => {
    const app_ = await appWith(app, ['supervise']);
    expect(fieldsOf(await app_.ask(update, { input: { name: 'x' } }, 'ru'))).toEqual({
      operatorId: 'Заполните это поле.',
    });
    const { updateOperator } = await app_.call(update, { input: { operatorId: boris.id, languages: ['ru'] } });
    expect(updateOperator.operator.languages).toEqual(['ru']);
    const reader = await appWith(app, ['dialogues:read', 'dialogues:write']);
    expect(codeOf(await reader.ask(update, { input: { operatorId: boris.id, name: 'x' } }))).toBe('FORBIDDEN');
  });

  it.each([
    [{ name: ' ' }, { name: 'This field is required.' }],
    [{ name: 'x'.repeat(201) }, { name: 'Too long.' }],
    [{ languages: ['e1'] }, undefined],
    [{ languages: ['RU'] }, { languages: 'This language is not supported.' }],
    [{ capacity: 0 }, { capacity: 'From 1 to 100 dialogues at once.' }],
    [{ capacity: 101 }, { capacity: 'From 1 to 100 dialogues at once.' }],
    [{ botIds: [absent('bot')] }, { botIds: 'There is no such bot.' }],
    [{ botIds: ['nonsense'] }, { botIds: 'There is no such bot.' }],
    [{ botIds: Array.from({ length: 51 }, () => 'x') }, { botIds: 'Too many values.' }],
  ])('with %j is refused', async (input, fields) => {
    const refused = await sonya.ask(update, { input });
    expect(codeOf(refused)).toBe('BAD_USER_INPUT');
    if (fields) expect(fieldsOf(refused)).toEqual(fields);
  });

  it('gets a role from admins, of whom one must be left', async () => {
    const vera = await operatorOf(app, 'Vera');
    const { updateOperator } = await adam.call(update, { input: { operatorId: vera.id, role: 'ADMIN' } });
    expect(updateOperator.operator.role).toBe('ADMIN');
    const down = (by: SignedIn, of: SignedIn) => by.ask(update, { input: { operatorId: of.id, role: 'OPERATOR' } });
    // Each takes the other's role away at the same time: one of them stays what they are.
    const codes = (await Promise.all([down(adam, vera), down(vera, adam)])).map(codeOf);
    const { operators } = await rootOf(app).call('{ operators { id role } }');
    const admins = operators.filter((one: { role: string }) => one.role === 'ADMIN');
    expect([admins.length, codes.filter((code) => code === undefined).length]).toEqual([1, 1]);
    const last = admins[0].id === adam.id ? adam : vera;
    expect(codeOf(await down(last, last))).toBe('CONFLICT');
    if (last === vera) await vera.call(update, { input: { operatorId: adam.id, role: 'ADMIN' } });
  });

  it('loses open sockets with the role, and keeps them with a new name', async () => {
    const lena = await operatorOf(app, 'Lena', 'SUPERVISOR');
    const socket = await bareSocket(app.url, { headers: lena.headers });
    socket.send({ type: 'connection_init' });
    await lena.call(update, { input: { name: 'Elena' } });
    await app.bus.publish('access-changed', { viewerId: lena.id });
    await lena.call('{ me { __typename } }');
    socket.send({ type: 'ping' });
    await until('an answer', () => socket.messages.length === 2);
    await rootOf(app).call(update, { input: { operatorId: lena.id, role: 'OPERATOR' } });
    expect(await socket.closed).toBe(4403);
    expect(socket.messages).toEqual([{ type: 'connection_ack' }, { type: 'pong' }]);
  });
});

describe('an operator’s Telegram', () => {
  const invite = 'mutation($input: TelegramInviteInput!) { createTelegramInvite(input: $input) { url expiresAt } }';
  const unlink = `mutation($input: UnlinkTelegramInput!) { unlinkTelegram(input: $input) { operator { id telegramLinked } } }`;

  beforeAll(() => app.domain.bots.rename(app.botId, 'besedka_test_bot'));

  it('is linked by a link that is made once, for themselves or by a supervisor', async () => {
    const input = { botId: app.botId, operatorId: asha.id, idempotencyKey: 'invite' };
    const { createTelegramInvite: made } = await asha.call(invite, { input });
    expect(made.url).toMatch(/^https:\/\/t\.me\/besedka_test_bot\?start=[\w-]+$/);
    expect(Date.parse(made.expiresAt)).toBeGreaterThan(Date.now());
    expect((await asha.call(invite, { input })).createTelegramInvite).toEqual(made);
    const another = await sonya.call(invite, { input: { botId: app.botId, operatorId: asha.id } });
    expect(another.createTelegramInvite.url).not.toBe(made.url);
    for (const operatorId of [boris.id, absent('operator')]) {
      expect(codeOf(await asha.ask(invite, { input: { botId: app.botId, operatorId } }))).toBe('FORBIDDEN');
    }
    const unknown = await sonya.ask(invite, { input: { botId: app.botId, operatorId: absent('operator') } });
    expect(fieldsOf(unknown)).toEqual({ operatorId: 'There is no such operator.' });
    expect(codeOf(await sonya.ask(invite, { input: { botId: absent('bot'), operatorId: asha.id } }))).toBe('NOT_FOUND');
    expect(codeOf(await sonya.ask(invite, { input: { botId: app.botId, operatorId: 'nonsense' } }))).toBe('NOT_FOUND');
  });

  it('is taken from them again', async () => {
    await app.database.prisma.operator.update({ where: { id: boris.id }, data: { telegramId: '4242' } });
    const { node } = await sonya.call('query($id: ID!) { node(id: $id) { ... on Operator { telegramLinked } } }', {
      id: boris.id,
    });
    expect(node.telegramLinked).toBe(true);
    expect(codeOf(await asha.ask(unlink, { input: { operatorId: boris.id } }))).toBe('FORBIDDEN');
    const gone = await sonya.call(unlink, { input: { operatorId: boris.id, idempotencyKey: 'unlink' } });
    expect(gone.unlinkTelegram.operator).toEqual({ id: boris.id, telegramLinked: false });
  });
});
