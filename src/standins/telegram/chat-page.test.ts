import { type FastifyInstance, fastify } from 'fastify';
import { Bot, InlineKeyboard, Keyboard } from 'grammy';
import type { Browser, Page } from 'playwright-core';
import { describeWithBrowser, openBrowser } from '../../../test/kit/browser';
import { until } from '../../../test/kit/until';
import { freePort } from '../../infra/free-port';
import { openLog } from '../../infra/log';
import { registerChatPage } from './chat-page';
import { startTelegramStandin, type TelegramStandin } from './telegram-standin';

const token = '4343:test-token';

let standin: TelegramStandin;
let server: FastifyInstance;
let address: string;
let bot: Bot;
let running: Promise<void> | undefined;

beforeEach(async () => {
  standin = await startTelegramStandin({ log: openLog('silent') });
  standin.addBot({ token, slug: 'helpdesk', username: 'helpdesk_bot', name: 'Беседка' });
  server = fastify({ forceCloseConnections: true });
  registerChatPage(server, standin);
  address = await server.listen({ host: '127.0.0.1', port: await freePort() });
  bot = new Bot(token, { client: { apiRoot: standin.apiRoot } });
});

afterEach(async () => {
  if (running !== undefined) await bot.stop();
  await running;
  running = undefined;
  await server.close();
  await standin.close();
});

/** Echoes with markup that would do harm if it were taken for HTML of the page. */
function startEcho(): void {
  bot.on('message:text', async (ctx) => {
    await ctx.replyWithChatAction('typing');
    const words = ctx.message.text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    await ctx.reply(`<b>Эхо:</b> ${words}\n<code>npm start</code> · <a href="https://example.com/">ссылка</a>`, {
      parse_mode: 'HTML',
      reply_markup: new InlineKeyboard().text('Спасибо', 'thanks').row().text('Позвать человека', 'operator'),
    });
  });
  bot.callbackQuery('thanks', async (ctx) => {
    await ctx.answerCallbackQuery('Пожалуйста!');
    await ctx.editMessageText('Рад помочь.');
  });
  running = bot.start();
}

describe('the chat page over HTTP', () => {
  it('is there for known slugs only, with a strict policy for contents', async () => {
    const page = await fetch(`${address}/try/helpdesk`);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    const html = await page.text();
    for (const [, path] of html.matchAll(/(?:href|src)="(\/[^"]+)"/g)) {
      expect([path, (await fetch(`${address}${path}`)).status]).toEqual([path, 200]);
    }
    expect((await fetch(`${address}/try/nobody`)).status).toBe(404);
    expect((await fetch(`${address}/try/helpdesk_bot`)).status).toBe(404);
    expect((await fetch(`${address}/try/assets/..%2Fchat-page.ts`)).status).toBe(404);
  });

  it('refuses foreign sites, unknown people, unknown acts and what is no text', async () => {
    const post = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
      const init = {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      };
      return (await fetch(`${address}/try/helpdesk/${path}`, init)).status;
    };
    expect(await post('ivan/say', { text: 'hi' }, { 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await post('mallory/say', { text: 'hi' })).toBe(404);
    expect(await post('ivan/dance', {})).toBe(404);
    expect(await post('ivan/say', { text: 7 })).toBe(400);
    expect(await post('ivan/say', { text: 'x'.repeat(4097) })).toBe(400);
    expect(await post('ivan/say', { text: 'hi' })).toBe(200);
  });

  it('offers the commands that the bot has for the language of the person', async () => {
    await bot.api.setMyCommands([{ command: 'start', description: 'Начать' }], { language_code: 'ru' });
    const answer = (await (await fetch(`${address}/try/helpdesk/bot`)).json()) as { commands: unknown };
    expect(answer.commands).toEqual({ ru: [{ command: 'start', description: 'Начать' }], en: [] });
  });
});

