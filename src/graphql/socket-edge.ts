import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  type ExecutionArgs,
  type ExecutionResult,
  type FormattedExecutionResult,
  type GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  OperationTypeNode,
} from 'graphql';
import {
  type Context,
  handleProtocols,
  makeServer,
  type Server as ProtocolServer,
  type SubscribePayload,
} from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { Refusal } from '../errors';
import type { Log } from '../infra/log';
import { isAway } from '../infra/store-errors';
import type { AccessSignal } from '../people/access-signal';
import type { Callers } from './callers';
import { asError } from './documents';
import { subscribeFresh } from './fresh-subscription';
import type { Live } from './live';
import type { LiveContext } from './live.resolver';
import { Loaders } from './loaders';
import { errorsIn, type Pipeline } from './pipeline';
import type { Reporter } from './reporter';
import { closeCodes, SocketConnection } from './socket-connection';
import { SocketRegister } from './socket-register';

/** The request's way from bytes to an answer, shared with HTTP. */
export interface SharedWay {
  readonly schema: GraphQLSchema;
  readonly callers: Callers;
  readonly pipeline: Pipeline;
  readonly reporter: Reporter;
  readonly live: Live;
}

interface Extra extends Record<PropertyKey, unknown> {
  readonly connection: SocketConnection;
}

type Init = Record<string, unknown>;
type Opened = Context<Init, Extra>;

/** What executing an event comes to. */
type Produced = {
  readonly data?: ExecutionResult['data'] | undefined;
  readonly errors?: readonly GraphQLError[] | undefined;
};

const messageBytes = 64 * 1_024;
const initialisationMs = 3_000;
const mostSubscriptions = 50;

/** GraphQL over WebSocket (graphql-transport-ws) at /graphql: subscriptions only, through the same pipeline as HTTP. */
export class SocketEdge {
  private readonly sockets: WebSocketServer;
  private readonly protocol: ProtocolServer<Extra>;
  private readonly register: SocketRegister;

  constructor(private readonly deps: { way: SharedWay; access: AccessSignal; log: Log }) {
    this.sockets = new WebSocketServer({
      noServer: true,
      maxPayload: messageBytes,
      perMessageDeflate: false,
      // Another protocol is taken only to be told 4406: without it clients see no more than a broken connection.
      handleProtocols: (protocols) => handleProtocols(protocols) || ([...protocols][0] ?? false),
    });
    this.register = new SocketRegister({ callers: deps.way.callers, access: deps.access, log: deps.log });
    this.protocol = makeServer<Init, Extra>({
      connectionInitWaitTimeout: initialisationMs,
      onConnect: (context) => this.initialise(context),
      onSubscribe: (context, _id, payload) => this.admit(context, payload),
      subscribe: async (args) => subscribeFresh(args) as never,
      onNext: (...[context, , , , result]) => this.toldResult(context, result),
      onError: (...[context, , , errors]) => this.told(context, errors),
    });
  }

  /** Takes the upgrades of a server. */
  async attach(server: Server): Promise<void> {
    await this.register.start();
    server.on('upgrade', (request, socket, head) => this.upgrade(request, socket, head));
  }

  /** Says goodbye to all sockets and ends those that do not go. */
  async close(): Promise<void> {
    await this.register.close();
    this.sockets.close();
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const refused = this.whyNoUpgrade(request);
    if (refused) {
      socket.on('error', (error) => this.deps.log.debug({ err: error }, 'a refused socket broke'));
      socket.end(`HTTP/1.1 ${refused}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    this.sockets.handleUpgrade(request, socket, head, (opened) => this.open(opened, request));
  }

  private whyNoUpgrade(request: IncomingMessage): string | undefined {
    const path = request.url?.split('?', 1)[0];
    if (path !== '/graphql') return '404 Not Found';
    // Even with a key: a page of somebody else has no business here.
    if (!this.deps.way.callers.isOurs(request.headers.origin)) return '403 Forbidden';
    return this.register.isFull() ? '503 Service Unavailable' : undefined;
  }

  private open(socket: WebSocket, request: IncomingMessage): void {
    const connection = new SocketConnection(socket, request, request.socket.remoteAddress ?? '');
    // Without a listener the error of one socket (a frame that is too large) would end the process.
    socket.on('error', (error) => this.deps.log.debug({ err: error }, 'a socket broke'));
    if (!this.register.add(connection)) {
      socket.close(closeCodes.tooMany, 'Too many sockets');
      return;
    }
    const closed = this.protocol.opened(connection.protocol(this.deps.log), { connection });
    socket.once('close', (code, reason) => {
      this.register.remove(connection);
      closed(code, String(reason)).catch((error: unknown) => {
        this.deps.log.error({ err: error }, 'a subscription could not be ended');
      });
    });
  }

  private async initialise(context: Opened): Promise<boolean> {
    const { connection } = context.extra;
    try {
      const identified = await this.deps.way.callers.identify(connection.show(context.connectionParams ?? {}));
      if (!identified.shown) connection.close(closeCodes.unauthorized, 'Unauthorized');
      if (!identified.viewer) return false;
      connection.admit(identified);
      if (this.register.admits(connection)) return true;
      connection.close(closeCodes.tooMany, 'Too many sockets');
    } catch (error) {
      if (!isAway(error)) this.deps.log.error({ err: error }, 'a socket could not be initialised');
      connection.close(isAway(error) ? closeCodes.tryAgainLater : closeCodes.internalError, 'Try again later');
    }
    return false;
  }

  private admit(context: Opened, payload: SubscribePayload): readonly GraphQLError[] | ExecutionArgs {
    const { connection } = context.extra;
    const { schema, pipeline, live } = this.deps.way;
    const { caller } = connection;
    try {
      if (Object.keys(context.subscriptions).length > mostSubscriptions) throw asError(new Refusal('RATE_LIMITED'));
      pipeline.countRequest(caller);
      const { document, operation, variables } = pipeline.admit(payload, caller);
      if (operation.operation !== OperationTypeNode.SUBSCRIPTION) {
        connection.close(closeCodes.subscriptionsOnly, 'Subscriptions only');
      }
      const contextValue: LiveContext = { ...caller, live, loaders: new Loaders(live.sources), keepSession };
      const { operationName } = payload;
      return { schema, document, contextValue, variableValues: variables, ...(operationName && { operationName }) };
    } catch (thrown) {
      return errorsIn(thrown);
    }
  }

  private toldResult(context: Opened, { data, errors }: Produced): FormattedExecutionResult {
    return { ...(data !== undefined && { data }), ...(errors && { errors: this.told(context, errors) }) };
  }

  private told({ extra }: Opened, errors: readonly GraphQLError[]): GraphQLFormattedError[] {
    return this.deps.way.reporter.reportAll(errors, extra.connection.caller);
  }
}

function keepSession(): void {
  // A socket carries subscriptions only: nobody signs in or out on it.
}
