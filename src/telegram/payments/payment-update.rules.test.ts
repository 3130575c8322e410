import { inboxItemOf, parseUpdate, wantedUpdates } from '../update.rules';
import { checkoutQueue, parsePayment, telegramCharge } from './payment-update.rules';

const from = { id: 7, is_bot: false, first_name: 'Иван', language_code: 'ru' };
const claim = { currency: 'RUB', total_amount: 500_000, invoice_payload: 'payment_1' };
const wish = { update_id: 1, pre_checkout_query: { id: '900', from, ...claim } };
const charged = { ...claim, telegram_payment_charge_id: 'tg-1', provider_payment_charge_id: 'bank-1' };
const paid = {
  update_id: 2,
  message: { message_id: 5, from, chat: { id: 7, type: 'private' }, successful_payment: charged },
};

describe('an update of a payment', () => {
  it('is asked for', () => {
    expect(wantedUpdates).toContain('pre_checkout_query');
  });

  it('is a wish to pay, or money that was taken', () => {
    const read = { payload: 'payment_1', amount: 500_000, currency: 'RUB' };
    expect(parsePayment(wish)).toEqual({ kind: 'checkout', queryId: '900', payerId: '7', language: 'ru', ...read });
    expect(parsePayment(paid)).toEqual({ kind: 'paid', charge: 'tg-1 bank-1', ...read });
    expect(telegramCharge('tg-1 bank-1')).toBe('tg-1');
  });

  it('names a charge of stars as Telegram does, for there is nobody behind it', () => {
    const stars = { ...charged, provider_payment_charge_id: '' };
    expect(parsePayment({ message: { ...paid.message, successful_payment: stars } })).toMatchObject({ charge: 'tg-1' });
  });

  it('says nothing to the dialogue', () => {
    expect(parseUpdate(paid, { username: null })).toMatchObject({ kind: 'ignored' });
    expect(parseUpdate(wish, { username: null })).toMatchObject({ kind: 'ignored' });
  });

  it.each([
    [{}],
    [{ message: { text: 'hi' } }],
    [{ pre_checkout_query: { id: '900', from: {}, ...claim } }],
    [{ pre_checkout_query: { id: '900', from, ...claim, total_amount: '500000' } }],
    [{ pre_checkout_query: { id: 900, from, ...claim } }],
    [{ message: { successful_payment: { ...charged, telegram_payment_charge_id: '' } } }],
    [{ message: { successful_payment: { ...charged, invoice_payload: null } } }],
  ])('is nothing when it is %j', (update) => {
    expect(parsePayment(update)).toBeUndefined();
  });

  it('waits beside the chat when somebody wants to pay, and in its order when they have paid', () => {
    expect(inboxItemOf('bot_1', 1, wish)).toMatchObject({ lane: 'bot_1:checkout:7', queue: checkoutQueue });
    const item = inboxItemOf('bot_1', 2, paid);
    expect([item.lane, item.queue]).toEqual(['bot_1:7', undefined]);
  });
});
