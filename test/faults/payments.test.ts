import type { Booking } from '../../src/infra/prisma-client/client';
import { sign } from '../../src/infra/signatures';
import { openPayHouse, type PayHouse, paymentsSecret } from '../kit/pay-house';
import { Payer } from '../kit/payer';
import { until } from '../kit/until';

/** What a callback says. */
interface Told {
  readonly reference: string;
  readonly charge: string;
  readonly amount: number;
  readonly currency: string;
}

let pay: PayHouse;
beforeAll(async () => {
  pay = await openPayHouse();
}, 120_000);
afterEach(() => pay.service.callbacks.hold(false));
afterAll(() => pay?.close());

const callbackUrl = () => `${pay.house.app.url}/payments/callback/card`;
const bodyOf = (told: Told) =>
  JSON.stringify({ id: 'ev_test', type: 'charge.succeeded', checkout: 'co_test', ...told });
const tell = (told: Told) => pay.service.callbacks.post(callbackUrl(), bodyOf(told));

/** A booking whose client stands at the checkout. */
async function atCheckout(): Promise<{ booking: Booking; checkout: string; told: Told }> {
  const booking = await pay.clerk.book();
  const payer = await Payer.opens(`${pay.house.app.url}/pay/${booking.key}`);
  const checkout = (await payer.goesToPay()).split('/').at(-1) ?? '';
  const [payment] = await pay.clerk.payments(booking);
  const { id: reference = '', amount = 0, currency = '' } = payment ?? {};
  return { booking, checkout, told: { reference, charge: `ch_of_${reference}`, amount, currency } };
}

/** Pays, and nobody is told. */
function paySilently(checkout: string): Told {
  pay.service.callbacks.hold(true);
  pay.service.pay(checkout);
  const { reference, charge, amount, currency } = pay.service.find(checkout) ?? {
    reference: '',
    charge: '',
    amount: 0,
    currency: '',
  };
  return { reference, charge: charge ?? '', amount, currency };
}

const statuses = async (booking: Booking) =>
  (await pay.clerk.payments(booking)).map(({ status, reason }) => [status, reason]);
const refundsOf = (charge: string) => [...pay.service.book.refunds.values()].filter((one) => one.charge === charge);
const hasRefunded = (booking: Booking) =>
  until('the money is given back', async () =>
    (await pay.clerk.payments(booking)).some(({ status }) => status === 'REFUNDED'),
  );

