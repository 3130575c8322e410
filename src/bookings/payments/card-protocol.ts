import { z } from 'zod';
import type { Charge, CheckoutState } from './payment-provider';

/** The provider's name in the ledger, and in the address of its callbacks. */
export const cardProvider = 'card';

/** The header that a request to the service carries, and a callback of it. */
export const signatureHeader = 'payment-signature';

const name = z.string().min(1).max(200);
// More than the database holds in minor units is no payment of ours.
const amount = z.int().min(0).max(2_147_483_647);
const currency = z.string().regex(/^[A-Z]{3}$/);

const checkoutShape = z.object({
  id: name,
  reference: name,
  status: z.enum(['open', 'paid', 'closed']),
  charge: name.nullish(),
  amount,
  currency,
  url: z.url({ protocol: /^https?$/ }),
});

const callbackShape = z.discriminatedUnion('type', [
  z.object({ type: z.literal('charge.succeeded'), reference: name, charge: name, amount, currency }),
  z.object({ type: z.literal('charge.declined') }),
]);

/** A checkout, as the service shows it. */
export type ShownCheckout = z.output<typeof checkoutShape>;

/** What the service says of a checkout. Throws ZodError for what it does not know. */
export function readCheckout(answer: unknown): ShownCheckout {
  return checkoutShape.parse(answer);
}

/** The name of a refund in the service's answer. */
export function readRefund(answer: unknown): string {
  return z.object({ id: name }).parse(answer).id;
}

/** What has become of a checkout. */
export function stateOf(shown: ShownCheckout): CheckoutState {
  const { status, reference: paymentId, charge, amount: taken, currency: money } = shown;
  if (status === 'paid' && charge) {
    return { state: 'paid', charge: { provider: cardProvider, paymentId, charge, amount: taken, currency: money } };
  }
  return { state: status === 'open' ? 'open' : 'over' };
}

/** What a callback, whose signature was checked, is about: a charge, nothing to us, or it cannot be read. */
export function readCallback(body: string): Charge | 'nothing' | 'unreadable' {
  const known = callbackShape.safeParse(parsed(body));
  if (!known.success) return hasType(parsed(body)) ? 'nothing' : 'unreadable';
  if (known.data.type !== 'charge.succeeded') return 'nothing';
  const { reference: paymentId, charge, amount: taken, currency: money } = known.data;
  return { provider: cardProvider, paymentId, charge, amount: taken, currency: money };
}

/** A service may learn to say more: what we do not know is taken and left alone. */
function hasType(body: unknown): boolean {
  const { type } = Object(body) as { type?: unknown };
  return typeof type === 'string' && type !== 'charge.succeeded';
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
