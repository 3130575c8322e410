import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { NewInboxItem } from '../dialogues/inbox-item';
import type { Log } from '../infra/log';
import { RareWarning } from './rare-warning';
import { inboxItemOf, updateIdOf } from './update.rules';

/** A bot that Telegram brings its updates to. */
export interface WebhookBot {
  readonly botId: string;
  readonly slug: string;
  readonly secret: string;
}

/** What the webhook needs. */
export interface WebhookDeps {
  readonly bots: readonly WebhookBot[];
  readonly inbox: { store(item: NewInboxItem): Promise<void> };
  readonly log: Log;
  /** Told of each request with a wrong secret: perhaps Telegram still has an old one. */
  readonly onWrongSecret?: (slug: string) => void;
  /** How long the store may take before Telegram is asked to come again. */
  readonly patienceMs?: number;
}

const secretHeader = 'x-telegram-bot-api-secret-token';
// The longest that Telegram takes.
const widestSecret = 256;
const longestBody = 1024 * 1024;
const retryAfterSeconds = 5;
// While the store hangs, updates pile up here; Telegram keeps them better than we do.
const mostWaiting = 2_000;
// PostgreSQL and JSON.stringify give up at some thousand levels, which take more text than this.
const harmlessLength = 4_096;
const deepest = 100;

/**
 * Takes updates at POST /telegram/<slug>: checks the secret, stores, answers 200, and nothing else. The scope has its
 * own body parser, so that the rest of the server keeps its.
 */
export async function registerWebhook(server: FastifyInstance, deps: WebhookDeps): Promise<void> {
  const webhook = new Webhook(deps);
  await server.register((scope, _options, registered) => {
    scope.removeAllContentTypeParsers();
    // A logger of its own for each request would cost more than the check of the secret.
    scope.setChildLoggerFactory((logger) => logger);
    const parser = { parseAs: 'buffer', bodyLimit: longestBody } as const;
    scope.addContentTypeParser('application/json', parser, (_request, body, done) => done(null, body));
    scope.setErrorHandler((error, request, reply) => webhook.fail(error, request, reply));
    scope.route<WebhookRoute>({
      method: ['POST', 'GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
      url: '/telegram/:slug',
      bodyLimit: longestBody,
      onRequest: (request, reply, done) => webhook.admit(request, reply, done),
      handler: (request, reply) => webhook.take(request, reply),
    });
    registered();
  });
}

interface WebhookRoute {
  Params: { slug: string };
}

interface Recipient {
  readonly botId: string;
  readonly secret: Buffer;
}

class Webhook {
  private readonly recipients: ReadonlyMap<string, Recipient>;
  private readonly patienceMs: number;
  private readonly intruders: RareWarning;
  private readonly failures: RareWarning;
  private waiting = 0;

  constructor(private readonly deps: WebhookDeps) {
    this.recipients = new Map(deps.bots.map(({ slug, botId, secret }) => [slug, { botId, secret: inField(secret) }]));
    this.patienceMs = deps.patienceMs ?? 2_000;
    this.intruders = new RareWarning(deps.log, 'a webhook request without the right secret was refused');
    this.failures = new RareWarning(deps.log, 'updates could not be stored; Telegram was asked to come again');
  }

  /** Refuses what is not Telegram's before a byte of the body is read. */
  admit(request: FastifyRequest<WebhookRoute>, reply: FastifyReply, done: () => void): void {
    const recipient = this.recipients.get(request.params.slug);
    if (!recipient) return refuse(reply, 404, 'there is no such webhook');
    if (request.method !== 'POST') return refuse(reply.header('allow', 'POST'), 405, 'a webhook takes POST');
    if (!hasSecret(request, recipient)) {
      this.intruders.note({ slug: request.params.slug });
      this.deps.onWrongSecret?.(request.params.slug);
      void reply.code(401).send();
      return;
    }
    const encoding = request.headers['content-encoding'] ?? 'identity';
    if (encoding !== 'identity') return refuse(reply, 415, 'compressed bodies are not taken');
    done();
  }

  async take(request: FastifyRequest<WebhookRoute>, reply: FastifyReply): Promise<void> {
    const recipient = this.recipients.get(request.params.slug);
    const update = parsed(request.body);
    const updateId = updateIdOf(update);
    if (!recipient || updateId === undefined) return refuse(reply, 400, 'this is not an update');
    const payload = isStorable(update, request.body)
      ? update
      : { update_id: updateId, unreadable: 'nested too deeply' };
    const stored = await this.store(inboxItemOf(recipient.botId, updateId, payload));
    if (!stored) return refuse(reply.header('retry-after', retryAfterSeconds), 503, 'come again later');
    reply.code(200).send();
  }

  /** Errors of the body: too long, cut off, of another type. Whatever else happens is ours, and tells nothing. */
  fail(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const status = error instanceof Error && 'statusCode' in error ? error.statusCode : 500;
    if (status === 413) return refuse(reply, 413, 'the body is too long');
    if (typeof status === 'number' && status < 500) return refuse(reply, 400, 'this is not an update');
    this.deps.log.error({ err: error, url: request.url }, 'a webhook request failed');
    refuse(reply, 500, 'something went wrong');
  }

  /** Whether the item was stored in time. What is stored too late comes again and is dropped as a repeat. */
  private store(item: NewInboxItem): Promise<boolean> {
    if (this.waiting >= mostWaiting) return Promise.resolve(false);
    this.waiting++;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.failures.note({ reason: `not within ${this.patienceMs} ms` });
        resolve(false);
      }, this.patienceMs);
      const settle = (stored: boolean) => {
        this.waiting--;
        clearTimeout(timer);
        resolve(stored);
      };
      this.deps.inbox.store(item).then(
        () => settle(true),
        (error: unknown) => {
          this.failures.note({ err: error });
          settle(false);
        },
      );
    });
  }
}

/** Takes the same time whatever was sent: both sides are laid into fields of one width. (Hashing both took 23 µs.) */
function hasSecret(request: FastifyRequest, recipient: Recipient): boolean {
  const sent = request.headers[secretHeader];
  return typeof sent === 'string' && sent.length <= widestSecret && timingSafeEqual(inField(sent), recipient.secret);
}

function inField(secret: string): Buffer {
  const field = Buffer.alloc(widestSecret + 2);
  field.write(secret, 0, widestSecret, 'latin1');
  field.writeUInt16LE(secret.length, widestSecret);
  return field;
}

function refuse(reply: FastifyReply, status: number, reason: string): void {
  void reply.code(status).send({ error: reason });
}

function parsed(body: unknown): unknown {
  if (!Buffer.isBuffer(body)) return undefined;
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isStorable(update: unknown, body: unknown): boolean {
  return (Buffer.isBuffer(body) && body.length <= harmlessLength) || depthWithin(update, deepest);
}

function depthWithin(value: unknown, allowed: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return allowed > 0 && Object.values(value).every((one) => depthWithin(one, allowed - 1));
}
