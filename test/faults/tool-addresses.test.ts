import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { isPublicAddress } from '../../src/infra/public-address.rules';
import type { FetchPolicy } from '../../src/infra/safe-fetch';
import { toolSettings } from '../../src/tools/tool-settings';
import { fieldsOf, rootOf, type SignedIn } from '../kit/api-people';
import { type GraphqlApp, openGraphqlApp } from '../kit/graphql-app';
import { json, type LoopbackService, openLoopbackService } from '../kit/loopback-service';

/** Something inside that nobody may reach: it counts who tries. */
interface Canary {
  readonly port: number;
  knocks: number;
  server: Server;
}

let canary: Canary;
let outside: LoopbackService;
let app: GraphqlApp;
let root: SignedIn;
let addresses: string[];

beforeAll(async () => {
  const server = createServer((socket) => {
    canary.knocks += 1;
    socket.destroy();
  });
  server.listen(0);
  await once(server, 'listening');
  canary = { server, port: (server.address() as AddressInfo).port, knocks: 0 };
  outside = await openLoopbackService();
  // As for public hosts, but the canary's port is allowed, too, and names lead wherever the test says.
  const fetchPolicy: FetchPolicy = {
    ports: [80, 443, canary.port],
    allows: isPublicAddress,
    lookup: async () => addresses,
    trusts: (host) => host === `outside.test:${outside.port}`,
  };
  app = await openGraphqlApp({ fetchPolicy });
  root = rootOf(app);
});
afterAll(async () => {
  await app.domain.outside.close();
  await app.close();
  await outside.close();
  canary.server.close();
  await once(canary.server, 'close');
});
beforeEach(() => {
  canary.knocks = 0;
  addresses = ['127.0.0.1'];
});
afterEach(() => expect(canary.knocks).toBe(0));

const inside = [
  'http://127.0.0.1:PORT/',
  'http://127.1:PORT/',
  'http://0x7f000001:PORT/',
  'http://2130706433:PORT/',
  'http://0177.0.0.1:PORT/',
  'http://①②⑦.⓪.⓪.①:PORT/',
  'http://0.0.0.0:PORT/',
  'http://[::]:PORT/',
  'http://[::1]:PORT/',
  'http://[::ffff:127.0.0.1]:PORT/',
  'http://[::ffff:7f00:1]:PORT/',
  'http://[::7f00:1]:PORT/',
  'http://[::ffff:0:7f00:1]:PORT/',
  'http://[64:ff9b::7f00:1]:PORT/',
  'http://[2002:7f00:1::]:PORT/',
  'http://10.0.0.1:PORT/',
  'http://169.254.169.254/latest/meta-data/',
  'http://user:secret@example.org:PORT/',
  'file:///etc/passwd',
  'gopher://127.0.0.1:PORT/',
];
const named = ['https://localhost:PORT/', 'https://LOCALHOST.:PORT/', 'https://inside.example:PORT/'];
const at = (address: string) => address.replace('PORT', String(canary.port));
let number = 0;

const addTool = 'mutation($input: AddHttpToolInput!) { addHttpTool(input: $input) { tool { id } } }';
const addServer =
  'mutation($input: AddMcpServerInput!) { addMcpServer(input: $input) { server { id offers { name } } } }';
const trial =
  'query($bot: ID!, $name: String!, $arguments: JSON) { tryTool(bot: $bot, name: $name, arguments: $arguments) { text error } }';

function toolAt(url: string, more: object = {}) {
  number += 1;
  return { botId: app.botId, name: `tool_${number}`, description: { en: 'A tool' }, url, effect: 'READ', ...more };
}

const serverAt = (url: string) => ({
  botId: app.botId,
  name: `mcp${(number += 1)}`,
  url,
  tools: [{ name: 'x', effect: 'READ' }],
});

async function errorOfTrial(name: string, given: object = {}): Promise<string> {
  const { tryTool } = await root.call(trial, { bot: app.botId, name, arguments: given });
  expect(tryTool.text).toBeNull();
  return tryTool.error;
}

