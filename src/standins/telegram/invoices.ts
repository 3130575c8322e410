import { badRequest } from './bot-api-error';
import type { Params } from './request-params';
import type { WireInvoice } from './wire';

/** What a bot asks money for, with what only the bot and the server know of it. */
export interface Invoice {
  readonly shown: WireInvoice;
  /** Comes back to the bot with whatever happens to the invoice. */
  readonly payload: string;
}

/** The currency of Telegram Stars; it needs no provider. */
export const stars = 'XTR';

const providerToken = /^\d+:(TEST|LIVE):\S+$/;
const longest = { title: 32, description: 255, payloadBytes: 128 };
// The real server keeps a range for each currency, of about 1 to 10,000 US dollars.
const amounts = { money: { least: 100, most: 99_999_999_999 }, stars: { least: 1, most: 100_000 } };

/** Reads what sendInvoice and createInvoiceLink say of an invoice; refused where the real server refuses it. */
export function invoiceOf(params: Params): Invoice {
  const title = textOf(params, 'title', longest.title);
  const description = textOf(params, 'description', longest.description);
  const payload = params.string('payload') ?? '';
  const bytes = Buffer.byteLength(payload);
  if (bytes < 1 || bytes > longest.payloadBytes) throw badRequest('INVOICE_PAYLOAD_INVALID');
  const currency = currencyOf(params);
  const shown = { title, description, start_parameter: params.string('start_parameter') ?? '', currency };
  return { shown: { ...shown, total_amount: totalOf(params, currency) }, payload };
}

function textOf(params: Params, name: 'title' | 'description', most: number): string {
  const text = (params.string(name) ?? '').trim();
  if (text === '') throw badRequest(`invoice ${name} must be non-empty`);
  if (text.length > most) throw badRequest(`invoice ${name} is too long`);
  return text;
}

function currencyOf(params: Params): string {
  const currency = params.string('currency') ?? '';
  if (!/^[A-Z]{3}$/.test(currency)) throw badRequest('CURRENCY_INVALID');
  const token = params.string('provider_token') ?? '';
  const fits = currency === stars ? token === '' : providerToken.test(token);
  if (!fits) throw badRequest('PAYMENT_PROVIDER_INVALID');
  return currency;
}

function totalOf(params: Params, currency: string): number {
  const prices = params.json('prices');
  if (!Array.isArray(prices) || prices.length === 0) throw badRequest("can't parse prices: there are no prices");
  if (currency === stars && prices.length !== 1) throw badRequest('STARS_INVOICE_INVALID');
  const total = prices.map(amountOf).reduce((sum, amount) => sum + amount, 0);
  const { least, most } = currency === stars ? amounts.stars : amounts.money;
  if (total < least || total > most) throw badRequest('CURRENCY_TOTAL_AMOUNT_INVALID');
  return total;
}

function amountOf(price: unknown): number {
  const { label, amount } = Object(price) as { label?: unknown; amount?: unknown };
  if (typeof label !== 'string' || label === '') throw badRequest("can't parse prices: a price has no label");
  if (!Number.isSafeInteger(amount)) throw badRequest("can't parse prices: an amount is not a whole number");
  return amount as number;
}
