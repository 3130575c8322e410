import path from 'node:path';
import { logLines } from '../../../test/kit/log-lines';
import { until } from '../../../test/kit/until';
import type { RefundReason } from '../../bookings/payments/charge.rules';
import type { Charge, PaymentOrder } from '../../bookings/payments/payment-provider';
import { NotNow, type OutgoingMessage, Rejected } from '../../dialogues/channel';
import type { InboxItem } from '../../dialogues/inbox-item';
import { openLocales } from '../../infra/locales';
import { openLog } from '../../infra/log';
import { startTelegramStandin, type TelegramStandin } from '../../standins/telegram/telegram-standin';
import { TelegramBots } from '../bots';
import { TelegramChannel } from '../telegram-channel';
import { PaymentReceiver } from './payment-receiver';
import { TelegramPayments } from './telegram-payments';

const token = '4242:AAE_a-token-that-must-not-be-told';
const paymentToken = '381764678:TEST:a-payment-token';
const ivan = { id: 7, first_name: 'Иван', language_code: 'ru' };
const anna = { id: 8, first_name: 'Anna', language_code: 'en' };
const money = { amount: 500_000, currency: 'RUB' };
const invoice = { payload: 'payment_1', title: 'Синий зал', description: 'Суббота, 14:00–17:00', ...money };
const address = { botId: 'bot_1', externalId: '7' };

/** A ledger that only writes down what it is told. */
class LedgerBook {
  readonly charges: Charge[] = [];
  fault: RefundReason | 'unknown' | null = null;

  async check() {
    return this.fault;
  }

  async noteCharge(charge: Charge) {
    this.charges.push(charge);
    return 'paid' as const;
  }
}

let standin: TelegramStandin;
let bots: TelegramBots;
let channel: TelegramChannel;
let ledger: LedgerBook;
let receiver: PaymentReceiver;
let provider: TelegramPayments;
let lines: string[];
let others: InboxItem[];
const payers = {
  ofPayment: async (id: string) => (id === 'payment_1' ? { botId: 'bot_1', telegramId: '7' } : undefined),
};

beforeEach(async () => {
  standin = await startTelegramStandin({ log: openLog('silent') });
  standin.addBot({ token, slug: 'halls' });
  for (const person of [ivan, anna]) standin.people('halls').say(person, '/start');
  standin.bot('halls').updates.clear();
  const captured = logLines();
  const { log } = captured;
  lines = captured.lines;
  const { apiRoot } = standin;
  const settings = { slug: 'halls', secret: null, apiRoot, publicUrl: 'http://127.0.0.1:1', menus: [] };
  const all = [
    { botId: 'bot_1', token, paymentToken, ...settings },
    { botId: 'bot_2', token: '4343:another', ...settings },
  ];
  bots = new TelegramBots(all, { inbox: { store: async () => {} }, log, rememberUsername: async () => {} });
  const locales = await openLocales(path.join(__dirname, '../../../locales'));
  channel = new TelegramChannel({ bots, locales, log });
  ledger = new LedgerBook();
  others = [];
  const next = { receive: async (item: InboxItem) => (others.push(item), 'dialogue_1') };
  receiver = new PaymentReceiver({ payments: ledger, payers, bots, locales, log, others: next });
  provider = new TelegramPayments({ bots, payers });
});

afterEach(async () => {
  await bots.stop();
  await standin.close();
});

async function sendInvoice(more: Partial<typeof invoice> = {}): Promise<number> {
  const message = { id: 'message_1', role: 'SYSTEM', text: 'Счёт', language: 'ru', replyTo: null } as const;
  const nothing = { buttons: [], sources: [], files: [] };
  const outgoing: OutgoingMessage = { ...message, ...nothing, invoice: { ...invoice, ...more } };
  const [part, ...rest] = channel.parts(outgoing);
  expect(rest).toEqual([]);
  if (!part) throw new Error('an invoice is a part');
  return Number(await channel.send(address, part));
}

const item = (payload: unknown, botId = 'bot_1'): InboxItem => ({
  id: '1',
  lane: 'a lane',
  source: 'telegram',
  botId,
  dedupeKey: '1',
  payload,
  attempts: 1,
});

/** The update of this kind that the server has for the bot, waited for. */
async function told(has: (update: Record<string, unknown>) => boolean): Promise<unknown> {
  const find = () =>
    standin
      .bot('halls')
      .updates.all()
      .map(({ update }) => update)
      .findLast(has);
  await until('the server tells the bot', () => find() !== undefined);
  return find();
}
const wish = () => told((update) => update['pre_checkout_query'] !== undefined);

