import { sign } from '../../infra/signatures';
import { cardProvider, readCheckout, readRefund, signatureHeader, stateOf } from './card-protocol';
import type { Charge, Checkout, CheckoutState, PaymentOrder, PaymentProvider, RefundOutcome } from './payment-provider';

/** Where the payment service is, and what it is told about us. */
export interface CardSettings {
  /** Without a slash at its end. */
  readonly apiRoot: string;
  /** Shared with the service: signs what we ask and what it tells. */
  readonly secret: string;
  /** Where the service tells us what has happened. */
  readonly callbackUrl: string;
}

/** The payment service did not do what it was asked to; it is tried again later. */
export class PaymentServiceFault extends Error {
  constructor(why: string, options?: ErrorOptions) {
    super(`payment service: ${why}`, options);
    this.name = 'PaymentServiceFault';
  }
}

const answerTimeoutMs = 10_000;
const longestAnswer = 65_536;

/** Cards, by way of a payment service over HTTP: hosted checkouts, signed callbacks. */
export class CardProvider implements PaymentProvider {
  readonly name = cardProvider;

  constructor(private readonly settings: CardSettings) {}

  serves(): boolean {
    return true;
  }

  async checkout(order: PaymentOrder): Promise<Checkout> {
    const { paymentId: reference, amount, currency, description, language, returnUrl, payableUntil } = order;
    const shown = readCheckout(
      await this.ask('POST', '/v1/checkouts', {
        reference,
        amount,
        currency,
        description,
        language,
        return_url: returnUrl,
        callback_url: this.settings.callbackUrl,
        expires_at: payableUntil.toISOString(),
      }),
    );
    return { checkout: shown.id, url: shown.url };
  }

  async statusOf(checkout: string): Promise<CheckoutState> {
    return stateOf(readCheckout(await this.ask('GET', `/v1/checkouts/${encodeURIComponent(checkout)}`)));
  }

  async close(checkout: string): Promise<CheckoutState> {
    return stateOf(readCheckout(await this.ask('POST', `/v1/checkouts/${encodeURIComponent(checkout)}/close`, {})));
  }

  async refund({ paymentId: reference, charge, amount, currency }: Charge): Promise<RefundOutcome> {
    return { refund: readRefund(await this.ask('POST', '/v1/refunds', { reference, charge, amount, currency })) };
  }

  private async ask(method: 'GET' | 'POST', path: string, content?: object): Promise<unknown> {
    const { apiRoot, secret } = this.settings;
    const url = new URL(apiRoot + path);
    const body = content === undefined ? '' : JSON.stringify(content);
    const signature = sign({ secret, body: `${method} ${url.pathname}\n${body}` });
    const headers = { 'content-type': 'application/json', [signatureHeader]: signature };
    const signal = AbortSignal.timeout(answerTimeoutMs);
    const sent = content === undefined ? {} : { body };
    let text: string;
    try {
      const answer = await fetch(url, { method, headers, signal, redirect: 'error', ...sent });
      text = await answer.text();
      if (!answer.ok) throw new PaymentServiceFault(`${method} ${url.pathname} was answered ${answer.status}`);
    } catch (error) {
      if (error instanceof PaymentServiceFault) throw error;
      throw new PaymentServiceFault(`${method} ${url.pathname} got no answer`, { cause: error });
    }
    return read(text);
  }
}

function read(text: string): unknown {
  try {
    return JSON.parse(text.slice(0, longestAnswer));
  } catch (error) {
    throw new PaymentServiceFault('its answer is not JSON', { cause: error });
  }
}
