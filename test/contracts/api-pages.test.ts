import { type GraphqlApp, openGraphqlApp } from '../kit/graphql-app';

let app: GraphqlApp;
const email = 'admin@example.org';
const password = 'a long secret';
beforeAll(async () => {
  app = await openGraphqlApp();
  await app.domain.operators.ensureAdmin({ email, password });
});
afterAll(() => app.close());

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(app.origin + path, { headers, redirect: 'manual' });
const submit = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(app.origin + path, { method: 'POST', body: new URLSearchParams(fields), headers, redirect: 'manual' });

describe('the pages', () => {
  it('greet in the reader’s language, with links and no scripts', async () => {
    const russian = await (await get('/', { 'accept-language': 'ru' })).text();
    expect(russian).toContain('<html lang="ru">');
    expect(russian).toContain('href="/try/helpdesk"');
    expect(russian).not.toContain('<script');
    const english = await get('/?lang=en', { 'accept-language': 'ru' });
    expect(await english.text()).toContain('Sign in as an operator');
    expect(english.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
  });

  it('sign an admin in, show the query editor, and sign them out', async () => {
    const turned = await get('/graphiql');
    expect([turned.status, turned.headers.get('location')]).toEqual([303, '/sign-in?next=/graphiql']);
    const signedIn = await submit('/sign-in?next=/graphiql', { email, password }, { origin: app.origin });
    expect([signedIn.status, signedIn.headers.get('location')]).toEqual([303, '/graphiql']);
    const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
    const editor = await get('/graphiql', { cookie });
    expect(editor.status).toBe(200);
    const page = await editor.text();
    expect(page).not.toContain('unpkg.com');
    const script = await get('/graphiql/static/ruru.js', { 'accept-encoding': 'br' });
    expect([script.status, script.headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8']);
    await script.body?.cancel();
    expect(await (await get('/', { cookie })).text()).toContain('action="/sign-out"');
    const introspected = await app.post('{ __schema { queryType { name } } }', {}, { cookie, origin: app.origin });
    expect(introspected.data.__schema.queryType.name).toBe('Query');
    await submit('/sign-out', {}, { cookie, origin: app.origin });
    expect((await get('/graphiql', { cookie })).status).toBe(303);
  });

  it('say that a password does not match, and lead to no foreign address', async () => {
    const wrong = await submit('/sign-in?lang=ru', { email: '"><script>', password }, { origin: app.origin });
    expect(wrong.status).toBe(401);
    expect(await wrong.text()).toContain('Почта или пароль не подходят.');
    const led = await submit('/sign-in?next=https://evil.example', { email, password });
    expect(led.headers.get('location')).toBe('/');
    expect((await submit('/sign-in', { email, password }, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await submit('/sign-in', { email: 'x'.repeat(5_000), password })).status).toBe(413);
  });
});
