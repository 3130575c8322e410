import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { canListen } from './free-port';
import type { Log } from './log';
import { findPostgres } from './postgres-binaries';
import {
  addressOf,
  connectToRunning,
  initialise,
  type PostgresPlace,
  type RunningServer,
  shutDown,
  signalTo,
  startServer,
} from './postgres-server';
import { choosePostgresUser } from './postgres-user';
import { StartError } from './start-error';

/** What the embedded server needs to know. */
export interface EmbeddedPostgresOptions {
  /** Holds the data (`postgres/`); made when it is absent. */
  readonly folder: string;
  readonly log: Log;
  /** The database that the address names. */
  readonly name?: string;
  /** Server settings that differ from ours. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A running server; `stop` leaves one alone that another process of ours keeps. */
export interface EmbeddedPostgres {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL that comes with the npm package on data of our own, or uses the one that runs on them already: left
 * by a process that was killed (then it becomes ours to stop), or kept by another process (then it stays that one's).
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const folder = path.resolve(options.folder);
  const data = path.join(folder, 'postgres');
  mkdirSync(folder, { recursive: true });
  const place = { data, binaries: findPostgres(), user: choosePostgresUser(data) };
  if (!existsSync(data)) initialise(place);
  const keeper = new Keeper(place, options);
  const server = await keeper.open();
  return { url: addressOf(server, options.name ?? 'besedka'), stop: () => keeper.stop() };
}

// Who holds this lock on the server stops it; a process that dies lets go of it.
const ownership = "select pg_try_advisory_lock(hashtext('besedka owner')) as owned";

/** Keeps one server running for as long as this process wants it. */
class Keeper {
  private owned: RunningServer | undefined;
  private stopping: Promise<void> | undefined;
  private reviving: Promise<void> | undefined;
  private readonly endWithProcess = () => {
    if (this.owned) signalTo(this.owned.pid, 'SIGINT');
  };

  constructor(
    private readonly place: PostgresPlace,
    private readonly options: EmbeddedPostgresOptions,
  ) {
    process.once('exit', this.endWithProcess);
  }

  /** Finds or starts the server; after its sudden end it must come back on the port that everybody knows. */
  async open(knownPort?: number): Promise<RunningServer> {
    const { data } = this.place;
    const { log, settings } = this.options;
    const deadline = Date.now() + 60_000;
    for (let started = false; Date.now() < deadline; ) {
      const running = await connectToRunning(data);
      if (running !== undefined) return this.take(running, started);
      // Another process may be starting the server right now: then ours ends, and the next round finds theirs.
      const port = knownPort ?? (await preferredPort());
      started = await startServer(this.place, { port, log, settings });
      if (!started) await pause(50);
    }
    throw new StartError(`The embedded PostgreSQL in ${data} does not answer. Is another program holding it?`);
  }

  /** Stops the server if it is ours. */
  stop(): Promise<void> {
    this.stopping ??= this.letGo();
    return this.stopping;
  }

  private async take(running: RunningServer, started: boolean): Promise<RunningServer> {
    const { connection, port } = running;
    const { rows } = await connection.query<{ owned: boolean }>(ownership);
    if (rows[0]?.owned !== true) {
      await connection.end();
      this.options.log.info({ port }, 'using the embedded PostgreSQL that another process of Besedka keeps');
      return running;
    }
    this.owned = running;
    connection.once('end', () => {
      if (this.stopping === undefined) this.reviving = this.revive(port);
    });
    const what = started ? 'embedded PostgreSQL started' : 'embedded PostgreSQL found running and taken over';
    this.options.log.info({ port, folder: this.place.data }, what);
    return running;
  }

  private async revive(port: number): Promise<void> {
    this.owned = undefined;
    this.options.log.error({ port }, 'the embedded PostgreSQL ended by itself and is started again');
    try {
      await this.open(port);
    } catch (error) {
      this.options.log.fatal({ err: error }, 'the embedded PostgreSQL cannot be started again');
    }
  }

  private async letGo(): Promise<void> {
    process.removeListener('exit', this.endWithProcess);
    await this.reviving;
    const { owned } = this;
    if (owned === undefined) return;
    await owned.connection.end();
    await shutDown(owned.pid, this.place.data);
  }
}

/** Below 32768: ports above are lent to outgoing connections and may be taken at the next start. */
async function preferredPort(): Promise<number> {
  for (let port = 15_432; port < 32_768; port++) if (await canListen(port)) return port;
  throw new StartError('There is no free port between 15432 and 32767 for the embedded PostgreSQL.');
}