describe('faults: callbacks of payments', () => {
  it('count once, however often and however many at once they come', async () => {
    const { booking, checkout } = await atCheckout();
    const told = paySilently(checkout);
    const answers = await Promise.all(Array.from({ length: 20 }, () => tell(told)));
    expect(new Set(answers)).toEqual(new Set([200]));
    expect(await tell(told)).toBe(200);
    expect(await statuses(booking)).toEqual([['SUCCEEDED', null]]);
    expect((await pay.clerk.now(booking)).status).toBe('PAID');
    expect(await pay.clerk.told(booking)).toHaveLength(1);
    expect(refundsOf(told.charge)).toEqual([]);
  });

  it('come again when they are too early: before there is such a payment', async () => {
    const { booking, told } = await atCheckout();
    expect(await tell({ ...told, reference: 'payment_of_tomorrow' })).toBe(503);
    expect(await statuses(booking)).toEqual([['OPEN', null]]);
  });

  it('are forged without a good signature, whatever they look like to a reader of JSON', async () => {
    const { booking, told } = await atCheckout();
    const body = bodyOf(told);
    const post = async (sent: string, signature: string | undefined) => {
      const headers = { 'content-type': 'application/json', ...(signature ? { 'payment-signature': signature } : {}) };
      return (await fetch(callbackUrl(), { method: 'POST', headers, body: sent })).status;
    };
    const secret = paymentsSecret;
    const now = Math.floor(Date.now() / 1_000);
    const good = sign({ secret, body });
    expect(await post(body, undefined)).toBe(401);
    expect(await post(body, sign({ secret: 'another secret', body }))).toBe(401);
    expect(await post(body, sign({ secret, body, at: now - 400 }))).toBe(401);
    expect(await post(body, sign({ secret, body, at: now + 400 }))).toBe(401);
    expect(await post(body, good.replace(/t=\d+/, `t=${now - 1}`))).toBe(401);
    // The same for whoever reads it as JSON, other bytes for whoever signs: spaces, a key twice, its order, an escape.
    expect(await post(JSON.stringify(JSON.parse(body), null, 1), good)).toBe(401);
    expect(await post(body.replace('{', '{"amount":1,'), good)).toBe(401);
    expect(await post(JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(body)).toReversed())), good)).toBe(
      401,
    );
    expect(await post(body.replace('charge.succeeded', String.raw`charge.\u0073ucceeded`), good)).toBe(401);
    expect(await post(`\uFEFF${body}`, good)).toBe(401);
    expect(await post('not JSON', 'nothing')).toBe(401);
    expect(await post('x'.repeat(20_000), good)).toBe(413);
    expect(await statuses(booking)).toEqual([['OPEN', null]]);
    expect(await post(body, good)).toBe(200);
    expect(await statuses(booking)).toEqual([['SUCCEEDED', null]]);
  });

  it('that are signed but strange are refused or left alone', async () => {
    const strange = async (body: string) => pay.service.callbacks.post(callbackUrl(), body);
    const { booking, told } = await atCheckout();
    expect(await strange('[]')).toBe(400);
    expect(await strange('{"type":')).toBe(400);
    expect(await strange(bodyOf({ ...told, amount: -1 }))).toBe(400);
    expect(await strange(bodyOf({ ...told, amount: 1e12 }))).toBe(400);
    expect(await strange(bodyOf({ ...told, currency: 'rub; drop' }))).toBe(400);
    expect(await strange('{"type":"payout.made"}')).toBe(200);
    expect(await strange('{"type":"charge.declined"}')).toBe(200);
    expect(await statuses(booking)).toEqual([['OPEN', null]]);
  });

  it.each([
    ['expired', (booking: Booking) => pay.clerk.expire(booking), 'EXPIRED', 'срок оплаты уже истёк'],
    ['cancelled', (booking: Booking) => pay.clerk.cancel(booking), 'CANCELLED', 'после отмены бронирования'],
    ['changed', (booking: Booking) => pay.clerk.rename(booking), 'AWAITING_PAYMENT', 'по прежним данным'],
  ])(
    'that come when the booking is %s lead to a refund, and the user is told',
    async (reason, change, status, words) => {
      const { booking, checkout } = await atCheckout();
      const told = paySilently(checkout);
      await change(booking);
      pay.service.callbacks.hold(false);
      await hasRefunded(booking);
      expect(await tell(told)).toBe(200);
      expect(await statuses(booking)).toEqual([['REFUNDED', reason]]);
      expect((await pay.clerk.now(booking)).status).toBe(status);
      expect(refundsOf(told.charge)).toMatchObject([{ amount: told.amount, currency: told.currency }]);
      const heard = (await pay.clerk.told(booking)).filter((text) => text.includes('верн'));
      expect(heard).toEqual([expect.stringContaining(words), expect.stringMatching(/^Мы вернули 5\s000\s₽/)]);
    },
  );

  it.each([
    ['amount', { amount: 1 }],
    ['currency', { currency: 'USD' }],
  ])('of the wrong %s pay for nothing and are owed as they were taken', async (reason, wrong) => {
    const { booking, told } = await atCheckout();
    expect(await tell({ ...told, ...wrong })).toBe(200);
    expect((await pay.clerk.now(booking)).status).toBe('AWAITING_PAYMENT');
    const [owed] = await pay.clerk.payments(booking);
    expect(owed).toMatchObject({ status: 'REFUND_DUE', reason, charge: told.charge, ...wrong });
  });

  it('of a second charge are given back, and the first one stands', async () => {
    const { booking, told } = await atCheckout();
    expect(await tell(told)).toBe(200);
    for (let n = 0; n < 2; n += 1) expect(await tell({ ...told, charge: `${told.charge}_2` })).toBe(200);
    expect(await statuses(booking)).toEqual([
      ['SUCCEEDED', null],
      ['REFUND_DUE', 'charged_twice'],
    ]);
    expect((await pay.clerk.now(booking)).status).toBe('PAID');
  });

  it('that are lost are made good by asking', async () => {
    const { booking, checkout } = await atCheckout();
    paySilently(checkout);
    const { pool } = pay.house.database;
    await pool.query(`update payments set created_at = created_at - interval '10 minutes' where booking_id = $1`, [
      booking.id,
    ]);
    await pool.query(`update lane_leases set ready_at = now() where queue = 'payments' and lane = $1`, [booking.id]);
    await until('the booking is paid', async () => (await pay.clerk.now(booking)).status === 'PAID');
    expect(await statuses(booking)).toEqual([['SUCCEEDED', null]]);
  });
});

describe('faults: what is paid and then cancelled', () => {
  it('is given back once, and told', async () => {
    const { booking, checkout } = await atCheckout();
    pay.service.pay(checkout);
    await until('the booking is paid', async () => (await pay.clerk.now(booking)).status === 'PAID');
    const charge = pay.service.find(checkout)?.charge ?? '';
    await pay.clerk.cancel(booking);
    await hasRefunded(booking);
    expect(await statuses(booking)).toEqual([['REFUNDED', 'cancelled']]);
    expect(refundsOf(charge)).toHaveLength(1);
    expect((await pay.clerk.told(booking)).at(-1)).toMatch(/^Мы вернули 5\s000\s₽/);
  });

  it('can no longer be paid at a checkout that was open', async () => {
    const { booking, checkout } = await atCheckout();
    await pay.clerk.cancel(booking);
    await until('the checkout is closed', () => pay.service.find(checkout)?.status === 'closed');
    await until('the payment has failed', async () => (await statuses(booking))[0]?.[0] === 'FAILED');
    pay.service.pay(checkout);
    expect(pay.service.find(checkout)?.charge).toBeNull();
  });
});

describe('faults: the payment service is away', () => {
  it('says so on the page, and nothing is lost', async () => {
    const away = await openPayHouse({ PAYMENTS_API_ROOT: 'http://127.0.0.1:9' });
    try {
      const booking = await away.clerk.book();
      const payer = await Payer.opens(`${away.house.app.url}/pay/${booking.key}`);
      await expect(payer.goesToPay()).rejects.toThrow('Платёжный сервис не отвечает');
      expect(payer.status).toBe(503);
      expect((await away.clerk.now(booking)).status).toBe('AWAITING_PAYMENT');
    } finally {
      await away.close();
    }
  }, 120_000);
});
