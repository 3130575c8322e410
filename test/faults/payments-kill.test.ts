import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openLog } from '../../src/infra/log';
import type { Booking } from '../../src/infra/prisma-client/client';
import { type PaymentsStandin, startPaymentsStandin } from '../../src/standins/payments/payments-standin';
import { BookingClerk } from '../kit/booking-clerk';
import { botAlone } from '../kit/bots-folder';
import { paymentsSecret } from '../kit/pay-house';
import { Payer } from '../kit/payer';
import { openSpawnedHouse, type SpawnedHouse } from '../kit/spawned-house';
import { until } from '../kit/until';

const lockBooking = 'select from bookings where id = $1 for update';
const lockDialogue = 'select from dialogues where id = (select dialogue_id from bookings where id = $1) for update';

describe('faults: kill -9 between what the payment service does and our commit', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'besedka-payments-kill-'));
  let service: PaymentsStandin;
  let house: SpawnedHouse;
  let clerk: BookingClerk;
  beforeAll(async () => {
    service = await startPaymentsStandin({ log: openLog('fatal'), secret: paymentsSecret, retryUnitMs: 200 });
    const payments = { PAYMENTS_API_ROOT: service.apiRoot, PAYMENTS_SECRET: paymentsSecret };
    house = await openSpawnedHouse({ environment: { ...payments, BOTS_DIR: botAlone(folder, 'halls') } });
    clerk = await BookingClerk.of(house.database, house.product.url);
  }, 180_000);
  afterAll(async () => {
    await house?.close();
    await service?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The checkout of a booking at the payment service. */
  const checkoutOf = async (booking: Booking): Promise<string> => {
    const payer = await Payer.opens(`${house.product.url}/pay/${booking.key}`);
    return (await payer.goesToPay()).split('/').at(-1) ?? '';
  };

  /** Whether somebody waits for a row that the test has locked. */
  const isHanging = async (): Promise<boolean> => {
    const { rows } = await house.database.pool.query(
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return rows.length > 0;
  };

  /** Kills the product while its commit waits for a row that the test has locked. */
  const killWhileLocked = async (lock: string, booking: Booking, act: () => unknown): Promise<void> => {
    const client = await house.database.pool.connect();
    try {
      await client.query('begin');
      await client.query(lock, [booking.id]);
      await act();
      await until('the commit hangs', isHanging);
      expect((await house.product.kill9()).signal).toBe('SIGKILL');
      await client.query('rollback');
    } finally {
      client.release();
    }
    await until('the killed session is gone', async () => !(await isHanging()));
  };

  const becomesPaid = (booking: Booking) =>
    until('the booking is paid', async () => (await clerk.now(booking)).status === 'PAID');

  it.each([
    ['before anything is written', lockBooking],
    ['when all is written but the word to the user', lockDialogue],
  ])(
    '%s: the booking is paid once, by one charge, and the user hears it once',
    async (_when, lock) => {
      const booking = await clerk.book();
      const checkout = await checkoutOf(booking);
      await killWhileLocked(lock, booking, () => service.pay(checkout));
      expect((await clerk.payments(booking)).map(({ status }) => status)).toEqual(['OPEN']);
      expect((await clerk.now(booking)).status).toBe('AWAITING_PAYMENT');
      await house.product.start();
      await becomesPaid(booking);
      await until('the callback was taken', () => service.book.callbacks.size === 0);
      const charge = service.find(checkout)?.charge;
      expect(await clerk.payments(booking)).toMatchObject([{ status: 'SUCCEEDED', charge, amount: 500_000 }]);
      expect((await clerk.told(booking)).filter((text) => text.startsWith('Оплата получена'))).toHaveLength(1);
      expect(service.book.refunds.size).toBe(0);
    },
    240_000,
  );

  it('gives money back once when it dies after the service has and before that is noted', async () => {
    const booking = await clerk.book();
    const checkout = await checkoutOf(booking);
    service.pay(checkout);
    await becomesPaid(booking);
    await killWhileLocked(lockDialogue, booking, () => clerk.cancelOwn(booking));
    expect(service.book.refunds.size).toBe(1);
    expect((await clerk.payments(booking)).map(({ status }) => status)).toEqual(['REFUND_DUE']);
    await house.product.start();
    await until('the refund is noted', async () => (await clerk.payments(booking))[0]?.status === 'REFUNDED');
    expect(service.book.refunds.size).toBe(1);
    expect((await clerk.told(booking)).filter((text) => text.startsWith('Мы вернули'))).toHaveLength(1);
  }, 240_000);
});
