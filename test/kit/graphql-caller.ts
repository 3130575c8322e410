import { type Client, createClient } from 'graphql-ws';
import WebSocket from 'ws';

interface GraphqlAnswer {
  readonly data?: any;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions: { readonly code: string } & Record<string, any>;
  }[];
}

/** A failure that the API told. */
export class GraphqlFailure extends Error {
  constructor(
    readonly code: string,
    readonly answer: GraphqlAnswer,
  ) {
    super(`${code}: ${answer.errors?.[0]?.message ?? ''}`);
  }
}

/** A subscription whose events are collected as they come. */
export interface Collected<T = any> {
  readonly seen: T[];
  readonly faults: unknown[];
  stop(): Promise<void>;
}

/** Somebody who calls the API over HTTP and WebSocket. */
export class GraphqlCaller {
  private socket: Client | undefined;
  private readonly wires: WebSocket[] = [];

  constructor(
    readonly url: string,
    private readonly headers: Record<string, string> = {},
  ) {}

  /** Signs an operator in and answers a caller with their session. */
  async signIn(email: string, password: string): Promise<GraphqlCaller> {
    const query = 'mutation ($input: SignInInput!) { signIn(input: $input) { operator { id } } }';
    const response = await this.post({ query, variables: { input: { email, password } } });
    const answer = (await response.json()) as GraphqlAnswer;
    if (answer.errors) throw new GraphqlFailure(answer.errors[0]!.extensions.code, answer);
    const cookie = response.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
    return new GraphqlCaller(this.url, { cookie, origin: this.url });
  }

  /** The data of a query or mutation; throws GraphqlFailure with the first code. */
  async call(query: string, variables: object = {}): Promise<any> {
    const answer = await this.ask(query, variables);
    const [failure] = answer.errors ?? [];
    if (failure) throw new GraphqlFailure(failure.extensions.code, answer);
    return answer.data;
  }

  /** The whole answer, failures included. */
  async ask(query: string, variables: object = {}, headers: Record<string, string> = {}): Promise<GraphqlAnswer> {
    return (await (await this.post({ query, variables }, headers)).json()) as GraphqlAnswer;
  }

  /** The bare response to a body. */
  post(body: object, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...this.headers, ...headers },
      body: JSON.stringify(body),
    });
  }

  /** Subscribes; resolves when the server has said that it is subscribed, or at the latest after a moment. */
  subscribe(query: string, variables: Record<string, unknown> = {}): Collected {
    this.socket ??= this.openSocket();
    const seen: any[] = [];
    const faults: unknown[] = [];
    let stopped: () => void = () => undefined;
    const end = new Promise<void>((resolve) => {
      stopped = resolve;
    });
    const unsubscribe = this.socket.subscribe(
      { query, variables },
      {
        next: ({ data, errors }) => (errors ? faults.push(...errors) : seen.push(Object.values(data ?? {})[0])),
        error: (error) => {
          faults.push(error);
          stopped();
        },
        complete: () => stopped(),
      },
    );
    return {
      seen,
      faults,
      stop: async () => {
        unsubscribe();
        await end;
      },
    };
  }

  /** Cuts the connection as a network does: no word to the server, and the subscriptions fail. */
  cut(): void {
    for (const wire of this.wires.splice(0)) wire.terminate();
    this.socket = undefined;
  }

  /** Ends the socket, with all its subscriptions. */
  async close(): Promise<void> {
    await this.socket?.dispose();
    this.socket = undefined;
  }

  private openSocket(): Client {
    const { headers, wires } = this;
    return createClient({
      url: `${this.url.replace(/^http/, 'ws')}/graphql`,
      webSocketImpl: class extends WebSocket {
        constructor(url: string, protocols: string[]) {
          super(url, protocols, { headers });
          wires.push(this);
        }
      },
      connectionParams: headers['authorization'] ? { authorization: headers['authorization'] } : {},
      retryAttempts: 0,
      lazy: true,
    });
  }
}
