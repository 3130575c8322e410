import type { IncomingMessage } from 'node:http';
import { CloseCode, type WebSocket as ProtocolSocket } from 'graphql-ws';
import { type RawData, WebSocket } from 'ws';
import type { Log } from '../infra/log';
import type { Viewer } from '../people/viewer';
import { callerOf, type Identified, type Shown } from './callers';
import type { Caller } from './context';

/** Close codes beyond those of graphql-ws. */
export const closeCodes = {
  goingAway: 1001,
  internalError: 1011,
  tryAgainLater: 1013,
  subscriptionsOnly: CloseCode.BadRequest,
  unauthorized: CloseCode.Unauthorized,
  forbidden: CloseCode.Forbidden,
  tooMany: CloseCode.TooManyInitialisationRequests,
} as const;

const messagesPerMinute = 300;
const minuteMs = 60_000;

/** One socket of a caller: who they are, what they showed, and whether they are still there. */
export class SocketConnection {
  /** Null until the connection is initialised. */
  viewer: Viewer | null = null;
  checkedAt = performance.now();
  private shown: Shown | undefined;
  private session: string | null = null;
  private acceptLanguage: string | undefined;
  private alive = true;
  private window = { since: performance.now(), count: 0 };

  constructor(
    private readonly socket: WebSocket,
    private readonly request: IncomingMessage,
    readonly ip: string,
  ) {
    this.acceptLanguage = request.headers['accept-language'];
    socket.on('pong', () => {
      this.alive = true;
    });
  }

  get caller(): Caller {
    const { viewer, session, acceptLanguage, ip } = this;
    return callerOf({ viewer, session }, { acceptLanguage, ip });
  }

  /** What the socket shows with its initialisation: a key in the payload, else the cookie of its upgrade. */
  show(params: Readonly<Record<string, unknown>>): Shown {
    const { cookie, origin } = this.request.headers;
    const { acceptLanguage } = params;
    if (typeof acceptLanguage === 'string') this.acceptLanguage = acceptLanguage;
    const authorization = params['authorization'] ?? params['Authorization'];
    // A cookie is sent by browsers without being asked: it counts only with an origin, and that one is checked.
    const session = origin === undefined ? undefined : cookie;
    this.shown = {
      authorization: typeof authorization === 'string' ? authorization : undefined,
      cookie: session,
      origin,
    };
    return this.shown;
  }

  /** What was shown at the initialisation, to look at again. */
  get credentials(): Shown | undefined {
    return this.viewer ? this.shown : undefined;
  }

  admit({ viewer, session }: Identified): void {
    this.viewer = viewer;
    this.session = session;
  }

  close(code: number, reason: string): void {
    this.socket.close(code, reason);
  }

  /** Ends the connection without a word. */
  terminate(): void {
    this.socket.terminate();
  }

  /** Asks whether the other side is still there; ends the connection when the last question was not answered. */
  probe(): void {
    if (!this.alive) return this.socket.terminate();
    this.alive = false;
    this.socket.ping();
  }

  /** The connection as graphql-ws sees it. */
  protocol(log: Log): ProtocolSocket {
    const { socket } = this;
    return {
      protocol: socket.protocol,
      send: (data) => this.send(data),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (take) => {
        socket.on('message', (data) => {
          if (this.isOneTooMany()) return socket.close(closeCodes.tooMany, 'Too many messages');
          take(textOf(data)).catch((error: unknown) => this.failed(error, log));
        });
      },
    };
  }

  /** Resolves when the message has left: whoever reads slowly is sent to slowly. */
  private send(data: string): Promise<void> {
    if (this.socket.readyState !== WebSocket.OPEN) return Promise.resolve();
    return new Promise((resolve) => this.socket.send(data, () => resolve()));
  }

  private isOneTooMany(): boolean {
    const now = performance.now();
    if (now - this.window.since > minuteMs) this.window = { since: now, count: 0 };
    this.window.count += 1;
    return this.window.count > messagesPerMinute;
  }

  private failed(error: unknown, log: Log): void {
    const unexpected = error instanceof Error && error.message.startsWith('Unexpected message');
    if (unexpected) return this.socket.close(closeCodes.subscriptionsOnly, 'Invalid message received');
    log.error({ err: error }, 'a message on a socket could not be handled');
    this.socket.close(closeCodes.internalError, 'Internal error');
  }
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return (data instanceof ArrayBuffer ? Buffer.from(data) : data).toString('utf8');
}
