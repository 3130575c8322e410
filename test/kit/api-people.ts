import { type OperatorViewer, scopes, type Viewer } from '../../src/people/viewer';
import { type Answer, type GraphqlApp, post } from './graphql-app';

/** An operator who is signed in to the API of a test. */
export interface SignedIn {
  readonly id: string;
  readonly name: string;
  readonly headers: Record<string, string>;
  /** The data of a query or mutation; throws its errors. */
  call(query: string, variables?: object): Promise<any>;
  /** The whole answer, refusals included. */
  ask(query: string, variables?: object, language?: string): Promise<Answer>;
}

/** Everything, as an app with all scopes sees it. */
export const root: Viewer = {
  kind: 'client',
  id: `client_${'0'.repeat(32)}`,
  name: 'bootstrap',
  scopes,
  unlimited: true,
};

/** Makes an operator and signs them in. */
export async function operatorOf(app: GraphqlApp, name: string, role: OperatorViewer['role'] = 'OPERATOR') {
  const email = `${name.toLowerCase()}@example.org`;
  const password = `a secret of ${name}`;
  const id = await app.domain.operators.invite(root, { email, name, role, languages: ['ru', 'en'], password });
  const { token } = await app.domain.signIn.signIn({ email, password, ip: '127.0.0.1' });
  return callerOf(app, { id, name, headers: { cookie: `besedka_session=${token}`, origin: app.origin } });
}

/** An id that nothing has. */
export const absent = (type: string) => `${type}_${'0'.repeat(32)}`;

/** The headers of an app whose key has these scopes. */
export async function appWith(app: GraphqlApp, scopes: readonly string[]): Promise<SignedIn> {
  const { clientId, key } = await app.domain.apiKeys.create(root, { name: 'an app', scopes });
  return callerOf(app, { id: clientId, name: 'an app', headers: { authorization: `Bearer ${key}` } });
}

/** Who has all rights: the bootstrap key. */
export function rootOf(app: GraphqlApp): SignedIn {
  return callerOf(app, { id: root.id, name: root.name, headers: { authorization: `Bearer ${app.key}` } });
}

/** A dialogue of a new user of the bootstrap key, with what they wrote. */
export async function dialogueOf(app: GraphqlApp, externalUserId: string, ...texts: string[]): Promise<string> {
  const start = { botId: app.botId, externalUserId, displayName: externalUserId };
  const dialogueId = await app.domain.appUsers.start(root, start);
  for (const text of texts) await app.domain.appUsers.write(root, { dialogueId, text });
  return dialogueId;
}

/** The code of the first error of an answer; undefined when there is none. */
export function codeOf({ errors }: Pick<Answer, 'errors'>): string | undefined {
  return errors?.[0]?.extensions['code'] as string | undefined;
}

/** What an answer says of the inputs at fault. */
export function fieldsOf({ errors }: Pick<Answer, 'errors'>): Record<string, string> {
  return (errors?.[0]?.extensions['fields'] ?? {}) as Record<string, string>;
}

function callerOf(app: GraphqlApp, one: Pick<SignedIn, 'id' | 'name' | 'headers'>): SignedIn {
  const ask = (query: string, variables: object = {}, language = 'en') =>
    post(app.url, { query, variables }, { ...one.headers, 'accept-language': language });
  return {
    ...one,
    ask,
    call: async (query, variables) => {
      const { data, errors } = await ask(query, variables);
      if (errors) throw new Error(`${codeOf({ errors })}: ${JSON.stringify(errors)}`);
      return data;
    },
  };
}
