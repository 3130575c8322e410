import { toolSettings } from '../../src/tools/tool-settings';
import { appWith, codeOf, fieldsOf, operatorOf, rootOf, type SignedIn } from '../kit/api-people';
import { tablesHolding } from '../kit/canaries';
import { type GraphqlApp, openGraphqlApp } from '../kit/graphql-app';
import { json, type LoopbackService, openLoopbackService } from '../kit/loopback-service';
import { type McpService, openMcpService } from '../kit/mcp-service';

let app: GraphqlApp;
let root: SignedIn;
let service: LoopbackService;
let mcp: McpService;

beforeAll(async () => {
  service = await openLoopbackService();
  mcp = await openMcpService();
  const trusts = (host: string) => (service.policy.trusts?.(host) || mcp.policy.trusts?.(host)) ?? false;
  app = await openGraphqlApp({ fetchPolicy: { ...service.policy, trusts } });
  root = rootOf(app);
});
afterAll(async () => {
  await app.domain.outside.close();
  await app.close();
  await service.close();
  await mcp.stop();
});
beforeEach(() => {
  service.asked.length = 0;
  service.answer = (response) => json(response, { state: 'on its way' });
});

const fields = 'id name origin method url effect enabled hasSecret definition bot { id }';
const add = `mutation($input: AddHttpToolInput!) { addHttpTool(input: $input) { tool { ${fields} } } }`;
const update = `mutation($input: UpdateHttpToolInput!) { updateHttpTool(input: $input) { tool { ${fields} } } }`;
const enable = 'mutation($input: EnableHttpToolInput!) { enableHttpTool(input: $input) { tool { enabled } } }';
const remove = 'mutation($input: HttpToolInput!) { removeHttpTool(input: $input) }';
const list = `query($bot: ID!) { httpTools(bot: $bot) { ${fields} } }`;
const trial = `query($bot: ID!, $name: String!, $arguments: JSON) {
  tryTool(bot: $bot, name: $name, arguments: $arguments) { text data preview error durationMs } }`;
const offered = 'query { bots { tools { name effect } } }';

const orderOf = (name: string, more: object = {}) => ({
  botId: app.botId,
  name,
  description: { en: 'What became of an order' },
  url: `http://crm.test:${service.port}/orders/{order}`,
  parameters: { type: 'object', properties: { order: { type: 'string' } }, required: ['order'] },
  ...more,
});

async function added(name: string, more: object = {}): Promise<string> {
  return (await root.call(add, { input: orderOf(name, more) })).addHttpTool.tool.id;
}

const tried = async (name: string, given: object = { order: 'A-12' }) =>
  (await root.call(trial, { bot: app.botId, name, arguments: given })).tryTool;

