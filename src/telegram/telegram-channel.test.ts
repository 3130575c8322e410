import path from 'node:path';
import { inspect } from 'node:util';
import { logLines } from '../../test/kit/log-lines';
import { outgoingMessage } from '../../test/kit/outgoing-message';
import { NotNow, type OutgoingMessage, Rejected, Unreachable } from '../dialogues/channel';
import { freePort } from '../infra/free-port';
import { openLocales } from '../infra/locales';
import { openLog } from '../infra/log';
import { startTelegramStandin, type TelegramStandin } from '../standins/telegram/telegram-standin';
import { type TelegramBotSettings, TelegramBots } from './bots';
import { UnknownOutcome } from './channel-errors';
import type { TelegramPart } from './render';
import { TelegramChannel } from './telegram-channel';

const token = '4242:AAE_a-token-that-must-not-be-told';
const ivan = { id: 7, first_name: 'Иван', language_code: 'ru' };
const address = { botId: 'bot_1', externalId: '7' };

let standin: TelegramStandin;
let bots: TelegramBots;
let channel: TelegramChannel;
let lines: string[];

async function openChannel(settings: Partial<TelegramBotSettings> = {}): Promise<void> {
  await bots?.stop();
  const captured = logLines();
  lines = captured.lines;
  const bot = {
    botId: 'bot_1',
    slug: 'helpdesk',
    token,
    secret: null,
    apiRoot: standin.apiRoot,
    publicUrl: 'http://127.0.0.1:1',
    menus: [],
    ...settings,
  };
  const inbox = { store: async () => {} };
  const locales = await openLocales(path.join(__dirname, '../../locales'));
  bots = new TelegramBots([bot], {
    inbox,
    log: captured.log,
    rememberUsername: async () => {},
  });
  channel = new TelegramChannel({ bots, locales, log: captured.log });
}

beforeEach(async () => {
  standin = await startTelegramStandin({ log: openLog('silent') });
  standin.addBot({ token, slug: 'helpdesk' });
  standin.people('helpdesk').say(ivan, '/start');
  await openChannel();
});

afterEach(async () => {
  await bots.stop();
  await standin.close();
});

const lastMessage = () => standin.bot('helpdesk').chat(7).history().at(-1)?.message;
const sendCalls = () => standin.calls.list({ method: 'sendMessage' });

function parts(text: string, more: Partial<OutgoingMessage> = {}): readonly TelegramPart[] {
  return channel.parts(outgoingMessage(text, more));
}

function part(text: string): TelegramPart {
  return parts(text)[0] ?? { html: '', plain: '' };
}

/** What sending came to; and no way of looking at it shows the token. */
async function failure(): Promise<unknown> {
  try {
    await channel.send(address, part('**раз**'));
  } catch (error) {
    expect(inspect(error, { depth: 10, showHidden: true }) + lines.join('')).not.toContain('a-token-that');
    return error;
  }
  throw new Error('nothing failed');
}

describe('a message to a Telegram user', () => {
  it('is formatted, without previews of links, and its id comes back', async () => {
    const id = await channel.send(address, part('**раз** [два](https://example.com/)'));
    expect(lastMessage()).toMatchObject({
      message_id: Number(id),
      text: 'раз два',
      entities: [
        { type: 'bold', offset: 0, length: 3 },
        { type: 'text_link', offset: 4, length: 3, url: 'https://example.com/' },
      ],
      link_preview_options: { is_disabled: true },
    });
  });

  it('names its sources in its language and carries the buttons', async () => {
    const buttons = [[{ text: 'Позвать человека', action: 'operator' }]];
    const sources = [{ marker: null, title: 'Доставка' }];
    for (const one of parts('Два дня.', { buttons, sources })) await channel.send(address, one);
    expect(lastMessage()).toMatchObject({
      text: 'Два дня.\n\nИсточник: Доставка',
      reply_markup: { inline_keyboard: [[{ text: 'Позвать человека', callback_data: 'operator' }]] },
    });
    const [english] = parts('Two days', {
      language: 'en',
      sources: [
        { marker: 1, title: 'Delivery' },
        { marker: null, title: 'Returns' },
      ],
    });
    expect(english?.plain).toBe('Two days\n\nSources: [1] Delivery · Returns');
  });

  it('goes out plain, once, when Telegram cannot read the formatting', async () => {
    const description = "can't parse entities: Unsupported start tag";
    standin.faults.add({ method: 'sendMessage', times: 1, fault: { kind: 'bad_request', description } });
    await channel.send(address, part('**раз** < [два](https://example.com/)'));
    expect(lastMessage()).toMatchObject({ text: 'раз < два (https://example.com/)' });
    expect(sendCalls()).toHaveLength(2);
  });
});

