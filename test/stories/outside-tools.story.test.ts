import { signatureFault } from '../../src/infra/signatures';
import { type BotsFolder, botsFolderWith } from '../kit/bots-folder';
import { type House, openHouse } from '../kit/house';
import { json, type LoopbackService, openLoopbackService } from '../kit/loopback-service';
import { type McpService, openMcpService } from '../kit/mcp-service';

const call = (name: string, given: object) => ({ name, arguments: JSON.stringify(given) });
const texts = {
  ru: {
    asks: 'Где мой заказ A-12?',
    tells: 'Заказ A-12 в пути, его привезут к 18:40.',
    wants: 'Отправьте Аде открытку, пожалуйста',
    check: /Проверьте, пожалуйста/,
    confirm: '✅ Подтвердить',
    title: 'Отправить открытку',
    unknown: /неизвестно, выполнено ли это/,
  },
  en: {
    asks: 'Where is my order A-12?',
    tells: 'Order A-12 is on its way and comes by 18:40.',
    wants: 'Please send Ada a postcard',
    check: /Please check that everything is right/,
    confirm: '✅ Confirm',
    title: 'Send a postcard',
    unknown: /not known whether this was done/,
  },
} as const;

describe.each(['ru', 'en'] as const)('in %s, a bot with an HTTP service and an MCP server', (language) => {
  const said = texts[language];
  let service: LoopbackService;
  let mcp: McpService;
  let bots: BotsFolder;
  let house: House;

  beforeAll(async () => {
    service = await openLoopbackService();
    mcp = await openMcpService();
    const order = { type: 'object', properties: { order: { type: 'string' } }, required: ['order'] };
    const http = {
      name: 'order_state',
      description: { ru: 'Что с заказом', en: 'What became of an order' },
      url: `http://127.0.0.1:${service.port}/users/{context.user}/orders/{order}`,
      parameters: order,
      header: { name: 'Authorization', secret: 'CRM_TOKEN' },
      signature: { secret: 'CRM_KEY' },
    };
    const card = { name: 'send_postcard', title: { ru: texts.ru.title, en: texts.en.title } };
    const server = { name: 'desk', url: `http://127.0.0.1:${mcp.port}/mcp`, tools: [card] };
    mcp.tools = [
      {
        name: 'send_postcard',
        description: 'Sends a postcard',
        inputSchema: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
        annotations: { readOnlyHint: true },
      },
    ];
    bots = botsFolderWith({ tools: { http: [http], mcp: [server] } });
    house = await openHouse({
      BOTS_DIR: bots.folder,
      TRUSTED_HOSTS: `127.0.0.1:${service.port},127.0.0.1:${mcp.port}`,
      TOOL_SECRET_HELPDESK_CRM_TOKEN: 'Bearer sesame',
      TOOL_SECRET_HELPDESK_CRM_KEY: 'a key of signatures',
    });
  }, 180_000);
  afterAll(async () => {
    await house.close();
    await service.close();
    await mcp.stop();
    bots.remove();
  });
  beforeEach(() => {
    house.model.control.reset();
    service.asked.length = 0;
    mcp.calls.length = 0;
  });

  it('asks the service with its secrets, as who the user is and not as who the model says', async () => {
    const anna = house.person({ language_code: language });
    service.answer = (response) => json(response, { order: 'A-12', state: said.tells });
    house.model.control.answerNext({ toolCalls: [call('order_state', { order: 'A-12' })] }, { text: said.tells });
    anna.writes(said.asks);
    expect(await anna.hears()).toContain('18:40');
    const [asked] = service.asked;
    const { users } = await house.api.call('query ($s: String) { users(search: $s, first: 1) { nodes { id } } }', {
      s: String(anna.person.id),
    });
    const userId = users.nodes[0].id as string;
    expect(asked).toMatchObject({ url: `/users/${userId}/orders/A-12`, headers: { authorization: 'Bearer sesame' } });
    const body = `GET ${asked?.url}\n${userId}\n${asked?.headers['besedka-dialogue'] as string}\n`;
    const signature = asked?.headers['besedka-signature'] as string;
    expect(signatureFault(signature, { secret: 'a key of signatures', body })).toBeNull();
    const prompts = JSON.stringify(house.model.control.requests);
    expect(prompts).not.toMatch(/sesame|a key of signatures/);
  });

  it('asks the user before the MCP server is asked for anything', async () => {
    const anna = house.person({ language_code: language });
    mcp.answer = ({ arguments: given }) => ({ content: [{ type: 'text', text: `OK: ${String(given?.['name'])}` }] });
    house.model.control.answerNext({ toolCalls: [call('desk_send_postcard', { name: 'Ada' })] });
    anna.writes(said.wants);
    const proposal = await anna.hears();
    expect(proposal).toMatch(said.check);
    expect(proposal).toContain(said.title);
    expect(mcp.calls).toEqual([]);
    anna.presses(said.confirm);
    expect(await anna.hears()).toContain('OK: Ada');
    anna.presses(said.confirm);
    await anna.hears();
    expect(mcp.calls).toMatchObject([{ name: 'send_postcard', arguments: { name: 'Ada' } }]);
  });

  it('says that nobody knows where a change got no answer', async () => {
    const anna = house.person({ language_code: language });
    mcp.answer = async () => {
      await mcp.stop();
      return { content: [] };
    };
    house.model.control.answerNext({ toolCalls: [call('desk_send_postcard', { name: 'Ada' })] });
    anna.writes(said.wants);
    await anna.hears();
    anna.presses(said.confirm);
    expect(await anna.hears()).toMatch(said.unknown);
    expect(mcp.calls).toHaveLength(1);
    await mcp.start();
  });
});
