import { type GraphqlApp, openGraphqlApp } from '../kit/graphql-app';
import { type BareSocket, bareSocket } from '../kit/socket-client';
import { until } from '../kit/until';

let app: GraphqlApp;
beforeAll(async () => {
  app = await openGraphqlApp();
});
afterAll(() => app.close());

const init = (authorization = `Bearer ${app.key}`) => ({ type: 'connection_init', payload: { authorization } });
const subscribe = (id: string, query = 'subscription { messageAdded { id } }') => ({
  type: 'subscribe',
  id,
  payload: { query },
});

async function opened(headers: Record<string, string> = {}, authorization?: string): Promise<BareSocket> {
  const bare = await bareSocket(app.url, { headers });
  bare.send(init(authorization));
  await until('the acknowledgement', () => bare.messages.length > 0);
  return bare;
}

async function signedIn(name: string): Promise<string> {
  const input = { email: `${name}@example.org`, name, role: 'OPERATOR', languages: ['en'], password: 'a long secret' };
  await app.post('mutation($input: InviteOperatorInput!) { inviteOperator(input: $input) { operator { id } } }', {
    input,
  });
  const answer = await app.post(
    `mutation { signIn(input: { email: "${input.email}", password: "a long secret" }) { operator { id } } }`,
    {},
    {},
  );
  return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
}

describe('a socket', () => {
  it.each([
    ['of a foreign page, even with a key', { headers: { origin: 'https://evil.example' } }, 403],
    ['of another protocol', { protocol: 'graphql-ws' }, 4406],
    ['of no protocol', { protocol: '' }, 4406],
  ])('%s is refused', async (_what, options, code) => {
    expect(await (await bareSocket(app.url, options)).closed).toBe(code);
  });

  it('at another address is refused', async () => {
    expect(await (await bareSocket(`${app.origin}/other`)).closed).toBe(404);
  });

  it.each([
    ['without credentials', { type: 'connection_init' }, 4401],
    [
      'with a wrong key',
      { type: 'connection_init', payload: { authorization: `Bearer bsk_${'0'.repeat(32)}_${'x'.repeat(43)}` } },
      4403,
    ],
    ['that subscribes before it is initialised', subscribe('a'), 4401],
    ['that sends nonsense', { type: 'nonsense' }, 4400],
    ['that sends a megabyte', { type: 'ping', payload: { x: 'x'.repeat(70_000) } }, 1009],
  ])('%s is closed', async (_what, message, code) => {
    const bare = await bareSocket(app.url);
    bare.send(message);
    expect(await bare.closed).toBe(code);
  });

  it('that stays silent is closed', async () => {
    expect(await (await bareSocket(app.url)).closed).toBe(4408);
  });

  it.each([
    ['initialises twice', () => init(), 4429],
    ['sends a query', () => subscribe('a', '{ bots { id } }'), 4400],
    ['sends a mutation', () => subscribe('a', 'mutation { signOut }'), 4400],
    [
      'signs in',
      () => subscribe('a', 'mutation { signIn(input: { email: "a", password: "b" }) { operator { id } } }'),
      4400,
    ],
    ['answers instead of asking', () => ({ type: 'next', id: 'a', payload: {} }), 4400],
  ])('that %s is closed', async (_what, message, code) => {
    const bare = await opened();
    bare.send(message());
    expect(await bare.closed).toBe(code);
  });

  it('that uses an id twice is closed', async () => {
    const bare = await opened();
    bare.send(subscribe('a'));
    bare.send(subscribe('a'));
    expect(await bare.closed).toBe(4409);
  });

  it('that sends too many messages is closed', async () => {
    const bare = await opened();
    for (let n = 0; n < 301; n++) bare.send({ type: 'ping' });
    expect(await bare.closed).toBe(4429);
  });

  it('may follow fifty things, and stays when it asks for more', async () => {
    const bare = await opened();
    for (let n = 0; n <= 50; n++) bare.send(subscribe(`s${n}`));
    await until('the refusal', () => bare.messages.length === 2);
    expect(bare.messages[1]).toMatchObject({
      id: 's50',
      type: 'error',
      payload: [{ extensions: { code: 'RATE_LIMITED' } }],
    });
    bare.send({ type: 'complete', id: 's0' });
    bare.send(subscribe('again'));
    bare.send({ type: 'ping' });
    await until('the pong', () => bare.messages.length === 3);
    expect(bare.messages[2]).toEqual({ type: 'pong' });
    bare.socket.close();
  });

  it('takes a session from our own pages only', async () => {
    const cookie = await signedIn('dora');
    const bare = await bareSocket(app.url, { headers: { cookie, origin: app.origin } });
    bare.send({ type: 'connection_init' });
    await until('the acknowledgement', () => bare.messages.length === 1);
    bare.socket.close();
    const elsewhere = await bareSocket(app.url, { headers: { cookie } });
    elsewhere.send({ type: 'connection_init' });
    expect(await elsewhere.closed).toBe(4401);
  });

  it('is closed when its key is revoked or its operator signs out', async () => {
    const made = await app.post(
      'mutation { createApiKey(input: { name: "x", scopes: ["dialogues:read"] }) { secret client { id } } }',
    );
    const { secret, client } = made.data.createApiKey;
    const byKey = await opened({}, `Bearer ${secret}`);
    const cookie = await signedIn('emil');
    const bySession = await bareSocket(app.url, { headers: { cookie, origin: app.origin } });
    bySession.send({ type: 'connection_init' });
    await until('the acknowledgement', () => bySession.messages.length === 1);
    const since = performance.now();
    await app.post('mutation($id: ID!) { revokeApiKey(input: { clientId: $id }) }', { id: client.id });
    expect((await app.post('mutation { signOut }', {}, { cookie, origin: app.origin })).data).toEqual({
      signOut: true,
    });
    expect(await Promise.all([byKey.closed, bySession.closed])).toEqual([4403, 4403]);
    expect(performance.now() - since).toBeLessThan(10_000);
  });

  it('of an operator is one of ten', async () => {
    const cookie = await signedIn('fred');
    const sockets = [];
    for (let n = 0; n < 11; n++) {
      const bare = await bareSocket(app.url, { headers: { cookie, origin: app.origin } });
      bare.send({ type: 'connection_init' });
      sockets.push(bare);
      if (n < 10) await until('the acknowledgement', () => bare.messages.length === 1);
    }
    expect(await sockets[10]?.closed).toBe(4429);
    for (const { socket } of sockets) socket.close();
  });

  it('ends its readings of the log when it goes', async () => {
    const following = () => (app.domain.feed as unknown as { followers: Set<unknown> }).followers.size;
    const before = following();
    const bare = await opened();
    for (let n = 0; n < 10; n++) bare.send(subscribe(`s${n}`));
    await until('ten readings', () => following() === before + 10);
    bare.socket.terminate();
    await until('no readings', () => following() === before);
  });

  it('hears goodbye when the program stops', async () => {
    const other = await openGraphqlApp();
    const bare = await bareSocket(other.url);
    bare.send({ type: 'connection_init', payload: { authorization: `Bearer ${other.key}` } });
    await until('the acknowledgement', () => bare.messages.length === 1);
    bare.send(subscribe('a'));
    await other.close();
    expect(await bare.closed).toBe(1001);
  });
});
