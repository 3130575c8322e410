import { Redis, ReplyError } from 'ioredis';
import type { Log } from './log';

/** Which Redis, where to complain, and what the connection is called in the log. */
export interface RedisConnectionOptions {
  url: string;
  log: Log;
  name: string;
}

const commandTimeoutMs = 1000;
const longestBackOffMs = 2000;

/** A connection to Redis that comes back by itself for ever and whose every command ends within a second. */
export class RedisConnection {
  /** The client itself, for events; commands go through `attempt`. */
  readonly client: Redis;
  private readonly log: Log;
  private lastError: unknown;
  private awaySince: number | undefined;
  private closing = false;
  private probing = false;
  private readonly refusals = new Set<string>();

  constructor({ url, log, name }: RedisConnectionOptions) {
    this.log = log.child({ part: `redis ${name}` });
    this.client = new Redis(url, {
      connectionName: `besedka-${name}`,
      commandTimeout: commandTimeoutMs,
      connectTimeout: longestBackOffMs,
      disconnectTimeout: commandTimeoutMs / 2,
      keepAlive: 10_000,
      retryStrategy: (attempt) => Math.min(25 * 2 ** attempt, longestBackOffMs),
      // After a failover the old primary answers, but only reads.
      reconnectOnError: (error) => error.message.startsWith('READONLY'),
      // A command ends with the connection it was sent on: what is late or sent twice is worse than what is lost.
      maxRetriesPerRequest: 0,
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      // Its answer is not awaited by the client, so a failure of it would go unnoticed.
      autoResubscribe: false,
    });
    this.client.on('error', (error: unknown) => {
      this.lastError = error;
    });
    this.client.on('close', () => this.noteAway());
    this.client.on('ready', () => this.noteBack());
  }

  /** Whether Redis can be asked now. */
  get ready(): boolean {
    return this.client.status === 'ready';
  }

  /** Waits until the first attempt to connect has ended, well or not. */
  firstAttempt(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, longestBackOffMs);
      const done = () => {
        clearTimeout(timer);
        resolve();
      };
      this.client.once('ready', done);
      this.client.once('close', done);
    });
  }

  /** Runs a command and answers undefined when Redis is away or refuses; it never throws because of Redis. */
  async attempt<T>(command: (client: Redis) => Promise<T>): Promise<T | undefined> {
    if (!this.ready) return undefined;
    try {
      return await command(this.client);
    } catch (error) {
      this.noteFailure(error);
      return undefined;
    }
  }

  /** Ends a standing connection and begins another one. */
  reconnect(): void {
    if (!this.closing && this.ready) this.client.disconnect(true);
  }

  /** Says goodbye and closes; a Redis that does not answer is left behind. */
  async close(): Promise<void> {
    this.closing = true;
    await this.attempt((client) => client.quit());
    const { status } = this.client;
    const ended = new Promise<void>((resolve) => this.client.once('end', resolve));
    this.client.disconnect();
    // Between two attempts to connect nothing is open, and the client says no more.
    if (status !== 'end' && status !== 'reconnecting') await ended;
  }

  private noteAway(): void {
    if (this.closing || this.awaySince !== undefined) return;
    this.awaySince = performance.now();
    this.log.warn({ err: this.lastError }, 'Redis is away; going on without it and trying again');
  }

  private noteBack(): void {
    this.refusals.clear();
    this.lastError = undefined;
    if (this.awaySince === undefined) return;
    this.log.info({ awayMs: Math.round(performance.now() - this.awaySince) }, 'Redis is back');
    this.awaySince = undefined;
  }

  private noteFailure(error: unknown): void {
    this.lastError = error;
    if (this.closing || !this.ready || !(error instanceof Error)) return;
    if (error.message === 'Command timed out') void this.probe();
    // Any other failure is that of a connection, and those are told by its end.
    else if (error instanceof ReplyError) this.noteRefusal(error);
  }

  /** A refusal (out of memory, not allowed) may come with every command: its kind is logged once per connection. */
  private noteRefusal(error: Error): void {
    const kind = error.message.split(' ', 1)[0] ?? '';
    if (this.refusals.has(kind)) return;
    this.refusals.add(kind);
    this.log.error({ err: error }, 'Redis refused a command');
  }

  /** A command times out when Redis hangs, and also when this process was busy for a second: one more question tells. */
  private async probe(): Promise<void> {
    if (this.probing) return;
    this.probing = true;
    try {
      await this.client.ping();
    } catch (error) {
      this.lastError = error;
      this.reconnect();
    } finally {
      this.probing = false;
    }
  }
}
