import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { GraphqlApp } from './graphql-app';

/** A subscription under way: what came so far, and how it ended. */
export interface Subscribed {
  readonly results: { data?: any; errors?: { message: string; extensions: Record<string, any> }[] }[];
  readonly errors: unknown[];
  ended: boolean;
  stop(): void;
}

/** A client of the API's sockets, with the bootstrap key unless told otherwise. */
export function socketClient(app: Pick<GraphqlApp, 'url' | 'key'>, params?: Record<string, unknown>): Client {
  return createClient({
    url: app.url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: params ?? { authorization: `Bearer ${app.key}` },
  });
}

/** Subscribes and gathers what comes. */
export function gather(client: Client, query: string, variables: Record<string, unknown> = {}): Subscribed {
  const gathered: Subscribed = { results: [], errors: [], ended: false, stop: () => undefined };
  gathered.stop = client.subscribe<any>(
    { query, variables },
    {
      next: (result) => void gathered.results.push(result as Subscribed['results'][number]),
      error: (error) => void gathered.errors.push(error),
      complete: () => {
        gathered.ended = true;
      },
    },
  );
  return gathered;
}

/** A bare socket, for what a well-behaved client never does. */
export interface BareSocket {
  readonly socket: WebSocket;
  readonly messages: any[];
  /** The code with which it was closed, or the HTTP status with which the upgrade was refused. */
  readonly closed: Promise<number>;
  send(message: unknown): void;
}

/** Opens a bare socket. */
export function bareSocket(
  url: string,
  options: { protocol?: string; headers?: Record<string, string> } = {},
): Promise<BareSocket> {
  const protocols = options.protocol === '' ? [] : [options.protocol ?? 'graphql-transport-ws'];
  const socket = new WebSocket(url.replace('http', 'ws'), protocols, { headers: options.headers ?? {} });
  const messages: any[] = [];
  socket.on('message', (data) => messages.push(JSON.parse((data as Buffer).toString('utf8'))));
  let refused: number | undefined;
  const closed = new Promise<number>((resolve) => {
    socket.on('close', (code) => resolve(refused ?? code));
    socket.on('unexpected-response', (_request, response) => {
      refused = response.statusCode ?? 0;
      response.resume();
      resolve(refused);
      socket.terminate();
    });
    socket.on('error', () => undefined);
  });
  const bare = { socket, messages, closed, send: (message: unknown) => socket.send(JSON.stringify(message)) };
  return new Promise((resolve) => {
    socket.on('open', () => resolve(bare));
    void closed.then(() => resolve(bare));
  });
}