describe('an HTTP tool', () => {
  it('is the bot’s as soon as it is added, and says all of itself but its secrets', async () => {
    const secrets = {
      headerName: 'Authorization',
      headerValue: 'Bearer canary-of-a-header',
      signingKey: 'canary-of-a-key',
    };
    const { addHttpTool } = await root.call(add, { input: orderOf('order_state', secrets) });
    expect(addHttpTool.tool).toMatchObject({
      name: 'order_state',
      origin: 'API',
      method: 'GET',
      effect: 'READ',
      enabled: true,
      hasSecret: true,
      bot: { id: app.botId },
    });
    expect(JSON.stringify(await root.call(list, { bot: app.botId }))).not.toContain('canary');
    expect(await tablesHolding(app.database, ['canary-of-a-header', 'canary-of-a-key'])).toEqual([]);
    expect((await root.call(offered)).bots[0].tools).toContainEqual({ name: 'order_state', effect: 'READ' });
    expect(await tried('order_state')).toMatchObject({ text: '- state: on its way', preview: null, error: null });
    expect(service.asked[0]?.headers).toMatchObject({ authorization: 'Bearer canary-of-a-header' });
    const { node } = await root.call('query($id: ID!) { node(id: $id) { ... on HttpTool { name } } }', {
      id: addHttpTool.tool.id,
    });
    expect(node).toEqual({ name: 'order_state' });
  });

  it('is only proposed where it changes something', async () => {
    await added('book_visit', { method: 'POST', url: `http://crm.test:${service.port}/visits` });
    expect(await tried('book_visit')).toMatchObject({
      text: null,
      preview: expect.stringContaining('| order | A-12 |'),
    });
    expect(service.asked).toEqual([]);
  });

  it('says what is wrong with a try', async () => {
    await added('tried');
    expect(await tried('tried', { number: 1 })).toMatchObject({ text: null, error: expect.stringContaining('order') });
    const { errors } = await root.ask(trial, { bot: app.botId, name: 'nothing' });
    expect(fieldsOf({ errors })).toEqual({ name: 'This bot has no such tool.' });
  });

  it('is described anew; its secrets stay with their host', async () => {
    const toolId = await added('moved', { headerName: 'X-Key', headerValue: 'sesame' });
    const { botId: _bot, ...rest } = orderOf('moved', { headerName: 'X-Key' });
    const url = `http://crm.test:${service.port}/v2/{order}`;
    await root.call(update, { input: { ...rest, toolId, url } });
    await tried('moved');
    expect(service.asked[0]).toMatchObject({ url: '/v2/A-12', headers: { 'x-key': 'sesame' } });
    const other = { ...rest, toolId, url: `http://other.test:${service.port}/{order}` };
    expect(fieldsOf(await root.ask(update, { input: other }))).toEqual({
      url: 'With another host the secrets have to be given again.',
    });
    await root.call(update, { input: { ...other, headerValue: 'another' } });
    await tried('moved');
    expect(service.asked[1]?.headers).toMatchObject({ 'x-key': 'another', host: `other.test:${service.port}` });
    const { updateHttpTool } = await root.call(update, { input: { ...other, headerValue: null } });
    expect(updateHttpTool.tool.hasSecret).toBe(false);
    expect(fieldsOf(await root.ask(update, { input: { ...rest, toolId, name: 'other' } }))).toHaveProperty('name');
  });

  it('is switched off and on, and taken away', async () => {
    const toolId = await added('switched');
    const names = async () => (await root.call(offered)).bots[0].tools.map((tool: { name: string }) => tool.name);
    await root.call(enable, { input: { toolId, enabled: false } });
    expect(await names()).not.toContain('switched');
    await root.call(enable, { input: { toolId, enabled: true } });
    expect(await names()).toContain('switched');
    await root.call(remove, { input: { toolId } });
    expect(await names()).not.toContain('switched');
    expect(codeOf(await root.ask(remove, { input: { toolId } }))).toBe('NOT_FOUND');
  });

  it('is added once by a repeat, and never under a name that is taken', async () => {
    const input = orderOf('repeated', { idempotencyKey: 'once' });
    const first = await root.call(add, { input });
    expect(await root.call(add, { input })).toEqual(first);
    expect(fieldsOf(await root.ask(add, { input: orderOf('repeated') }))).toEqual({ name: 'This name is taken.' });
  });

  it.each([
    ['name', { name: 'hand_over' }, 'every bot has'],
    ['description', { description: {} }, 'ru or en'],
    ['url', { url: 'https://{order}.example/' }, 'path and query only'],
    ['url', { url: 'http://127.0.0.1/{order}' }, 'only public'],
    ['url', { url: 'http://169.254.169.254/latest/{order}' }, 'only public'],
    ['url', { url: 'http://crm.test:6379/{order}' }, 'only public'],
    [
      'parameters',
      {
        parameters: {
          type: 'object',
          properties: { order: { type: 'string', pattern: '(a+)+$' } },
          required: ['order'],
        },
      },
      'too long',
    ],
    ['header', { headerName: 'Host', headerValue: 'x' }, 'cannot carry a secret'],
    ['headerValue', { headerName: 'X-Key', headerValue: 'a\r\nb: c' }, 'printable'],
    ['timeoutMs', { timeoutMs: 100_000 }, '10000'],
  ])('is not made with such a %s', async (field, more, words) => {
    const answer = await root.ask(add, { input: orderOf('wrong', more) });
    expect(codeOf(answer)).toBe('BAD_USER_INPUT');
    expect(fieldsOf(answer)[field]).toContain(words);
  });

  it('of bot.yaml is changed there, and switched off here for good', async () => {
    const http = [{ ...orderOf('of_file'), botId: undefined }];
    const file = toolSettings.parse(JSON.parse(JSON.stringify({ http })));
    const bot = { ...app.domain.bots.get(app.botId), tools: file };
    await app.domain.outside.keepFiles([bot], {});
    const { httpTools } = await root.call(list, { bot: app.botId });
    const [{ id: toolId }] = httpTools.filter((tool: { origin: string }) => tool.origin === 'FILE');
    const { botId: _bot, ...rest } = orderOf('of_file');
    const words = expect.stringContaining('described in bot.yaml');
    expect(fieldsOf(await root.ask(update, { input: { ...rest, toolId } }))).toEqual({ id: words });
    expect(fieldsOf(await root.ask(remove, { input: { toolId } }))).toEqual({ id: words });
    await root.call(enable, { input: { toolId, enabled: false } });
    await app.domain.outside.keepFiles([bot], {});
    expect((await root.call(offered)).bots[0].tools.map((tool: { name: string }) => tool.name)).not.toContain(
      'of_file',
    );
    await app.domain.outside.keepFiles([{ ...bot, tools: { ...file, http: [] } }], {});
    expect(
      (await root.call(list, { bot: app.botId })).httpTools.map((tool: { name: string }) => tool.name),
    ).not.toContain('of_file');
  });

  it('of bot.yaml is not there without its secret: the program does not start', async () => {
    const header = { name: 'Authorization', secret: 'CRM_TOKEN' };
    const http = [{ ...orderOf('secretive', { header }), botId: undefined }];
    const bot = { ...app.domain.bots.get(app.botId), tools: toolSettings.parse(JSON.parse(JSON.stringify({ http }))) };
    const keep = (secrets: Record<string, string>) => app.domain.outside.keepFiles([bot], secrets);
    await expect(keep({ HALLS_CRM_TOKEN: 'sesame' })).rejects.toThrow(/TOOL_SECRET_HELPDESK_CRM_TOKEN/);
    await keep({ HELPDESK_CRM_TOKEN: 'Bearer canary-of-a-file' });
    await tried('secretive');
    expect(service.asked[0]?.headers).toMatchObject({ authorization: 'Bearer canary-of-a-file' });
    expect(await tablesHolding(app.database, ['canary-of-a-file'])).toEqual([]);
  });

  it('is for admins to make, and leaves its trail', async () => {
    const sonya = await operatorOf(app, 'Sonya', 'SUPERVISOR');
    const reader = await appWith(app, ['knowledge:read', 'dialogues:write']);
    expect((await sonya.call(list, { bot: app.botId })).httpTools.length).toBeGreaterThan(0);
    expect(codeOf(await sonya.ask(add, { input: orderOf('hers') }))).toBe('FORBIDDEN');
    expect(codeOf(await reader.ask(list, { bot: app.botId }))).toBe('FORBIDDEN');
    const toolId = await added('trailed');
    const audited = await app.database.prisma.auditEntry.findMany({ where: { subject: toolId } });
    expect(audited).toMatchObject([{ action: 'add HTTP tool', details: { name: 'trailed' } }]);
  });
});

