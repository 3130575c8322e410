import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  type ExecutionArgs,
  type ExecutionResult,
  type FormattedExecutionResult,
  type GraphQLError,
  type GraphQLFormattedError,
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
import { keepNoSession } from './context';
import { asError } from './documents';
import { subscribeFresh } from './fresh-subscription';
import type { LiveContext } from './live.resolver';
import { Loaders } from './loaders';
import { errorsIn } from './pipeline';
import type { SharedWay } from './shared-way';
import { closeCodes, SocketConnection } from './socket-connection';
import type { SocketRegister } from './socket-register';

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

  constructor(private readonly deps: { way: SharedWay; register: SocketRegister; log: Log }) {
    this.sockets = new WebSocketServer({
      noServer: true,
      maxPayload: messageBytes,
      perMessageDeflate: false,
      // Another protocol is taken only to be told 4406: without it clients see no more than a broken connection.
      handleProtocols: (protocols) => handleProtocols(protocols) || ([...protocols][0] ?? false),
    });
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
  attach(server: Server): void {
    server.on('upgrade', (request, socket, head) => this.upgrade(request, socket, head));
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
    return this.deps.register.isFull() ? '503 Service Unavailable' : undefined;
  }

  private open(socket: WebSocket, request: IncomingMessage): void {
    const connection = new SocketConnection(socket, request, request.socket.remoteAddress ?? '');
    // Without a listener the error of one socket (a frame that is too large) would end the process.
    socket.on('error', (error) => this.deps.log.debug({ err: error }, 'a socket broke'));
    if (!this.deps.register.add(connection)) {
      socket.close(closeCodes.tooMany, 'Too many sockets');
      return;
    }
    const closed = this.protocol.opened(connection.protocol(this.deps.log), { connection });
    socket.once('close', (code, reason) => {
      this.deps.register.remove(connection);
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
      if (this.deps.register.admits(connection)) return true;
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
      const contextValue: LiveContext = {
        ...caller,
        live,
        loaders: new Loaders(live.sources),
        keepSession: keepNoSession,
      };
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
