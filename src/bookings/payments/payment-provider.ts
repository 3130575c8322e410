import type { TextLanguage } from '../../infra/languages';

/** A payment as its provider is told of it: what is paid is what the payer has seen. */
export interface PaymentOrder {
  /** Ours; the provider shows it with the charge, and a repeat with the same id opens nothing new. */
  readonly paymentId: string;
  readonly bookingId: string;
  readonly botId: string;
  /** In minor units. */
  readonly amount: number;
  readonly currency: string;
  /** In the payer's language: what it is for, in a few words, and in a sentence. */
  readonly title: string;
  readonly description: string;
  readonly language: TextLanguage;
  /** Where the payer comes back to. */
  readonly returnUrl: string;
  /** After that nothing should be charged any more. */
  readonly payableUntil: Date;
}

/** Where somebody can pay. */
export interface Checkout {
  /** What the provider calls it; null: it has no name there, and cannot be asked for. */
  readonly checkout: string | null;
  readonly url: string;
}

/** Money that a provider says it has taken, at most once for each `charge`. */
export interface Charge {
  /** The provider's name. */
  readonly provider: string;
  /** Ours, as the provider was told it. */
  readonly paymentId: string;
  /** What the provider calls the charge. */
  readonly charge: string;
  readonly amount: number;
  readonly currency: string;
}

/** What has become of a checkout. «unknown»: the provider cannot be asked. */
export type CheckoutState =
  | { readonly state: 'open' | 'over' | 'unknown' }
  | { readonly state: 'paid'; readonly charge: Charge };

/** The provider's name for a refund; «by hand»: it takes no orders for this one, a person has to give the money back. */
export type RefundOutcome = { readonly refund: string } | 'by hand';

/**
 * Somebody who takes money for us. All calls may be repeated: whatever carries the same payment id is done once.
 * What is thrown is tried again later.
 */
export interface PaymentProvider {
  /** As payments.provider holds it; never changed. */
  readonly name: string;
  /** Whether bookings of this bot can be paid there. */
  serves(botId: string): boolean;
  checkout(order: PaymentOrder): Promise<Checkout>;
  statusOf(checkout: string): Promise<CheckoutState>;
  /** Nothing shall be paid there any more; answers what has become of it, for it may have been paid a moment ago. */
  close(checkout: string): Promise<CheckoutState>;
  refund(charge: Charge): Promise<RefundOutcome>;
}

/** The providers of this deployment; edges add theirs when they start. */
export class PaymentProviders {
  private readonly known = new Map<string, PaymentProvider>();

  add(provider: PaymentProvider): void {
    this.known.set(provider.name, provider);
  }

  /** Undefined: there is no such provider (any more). */
  get(name: string): PaymentProvider | undefined {
    return this.known.get(name);
  }

  /** Who takes money for a bot, in the order in which they are offered. */
  of(botId: string): PaymentProvider[] {
    return [...this.known.values()].filter((provider) => provider.serves(botId));
  }
}