describe('an MCP server', () => {
  const shown =
    'id name origin url hasSecret tools { name toolName effect } offers { name description allowed saysReadOnly }';
  const addServer = `mutation($input: AddMcpServerInput!) { addMcpServer(input: $input) { server { ${shown} } } }`;
  const updateServer = `mutation($input: UpdateMcpServerInput!) { updateMcpServer(input: $input) { server { ${shown} } } }`;
  const serverOf = (name: string, more: object = {}) => ({
    botId: app.botId,
    name,
    url: mcp.url,
    tools: [{ name: 'find' }],
    ...more,
  });

  it('lends the bot the tools that its owner names, and shows what else there is', async () => {
    mcp.tools = [
      { name: 'find', description: 'Finds a client', inputSchema: { type: 'object', properties: {} } },
      {
        name: 'wipe',
        description: 'See https://evil.example',
        inputSchema: { type: 'object', properties: {} },
        annotations: { readOnlyHint: true },
      },
    ];
    const { addMcpServer } = await root.call(addServer, { input: serverOf('crm') });
    const { id: serverId, ...rest } = addMcpServer.server;
    expect(rest).toEqual({
      name: 'crm',
      origin: 'API',
      url: mcp.url,
      hasSecret: false,
      tools: [{ name: 'find', toolName: 'crm_find', effect: 'WRITE' }],
      offers: [
        { name: 'find', description: 'Finds a client', allowed: true, saysReadOnly: false },
        { name: 'wipe', description: 'See (link removed)', allowed: false, saysReadOnly: true },
      ],
    });
    expect(await tried('crm_find', {})).toMatchObject({ preview: expect.stringContaining('crm: find'), text: null });
    expect(mcp.calls).toEqual([]);
    const { botId: _bot, ...same } = serverOf('crm', { tools: [{ name: 'find', effect: 'READ' }] });
    await root.call(updateServer, { input: { ...same, serverId } });
    expect(await tried('crm_find', {})).toMatchObject({ text: 'Ada' });
  });

  it('that is away offers nothing', async () => {
    const { addMcpServer } = await root.call(addServer, {
      input: serverOf('away', { url: `http://gone.test:${service.port}/mcp` }),
    });
    expect(addMcpServer.server.offers).toBeNull();
  });

  it('is never a program, and never inside', async () => {
    const program = await root.ask(addServer, { input: { ...serverOf('program'), command: 'sh' } });
    expect(codeOf(program)).toBe('BAD_USER_INPUT');
    for (const url of ['http://127.0.0.1:1/mcp', 'file:///bin/sh', 'http://[::1]/mcp', '']) {
      expect([url, fieldsOf(await root.ask(addServer, { input: serverOf('inside', { url }) }))]).toEqual([
        url,
        { url: expect.any(String) },
      ]);
    }
  });
});
