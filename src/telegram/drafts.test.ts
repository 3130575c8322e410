import path from 'node:path';
import { logLines } from '../../test/kit/log-lines';
import { until } from '../../test/kit/until';
import type { OutgoingMessage } from '../dialogues/channel';
import { openLocales } from '../infra/locales';
import { openLog } from '../infra/log';
import type { FaultOrder } from '../standins/telegram/faults';
import { startTelegramStandin, type TelegramStandin } from '../standins/telegram/telegram-standin';
import { TelegramBots } from './bots';
import { TelegramChannel } from './telegram-channel';

const token = '4242:AAE_a-token';
const ivan = { id: 7, first_name: 'Иван', language_code: 'ru' };
const address = { botId: 'bot_1', externalId: '7' };
const patienceMs = 60_000;

let standin: TelegramStandin;
let bots: TelegramBots;
let channel: TelegramChannel;

beforeEach(async () => {
  standin = await startTelegramStandin({ log: openLog('silent') });
  standin.addBot({ token, slug: 'helpdesk' });
  standin.people('helpdesk').say(ivan, '/start');
  const { log } = logLines();
  const bot = {
    botId: 'bot_1',
    slug: 'helpdesk',
    token,
    secret: null,
    apiRoot: standin.apiRoot,
    publicUrl: 'http://127.0.0.1:1',
    menus: [],
  };
  bots = new TelegramBots([bot], { inbox: { store: async () => {} }, log, rememberUsername: async () => {} });
  channel = new TelegramChannel({
    bots,
    locales: await openLocales(path.join(__dirname, '../../locales')),
    log,
  });
});

afterEach(async () => {
  await bots.stop();
  await standin.close();
});

const chat = () => standin.bot('helpdesk').chat(7);
const callsOf = (method: string) => standin.calls.list({ method });
const openDraft = (stillOurs = async () => true) => channel.draft(address, { language: 'ru', stillOurs });
const lacking = (method: string): FaultOrder => ({ method, fault: { kind: 'method_not_found' } });
const tableAndSource: OutgoingMessage = {
  id: 'm',
  role: 'BOT',
  text: '| Срок | Цена |\n|---|---|\n| два дня [1] | 300 ₽ |',
  language: 'ru',
  buttons: [[{ text: '👍', action: 'feedback:up' }]],
  sources: [{ marker: 1, title: 'Доставка', passage: 'Два дня, 300 ₽.' }],
  files: [],
  replyTo: null,
};

