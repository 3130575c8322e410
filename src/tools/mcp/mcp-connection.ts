import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPError } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { type CallToolResult, CallToolResultSchema, ErrorCode, McpError } from '@modelcontextprotocol/sdk/types.js';
import type { jsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/types.js';
import { CircuitBreaker } from '../../infra/circuit-breaker';
import type { Log } from '../../infra/log';

/** A tool as its server describes it: words of a stranger. */
export interface McpOffer {
  readonly name: string;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly inputSchema: unknown;
  /** What the server says of it, for the owner to see: nothing is decided by that. */
  readonly saysReadOnly: boolean;
}

/** A server that does not answer as it should; `unknown`: nobody can tell whether it did what it was asked for. */
export class McpFailed extends Error {
  /** Whether a second try on a new connection may help, and does nothing twice. */
  readonly mayRepeat: boolean;

  constructor(
    readonly fault: 'away' | 'unknown',
    why: string,
    { cause, mayRepeat = false }: { cause?: unknown; mayRepeat?: boolean } = {},
  ) {
    super(why, { cause });
    this.name = 'McpFailed';
    this.mayRepeat = mayRepeat;
  }
}

/** What a connection needs. */
export interface McpConnectionDeps {
  readonly open: () => Transport;
  readonly name: string;
  readonly timeoutMs: number;
  readonly log: Log;
}

/** A call of a tool of a server. */
export interface McpCall {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  /** Names a change; null: nothing is changed, and it may be asked twice. */
  readonly key: string | null;
  readonly signal: AbortSignal;
}

const patience = { failures: 3, windowMs: 60_000, pauseMs: 15_000 };
const most = { connectMs: 5_000, lookMs: 3_000, pages: 5, offers: 200 };
const freshMs = 300_000;
// The server has forgotten the session, and therefore has done nothing.
const lostSession = new Set([400, 404]);
/** What a server says of its results is not checked by rules that the server has written. */
const noValidator: jsonSchemaValidator = {
  getValidator: () => (input) => ({ valid: true, data: input as never, errorMessage: undefined }),
};

/** One MCP server: connected when it is first needed and again when it was lost, and left alone while it keeps failing. */
export class McpConnection {
  private readonly breaker = new CircuitBreaker(patience, () => performance.now());
  private client: Promise<Client> | undefined;
  private offered: { readonly offers: readonly McpOffer[]; readonly at: number } | undefined;
  private asking: Promise<readonly McpOffer[]> | undefined;

  constructor(private readonly deps: McpConnectionDeps) {}

  /** What the server offers, no older than a few minutes. Throws McpFailed. */
  offers(): Promise<readonly McpOffer[]> {
    if (this.offered && performance.now() - this.offered.at < freshMs) return Promise.resolve(this.offered.offers);
    this.asking ??= this.guarded((client) => this.list(client), { isRepeatable: true }).finally(() => {
      this.asking = undefined;
    });
    return this.asking;
  }

  /** What the server last offered, at once; a new look is taken beside. The first look is waited for, for a little while. */
  async known(): Promise<readonly McpOffer[]> {
    const asked = this.offers().catch((error: unknown) => {
      this.deps.log.warn({ server: this.deps.name, why: String(error) }, 'an MCP server is away');
      return [];
    });
    return this.offered?.offers ?? (await withinMs(asked, most.lookMs)) ?? [];
  }

  /** Calls a tool. Throws McpFailed, and McpError where the server refuses. */
  call({ name, arguments: given, key, signal }: McpCall): Promise<CallToolResult> {
    const params = { name, arguments: { ...given }, ...(key !== null && { _meta: { 'besedka/idempotencyKey': key } }) };
    const options = { timeout: this.deps.timeoutMs, maxTotalTimeout: this.deps.timeoutMs, signal };
    const work = async (client: Client) =>
      (await client.callTool(params, CallToolResultSchema, options)) as CallToolResult;
    return this.guarded(work, { isRepeatable: key === null, signal });
  }

  async close(): Promise<void> {
    const { client } = this;
    this.client = undefined;
    await client?.then((one) => one.close()).catch(() => undefined);
  }

  private async guarded<T>(
    work: (client: Client) => Promise<T>,
    { isRepeatable, signal }: { isRepeatable: boolean; signal?: AbortSignal },
  ): Promise<T> {
    const pass = this.breaker.enter();
    if (!pass) throw new McpFailed('away', 'it has failed again and again');
    let outcome: 'well' | 'unwell' | 'unknown' = 'unwell';
    try {
      const result = await this.twice(work, isRepeatable);
      outcome = 'well';
      return result;
    } catch (error) {
      if (signal?.aborted) outcome = 'unknown';
      signal?.throwIfAborted();
      if (isAnswer(error)) outcome = 'well';
      throw error;
    } finally {
      pass.end(outcome);
    }
  }

  /** A connection may have died since it was last used: then there is a second try, on a new one. */
  private async twice<T>(work: (client: Client) => Promise<T>, isRepeatable: boolean): Promise<T> {
    const isNew = this.client === undefined;
    try {
      return await this.once(work, isRepeatable);
    } catch (error) {
      if (isNew || !(error instanceof McpFailed) || !error.mayRepeat) throw error;
      return this.once(work, isRepeatable);
    }
  }

  private async once<T>(work: (client: Client) => Promise<T>, isRepeatable: boolean): Promise<T> {
    const client = await this.connected();
    try {
      return await work(client);
    } catch (error) {
      if (isAnswer(error)) throw error;
      this.client = undefined;
      await client.close().catch(() => undefined);
      throw failed(error, isRepeatable);
    }
  }

  private async connected(): Promise<Client> {
    this.client ??= this.connect();
    try {
      return await this.client;
    } catch (error) {
      this.client = undefined;
      throw new McpFailed('away', 'it cannot be reached', { cause: error });
    }
  }

  private async connect(): Promise<Client> {
    const client = new Client({ name: 'besedka', version: '1' }, { jsonSchemaValidator: noValidator });
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the client knows no other way
    client.onerror = (error) =>
      this.deps.log.debug({ server: this.deps.name, why: error.message }, 'an MCP server errs');
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the client knows no other way
    client.onclose = () => {
      this.client = undefined;
    };
    const transport = this.deps.open();
    try {
      await client.connect(transport, { timeout: most.connectMs });
      return client;
    } catch (error) {
      await client.close().catch(() => undefined);
      throw error;
    }
  }

  private async list(client: Client): Promise<readonly McpOffer[]> {
    const offers: McpOffer[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < most.pages && offers.length < most.offers; page += 1) {
      const answer = await client.listTools({ ...(cursor !== undefined && { cursor }) }, { timeout: most.connectMs });
      for (const { name, title, description, inputSchema, annotations } of answer.tools) {
        offers.push({ name, title, description, inputSchema, saysReadOnly: annotations?.readOnlyHint === true });
      }
      cursor = answer.nextCursor;
      if (cursor === undefined) break;
    }
    this.offered = { offers: offers.slice(0, most.offers), at: performance.now() };
    return this.offered.offers;
  }
}

async function withinMs<T>(work: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

const tooLate: number = ErrorCode.RequestTimeout;
const lost: number = ErrorCode.ConnectionClosed;

/** Whether the server itself has answered, if only that it will not. */
function isAnswer(error: unknown): boolean {
  return error instanceof McpError && error.code !== tooLate && error.code !== lost;
}

function failed(cause: unknown, isRepeatable: boolean): Error {
  const why = cause instanceof Error ? cause.message.slice(0, 200) : 'it was lost';
  const isUndone = cause instanceof StreamableHTTPError && lostSession.has(cause.code ?? 0);
  // Who is too slow once has had the time that there is.
  const isLate = cause instanceof McpError && cause.code === tooLate;
  return new McpFailed(isRepeatable ? 'away' : 'unknown', why, {
    cause,
    mayRepeat: isUndone || (isRepeatable && !isLate),
  });
}
