import path from 'node:path';
import { inspect } from 'node:util';
import { logLines } from '../../test/kit/log-lines';
import { NotNow, type OutgoingMessage, Rejected, Unreachable } from '../dialogues/channel';
import { freePort } from '../infra/free-port';
import { openLocales } from '../infra/locales';
import { openLog } from '../infra/log';
import { startTelegramStandin, type TelegramStandin } from '../standins/telegram/telegram-standin';
import { type TelegramBotSettings, TelegramBots } from './bots';
import type { TelegramPart } from './render';
import { TelegramChannel, UnknownOutcome } from './telegram-channel';

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
    ...settings,
  };
  const inbox = { store: async () => {} };
  bots = new TelegramBots([bot], {
    inbox,
    log: captured.log,
    rememberUsername: async () => {},
  });
  const locales = await openLocales(path.join(__dirname, '../../locales'));
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
  const message: OutgoingMessage = { id: 'm', role: 'BOT', text, language: 'ru', buttons: [], sources: [], ...more };
  return channel.parts(message);
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
    const sources = [{ marker: 1, title: 'Доставка' }];
    for (const one of parts('Два дня [1].', { buttons, sources })) await channel.send(address, one);
    expect(lastMessage()).toMatchObject({
      text: 'Два дня [1].\n\nИсточник: [1] Доставка',
      reply_markup: { inline_keyboard: [[{ text: 'Позвать человека', callback_data: 'operator' }]] },
    });
    const [english] = parts('Two days', { language: 'en', sources: [...sources, { marker: null, title: 'Returns' }] });
    expect(english?.plain).toBe('Two days\n\nSources: [1] Доставка · Returns');
  });

  it('goes out plain, once, when Telegram cannot read the formatting', async () => {
    const description = "can't parse entities: Unsupported start tag";
    standin.faults.add({ method: 'sendMessage', times: 1, fault: { kind: 'bad_request', description } });
    await channel.send(address, part('**раз** < [два](https://example.com/)'));
    expect(lastMessage()).toMatchObject({ text: 'раз < два (https://example.com/)' });
    expect(sendCalls()).toHaveLength(2);
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