describe.each(inside)('%s', (address) => {
  it('becomes no HTTP tool and no MCP server', async () => {
    expect(fieldsOf(await root.ask(addTool, { input: toolAt(at(address)) }))).toHaveProperty('url');
    expect(fieldsOf(await root.ask(addServer, { input: serverAt(at(address)) }))).toHaveProperty('url');
  });

  it('is not reached though a file names it', async () => {
    const http = [{ ...toolAt(at(address), { effect: 'read' }), botId: undefined }];
    const mcp = [{ ...serverAt(at(address)), botId: undefined, tools: ['x'] }];
    const settings = toolSettings.safeParse(JSON.parse(JSON.stringify({ http, mcp })));
    // What is no address of HTTP does not get so far.
    if (!settings.success) return expect(address).toMatch(/^(?:file|gopher):|secret@/);
    const bot = { ...app.domain.bots.get(app.botId), tools: settings.data };
    await app.domain.outside.keepFiles([bot], {});
    expect(await errorOfTrial(http[0]?.name ?? '')).toMatch(/may not be called/);
    await app.domain.outside.keepFiles([{ ...bot, tools: toolSettings.parse({}) }], {});
  });
});

it.each(named)('a name that leads inside is not followed: %s', async (address) => {
  const input = toolAt(at(address));
  await root.call(addTool, { input });
  expect(await errorOfTrial(input.name)).toMatch(/may not be called/);
  const { addMcpServer } = await root.call(addServer, { input: serverAt(at(address)) });
  expect(addMcpServer.server.offers).toBeNull();
});

it('a name of which one address leads inside is not followed', async () => {
  addresses = ['93.184.216.34', '127.0.0.1'];
  const input = toolAt(at('https://mixed.example:PORT/'));
  await root.call(addTool, { input });
  expect(await errorOfTrial(input.name)).toMatch(/may not be called/);
});

it('what could be read on the way is not sent', async () => {
  addresses = ['93.184.216.34'];
  const words = { url: expect.stringContaining('https') };
  expect(fieldsOf(await root.ask(addTool, { input: toolAt('http://outside.example/') }))).toEqual(words);
  expect(fieldsOf(await root.ask(addServer, { input: serverAt('http://outside.example/mcp') }))).toEqual(words);
});

it('a redirect to the inside is not followed', async () => {
  const location = at('http://127.0.0.1:PORT/');
  for (const status of [301, 302, 303, 307, 308]) {
    outside.answer = (response) => void response.writeHead(status, { location }).end();
    const input = toolAt(`http://outside.test:${outside.port}/`, { headerName: 'X-Key', headerValue: 'sesame' });
    await root.call(addTool, { input });
    expect(await errorOfTrial(input.name)).toMatch(/did not let us in/);
    const { addMcpServer } = await root.call(addServer, { input: serverAt(`http://outside.test:${outside.port}/mcp`) });
    expect(addMcpServer.server.offers).toBeNull();
  }
});

it('an argument cannot lead a call elsewhere', async () => {
  outside.answer = (response) => json(response, { ok: true });
  const parameters = { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] };
  const input = toolAt(`http://outside.test:${outside.port}/orders/{id}?q={id}`, { parameters });
  await root.call(addTool, { input });
  const tried = [
    `@127.0.0.1:${canary.port}/`,
    `//127.0.0.1:${canary.port}/`,
    `http://127.0.0.1:${canary.port}/`,
    '../../admin',
    '..',
    '%2e%2e/admin',
    `x HTTP/1.1\r\nHost: 127.0.0.1:${canary.port}\r\n\r\nGET /`,
    '#',
    '?a=b&admin=1',
    '\\\\127.0.0.1\\x',
    '\u0000',
    '٠/..',
  ];
  outside.asked.length = 0;
  for (const id of tried) await root.call(trial, { bot: app.botId, name: input.name, arguments: { id } });
  const calls = outside.asked.filter(({ url }) => url !== '/mcp');
  expect(calls.length).toBeGreaterThan(0);
  for (const { url, headers } of calls) {
    expect(url).toMatch(/^\/orders\/[^/?#]+\?q=[^&#?]*$/);
    expect(headers.host).toBe(`outside.test:${outside.port}`);
  }
});

it('what a server sends cannot lead its client elsewhere', async () => {
  const location = at('http://127.0.0.1:PORT/');
  outside.answer = (response, { method }) => {
    // A resource that the client is told to authenticate at, and a stream that it is told to resume.
    if (method === 'POST')
      response.writeHead(401, { 'www-authenticate': `Bearer resource_metadata="${location}"` }).end();
    else response.writeHead(307, { location }).end();
  };
  const { addMcpServer } = await root.call(addServer, { input: serverAt(`http://outside.test:${outside.port}/mcp`) });
  expect(addMcpServer.server.offers).toBeNull();
});
