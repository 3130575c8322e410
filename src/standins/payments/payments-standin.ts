import { type FastifyInstance, fastify } from 'fastify';
import { onFreePort } from '../../infra/free-port';
import type { Log } from '../../infra/log';
import { registerPaymentRoutes } from './api-routes';
import { CallbackSender } from './callback-sender';
import { CheckoutBook, type StandinCheckout } from './checkout-book';
import { registerPayerPage } from './payer-page';

/** How the stand-in is started. */
export interface PaymentsStandinOptions {
  readonly log: Log;
  /** Shared with the merchant: signs requests and callbacks. */
  readonly secret: string;
  readonly host?: string;
  /** Without it, a free one below 32768. */
  readonly port?: number;
  /** Where payers reach its pages, if not at its own address. */
  readonly pages?: string;
  /** Where callbacks go, whatever orders say: for merchants whose own address leads elsewhere from here. */
  readonly callbacks?: string;
  /** Checkouts, refunds and callbacks are kept here and outlive the process. */
  readonly stateFile?: string;
  /** The second of the schedule of callbacks; tests make it shorter. */
  readonly retryUnitMs?: number;
}

/** A payment service on loopback that takes play money: checkouts, refunds, signed callbacks. */
export class PaymentsStandin {
  readonly book: CheckoutBook;
  readonly callbacks: CallbackSender;
  private readonly server: FastifyInstance;
  private address = '';

  constructor(private readonly options: PaymentsStandinOptions) {
    const { log, secret, stateFile, retryUnitMs = 1_000 } = options;
    this.book = new CheckoutBook(stateFile);
    const to = options.callbacks ?? null;
    this.callbacks = new CallbackSender({ book: this.book, secret, log, retryUnitMs, to });
    this.server = fastify({ forceCloseConnections: true, routerOptions: { maxParamLength: 200 } });
    const pageOf = (id: string) => `${this.options.pages ?? this.address}/try-pay/${id}`;
    registerPaymentRoutes(this.server, { book: this.book, secret, pageOf });
    registerPayerPage(this.server, this);
  }

  /** What merchants take as the address of the API. */
  get apiRoot(): string {
    return this.address;
  }

  /** Starts to listen and to call back what an earlier process left. */
  async open(): Promise<this> {
    const { host = '127.0.0.1', port, log } = this.options;
    const listen = (free: number) => this.server.listen({ host, port: free });
    this.address = port ? await listen(port) : await onFreePort(listen);
    log.info({ apiRoot: this.address }, 'stand-in of a payment service listens');
    this.callbacks.send();
    return this;
  }

  find(checkoutId: string): StandinCheckout | undefined {
    return this.book.checkouts.get(checkoutId);
  }

  /** The payer pays. */
  pay(checkoutId: string): void {
    const checkout = this.find(checkoutId);
    if (checkout && this.book.pay(checkout)) this.callbacks.send();
  }

  /** The payer's bank says no. */
  decline(checkoutId: string): void {
    const checkout = this.find(checkoutId);
    if (checkout) this.book.decline(checkout);
    this.callbacks.send();
  }

  async close(): Promise<void> {
    this.callbacks.close();
    await this.server.close();
  }
}

/** Starts the stand-in of a payment service. */
export function startPaymentsStandin(options: PaymentsStandinOptions): Promise<PaymentsStandin> {
  return new PaymentsStandin(options).open();
}
