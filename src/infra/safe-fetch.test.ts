import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { request } from 'undici';
import { withTrustedHosts } from './fetch-policy';
import { isPublicAddress } from './public-address.rules';
import { type FetchPolicy, FetchRefused, publicHosts, safeAgent, safeFetch, safeSend } from './safe-fetch';

let server: Server;
let port: number;
let asked: { url: string | undefined; host: string | undefined; headers: IncomingMessage['headers'] }[] = [];
let answer: (request: IncomingMessage, response: ServerResponse) => void;

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push({ url: request.url, host: request.headers.host, headers: request.headers });
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
});

beforeEach(() => {
  asked = [];
  answer = (_request, response) => void response.setHeader('content-type', 'text/html').end('<p>Hello</p>');
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

/** As for public hosts, but names of `.test` lead to our server at its port, and to nothing else on loopback. */
function policy(addresses: Readonly<Record<string, readonly string[]>> = {}): FetchPolicy & { lookups: string[] } {
  const lookups: string[] = [];
  return {
    ports: [...publicHosts.ports, port],
    allows: (address) => address === '127.0.0.1' || isPublicAddress(address),
    lookup: async (host) => {
      lookups.push(host);
      return addresses[host] ?? ['127.0.0.1'];
    },
    lookups,
  };
}

async function faultOf(address: string, options: Parameters<typeof safeFetch>[1] = {}): Promise<string> {
  try {
    await safeFetch(address, options);
    return 'fetched';
  } catch (error) {
    return error instanceof FetchRefused ? error.fault : String(error);
  }
}

it.each([
  'http://127.0.0.1/',
  'http://127.1/',
  'http://0x7f000001/',
  'http://2130706433/',
  'http://0177.0.0.1/',
  'http://①②⑦.⓪.⓪.①/',
  'http://localhost/',
  'http://0.0.0.0/',
  'http://[::]/',
  'http://[::1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://[::7f00:1]/',
  'http://[::ffff:0:7f00:1]/',
  'http://[64:ff9b::7f00:1]/',
  'http://[64:ff9b:1::7f00:1]/',
  'http://[2002:7f00:1::]/',
  'http://[2001::1]/',
  'http://[fe80::1]/',
  'http://[fc00::1]/',
  'http://[fd12::1]/',
  'http://[ff02::1]/',
  'http://[fec0::1]/',
  'http://10.0.0.1/',
  'http://172.16.0.1/',
  'http://192.168.1.1/',
  'http://169.254.169.254/latest/meta-data/',
  'http://100.64.0.1/',
  'http://192.0.2.1/',
  'http://198.18.0.1/',
  'http://224.0.0.1/',
  'http://255.255.255.255/',
  'http://8.8.8.8:22/',
  'http://example.org:8080/',
  'https://example.org:6379/',
  'ftp://example.org/',
  'file:///etc/passwd',
  'gopher://example.org/',
  'data:text/html,x',
  'javascript:alert(1)',
  '//example.org/',
  '',
  'http://user@example.org/',
  'http://user:secret@example.org/',
  `http://example.org/${'a'.repeat(2_000)}`,
])('never goes to %s', async (address) => {
  const looksNowhere = { ...publicHosts, lookup: async () => ['127.0.0.1'] };
  expect(await faultOf(address, { policy: looksNowhere })).toBe('forbidden');
  expect(asked).toEqual([]);
});

it('brings what is there, and says nothing of us but our name', async () => {
  const rules = policy();
  const { url, contentType, bytes } = await safeFetch(`http://page.test:${port}/a?b=c#d`, { policy: rules });
  expect([url, contentType, bytes.toString()]).toEqual([`http://page.test:${port}/a?b=c`, 'text/html', '<p>Hello</p>']);
  expect(asked).toMatchObject([{ url: '/a?b=c', host: `page.test:${port}` }]);
  expect(asked[0]?.headers).not.toHaveProperty('cookie');
  expect(asked[0]?.headers).not.toHaveProperty('authorization');
});

it('asks for the addresses of a host once and goes to the one that it checked: a name that changes gains nothing', async () => {
  let asks = 0;
  const rebinding: FetchPolicy = {
    ports: [port],
    allows: (address) => address === '127.0.0.1',
    lookup: async () => {
      asks += 1;
      return asks === 1 ? ['127.0.0.1'] : ['127.0.0.2'];
    },
  };
  expect((await safeFetch(`http://rebinding.test:${port}/`, { policy: rebinding })).bytes.toString()).toContain(
    'Hello',
  );
  expect(asks).toBe(1);
  // The second time the name leads inside, and nobody is asked there.
  expect(await faultOf(`http://rebinding.test:${port}/`, { policy: rebinding })).toBe('forbidden');
  expect(asked).toHaveLength(1);
});

it('goes nowhere when a single address of a host leads inside', async () => {
  const rules = policy({ 'mixed.test': ['127.0.0.1', '10.0.0.1'], 'none.test': [] });
  expect(await faultOf(`http://mixed.test:${port}/`, { policy: rules })).toBe('forbidden');
  expect(await faultOf(`http://none.test:${port}/`, { policy: rules })).toBe('unreachable');
  expect(asked).toEqual([]);
});

it('follows three redirects, each checked anew', async () => {
  const rules = policy({ 'inside.test': ['10.0.0.1'] });
  const targets: Record<string, string> = {
    '/1': '/2',
    '/2': `http://other.test:${port}/3`,
    '/3': '/4',
    '/far': '/1',
    '/inside': `http://inside.test:${port}/`,
    '/literal': `http://[::1]:${port}/`,
    '/port': 'http://other.test:25/',
    '/file': 'file:///etc/passwd',
    '/credentials': `http://user:secret@other.test:${port}/`,
  };
  answer = (request, response) => {
    const location = targets[request.url ?? ''];
    if (location === undefined) response.end('there');
    else response.writeHead(302, { location, 'set-cookie': 'a=b' }).end();
  };
  expect((await safeFetch(`http://page.test:${port}/1`, { policy: rules })).url).toBe(`http://other.test:${port}/4`);
  expect(asked.every(({ headers }) => headers.cookie === undefined)).toBe(true);
  expect(await faultOf(`http://page.test:${port}/far`, { policy: rules })).toBe('refused');
  for (const inside of ['/inside', '/literal', '/port', '/file', '/credentials']) {
    expect([inside, await faultOf(`http://page.test:${port}${inside}`, { policy: rules })]).toEqual([
      inside,
      'forbidden',
    ]);
  }
});

it('has an end: of bytes, of what they unpack to, and of time', async () => {
  const limits = { ms: 60_000, bytes: 1_000 };
  const address = `http://page.test:${port}/`;
  answer = (_request, response) => void response.writeHead(200, { 'content-length': '1001' }).write('a');
  expect(await faultOf(address, { policy: policy(), limits })).toBe('too_large');
  answer = (_request, response) => {
    const more = () => response.write('a'.repeat(100), () => response.destroyed || setImmediate(more));
    more();
  };
  expect(await faultOf(address, { policy: policy(), limits })).toBe('too_large');
  answer = (_request, response) =>
    void response.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.alloc(100_000, 97)));
  expect(await faultOf(address, { policy: policy(), limits })).toBe('too_large');
  answer = (_request, response) => void response.setHeader('content-encoding', 'gzip').end(gzipSync('Hello'));
  expect((await safeFetch(address, { policy: policy(), limits })).bytes.toString()).toBe('Hello');
  answer = () => undefined;
  expect(await faultOf(address, { policy: policy(), limits: { ms: 200, bytes: 1_000 } })).toBe('unreachable');
  const silent: FetchPolicy = { ...policy(), lookup: () => new Promise(() => undefined) };
  expect(await faultOf(address, { policy: silent, limits: { ms: 200, bytes: 1_000 } })).toBe('unreachable');
});

