import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { signatureFault } from '../../infra/signatures';
import {
  type CheckoutBook,
  type CheckoutOrder,
  type RefundOrder,
  type StandinCheckout,
  statusOf,
} from './checkout-book';

/** What the routes are laid over. */
export interface PaymentsHost {
  readonly book: CheckoutBook;
  readonly secret: string;
  /** Where the payer's page of a checkout is. */
  pageOf(checkoutId: string): string;
}

interface Named {
  Params: { id: string };
  Body: Buffer | undefined;
}

const longestBody = 16_384;

/** The service's API for merchants: every request is signed over its method, its path and its body. */
export function registerPaymentRoutes(server: FastifyInstance, host: PaymentsHost): void {
  void server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: longestBody },
      async (_request: unknown, body: Buffer) => body,
    );
    scope.addHook('preHandler', async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const signed = Buffer.concat([Buffer.from(`${request.method} ${request.url}\n`), body]);
      const fault = signatureFault(String(request.headers['payment-signature']), { secret: host.secret, body: signed });
      if (fault !== null) await reply.code(401).send({ error: `the signature is ${fault}` });
    });
    scope.post('/v1/checkouts', async (request, reply) => {
      const order = ordered(request) as CheckoutOrder | undefined;
      if (!order || !isSum(order)) return bad(reply);
      return shown(host, host.book.open(order));
    });
    scope.get<Named>('/v1/checkouts/:id', async (request, reply) => {
      const checkout = host.book.checkouts.get(request.params.id);
      return checkout ? shown(host, checkout) : reply.code(404).send({ error: 'no such checkout' });
    });
    scope.post<Named>('/v1/checkouts/:id/close', async (request, reply) => {
      const checkout = host.book.checkouts.get(request.params.id);
      if (!checkout) return reply.code(404).send({ error: 'no such checkout' });
      host.book.close(checkout);
      return shown(host, checkout);
    });
    scope.post('/v1/refunds', async (request, reply) => {
      const order = ordered(request) as RefundOrder | undefined;
      if (!order || !isSum(order)) return bad(reply);
      return host.book.refund(order) ?? reply.code(422).send({ error: 'there is nothing to give back' });
    });
  });
}

function shown(host: PaymentsHost, checkout: StandinCheckout): object {
  const { id, reference, charge, amount, currency } = checkout;
  return { id, reference, status: statusOf(checkout), charge, amount, currency, url: host.pageOf(id) };
}

function ordered(request: FastifyRequest): object | undefined {
  try {
    const order: unknown = JSON.parse(String(request.body));
    return typeof order === 'object' && order !== null ? order : undefined;
  } catch {
    return undefined;
  }
}

function isSum({ reference, amount, currency }: { reference: unknown; amount: unknown; currency: unknown }): boolean {
  return (
    typeof reference === 'string' &&
    Number.isSafeInteger(amount) &&
    Number(amount) >= 0 &&
    /^[A-Z]{3}$/.test(String(currency))
  );
}

function bad(reply: FastifyReply): FastifyReply {
  return reply.code(400).send({ error: 'an order has a reference, an amount in minor units and a currency' });
}