describe('a draft in a Telegram chat', () => {
  it('begins with «Думаю…», grows under one name, can be stopped, and is over for good when it ends', async () => {
    const pen = openDraft();
    await until('it thinks', () => chat().drafts.length > 0, patienceMs);
    expect(chat().draft()).toMatchObject({ text: '', canStop: true, keepOnStop: true });
    expect(chat().draft()?.rich?.blocks).toEqual([{ type: 'thinking', text: 'Думаю…' }]);
    pen.show('Два **дня**');
    await until('it grows', () => chat().draft()?.text === 'Два дня', patienceMs);
    pen.show('Два **дня** по городу');
    await until('it grows again', () => chat().draft()?.text === 'Два дня по городу', patienceMs);
    await pen.end();
    pen.show('Два **дня** по городу и пять по стране');
    expect(new Set(chat().drafts.map(({ draftId }) => String(draftId)))).toEqual(new Set([pen.id]));
    expect(callsOf('sendRichMessageDraft').every(({ status }) => status === 200)).toBe(true);
  });

  it('is no typing any more, once the answer can be seen to grow', async () => {
    const pen = openDraft();
    await until('it is there', () => chat().drafts.length > 0, patienceMs);
    await until('no sign is shown beside it', async () => {
      standin.calls.clear();
      await channel.showWork(address);
      return callsOf('sendChatAction').length === 0;
    });
    await pen.end();
    await channel.showWork(address);
    expect(callsOf('sendChatAction')).toHaveLength(1);
  });

  it('is a plain one where the server has no rich ones, and the server is not asked again', async () => {
    standin.faults.add(lacking('sendRichMessageDraft'));
    const pen = openDraft();
    await until('it thinks', () => chat().drafts.length > 0, patienceMs);
    pen.show('Два **дня**, [подробнее](https://example.com/)');
    await until('it grows', () => chat().draft()?.text === 'Два дня, подробнее', patienceMs);
    expect(chat().draft()?.entities).toMatchObject([{ type: 'bold' }, { type: 'text_link' }]);
    await pen.end();
    expect(callsOf('sendRichMessageDraft')).toHaveLength(1);
  });

  it('is none at all where the server has no drafts, and the next one does not even ask', async () => {
    standin.faults.add(lacking('sendRichMessageDraft'));
    standin.faults.add(lacking('sendMessageDraft'));
    const pen = openDraft();
    await until('both are refused', () => callsOf('sendMessageDraft')[0]?.status === 404, patienceMs);
    await pen.end();
    standin.calls.clear();
    const next = openDraft();
    next.show('Два дня');
    await next.end();
    expect(standin.calls.list()).toEqual([]);
    expect(chat().drafts).toEqual([]);
  });

  it('waits as long as 429 says, is slower then, and ends at once all the same', async () => {
    const fault = { kind: 'too_many_requests', retryAfter: 2 } as const;
    standin.faults.add({ method: 'sendRichMessageDraft', times: 1, fault });
    const pen = openDraft();
    pen.show('Два');
    await until('it is shown at last', () => chat().drafts.length > 0, patienceMs);
    const [refused, taken] = callsOf('sendRichMessageDraft');
    expect((taken?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(2_000);
    standin.faults.add({ method: 'sendRichMessageDraft', fault: { ...fault, retryAfter: 3_600 } });
    pen.show('Два дня');
    await until('it is refused for an hour', () => callsOf('sendRichMessageDraft').at(-1)?.status === 429, patienceMs);
    await pen.end();
    expect(chat().drafts.map(({ text }) => text)).toEqual(['Два']);
  });

  it('does not keep the message back when Telegram does not answer', async () => {
    standin.faults.add({ method: 'sendRichMessageDraft', fault: { kind: 'hang' } });
    const pen = openDraft();
    await until('it is asked', () => callsOf('sendRichMessageDraft').length > 0, patienceMs);
    await pen.end();
    expect(callsOf('sendRichMessageDraft')).toHaveLength(1);
  });

  it('shows nothing more when somebody else answers', async () => {
    let ours = true;
    const pen = openDraft(async () => ours);
    pen.show('Два');
    await until('it is there', () => chat().draft()?.text === 'Два', patienceMs);
    ours = false;
    pen.show('Два дня, и больше об этом не надо');
    let looks = 0;
    // Its pace is a second: after three chances of another chat's draft it has had its own.
    const other = openDraft(async () => {
      looks += 1;
      return true;
    });
    for (let turn = 1; turn <= 3; turn += 1) {
      other.show(`раз ${turn}`);
      await until('the other one goes on', () => looks >= turn && chat().draft()?.text === `раз ${turn}`, patienceMs);
    }
    await Promise.all([pen.end(), other.end()]);
    expect(chat().drafts.some(({ text }) => text.includes('больше'))).toBe(false);
  });
});

describe('a rich message', () => {
  it('goes out with its buttons, and can be changed', async () => {
    const [part] = channel.parts(tableAndSource);
    if (!part) throw new Error('there is no part');
    const id = await channel.send(address, part);
    const blocks = () =>
      chat()
        .find(Number(id))
        ?.message.rich_message?.blocks.map(({ type }) => type);
    expect(blocks()).toEqual(['table', 'details']);
    expect(chat().find(Number(id))?.message.reply_markup?.inline_keyboard?.[0]?.[0]?.callback_data).toBe('feedback:up');
    await channel.edit(address, id, part);
    const [changed] = channel.parts({ ...tableAndSource, text: '# Два дня [1]' });
    await channel.edit(address, id, changed ?? null);
    expect(blocks()).toEqual(['heading', 'details']);
    const [plain] = channel.parts({ ...tableAndSource, text: 'Два дня', sources: [] });
    await channel.edit(address, id, plain ?? null);
    expect(chat().find(Number(id))?.message).toMatchObject({ text: 'Два дня' });
    expect(blocks()).toBeUndefined();
  });

  it('is HTML where the server is an older one, which is not asked again, and plain where that is refused', async () => {
    standin.faults.add(lacking('sendRichMessage'));
    const [part] = channel.parts(tableAndSource);
    if (!part) throw new Error('there is no part');
    const first = await channel.send(address, part);
    expect(chat().find(Number(first))?.message.text).toContain('Источник: [1] Доставка');
    const description = "can't parse entities: unexpected end tag";
    standin.faults.add({ method: 'sendMessage', times: 1, fault: { kind: 'bad_request', description } });
    const second = await channel.send(address, part);
    expect(chat().find(Number(second))?.message.entities ?? []).toEqual([]);
    expect(callsOf('sendRichMessage')).toHaveLength(1);
    expect(callsOf('sendMessage').map(({ params }) => params['parse_mode'])).toEqual(['HTML', 'HTML', undefined]);
  });

  it('is HTML, once, where Telegram will not have this one', async () => {
    const fault = { kind: 'bad_request', description: 'RICH_MESSAGE_INVALID' } as const;
    standin.faults.add({ method: 'sendRichMessage', times: 1, fault });
    const [part] = channel.parts(tableAndSource);
    if (!part) throw new Error('there is no part');
    await channel.send(address, part);
    await channel.send(address, part);
    const shown = chat().history().slice(-2);
    expect(shown.map(({ message }) => message.rich_message !== undefined)).toEqual([false, true]);
  });
});