it('tells a refusal from silence, and ends when nobody wants it any more', async () => {
  answer = (_request, response) => void response.writeHead(404).end();
  expect(await faultOf(`http://page.test:${port}/`, { policy: policy() })).toBe('refused');
  answer = (request) => void request.socket.destroy();
  expect(await faultOf(`http://page.test:${port}/`, { policy: policy() })).toBe('unreachable');
  const left = new AbortController();
  answer = () => left.abort(new Error('left'));
  expect(await faultOf(`http://page.test:${port}/`, { policy: policy(), signal: left.signal })).toBe('Error: left');
});

it('sends what it is given, and brings the answer whatever its status', async () => {
  const bodies: string[] = [];
  answer = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      bodies.push(`${request.method} ${Buffer.concat(chunks).toString()}`);
      response.writeHead(429, { 'retry-after': '7', 'content-type': 'text/plain' }).end('later');
    });
  };
  const sending = {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json', 'x-Own': 'a' },
    body: '{"я":1}',
  } as const;
  const { status, contentType, bytes, header } = await safeSend(`http://page.test:${port}/in`, sending, {
    policy: policy(),
  });
  expect([status, contentType, bytes.toString(), header('retry-after')]).toEqual([429, 'text/plain', 'later', '7']);
  expect(bodies).toEqual(['PUT {"я":1}']);
  expect(asked[0]?.headers).toMatchObject({
    'content-type': 'application/json',
    'x-own': 'a',
    'user-agent': 'Besedka',
  });
  expect(asked[0]?.headers).not.toHaveProperty('cookie');
});

