import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readCallback, signatureHeader } from '../bookings/payments/card-protocol';
import type { Payments } from '../bookings/payments/payments';
import type { Log } from '../infra/log';
import { RateLimit } from '../infra/rate-limit';
import { signatureFault } from '../infra/signatures';

/** What hears the payment service. */
export interface CallbackDeps {
  readonly payments: Pick<Payments, 'noteCharge'>;
  /** Shared with the service. */
  readonly secret: string;
  readonly log: Log;
}

/** Where the payment service tells what has happened. */
export const callbackPath = '/payments/callback/card';

const longestBody = 16_384;
const comeAgainSeconds = 5;
const mostComplaints = 10;

/**
 * Opens the door for callbacks of the payment service. The signature is of the bytes that came, and is checked before anybody reads
 * them: what we read is what was signed, whatever there is to disagree about in JSON.
 */
export async function registerPaymentCallbacks(server: FastifyInstance, deps: CallbackDeps): Promise<void> {
  const complaints = new RateLimit();
  await server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: longestBody },
      async (_: unknown, body: Buffer) => body,
    );
    scope.setErrorHandler((error: { statusCode?: number }, _request, reply) => {
      const isTheirs = error.statusCode !== undefined && error.statusCode < 500;
      if (isTheirs) return reply.code(error.statusCode ?? 400).send();
      deps.log.error({ err: error }, 'a callback of a payment could not be noted');
      return again(reply);
    });
    scope.post(callbackPath, async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const fault = signatureFault(headerOf(request), { secret: deps.secret, body });
      if (fault === null) return take(reply, body, deps);
      if (complaints.count('forged', mostComplaints) === undefined) {
        deps.log.warn({ fault, ip: request.ip }, 'a callback of a payment was refused: its signature is not good');
      }
      return reply.code(401).send();
    });
  });
}

async function take(reply: FastifyReply, body: Buffer, { payments, log }: CallbackDeps): Promise<FastifyReply> {
  const charge = readCallback(body.toString('utf8'));
  if (charge === 'nothing') return reply.code(200).send({ outcome: 'nothing to do' });
  if (charge === 'unreadable') {
    log.error('a signed callback of a payment cannot be read');
    return reply.code(400).send({ outcome: 'unreadable' });
  }
  const outcome = await payments.noteCharge(charge);
  if (outcome !== 'unknown') return reply.code(200).send({ outcome });
  log.warn({ payment: charge.paymentId }, 'a callback came for a payment that we do not know (yet)');
  return again(reply);
}

function again(reply: FastifyReply): FastifyReply {
  return reply.code(503).header('retry-after', String(comeAgainSeconds)).send({ outcome: 'come again' });
}

function headerOf(request: FastifyRequest): string | undefined {
  const value = request.headers[signatureHeader];
  return typeof value === 'string' ? value : undefined;
}
