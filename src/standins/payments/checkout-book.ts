import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** What a merchant wants to be paid. */
export interface CheckoutOrder {
  /** The merchant's own name for it: the same one opens the same checkout. */
  readonly reference: string;
  /** In minor units. */
  readonly amount: number;
  readonly currency: string;
  readonly description: string;
  readonly language: 'ru' | 'en';
  readonly return_url: string;
  readonly callback_url: string;
  /** ISO 8601; after that nobody can pay. */
  readonly expires_at: string;
}

/** An order with what has become of it. */
export interface StandinCheckout extends CheckoutOrder {
  readonly id: string;
  status: 'open' | 'paid' | 'closed';
  charge: string | null;
  /** The last try to pay was declined. */
  declined: boolean;
}

/** What a merchant gives back. */
export interface RefundOrder {
  /** The merchant's own name for it: the same one gives back once. */
  readonly reference: string;
  readonly charge: string;
  readonly amount: number;
  readonly currency: string;
}

/** Money that was given back. */
export interface StandinRefund extends RefundOrder {
  readonly id: string;
}

/** A callback that was not taken yet: its body is what it was when it happened. */
export interface PendingCallback {
  readonly id: string;
  readonly url: string;
  readonly body: string;
  readonly at: number;
  attempts: number;
}

interface Saved {
  readonly checkouts: StandinCheckout[];
  readonly refunds: StandinRefund[];
  readonly callbacks: PendingCallback[];
}

const nothing: Saved = { checkouts: [], refunds: [], callbacks: [] };
const mostCheckouts = 2_000;

/** The books of the stand-in; what happened is in its file before anybody hears of it. */
export class CheckoutBook {
  readonly checkouts = new Map<string, StandinCheckout>();
  readonly refunds = new Map<string, StandinRefund>();
  readonly callbacks = new Map<string, PendingCallback>();

  constructor(private readonly file: string | undefined) {
    const { checkouts, refunds, callbacks } = (file === undefined ? undefined : read(file)) ?? nothing;
    for (const one of checkouts) this.checkouts.set(one.id, one);
    for (const one of refunds) this.refunds.set(one.reference, one);
    for (const one of callbacks) this.callbacks.set(one.id, one);
  }

  /** Opens a checkout, or answers the one of that reference. */
  open(order: CheckoutOrder): StandinCheckout {
    const known = [...this.checkouts.values()].find(({ reference }) => reference === order.reference);
    if (known) return known;
    const checkout: StandinCheckout = { ...order, id: name('co'), status: 'open', charge: null, declined: false };
    this.checkouts.set(checkout.id, checkout);
    const [oldest] = this.checkouts.keys();
    if (this.checkouts.size > mostCheckouts && oldest !== undefined) this.checkouts.delete(oldest);
    this.save();
    return checkout;
  }

  /** Takes the money once, if the checkout is still open; answers whether it did. */
  pay(checkout: StandinCheckout): boolean {
    if (statusOf(checkout) !== 'open') return false;
    checkout.status = 'paid';
    checkout.charge = name('ch');
    checkout.declined = false;
    this.callBack(checkout, 'charge.succeeded');
    return true;
  }

  /** The payer's bank said no; they can try again. */
  decline(checkout: StandinCheckout): void {
    if (statusOf(checkout) !== 'open') return;
    checkout.declined = true;
    this.callBack(checkout, 'charge.declined');
  }

  /** Lets nobody pay any more; what was paid stays paid. */
  close(checkout: StandinCheckout): void {
    if (checkout.status === 'open') checkout.status = 'closed';
    this.save();
  }

  /** Gives money back; undefined: there is no such charge, or it was less. */
  refund(order: RefundOrder): StandinRefund | undefined {
    const known = this.refunds.get(order.reference);
    if (known) return known;
    const charged = [...this.checkouts.values()].find(({ charge }) => charge === order.charge);
    const given = [...this.refunds.values()].some(({ charge }) => charge === order.charge);
    if (!charged || given || charged.currency !== order.currency || charged.amount < order.amount) return undefined;
    const refund = { ...order, id: name('re') };
    this.refunds.set(order.reference, refund);
    this.save();
    return refund;
  }

  /** Writes down what has changed. */
  save(): void {
    if (this.file === undefined) return;
    const [checkouts, refunds, callbacks] = [this.checkouts, this.refunds, this.callbacks].map((one) => [
      ...one.values(),
    ]);
    mkdirSync(dirname(this.file), { recursive: true });
    writeFileSync(`${this.file}.new`, JSON.stringify({ checkouts, refunds, callbacks }), { mode: 0o600 });
    renameSync(`${this.file}.new`, this.file);
  }

  private callBack(checkout: StandinCheckout, type: string): void {
    const { id: checkoutId, reference, charge, amount, currency, callback_url: url } = checkout;
    const id = name('ev');
    const body = JSON.stringify({ id, type, checkout: checkoutId, reference, charge, amount, currency });
    this.callbacks.set(id, { id, url, body, at: Date.now(), attempts: 0 });
    this.save();
  }
}

/** What a checkout is now: time closes it, too. */
export function statusOf({ status, expires_at: until }: StandinCheckout): StandinCheckout['status'] {
  return status === 'open' && Date.parse(until) <= Date.now() ? 'closed' : status;
}

function name(kind: string): string {
  return `${kind}_${randomBytes(16).toString('hex')}`;
}

function read(file: string): Saved | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Saved;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    if (!(error instanceof SyntaxError)) throw error;
    renameSync(file, `${file}.unreadable`);
    return undefined;
  }
}
