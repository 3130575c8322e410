import { request as httpRequest } from 'node:http';
import { appWith, operatorOf } from '../kit/api-people';
import { type GraphqlApp, openGraphqlApp } from '../kit/graphql-app';
import { docx } from '../kit/office-files';

jest.setTimeout(180_000);

let app: GraphqlApp;
const megabyte = 1_024 * 1_024;

beforeAll(async () => {
  app = await openGraphqlApp();
}, 180_000);

afterAll(() => app.close());

interface Sent {
  readonly status: number;
  readonly body: any;
}

async function upload(
  content: string | Buffer,
  options: { name?: string; fields?: Record<string, string>; headers?: Record<string, string>; bot?: string } = {},
): Promise<Sent> {
  const {
    name = 'rules.md',
    fields = {},
    headers = { authorization: `Bearer ${app.key}` },
    bot = 'helpdesk',
  } = options;
  const form = new FormData();
  for (const [key, value] of Object.entries(fields)) form.append(key, value);
  form.append('file', new Blob([typeof content === 'string' ? content : new Uint8Array(content)]), name);
  const response = await fetch(`${app.origin}/knowledge/${bot}`, { method: 'POST', body: form, headers });
  return { status: response.status, body: await response.json() };
}

function stored() {
  return app.database.prisma.knowledgeDocument.findMany({
    where: { status: 'QUEUED' },
    orderBy: { id: 'asc' },
    select: { id: true, title: true, language: true, source: true, status: true, file: true },
  });
}

beforeEach(async () => {
  await app.database.prisma.knowledgeDocument.deleteMany({ where: { source: { startsWith: 'upload:' } } });
});

it('keeps a file to be read, with what is said of it', async () => {
  const bytes = await docx('Text');
  const { status, body } = await upload(bytes, {
    name: 'Правила.docx',
    fields: { title: 'Наши правила', language: 'ru' },
  });
  expect([status, body]).toEqual([202, { document: { id: expect.stringMatching(/^document_/), status: 'QUEUED' } }]);
  const [document] = await stored();
  expect(document).toMatchObject({ title: 'Наши правила', language: 'ru', source: 'upload:Правила.docx' });
  expect(document?.file).toMatchObject({ fileName: 'Правила.docx', size: bytes.length, readAt: null, attempts: 0 });
  expect(Buffer.from(document?.file?.bytes ?? []).equals(bytes)).toBe(true);
  const { data } = await app.post(
    `{ node(id: "${body.document.id}") { ... on KnowledgeDocument { title status fault } } }`,
  );
  expect(data.node).toEqual({ title: 'Наши правила', status: 'QUEUED', fault: null });
});

it('keeps a file once for each idempotency key', async () => {
  const fields = { idempotencyKey: 'one' };
  const first = await upload('# One', { fields });
  expect(await upload('# One', { fields })).toEqual(first);
  expect((await upload('# Another', { fields })).status).toBe(409);
  expect(await stored()).toHaveLength(1);
});

it('takes the name of a file as a name and nothing more', async () => {
  for (const name of [
    '../../etc/passwd.md',
    '..\\..\\windows\\a.md',
    '/abs/b.md',
    '<img src=x>.md',
    '.md',
    `${'ж'.repeat(300)}.md`,
  ]) {
    expect([name, (await upload('# Text', { name })).status]).toEqual([name, 202]);
  }
  const names = (await stored()).map(({ file }) => file?.fileName ?? '');
  expect(names.slice(0, 5)).toEqual(['passwd.md', 'a.md', 'b.md', '_img src=x_.md', 'md']);
  expect(names[5]).toMatch(/^ж{147}\.md$/);
});

it('refuses at once what can never be read, in the language of the sender', async () => {
  const headers = { authorization: `Bearer ${app.key}`, 'accept-language': 'ru' };
  const svg = await upload('<svg onload="alert(1)"/>', { name: 'a.svg', headers });
  expect(svg.status).toBe(415);
  expect(svg.body.errors).toEqual([
    {
      message: expect.stringMatching(/^Такие файлы прочитать нельзя/),
      extensions: { code: 'BAD_USER_INPUT', reason: 'unsupported', fields: { file: expect.any(String) } },
    },
  ]);
  expect((await upload(Buffer.from('89504E470D0A1A0A00', 'hex'), { name: 'a.pdf' })).status).toBe(415);
  expect((await upload('', { name: 'a.md' })).body.errors[0].extensions.reason).toBe('empty');
  expect((await upload('x', { fields: { language: 'not a tag' } })).body.errors[0].extensions.code).toBe(
    'BAD_USER_INPUT',
  );
  expect((await upload('x', { fields: { title: ' ' } })).body.errors[0].extensions.code).toBe('BAD_USER_INPUT');
  expect((await upload('x', { fields: { title: 'x'.repeat(5_000) } })).body.errors[0].extensions.code).toBe(
    'BAD_USER_INPUT',
  );
  expect((await upload('x', { bot: 'nobody' })).status).toBe(404);
  expect(await stored()).toEqual([]);
});

