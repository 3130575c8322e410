import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort } from '../../src/infra/free-port';
import { openLog } from '../../src/infra/log';
import { findPostgres } from '../../src/infra/postgres-binaries';
import {
  addressOf,
  connectToRunning,
  initialise,
  type PostgresPlace,
  shutDown,
  signalTo,
  startServer,
} from '../../src/infra/postgres-server';
import { choosePostgresUser } from '../../src/infra/postgres-user';

const log = openLog('fatal');

/** A PostgreSQL of the test's own, always at the same port, that can be stopped, killed, frozen and started again. */
export class OwnPostgres {
  private pid = 0;
  private frozen: number[] = [];

  private constructor(
    private readonly place: PostgresPlace,
    private readonly port: number,
    readonly url: string,
  ) {}

  static async start(database: string): Promise<OwnPostgres> {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'besedka-own-'));
    const data = path.join(folder, 'postgres');
    const place = { data, binaries: findPostgres(), user: choosePostgresUser(data) };
    initialise(place);
    const port = await freePort();
    await startServer(place, { port, log });
    const running = await connectToRunning(data);
    if (!running) throw new Error('the PostgreSQL of the test does not answer');
    await running.connection.end();
    const postgres = new OwnPostgres(place, port, addressOf(running, database));
    postgres.pid = running.pid;
    return postgres;
  }

  /** Starts it again after `stop` or `kill`. */
  async startAgain(): Promise<void> {
    // After a kill the data are recovered first, and what was left of the old server may still be going.
    while (!(await startServer(this.place, { port: this.port, log })));
    const running = await connectToRunning(this.place.data);
    if (!running) throw new Error('the PostgreSQL of the test does not answer');
    await running.connection.end();
    this.pid = running.pid;
  }

  /** Ends all sessions and the server, as for maintenance. */
  stop(): Promise<void> {
    return shutDown(this.pid, this.place.data);
  }

  /** Stops the clock of the server and of all its sessions: sockets stay open and nothing answers. */
  freeze(): void {
    signalTo(this.pid, 'SIGSTOP');
    const children = spawnSync('pgrep', ['-P', `${this.pid}`], { encoding: 'utf8' }).stdout;
    this.frozen = children.split('\n').filter(Boolean).map(Number);
    for (const pid of this.frozen) signalTo(pid, 'SIGSTOP');
  }

  thaw(): void {
    for (const pid of [...this.frozen.splice(0), this.pid]) signalTo(pid, 'SIGCONT');
  }

  /** Stops it for good and removes its data. */
  async end(): Promise<void> {
    this.thaw();
    await this.stop();
    rmSync(path.dirname(this.place.data), { recursive: true, force: true });
  }
}

/** Whether the sessions of a server can be found, to be frozen. */
export const canFreeze = spawnSync('pgrep', ['--version']).status === 0;