describeWithBrowser('the chat page in a browser', () => {
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());
  afterEach(() => page.close());

  const open = async (options: Parameters<Browser['newPage']>[0] = {}) => {
    faults.length = 0;
    page = await browser.newPage({ viewport: { width: 420, height: 820 }, ...options });
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    await page.goto(`${address}/try/helpdesk`);
  };

  it('lets Иван write, press a button and see what the bot does', async () => {
    startEcho();
    await open();
    await page.getByRole('heading', { name: 'Поговорите с ботом «Беседка»' }).waitFor();
    const harmful = '<img src=x onerror="document.title=1"> & <b>жирно</b>';
    await page.getByRole('textbox', { name: 'Сообщение' }).fill(harmful);
    await page.keyboard.press('Enter');
    await page
      .locator('.incoming .text')
      .filter({ hasText: `Эхо: ${harmful}` })
      .waitFor();
    expect(await page.locator('.messages img').count()).toBe(0);
    expect(await page.locator('.incoming strong').textContent()).toBe('Эхо:');
    expect(await page.locator('.incoming a').getAttribute('href')).toBe('https://example.com/');
    await page.getByRole('button', { name: 'Спасибо' }).click();
    await page.locator('.toast', { hasText: 'Пожалуйста!' }).waitFor();
    await page.locator('.incoming .text', { hasText: 'Рад помочь.' }).waitFor();
    expect(await page.locator('.key').count()).toBe(0);
    expect(faults).toEqual([]);
  });

  it('keeps the chats of Anna and Иван apart, each in their language', async () => {
    startEcho();
    await open({ colorScheme: 'dark' });
    await page.getByRole('button', { name: 'Позовите человека, пожалуйста' }).click();
    await page.locator('.bubble.incoming').filter({ hasText: 'Эхо' }).waitFor();
    await page.getByRole('button', { name: 'Anna (en)' }).click();
    await page.getByRole('heading', { name: 'Have a word with Беседка' }).waitFor();
    expect(await page.locator('.messages li').count()).toBe(0);
    await page.getByRole('textbox', { name: 'Message' }).fill('/op');
    await page.getByRole('option', { name: '/operator' }).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.bubble.incoming').filter({ hasText: 'Эхо: /operator' }).waitFor();
    const said = standin
      .bot('helpdesk')
      .chat(700_000_002)
      .history()
      .map((entry) => entry.message.text);
    expect(said[0]).toBe('/operator');
    await page.reload();
    await page.locator('.bubble.incoming').filter({ hasText: 'Эхо: /operator' }).waitFor();
    expect(faults).toEqual([]);
  });

  it('shows typing, a growing draft, an edit of the person, and blocking', async () => {
    await open({ viewport: { width: 900, height: 700 } });
    const field = page.getByRole('textbox', { name: 'Сообщение' });
    await field.fill('Какие у вас чсы работы?');
    await page.getByRole('button', { name: 'Отправить' }).click();
    await page.locator('.bubble.outgoing').waitFor();
    await field.press('ArrowUp');
    await field.fill('Какие у вас часы работы?');
    await field.press('Enter');
    await page.locator('.bubble.outgoing', { hasText: 'изменено' }).waitFor();
    const chatId = 700_000_001;
    await bot.api.sendChatAction(chatId, 'typing');
    await page.getByText('печатает…').waitFor();
    await bot.api.sendMessageDraft(chatId, 5, 'Мы работаем <b>каждый день</b>', { parse_mode: 'HTML' });
    await page.locator('.draft strong', { hasText: 'каждый день' }).waitFor();
    await bot.api.sendMessage(chatId, 'Мы работаем каждый день с 9 до 21.');
    await page.locator('.messages .bubble.incoming', { hasText: 'с 9 до 21' }).waitFor();
    expect(await page.locator('#draft').isHidden()).toBe(true);
    const question = '<tg-spoiler>Тайна</tg-spoiler> раскрыта?';
    const keyboard = new Keyboard().text('Да').text('Нет');
    await bot.api.sendMessage(chatId, question.repeat(20), { parse_mode: 'HTML', reply_markup: keyboard });
    await page.getByRole('button', { name: 'Да', exact: true }).waitFor();
    const below = () =>
      page.locator('#scroll').evaluate((node) => {
        // The types of the browser are not among ours.
        const box = node as unknown as { scrollHeight: number; scrollTop: number; clientHeight: number };
        return box.scrollHeight - box.scrollTop - box.clientHeight;
      });
    await until('the latest message is in sight', async () => (await below()) < 2);
    await page.reload();
    await page.getByRole('button', { name: 'Да', exact: true }).waitFor();
    await until('the latest message is in sight again', async () => (await below()) < 2);
    await page.getByRole('button', { name: 'Заблокировать бота' }).click();
    await page.getByText('Вы заблокировали бота').waitFor();
    await expect(bot.api.sendMessage(chatId, 'x')).rejects.toMatchObject({ error_code: 403 });
    await page.getByRole('button', { name: 'Разблокировать' }).click();
    await field.waitFor();
    expect(faults).toEqual([]);
  });

  it('shows rich messages with tables and footnotes, and stops a rich draft', async () => {
    await open({ viewport: { width: 900, height: 700 } });
    const chatId = 700_000_001;
    standin.people('helpdesk').say({ id: chatId, first_name: 'Иван' }, 'Сколько стоит доставка?');
    const cell = (text: string) => ({ text, align: 'left', valign: 'top' }) as const;
    const draft = { blocks: [{ type: 'heading', text: 'Доставка', size: 2 } as const] };
    await bot.api.sendRichMessageDraft(chatId, 5, draft, { can_stop: true });
    await page.locator('.draft h2', { hasText: 'Доставка' }).waitFor();
    await page.getByRole('button', { name: 'Остановить ответ' }).click();
    await page.locator('#draft').waitFor({ state: 'hidden' });
    const updates = standin.bot('helpdesk').updates.read(0, 10);
    expect(updates.at(-1)).toMatchObject({ stopped_message_generation: { draft_id: 5, chat: { id: chatId } } });
    const note = { type: 'reference', name: 'source-1', text: '<b>Два дня</b>, 300 ₽.' } as const;
    const link = { type: 'reference_link', text: '[1]', reference_name: 'source-1' } as const;
    await bot.api.sendRichMessage(
      chatId,
      {
        blocks: [
          { type: 'paragraph', text: ['Вот цены ', link, ' <script>'] },
          {
            type: 'table',
            is_bordered: true,
            cells: [
              [
                { ...cell('Город'), is_header: true },
                { ...cell('Цена'), is_header: true },
              ],
              [cell('Москва'), cell('300 ₽')],
            ],
          },
          { type: 'details', summary: 'Источник: [1] Доставка', blocks: [{ type: 'paragraph', text: note }] },
        ],
      },
      { reply_markup: new InlineKeyboard().text('👍', 'feedback:up').text('👎', 'feedback:down') },
    );
    await page.getByRole('columnheader', { name: 'Цена' }).waitFor();
    expect(await page.getByText('<b>Два дня</b>, 300 ₽.').isVisible()).toBe(false);
    await page.getByRole('button', { name: '[1]' }).click();
    await page.getByText('<b>Два дня</b>, 300 ₽.').waitFor();
    expect(await page.locator('.messages script').count()).toBe(0);
    await page.getByRole('button', { name: '👍' }).click();
    const pressed = () => standin.bot('helpdesk').updates.read(0, 10).at(-1)?.['callback_query'];
    await until('the press is told', () => pressed() !== undefined);
    expect(pressed()).toMatchObject({ data: 'feedback:up' });
    expect(faults).toEqual([]);
  });

  it('pays an invoice once it is confirmed, and says why when the bot refuses', async () => {
    bot.on('pre_checkout_query', async (ctx) => {
      const ok = ctx.preCheckoutQuery.invoice_payload === 'good';
      await ctx.answerPreCheckoutQuery(ok, ok ? {} : { error_message: 'Это время уже занято.' });
    });
    running = bot.start();
    await open();
    const chatId = 700_000_001;
    standin.people('helpdesk').say({ id: chatId, first_name: 'Иван' }, 'Хочу зал');
    const prices = [{ label: 'Синий зал', amount: 500_000 }];
    const options = { provider_token: '1:TEST:1', start_parameter: 'pay' };
    await bot.api.sendInvoice(chatId, 'Синий зал', 'Суббота, 14:00–17:00', 'bad', 'RUB', prices, options);
    const pay = page.locator('.key', { hasText: /Оплатить 5\s000\s₽/ });
    const confirm = page.locator('#checkout-pay');
    await pay.click();
    await page.locator('#checkout-cancel').click();
    await pay.click();
    await confirm.click();
    await page.locator('#alert', { hasText: 'Это время уже занято.' }).waitFor();
    await page.getByRole('button', { name: 'Понятно' }).click();
    const link = await bot.api.createInvoiceLink('Зал', 'Час', 'good', '1:TEST:1', 'RUB', prices);
    await page.goto(`${address}/try/helpdesk?invoice=${link.split('$')[1]}`);
    await confirm.click();
    await page.locator('.bubble.note', { hasText: /Вы оплатили 5\s000\s₽/ }).waitFor();
    await bot.api.sendInvoice(chatId, 'Синий зал', 'Суббота, 14:00–17:00', 'good', 'RUB', prices, options);
    await pay.last().click();
    await confirm.click();
    await page.locator('.invoice .paid', { hasText: 'Оплачено' }).waitFor();
    expect([await pay.count(), standin.bot('helpdesk').cashier.taken().size]).toEqual([1, 2]);
    expect(faults).toEqual([]);
  });
});
