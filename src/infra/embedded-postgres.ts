import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { Log } from './log';
import { findPostgres, type PostgresBinaries } from './postgres-binaries';
import { choosePostgresUser, type PostgresUser } from './postgres-user';
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

interface Place {
  readonly data: string;
  readonly binaries: PostgresBinaries;
  readonly user: PostgresUser;
}

const ourSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '32MB',
  // Three processes less; at our size reading in the background gains nothing.
  io_method: 'sync',
  jit: 'off',
  // Failed statements carry what users wrote: they are reported by the caller, not by the server.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_checkpoints: 'off',
};

/**
 * Starts the PostgreSQL that comes with the npm package on data of our own, or uses the one that runs on them already: left
 * by a process that was killed (then it becomes ours to stop), or kept by another process (then it stays that one's).
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const folder = path.resolve(options.folder);
  const data = path.join(folder, 'postgres');
  mkdirSync(folder, { recursive: true });
  const place = { data, binaries: findPostgres(), user: choosePostgresUser(folder, data) };
  if (!existsSync(data)) initialise(place);

  const started = Date.now();
  let child: ChildProcess | undefined;
  while (Date.now() - started < 60_000) {
    const running = await connectToRunning(data);
    if (running !== undefined) return keep({ ...running, data, child, options });
    // Another process may be starting the server right now: then ours ends, and the next round finds theirs.
    child = await startServer(place, options);
    if (child === undefined) await pause(50);
  }
  throw new StartError(`The embedded PostgreSQL in ${data} does not answer. Is another program holding it?`);
}

/** Makes the data beside their place and moves them there, so that half-made ones are never taken for whole. */
function initialise({ data, binaries, user }: Place): void {
  const folder = mkdtempSync(`${data}-new-`);
  const made = path.join(folder, 'data');
  const secret = path.join(folder, 'password');
  writeFileSync(secret, randomBytes(24).toString('base64url'), { mode: 0o600 });
  const { uid, gid } = user.identity;
  if (uid !== undefined && gid !== undefined) for (const owned of [folder, secret]) chownSync(owned, uid, gid);
  // One sort order on every machine; but pg_trgm and full-text search ask the system's character table, and for them the
  // plain «C» has no Cyrillic letters at all.
  const characters = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8';
  const order = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', `--locale=${characters}`];
  const access = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${secret}`];
  const [command = '', ...args] = [
    ...user.before,
    binaries.initdb,
    '--no-instructions',
    '-D',
    made,
    ...order,
    ...access,
  ];
  try {
    const { status, stderr, error } = spawnSync(command, args, { ...user.identity, encoding: 'utf8' });
    if (status !== 0) {
      const reason = error?.message ?? stderr.trim();
      throw new StartError(`The data of the embedded PostgreSQL cannot be made in ${data}: ${reason}`);
    }
    renameSync(secret, passwordFile(made));
    if (!existsSync(data)) renameSync(made, data);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function passwordFile(data: string): string {
  return path.join(data, 'besedka-password');
}

interface Running {
  readonly port: number;
  readonly password: string;
  readonly owner: Client;
}

/** A connection to the server that the lock file of the data speaks of, if it answers. */
async function connectToRunning(data: string): Promise<Running | undefined> {
  const lock = path.join(data, 'postmaster.pid');
  if (!existsSync(lock)) return undefined;
  const port = Number(readFileSync(lock, 'utf8').split('\n')[3]);
  if (!port) return undefined;
  const password = readFileSync(passwordFile(data), 'utf8').trim();
  const owner = new Client({
    connectionString: address({ port, password, database: 'postgres' }),
    application_name: 'besedka owner',
    keepAlive: true,
  });
  owner.on('error', () => undefined); // the server's end is noticed where it is used
  try {
    await owner.connect();
    return { port, password, owner };
  } catch {
    return undefined; // the lock file was left by a server that is gone, or the server is not ready yet
  }
}

function address({ port, password, database }: { port: number; password: string; database: string }): string {
  return `postgresql://postgres:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
}

/** Starts a server and waits until it is ready; undefined when it ended at once. */
async function startServer(
  place: Place,
  { log, settings }: EmbeddedPostgresOptions,
): Promise<ChildProcess | undefined> {
  const { binaries, user, data } = place;
  const port = await freePort();
  const all = Object.entries({ ...ourSettings, ...settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [command = '', ...args] = [...user.before, binaries.postgres, '-D', data, '-p', `${port}`, ...all];
  // In a group of its own, so that Ctrl-C reaches us first and the server goes last.
  const child = spawn(command, args, { ...user.identity, stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  let said = '';
  const ready = await new Promise<boolean>((resolve) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-4_000);
      log.debug({ postgres: text.trim() }, 'embedded PostgreSQL');
      if (said.includes('ready to accept connections')) resolve(true);
    });
    child.once('error', (error) => {
      said = error.message;
      resolve(false);
    });
    child.once('exit', () => resolve(false));
  });
  if (ready) return child;
  const passing = said.includes('postmaster.pid') || said.includes('could not bind');
  if (!passing) throw new StartError(`The embedded PostgreSQL does not start on ${data}: ${said.trim()}`);
  return undefined;
}

/** Below 32768: ports above are lent to outgoing connections and may be taken at the next start. */
async function freePort(): Promise<number> {
  for (let port = 15_432; port < 32_768; port++) if (await canListen(port)) return port;
  throw new StartError('There is no free port between 15432 and 32767 for the embedded PostgreSQL.');
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

// Who holds this lock on the server stops it; a process that dies lets go of it.
const ownership = "select pg_try_advisory_lock(hashtext('besedka owner')) as owned";

interface Kept extends Running {
  readonly data: string;
  readonly child: ChildProcess | undefined;
  readonly options: EmbeddedPostgresOptions;
}

async function keep({ port, password, owner, data, child, options }: Kept): Promise<EmbeddedPostgres> {
  const { log, name = 'besedka' } = options;
  const url = address({ port, password, database: name });
  const pid = Number(readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);
  const { rows } = await owner.query<{ owned: boolean }>(ownership);
  if (rows[0]?.owned !== true) {
    await owner.end();
    log.info({ port }, 'using the embedded PostgreSQL that another process of Besedka keeps');
    return { url, stop: async () => undefined };
  }
  log.info(
    { port, folder: data },
    child ? 'embedded PostgreSQL started' : 'embedded PostgreSQL found running, taken over',
  );
  const end = () => process.kill(pid, 'SIGINT');
  process.once('exit', end);
  let stopping: Promise<void> | undefined;
  const stop = async () => {
    process.removeListener('exit', end);
    await owner.end();
    await shutDown(pid, data, child);
  };
  return { url, stop: () => (stopping ??= stop()) };
}

/** Asks the server to end its sessions and itself; it takes the lock file away when all is on disk. */
async function shutDown(pid: number, data: string, child: ChildProcess | undefined): Promise<void> {
  const lock = path.join(data, 'postmaster.pid');
  if (!existsSync(lock)) return;
  const ended = child && new Promise((resolve) => child.once('exit', resolve));
  try {
    process.kill(pid, 'SIGINT');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return;
    throw error;
  }
  if (ended && child.exitCode === null) await ended;
  while (existsSync(lock)) await pause(10);
}