it('refuses what is too large, with and without a word of how much is coming', async () => {
  const large = await upload(Buffer.alloc(20 * megabyte + 1, 97));
  expect([large.status, large.body.errors[0].extensions.reason]).toEqual([413, 'too_large']);
  expect(await streamed(40)).toEqual({ status: 413, reason: 'too_large' });
  expect(await stored()).toEqual([]);
});

it('asks who is there before it reads anything', async () => {
  const operator = await operatorOf(app, 'Vera');
  const supervisor = await operatorOf(app, 'Ira', 'SUPERVISOR');
  const reader = await appWith(app, ['knowledge:read']);
  const codeOf = async (headers: Record<string, string>) => {
    const { status, body } = await upload('# Text', { headers });
    return [status, body.errors?.[0].extensions.code];
  };
  expect(await codeOf({})).toEqual([401, 'UNAUTHENTICATED']);
  expect(await codeOf({ authorization: 'Bearer bsk_wrong' })).toEqual([401, 'UNAUTHENTICATED']);
  expect(await codeOf(reader.headers)).toEqual([403, 'FORBIDDEN']);
  expect(await codeOf(operator.headers)).toEqual([403, 'FORBIDDEN']);
  // A page of somebody else, in the browser of somebody with rights.
  expect(await codeOf({ ...supervisor.headers, origin: 'https://evil.example' })).toEqual([403, 'FORBIDDEN']);
  expect(await stored()).toEqual([]);
  expect(await codeOf(supervisor.headers)).toEqual([202, undefined]);
});

it('takes forms only, and only here; nothing that was sent is ever sent back', async () => {
  const headers = { authorization: `Bearer ${app.key}` };
  const json = await fetch(`${app.origin}/knowledge/helpdesk`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: '{"file":{"path":"/etc/passwd"}}',
  });
  expect(json.status).toBe(415);
  const noFile = new FormData();
  noFile.append('file', '/etc/passwd');
  const posted = await fetch(`${app.origin}/knowledge/helpdesk`, { method: 'POST', headers, body: noFile });
  expect([posted.status, ((await posted.json()) as any).errors[0].extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
  const form = new FormData();
  form.append('query', '{ me { __typename } }');
  expect((await fetch(app.url, { method: 'POST', headers, body: form })).status).toBe(415);
  expect((await fetch(`${app.origin}/knowledge/helpdesk`, { headers })).status).toBe(404);
});

it('keeps an address to be fetched, and refuses those that lead inside', async () => {
  const mutation = `mutation ($input: AddKnowledgeUrlInput!) {
    addKnowledgeUrl(input: $input) { document { title status source language } } }`;
  const add = (url: string) => app.post(mutation, { input: { botId: app.botId, url } });
  const { data } = await add('https://example.org/rules#top');
  const url = 'https://example.org/rules';
  expect(data.addKnowledgeUrl.document).toEqual({
    title: url,
    status: 'QUEUED',
    source: `url:${url}`,
    language: 'und',
  });
  for (const inside of [
    'http://127.1/',
    'http://[::ffff:7f00:1]/',
    'http://169.254.169.254/',
    'file:///etc/passwd',
    'x',
  ]) {
    const { errors } = await add(inside);
    expect([inside, errors?.[0]?.extensions['code'], Object.keys(errors?.[0]?.extensions['fields'])]).toEqual([
      inside,
      'BAD_USER_INPUT',
      ['url'],
    ]);
  }
});

/** Sends megabytes without saying how many. */
function streamed(megabytes: number): Promise<{ status: number | undefined; reason: string }> {
  return new Promise((resolve, reject) => {
    const boundary = 'x-boundary';
    const headers = { authorization: `Bearer ${app.key}`, 'content-type': `multipart/form-data; boundary=${boundary}` };
    const sending = httpRequest(`${app.origin}/knowledge/helpdesk`, { method: 'POST', headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        const { errors } = JSON.parse(Buffer.concat(parts).toString());
        resolve({ status: response.statusCode, reason: errors[0].extensions.reason });
      });
    });
    sending.on('error', reject);
    sending.write(`--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\n`);
    const piece = Buffer.alloc(megabyte, 97);
    let left = megabytes;
    const send = () => {
      if (left-- > 0) sending.write(piece, send);
      else sending.end(`\r\n--${boundary}--\r\n`);
    };
    send();
  });
}
