import type { Booking } from '../../src/infra/prisma-client/client';
import { openPayHouse, type PayHouse } from '../kit/pay-house';
import { Payer } from '../kit/payer';
import { until } from '../kit/until';

const paymentsQuery = `query ($booking: ID, $status: [PaymentStatus!]) {
  payments(booking: $booking, status: $status) {
    totalCount
    nodes { id provider status reason charge refund bookingVersion amount { amount currency } booking { id status } }
  }
}`;
const noteRefund = `mutation ($input: NoteRefundInput!) { noteRefund(input: $input) { payment { status refund refundedAt } } }`;

let pay: PayHouse;
beforeAll(async () => {
  pay = await openPayHouse();
}, 120_000);
afterAll(() => pay?.close());

/** A booking with a charge that nobody asked for, which the payment service knows nothing of: only a person can give it back. */
async function oweByHand(): Promise<Booking> {
  const booking = await pay.clerk.book();
  await (await Payer.opens(`${pay.house.app.url}/pay/${booking.key}`)).goesToPay();
  const [payment] = await pay.clerk.payments(booking);
  const told = {
    type: 'charge.succeeded',
    reference: payment?.id,
    charge: `ch_${payment?.id}`,
    amount: 7,
    currency: 'RUB',
  };
  await pay.service.callbacks.post(`${pay.house.app.url}/payments/callback/card`, JSON.stringify(told));
  return booking;
}

describe('payments over the API', () => {
  it('are listed by booking and state, with what was taken and why it is given back', async () => {
    const booking = await oweByHand();
    const { payments } = await pay.house.api.call(paymentsQuery, { booking: booking.id, status: ['REFUND_DUE'] });
    expect(payments).toMatchObject({
      totalCount: 1,
      nodes: [{ provider: 'card', reason: 'amount', bookingVersion: 1 }],
    });
    expect(payments.nodes[0]).toMatchObject({ amount: { amount: 7, currency: 'RUB' }, booking: { id: booking.id } });
    const none = await pay.house.api.call(paymentsQuery, { booking: booking.id, status: ['SUCCEEDED', 'OPEN'] });
    expect(none.payments.totalCount).toBe(0);
  });

  it('are given back by hand once, and the user is told', async () => {
    const booking = await oweByHand();
    const [{ id: paymentId } = { id: '' }] = await pay.clerk.payments(booking);
    const input = { paymentId, reference: ' bank 42 ', idempotencyKey: 'refund by hand' };
    const answers = [await pay.house.api.call(noteRefund, { input }), await pay.house.api.call(noteRefund, { input })];
    for (const answer of answers)
      expect(answer.noteRefund.payment).toMatchObject({ status: 'REFUNDED', refund: 'bank 42' });
    const again = pay.house.api.call(noteRefund, { input: { paymentId, reference: 'once more' } });
    await expect(again).rejects.toThrow('CONFLICT');
    const told = async () => (await pay.clerk.told(booking)).filter((text) => text.startsWith('Мы вернули'));
    await until('the user is told', async () => (await told()).length > 0);
    expect(await told()).toHaveLength(1);
  });

  it('hang on their booking', async () => {
    const booking = await oweByHand();
    const query = '{ node(id: "ID") { ... on Booking { payments { status } } } }'.replace('ID', booking.id);
    expect((await pay.house.api.call(query)).node.payments).toEqual([{ status: 'REFUND_DUE' }]);
  });
});
