import { Bot } from 'grammy';
import { until } from '../../../test/kit/until';
import { openLog } from '../../infra/log';
import { startTelegramStandin, type TelegramStandin } from './telegram-standin';

const token = '4545:test-token';
const provider = '381764678:TEST:12345';
const anna = { id: 77, first_name: 'Anna' };

let standin: TelegramStandin;
let bot: Bot;

beforeEach(async () => {
  standin = await startTelegramStandin({ log: openLog('silent') });
  standin.addBot({ token, slug: 'halls', username: 'halls_bot' });
  bot = new Bot(token, { client: { apiRoot: standin.apiRoot } });
  standin.people('halls').say(anna, 'hi');
  standin.bot('halls').updates.clear();
});

afterEach(() => standin.close());

const price = [{ label: 'Blue hall', amount: 500_000 }];
const send = (more: object = {}) =>
  bot.api.sendInvoice(anna.id, 'Blue hall', '3 hours', 'payment-1', 'RUB', price, {
    provider_token: provider,
    start_parameter: 'pay',
    ...more,
  });
const updates = () =>
  standin
    .bot('halls')
    .updates.all()
    .map(({ update }) => update);
const asked = async () => {
  await until('the bot is asked', () => updates().some((update) => update['pre_checkout_query'] !== undefined));
  return updates().findLast((update) => update['pre_checkout_query'])?.['pre_checkout_query'] as { id: string };
};
const paidFor = () =>
  updates().flatMap((update) => (update['message'] as { successful_payment?: object })?.successful_payment ?? []);

describe('an invoice', () => {
  it('is shown without what only the bot knows, and asks the bot before it takes money', async () => {
    const message = await send();
    expect(message.invoice).toEqual({
      title: 'Blue hall',
      description: '3 hours',
      start_parameter: 'pay',
      currency: 'RUB',
      total_amount: 500_000,
    });
    const outcome = standin.people('halls').pay(anna, { messageId: message.message_id });
    const query = await asked();
    expect(query).toMatchObject({
      from: { id: 77 },
      currency: 'RUB',
      total_amount: 500_000,
      invoice_payload: 'payment-1',
    });
    expect(paidFor()).toEqual([]);
    await bot.api.answerPreCheckoutQuery(query.id, true);
    const { charge } = (await outcome) as { charge: string };
    expect(paidFor()).toMatchObject([
      { invoice_payload: 'payment-1', total_amount: 500_000, telegram_payment_charge_id: charge },
    ]);
    expect(() => standin.people('halls').pay(anna, { messageId: message.message_id })).toThrow('INVOICE_ALREADY_PAID');
  });

  it('takes nothing when the bot refuses, or says nothing in time', async () => {
    const { message_id: messageId } = await send();
    const refused = standin.people('halls').pay(anna, { messageId });
    await bot.api.answerPreCheckoutQuery((await asked()).id, false, { error_message: 'It is taken.' });
    expect(await refused).toEqual({ paid: false, why: 'It is taken.' });
    standin.bot('halls').updates.clear();
    standin.bot('halls').cashier.patienceMs = 1;
    const late = standin.people('halls').pay(anna, { messageId });
    const { id } = await asked();
    expect(await late).toEqual({ paid: false, why: 'BOT_PRECHECKOUT_TIMEOUT' });
    await expect(bot.api.answerPreCheckoutQuery(id, true)).rejects.toMatchObject({
      description: 'Bad Request: query is too old and response timeout expired or query ID is invalid',
    });
    expect([standin.bot('halls').cashier.taken().size, paidFor()]).toEqual([0, []]);
  });

  it('asks the bot beside the messages of the chat', async () => {
    const { message_id: messageId } = await send();
    void standin.people('halls').pay(anna, { messageId });
    await asked();
    standin.people('halls').say(anna, 'hello?');
    const lanes = standin
      .bot('halls')
      .updates.all()
      .map(({ lane }) => lane);
    expect(lanes).toEqual(['checkout:77', 'chat:77']);
  });

  it.each([
    [{ provider_token: '' }, 'PAYMENT_PROVIDER_INVALID'],
    [{ title: 'x'.repeat(33) }, 'invoice title is too long'],
    [{ payload: '' }, 'INVOICE_PAYLOAD_INVALID'],
    [{ currency: 'roubles' }, 'CURRENCY_INVALID'],
    [{ prices: [{ label: 'x', amount: 1.5 }] }, 'an amount is not a whole number'],
    [{ prices: [{ label: 'x', amount: 0 }] }, 'CURRENCY_TOTAL_AMOUNT_INVALID'],
    [{ reply_markup: { inline_keyboard: [[{ text: 'x', url: 'https://x.org' }]] } }, 'must be a Pay button'],
  ])('is refused with %j', async (change, why) => {
    await expect(send(change)).rejects.toMatchObject({ error_code: 400, description: expect.stringContaining(why) });
  });
});

describe('a link to an invoice', () => {
  const pay = async (link: string) => {
    standin.bot('halls').updates.clear();
    const outcome = standin.people('halls').pay(anna, { link });
    await bot.api.answerPreCheckoutQuery((await asked()).id, true);
    return (await outcome) as { charge: string };
  };

  it('can be paid again and again, and stars can be given back once', async () => {
    const stars = [{ label: 'Blue hall', amount: 50 }];
    const link = await bot.api.createInvoiceLink('Blue hall', '3 hours', 'payment-2', '', 'XTR', stars);
    expect(link).toMatch(/^https:\/\/t\.me\/\$[\w-]+$/);
    const [first, second] = [await pay(link), await pay(link)];
    expect(standin.bot('halls').cashier.taken().size).toBe(2);
    expect(await bot.api.refundStarPayment(anna.id, first.charge)).toBe(true);
    const refunded = { invoice_payload: 'payment-2', total_amount: 50, telegram_payment_charge_id: first.charge };
    expect(updates().at(-1)).toMatchObject({ message: { refunded_payment: refunded } });
    await expect(bot.api.refundStarPayment(anna.id, first.charge)).rejects.toMatchObject({
      description: 'Bad Request: CHARGE_ALREADY_REFUNDED',
    });
    await expect(bot.api.refundStarPayment(78, second.charge)).rejects.toMatchObject({
      description: 'Bad Request: CHARGE_NOT_FOUND',
    });
  });
});
