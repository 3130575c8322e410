import { openLog } from '../../src/infra/log';
import { type PaymentsStandin, startPaymentsStandin } from '../../src/standins/payments/payments-standin';
import { BookingClerk } from './booking-clerk';
import { type House, openHouse } from './house';

/** What the product and the payment service of the tests share. */
export const paymentsSecret = 'shared with the payment service of the tests';

/** The product with a payment service that the test can lead. */
export interface PayHouse {
  readonly house: House;
  readonly service: PaymentsStandin;
  readonly clerk: BookingClerk;
  close(): Promise<void>;
}

/** Opens the product with the halls as its only bot; close it in afterAll. */
export async function openPayHouse(environment: Record<string, string> = {}): Promise<PayHouse> {
  const service = await startPaymentsStandin({ log: openLog('fatal'), secret: paymentsSecret, retryUnitMs: 50 });
  const payments = { PAYMENTS_API_ROOT: service.apiRoot, PAYMENTS_SECRET: paymentsSecret };
  const house = await openHouse({ ...payments, ...environment }, 'halls');
  const clerk = await BookingClerk.of(house.database, house.app.url);
  return {
    house,
    service,
    clerk,
    close: async () => {
      await house.close();
      await service.close();
    },
  };
}
