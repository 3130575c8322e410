import { type GraphqlApp, openGraphqlApp } from '../kit/graphql-app';
import { type Attack, attacks } from '../kit/graphql-attacks';
import { bareSocket } from '../kit/socket-client';
import { until } from '../kit/until';

let app: GraphqlApp;
let readerKey: string;
beforeAll(async () => {
  app = await openGraphqlApp();
  const made = await app.post(
    'mutation { createApiKey(input: { name: "reader", scopes: ["dialogues:read"] }) { secret } }',
  );
  readerKey = made.data.createApiKey.secret;
});
afterAll(() => app.close());

async function overHttp({ query, variables }: Attack): Promise<string> {
  const { errors, data } = await app.post(query, variables, { authorization: `Bearer ${readerKey}` });
  expect(data ?? null).toBeNull();
  return errors?.[0]?.extensions['code'];
}

async function overSocket({ query, variables }: Attack): Promise<string> {
  const bare = await bareSocket(app.url);
  bare.send({ type: 'connection_init', payload: { authorization: `Bearer ${readerKey}` } });
  await until('the acknowledgement', () => bare.messages.length === 1);
  bare.send({ type: 'subscribe', id: 'a', payload: { query, variables } });
  await until('a verdict', () => bare.messages.length === 2);
  bare.socket.close();
  return bare.messages[1].payload[0].extensions.code;
}

describe.each(attacks)('the attack «$name»', (attack) => {
  it('gets the same verdict over HTTP and over a socket', async () => {
    expect(await overHttp(attack)).toBe(attack.verdict);
    expect(await overSocket(attack)).toBe(attack.verdict);
  });
});

describe('a caller without credentials', () => {
  it.each([
    '{ __typename }',
    '{ __schema { types { name } } }',
    '{ nonsense }',
    '{ not graphql',
    'mutation { signIn(input: { email: "a", password: "b" }) { operator { id } } signOut }',
    'mutation a { signIn(input: { email: "a", password: "b" }) { operator { id } } } query b { __typename }',
    'mutation { ...F } fragment F on Mutation { signOut }',
  ])('learns nothing from %s', async (query) => {
    const { status, errors, data } = await app.post(query, {}, { 'accept-language': 'ru' });
    expect({ status, data }).toEqual({ status: 401, data: undefined });
    expect(errors).toEqual([
      { message: 'Вы не вошли. Войдите или передайте действующий ключ API.', extensions: { code: 'UNAUTHENTICATED' } },
    ]);
  });
});
