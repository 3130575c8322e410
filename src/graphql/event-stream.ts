import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../errors';
import type { Log } from '../infra/log';
import type { Viewer } from '../people/viewer';
import type { Shown } from './callers';
import { type Caller, keepNoSession } from './context';
import { asError } from './documents';
import { subscribeFresh } from './fresh-subscription';
import type { LiveContext } from './live.resolver';
import { Loaders } from './loaders';
import { type Admitted, errorsIn } from './pipeline';
import type { SharedWay } from './shared-way';
import type { Held, SocketRegister } from './socket-register';

/** A subscription that was admitted, and by what its caller was known. */
export interface Asked {
  readonly admitted: Admitted;
  readonly caller: Caller;
  readonly shown: Shown;
}

/** Subscriptions as server-sent events, one to a request (the «distinct connections» of graphql-sse): next …, complete. */
export class EventStreams {
  constructor(private readonly deps: { way: SharedWay; register: SocketRegister; log: Log }) {}

  /** True when a request wants its answer as a stream of events. */
  static isWanted({ headers }: FastifyRequest): boolean {
    return headers.accept?.includes('text/event-stream') ?? false;
  }

  /** Takes the reply over and streams until the subscription or the connection ends. Throws while nothing is sent yet. */
  async serve(asked: Asked, reply: FastifyReply): Promise<void> {
    const { schema, live } = this.deps.way;
    const { document, operation, variables } = asked.admitted;
    const stream = new EventStream(asked, reply);
    if (this.deps.register.isFull()) throw asError(new Refusal('UNAVAILABLE', { retryAfter: 5 }));
    if (!this.deps.register.add(stream) || !this.deps.register.admits(stream)) {
      this.deps.register.remove(stream);
      throw asError(new Refusal('RATE_LIMITED', { retryAfter: 60 }));
    }
    const contextValue: LiveContext = {
      ...asked.caller,
      live,
      loaders: new Loaders(live.sources),
      keepSession: keepNoSession,
    };
    const operationName = operation.name?.value;
    const args = { schema, document, variableValues: variables, contextValue, ...(operationName && { operationName }) };
    try {
      const results = await subscribeFresh(args);
      stream.open(results);
      for await (const result of Symbol.asyncIterator in results ? results : [results])
        await stream.send(this.told(result, asked));
    } catch (error) {
      if (!stream.opened) throw error;
      this.deps.log.warn({ err: error }, 'a stream of events broke');
      await stream.send(this.told({ errors: errorsIn(error) }, asked));
    } finally {
      this.deps.register.remove(stream);
      stream.end();
    }
  }

  private told({ data, errors }: Told, { caller }: Asked): object {
    return {
      ...(data !== undefined && { data }),
      ...(errors && { errors: this.deps.way.reporter.reportAll(errors, caller) }),
    };
  }
}

type Results = Awaited<ReturnType<typeof subscribeFresh>>;
type Told = {
  readonly data?: unknown;
  readonly errors?: Parameters<SharedWay['reporter']['reportAll']>[0] | undefined;
};

/** One stream of events, held like a socket: looked at again, ended when its caller may no longer follow. */
class EventStream implements Held {
  readonly viewer: Viewer | null;
  readonly ip: string;
  readonly credentials: Shown;
  checkedAt = performance.now();
  private stop: () => void = () => undefined;
  private gone = false;

  constructor(
    { caller, shown }: Asked,
    private readonly reply: FastifyReply,
  ) {
    this.viewer = caller.viewer;
    this.ip = caller.ip;
    this.credentials = shown;
  }

  get opened(): boolean {
    return this.reply.raw.headersSent;
  }

  open(results: Results): void {
    const { raw } = this.reply;
    if (Symbol.asyncIterator in results) this.stop = () => void results.return();
    if (this.gone || raw.destroyed) this.stop();
    this.reply.hijack();
    raw.on('close', () => this.close());
    raw.on('error', () => this.close());
    raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    });
    raw.write(':\n\n');
  }

  /** Resolves when there is room for more: whoever reads slowly is sent to slowly. */
  send(result: object): Promise<void> {
    const { raw } = this.reply;
    if (raw.destroyed || raw.writableEnded) return Promise.resolve();
    if (raw.write(`event: next\ndata: ${JSON.stringify(result)}\n\n`)) return Promise.resolve();
    return new Promise((resolve) => {
      raw.once('drain', resolve);
      raw.once('close', resolve);
    });
  }

  /** Shows the connection that somebody is here; a broken one is noticed by it. */
  probe(): void {
    this.reply.raw.write(':\n\n');
  }

  close(): void {
    this.gone = true;
    this.stop();
  }

  terminate(): void {
    this.close();
    this.reply.raw.destroy();
  }

  end(): void {
    if (this.opened) this.reply.raw.end('event: complete\ndata:\n\n');
  }
}