it('tells no second host what was meant for the first', async () => {
  answer = (_request, response) => void response.writeHead(307, { location: `http://other.test:${port}/` }).end();
  const { status } = await safeSend(`http://page.test:${port}/`, { body: 'secret' }, { policy: policy() });
  expect(status).toBe(307);
  expect(asked.map(({ host }) => host)).toEqual([`page.test:${port}`]);
});

it('sends nothing to where it would fetch nothing, and nothing that would be two requests', async () => {
  const inside = policy({ 'inside.test': ['10.0.0.1'] });
  const attempts: readonly (readonly [string, Parameters<typeof safeSend>[1]])[] = [
    [`http://inside.test:${port}/`, {}],
    ['http://[::1]/', {}],
    [`http://page.test:${port}/`, { headers: { Host: 'inside.test' } }],
    [`http://page.test:${port}/`, { headers: { 'Transfer-Encoding': 'chunked' } }],
    [`http://page.test:${port}/`, { headers: { 'content-length': '1' }, body: 'abc' }],
    [`http://page.test:${port}/`, { headers: { 'x-own': 'a\r\nhost: inside.test' } }],
  ];
  for (const [address, sending] of attempts) {
    await expect(safeSend(address, sending, { policy: inside })).rejects.toThrow(FetchRefused);
  }
  expect(asked).toEqual([]);
});

it('reads of an endless answer no more than the beginning where that is enough', async () => {
  const limits = { ms: 60_000, bytes: 1_000 };
  answer = (_request, response) => {
    const more = () => response.write('a'.repeat(100), () => response.destroyed || setImmediate(more));
    more();
  };
  const address = `http://page.test:${port}/`;
  const { status, bytes } = await safeSend(address, { cutsAnswer: true }, { policy: policy(), limits });
  expect([status, bytes.length]).toEqual([200, 1_000]);
  await expect(safeSend(address, {}, { policy: policy(), limits })).rejects.toMatchObject({ fault: 'too_large' });
});

it('gives others a connection that leads to the checked address alone', async () => {
  const agent = await safeAgent(`http://page.test:${port}/`, { policy: policy() });
  const { body } = await request(`http://elsewhere.test:${port}/`, { dispatcher: agent });
  expect(await body.text()).toContain('Hello');
  await agent.destroy();
  await expect(safeAgent('http://[::1]/')).rejects.toMatchObject({ fault: 'forbidden' });
});

it('goes to a host of the own network that was vouched for, at that port and under that name alone', async () => {
  const trusting = { ...withTrustedHosts([`CRM.internal:${port}`]), lookup: async () => ['127.0.0.1'] };
  expect((await safeFetch(`http://crm.internal:${port}/`, { policy: trusting })).bytes.toString()).toContain('Hello');
  expect(await faultOf('http://crm.internal/', { policy: trusting })).toBe('forbidden');
  expect(await faultOf(`http://127.0.0.1:${port}/`, { policy: trusting })).toBe('forbidden');
  expect(await faultOf(`http://other.internal:${port}/`, { policy: trusting })).toBe('forbidden');
  expect(withTrustedHosts([])).toBe(publicHosts);
});