describe('a file', () => {
  const file = (kind: 'photo' | 'voice' | 'sticker') =>
    standin.people('helpdesk').sendFile(ivan, { kind, bytes: Buffer.from('x') });
  const sendAll = async (more: Partial<OutgoingMessage>, text = '') => {
    const ids: string[] = [];
    for (const one of parts(text, more)) ids.push(await channel.send(address, one));
    return ids;
  };

  it('goes out as what it is, with the words below it and the message that they answer', async () => {
    const photo = file('photo');
    const fileId = photo.photo?.at(-1)?.file_id ?? '';
    const files = [{ kind: 'PHOTO', telegramKind: 'photo', fileId }];
    const buttons = [[{ text: 'Да', action: 'operator' }]];
    await sendAll({ files, replyTo: String(photo.message_id), buttons }, '**Вот** он');
    expect(lastMessage()).toMatchObject({
      photo: [{ file_id: fileId }],
      caption: 'Вот он',
      caption_entities: [{ type: 'bold', offset: 0, length: 3 }],
      reply_to_message: { message_id: photo.message_id },
      reply_markup: { inline_keyboard: [[{ text: 'Да', callback_data: 'operator' }]] },
    });
  });

  it('has the words after it where they do not fit below', async () => {
    const voice = { kind: 'VOICE', fileId: file('voice').voice?.file_id ?? '' };
    expect(await sendAll({ files: [voice] }, 'слово '.repeat(200))).toHaveLength(2);
    const sticker = { kind: 'OTHER', telegramKind: 'sticker', fileId: file('sticker').sticker?.file_id ?? '' };
    const [first] = await sendAll({ files: [sticker] }, 'Привет');
    expect(standin.bot('helpdesk').chat(7).find(Number(first))?.message.sticker).toBeDefined();
    expect(lastMessage()?.text).toBe('Привет');
  });

  it('gets other words', async () => {
    const files = [{ kind: 'VOICE', telegramKind: 'voice', fileId: file('voice').voice?.file_id ?? '' }];
    const [id = ''] = await sendAll({ files }, 'раз');
    await channel.edit(address, id, parts('два', { files })[0] ?? null);
    expect(lastMessage()).toMatchObject({ caption: 'два' });
    await channel.edit(address, id, parts('', { files })[0] ?? null);
    expect(lastMessage()).not.toHaveProperty('caption');
  });
});

describe('a message that was sent', () => {
  it('is changed, and changing it again changes nothing', async () => {
    const id = await channel.send(address, part('раз'));
    await channel.edit(address, id, part('**два**'));
    await channel.edit(address, id, part('**два**'));
    expect(lastMessage()).toMatchObject({ text: 'два', entities: [{ type: 'bold' }] });
  });

  it('is taken back, and taking it back again changes nothing', async () => {
    const id = await channel.send(address, part('раз'));
    await channel.edit(address, id, null);
    await channel.edit(address, id, null);
    expect(standin.bot('helpdesk').chat(7).find(Number(id))).toBeUndefined();
  });

  it('stays as it is when Telegram does not let it be changed any more, and that is told', async () => {
    const id = await channel.send(address, part('раз'));
    standin.faults.add({ fault: { kind: 'bad_request', description: "message can't be edited" } });
    await expect(channel.edit(address, id, part('два'))).rejects.toBeInstanceOf(Rejected);
  });

  it('is changed later when Telegram is busy', async () => {
    const id = await channel.send(address, part('раз'));
    standin.faults.add({ fault: { kind: 'too_many_requests', retryAfter: 3 } });
    await expect(channel.edit(address, id, part('два'))).rejects.toMatchObject({ retryAfterMs: 3_000 });
  });
});

describe('when a message is not taken', () => {
  it('waits as long as Telegram says', async () => {
    standin.faults.add({ fault: { kind: 'too_many_requests', retryAfter: 17 } });
    expect(await failure()).toMatchObject({ name: 'NotNow', retryAfterMs: 17_000 });
  });

  it('comes again in a moment after a fault of the server', async () => {
    standin.faults.add({ fault: { kind: 'server_error', code: 502 } });
    const error = await failure();
    expect(error).toBeInstanceOf(NotNow);
    expect((error as NotNow).retryAfterMs).toBeLessThanOrEqual(5_000);
  });

  it('comes again in a moment when nobody listens', async () => {
    await openChannel({ apiRoot: `http://127.0.0.1:${await freePort()}` });
    expect(await failure()).toBeInstanceOf(NotNow);
  });

  it('knows that a user has blocked the bot or was never there', async () => {
    standin.people('helpdesk').block(ivan, true);
    expect(await failure()).toBeInstanceOf(Unreachable);
    await expect(channel.send({ ...address, externalId: '8' }, part('раз'))).rejects.toBeInstanceOf(Unreachable);
  });

  it('gives up what Telegram will never take', async () => {
    standin.faults.add({ fault: { kind: 'bad_request', description: 'message is too long' } });
    expect(await failure()).toBeInstanceOf(Rejected);
    await expect(channel.send({ ...address, botId: 'bot_2' }, part('раз'))).rejects.toBeInstanceOf(Rejected);
  });

  it('waits a minute and says so loudly, once, when the token is revoked', async () => {
    standin.faults.add({ fault: { kind: 'unauthorized' } });
    expect(await failure()).toMatchObject({ name: 'NotNow', retryAfterMs: 60_000 });
    await failure();
    expect(lines.filter((line) => line.includes('"level":50'))).toHaveLength(1);
  });

  it.each(['drop', 'accept_then_drop'] as const)(
    'does not know more than that when the connection dies: %s',
    async (kind) => {
      standin.faults.add({ method: 'sendMessage', fault: { kind } });
      expect(await failure()).toBeInstanceOf(UnknownOutcome);
    },
  );
});

describe('a sign of work', () => {
  it('is shown', async () => {
    await channel.showWork(address);
    expect(standin.calls.list({ method: 'sendChatAction' })).toMatchObject([
      { params: { action: 'typing' }, chatId: 7 },
    ]);
  });

  it('fails in silence', async () => {
    standin.faults.add({ fault: { kind: 'drop' } });
    await channel.showWork(address);
    await channel.showWork({ ...address, botId: 'bot_2' });
    expect(lines.filter((line) => !line.includes('"level":20'))).toEqual([]);
  });
});