describe('an invoice in the chat', () => {
  it('goes out for the provider of the bot, cut to what Telegram takes, and only the one who gets it can pay it', async () => {
    const messageId = await sendInvoice({ title: 'Большой зал с видом на реку и сад', description: 'я'.repeat(300) });
    const message = standin.bot('halls').chat(7).find(messageId)?.message;
    expect(message?.invoice).toEqual({
      title: 'Большой зал с видом на реку и с…',
      description: `${'я'.repeat(254)}…`,
      start_parameter: 'pay',
      currency: 'RUB',
      total_amount: 500_000,
    });
  });

  it('is refused for good when Telegram does not take the token, which is told to nobody', async () => {
    const description = `PAYMENT_PROVIDER_INVALID ${paymentToken}`;
    standin.faults.add({ method: 'sendInvoice', fault: { kind: 'bad_request', description } });
    const refused = sendInvoice();
    await expect(refused).rejects.toThrow(Rejected);
    await expect(refused).rejects.toThrow(/^400: Bad Request: PAYMENT_PROVIDER_INVALID \[secret\]$/);
  });

  it('is paid once our word is yes, and the charge goes into the ledger', async () => {
    const outcome = standin.people('halls').pay(ivan, { messageId: await sendInvoice() });
    expect(await receiver.receive(item(await wish()))).toBeNull();
    const { charge } = (await outcome) as { charge: string };
    const paid = await told((update) => Object.hasOwn(Object(update['message']), 'successful_payment'));
    expect(await receiver.receive(item(paid))).toBeNull();
    const noted = { provider: 'telegram', paymentId: 'payment_1', charge: `${charge} provider_${charge}`, ...money };
    expect(ledger.charges).toEqual([noted]);
  });

  it.each([
    ['changed', ivan, /новому счёту/],
    ['paid_already', anna, /paid for already/],
    ['unknown', ivan, /больше не действует/],
    ['amount', anna, /not the price/],
  ] as const)('is refused as %s in the language of the payer', async (fault, person, words) => {
    ledger.fault = fault;
    const link = await bots
      .find('bot_1')
      ?.api.createInvoiceLink('x', 'y', 'payment_1', paymentToken, 'RUB', [{ label: 'x', amount: money.amount }]);
    const outcome = standin.people('halls').pay(person, { link: link ?? '' });
    await receiver.receive(item(await wish()));
    expect(await outcome).toEqual({ paid: false, why: expect.stringMatching(words) });
  });

  it('is refused, and its charge reported, when it is not a payment of this bot', async () => {
    const outcome = standin.people('halls').pay(ivan, { messageId: await sendInvoice({ payload: 'payment_9' }) });
    const update = await wish();
    await receiver.receive(item(update));
    expect(await outcome).toMatchObject({ paid: false });
    const claim = { currency: 'RUB', total_amount: 1, telegram_payment_charge_id: 'tg' };
    const forged = { message: { successful_payment: { ...claim, invoice_payload: 'payment_1' } } };
    await receiver.receive(item(forged, 'bot_2'));
    expect([ledger.charges, lines.filter((line) => line.includes('give it back')).length]).toEqual([[], 1]);
  });

  it('is tried again while Telegram cannot be reached, and not when it is too late', async () => {
    standin.bot('halls').cashier.patienceMs = 1;
    const outcome = standin.people('halls').pay(ivan, { messageId: await sendInvoice() });
    const update = await wish();
    expect(await outcome).toEqual({ paid: false, why: 'BOT_PRECHECKOUT_TIMEOUT' });
    expect(await receiver.receive(item(update))).toBeNull();
    await standin.close();
    await expect(receiver.receive(item(update))).rejects.toThrow();
    expect(await receiver.receive({ ...item(update), attempts: 4 })).toBeNull();
  });

  it('leaves everything else to others', async () => {
    expect(await receiver.receive(item({ message: { text: 'hi' } }))).toBe('dialogue_1');
    expect(others.length).toBe(1);
  });
});

describe('Telegram as a provider', () => {
  const order: PaymentOrder = {
    paymentId: 'payment_1',
    bookingId: 'booking_1',
    botId: 'bot_1',
    ...money,
    title: 'Blue hall',
    description: 'Saturday',
    language: 'en',
    returnUrl: 'https://besedka.example/pay/1',
    payableUntil: new Date(),
  };

  it('serves bots with a payment token, and gives a link to pay by', async () => {
    expect([provider.serves('bot_1'), provider.serves('bot_2'), provider.serves('bot_3')]).toEqual([
      true,
      false,
      false,
    ]);
    const { checkout, url } = await provider.checkout(order);
    expect([checkout, url]).toEqual([null, expect.stringMatching(/^https:\/\/t\.me\/\$/)]);
    const outcome = standin.people('halls').pay(anna, { link: url });
    await receiver.receive(item(await wish()));
    expect(await outcome).toMatchObject({ paid: true });
    expect(await provider.statusOf()).toEqual({ state: 'unknown' });
  });

  it('gives stars back to whom they came from, once; other money is given back by hand', async () => {
    const stars = { amount: 50, currency: 'XTR' };
    const messageId = await sendInvoice(stars);
    const outcome = standin.people('halls').pay(ivan, { messageId });
    await receiver.receive(item(await wish()));
    const { charge } = (await outcome) as { charge: string };
    const taken = { provider: 'telegram', paymentId: 'payment_1', charge, ...stars };
    expect(await provider.refund(taken)).toEqual({ refund: charge });
    expect(await provider.refund(taken)).toEqual({ refund: charge });
    expect(standin.bot('halls').cashier.taken().get(charge)?.refunded).toBe(true);
    await expect(provider.refund({ ...taken, charge: 'never' })).rejects.toThrow(Rejected);
    expect(await provider.refund({ ...taken, ...money })).toBe('by hand');
    expect(await provider.refund({ ...taken, paymentId: 'payment_9' })).toBe('by hand');
    standin.faults.add({ method: 'refundStarPayment', fault: { kind: 'server_error' } });
    await expect(provider.refund(taken)).rejects.toThrow(NotNow);
  });

  it('takes stars only from whom it can give them back to', async () => {
    const link = await bots
      .find('bot_1')
      ?.api.createInvoiceLink('x', 'y', 'payment_1', '', 'XTR', [{ label: 'x', amount: 50 }]);
    const outcome = standin.people('halls').pay(anna, { link: link ?? '' });
    await receiver.receive(item(await wish()));
    expect(await outcome).toMatchObject({ paid: false, why: expect.stringMatching(/no longer valid/) });
  });
});
