import pg from 'pg';
import type { Log } from './log';

type Listener = (payload: string) => void;

const reconnectMs = 1_000;

/**
 * PostgreSQL's LISTEN on a connection of its own, for ever: a lost connection is opened again, and every listener is
 * then called once with an empty payload, since what was notified meanwhile is lost.
 */
export class NotificationListener {
  private readonly listeners = new Map<string, Set<Listener>>();
  private client: pg.Client | undefined;
  private retry: NodeJS.Timeout | undefined;
  private connecting: Promise<void> | undefined;
  private closed = false;

  constructor(
    private readonly url: string,
    private readonly log: Log,
  ) {}

  /** Connects; resolves when the channels of all listeners are listened to, or a first try has failed. */
  start(): Promise<void> {
    this.connecting ??= this.connect().finally(() => {
      this.connecting = undefined;
    });
    return this.connecting;
  }

  /** Calls the listener with the payload of every notification; answers how to stop that. */
  listen(channel: string, listener: Listener): () => void {
    const present = this.listeners.get(channel);
    if (present) present.add(listener);
    else {
      this.listeners.set(channel, new Set([listener]));
      this.client?.query(`listen ${pg.escapeIdentifier(channel)}`).catch((error: unknown) => this.lost(error));
    }
    return () => this.listeners.get(channel)?.delete(listener);
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.retry);
    await this.connecting;
    await this.client?.end();
  }

  private async connect(): Promise<void> {
    if (this.closed) return;
    const client = new pg.Client({
      connectionString: this.url,
      connectionTimeoutMillis: 2_000,
      keepAlive: true,
      application_name: 'besedka-listener',
    });
    client.on('error', (error) => this.lost(error));
    client.on('end', () => this.lost());
    client.on('notification', ({ channel, payload }) => this.tell(channel, payload ?? ''));
    try {
      await client.connect();
      for (const channel of this.listeners.keys()) await client.query(`listen ${pg.escapeIdentifier(channel)}`);
      this.client = client;
      for (const channel of this.listeners.keys()) this.tell(channel, '');
    } catch (error) {
      this.lost(error);
    }
  }

  private tell(channel: string, payload: string): void {
    for (const listener of this.listeners.get(channel) ?? []) listener(payload);
  }

  private lost(error?: unknown): void {
    if (this.closed || this.retry) return;
    this.log.warn({ err: error }, 'notifications of the database are lost; polling until they are back');
    this.client = undefined;
    this.retry = setTimeout(() => {
      this.retry = undefined;
      void this.start();
    }, reconnectMs);
  }
}
