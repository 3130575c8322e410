import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  globSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { Log } from './log';
import type { PostgresBinaries } from './postgres-binaries';
import type { PostgresUser } from './postgres-user';
import { StartError } from './start-error';

/** Data of a server, and what runs it. */
export interface PostgresPlace {
  readonly data: string;
  readonly binaries: PostgresBinaries;
  readonly user: PostgresUser;
}

/** How a server is to be started. */
export interface ServerStart {
  readonly port: number;
  readonly log: Log;
  readonly settings?: Readonly<Record<string, string>> | undefined;
}

/** A server that answers, with a connection to it. */
export interface RunningServer {
  readonly pid: number;
  readonly port: number;
  readonly password: string;
  readonly connection: Client;
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

/** Makes the data beside their place and moves them there, so that half-made ones are never taken for whole. */
export function initialise({ data, binaries, user }: PostgresPlace): void {
  removeHalfMade(data);
  const folder = mkdtempSync(`${data}-new-`);
  const made = path.join(folder, 'data');
  const secret = path.join(folder, 'password');
  writeFileSync(secret, randomBytes(24).toString('base64url'), { mode: 0o600 });
  const { uid, gid } = user.identity;
  if (uid !== undefined && gid !== undefined) for (const owned of [folder, secret]) chownSync(owned, uid, gid);
  const [command = '', ...args] = [...user.before, binaries.initdb, ...initdbArguments(made, secret)];
  try {
    const { status, stderr, error } = spawnSync(command, args, { ...user.identity, encoding: 'utf8' });
    if (status !== 0) {
      const reason = error?.message ?? stderr.trim();
      const hint = uid === undefined ? '' : ` It runs as user ${uid}, who must be able to enter that folder.`;
      throw new StartError(`The data of the embedded PostgreSQL cannot be made in ${data}: ${reason}.${hint}`);
    }
    renameSync(secret, passwordFile(made));
    if (!existsSync(data)) renameSync(made, data);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function initdbArguments(made: string, secret: string): string[] {
  // One sort order on every machine; but pg_trgm and full-text search ask the system's character table, and for them the
  // plain «C» has no Cyrillic letters at all.
  const characters = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8';
  const order = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', `--locale=${characters}`];
  const access = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${secret}`];
  return ['--no-instructions', '-D', made, ...order, ...access];
}

/** Left by a process that was ended while it made the data; younger ones may belong to one that makes them now. */
function removeHalfMade(data: string): void {
  for (const folder of globSync(`${data}-new-*`)) {
    if (Date.now() - statSync(folder).mtimeMs > 300_000) rmSync(folder, { recursive: true, force: true });
  }
}

function passwordFile(data: string): string {
  return path.join(data, 'besedka-password');
}

/** A connection to the server that the lock file of the data speaks of, if it answers. */
export async function connectToRunning(data: string): Promise<RunningServer | undefined> {
  const lock = lockFile(data);
  if (!existsSync(lock)) return undefined;
  const lines = readFileSync(lock, 'utf8').split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (!pid || !port) return undefined; // it is being written
  const password = readFileSync(passwordFile(data), 'utf8').trim();
  const connection = new Client({
    connectionString: addressOf({ port, password }, 'postgres'),
    application_name: 'besedka owner',
    keepAlive: true,
  });
  connection.on('error', () => undefined); // its end is what is listened for
  try {
    await connection.connect();
    return { pid, port, password, connection };
  } catch {
    return undefined; // the lock file was left by a server that is gone, or the server is not ready yet
  }
}

/** The address of a database on a server of ours. */
export function addressOf({ port, password }: { port: number; password: string }, database: string): string {
  return `postgresql://postgres:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
}

/** Starts a server and waits until it is ready; false when another one on the same data or port got in its way. */
export async function startServer(place: PostgresPlace, start: ServerStart): Promise<boolean> {
  const { binaries, user, data } = place;
  const all = Object.entries({ ...ourSettings, ...start.settings }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  const [command = '', ...args] = [...user.before, binaries.postgres, '-D', data, '-p', `${start.port}`, ...all];
  // In a group of its own, so that Ctrl-C reaches us first and the server goes last.
  const child = spawn(command, args, { ...user.identity, stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  let said = '';
  const ready = await new Promise<boolean>((resolve) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-4_000);
      start.log.debug({ postgres: text.trim() }, 'embedded PostgreSQL');
      if (said.includes('ready to accept connections')) resolve(true);
    });
    child.once('error', (error) => {
      said = error.message;
      resolve(false);
    });
    child.once('exit', () => resolve(false));
  });
  if (ready) return true;
  const passing = /postmaster\.pid|shared memory block .* is still in use|could not bind/.test(said);
  if (!passing) throw new StartError(`The embedded PostgreSQL does not start on ${data}: ${said.trim()}`);
  return false;
}

/** Asks a server to end its sessions and itself, and waits until all is on disk. */
export async function shutDown(pid: number, data: string): Promise<void> {
  const lock = lockFile(data);
  const deadline = Date.now() + 30_000;
  for (let signal: NodeJS.Signals | 0 = 'SIGINT'; existsSync(lock) && Date.now() < deadline; signal = 0) {
    if (!signalTo(pid, signal)) return;
    await pause(10);
  }
}

/** Sends a signal (0: none); false when there is no such process. */
export function signalTo(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

function lockFile(data: string): string {
  return path.join(data, 'postmaster.pid');
}
