import { integerOf, type Json, objectOf, textOf } from '../json';

/** The queue of wishes to pay: Telegram waits ten seconds for a word on one, so they never wait for answers to users. */
export const checkoutQueue = 'checkouts';

/** What an update says of a payment. Amounts are in minor units. */
export type PaymentUpdate =
  | {
      /** Somebody is about to pay and waits for our word. */
      readonly kind: 'checkout';
      readonly queryId: string;
      readonly payerId: string;
      readonly language: string | null;
      readonly payload: string;
      readonly amount: number;
      readonly currency: string;
    }
  | {
      readonly kind: 'paid';
      readonly payload: string;
      readonly amount: number;
      readonly currency: string;
      /** Telegram's name of the charge, then that of the provider behind it, if there is one. */
      readonly charge: string;
    };

/** Telegram's part of the name of a charge. */
export function telegramCharge(charge: string): string {
  return charge.split(' ', 1)[0] ?? '';
}

/** Reads what an update says of a payment; undefined: it says nothing of one. */
export function parsePayment(update: unknown): PaymentUpdate | undefined {
  const fields = objectOf(update);
  const query = objectOf(fields?.['pre_checkout_query']);
  if (query) return readCheckout(query);
  const paid = objectOf(objectOf(fields?.['message'])?.['successful_payment']);
  return paid && readPaid(paid);
}

/** Who wants to pay; undefined where an update is no such wish. */
export function checkoutPayerOf(update: unknown): number | undefined {
  return integerOf(objectOf(objectOf(objectOf(update)?.['pre_checkout_query'])?.['from'])?.['id']);
}

function readCheckout(query: Json): PaymentUpdate | undefined {
  const from = objectOf(query['from']);
  const payerId = integerOf(from?.['id']);
  const queryId = textOf(query['id']);
  const claim = claimOf(query);
  if (payerId === undefined || queryId === undefined || !claim) return undefined;
  const language = textOf(from?.['language_code']) ?? null;
  return { kind: 'checkout', queryId, payerId: String(payerId), language, ...claim };
}

function readPaid(paid: Json): PaymentUpdate | undefined {
  const claim = claimOf(paid);
  const charge = textOf(paid['telegram_payment_charge_id']);
  if (!claim || !charge) return undefined;
  const provider = textOf(paid['provider_payment_charge_id']);
  return { kind: 'paid', ...claim, charge: provider ? `${charge} ${provider}` : charge };
}

function claimOf(said: Json): { payload: string; amount: number; currency: string } | undefined {
  const payload = textOf(said['invoice_payload']);
  const amount = integerOf(said['total_amount']);
  const currency = textOf(said['currency']);
  if (payload === undefined || amount === undefined || currency === undefined) return undefined;
  return { payload, amount, currency };
}
