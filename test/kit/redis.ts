import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { Redis } from 'ioredis';
import { freePort } from '../../src/infra/free-port';
import { newId } from '../../src/infra/ids';

const given = process.env['TEST_REDIS_URL'] || process.env['REDIS_URL'] || undefined;
const installed = spawnSync('redis-server', ['--version']).status === 0;
const loopback = '127.0.0.1';

/** What all names of one test begin with, so that a Redis that others use too stays in order. */
export function redisPrefix(): string {
  return `besedka-test-${newId('dialogue').slice(-12)}:`;
}

/** A suite that needs some Redis; without one it is reported as skipped, by name and with the reason. */
export function describeWithRedis(title: string, suite: () => void): void {
  describeIf(given !== undefined || installed, {
    title,
    reason: 'no TEST_REDIS_URL, no REDIS_URL and no redis-server on the PATH',
    suite,
  });
}

/** A suite that breaks a Redis of its own on purpose, never one that is given. */
export function describeWithOwnRedis(title: string, suite: () => void): void {
  describeIf(installed, { title, reason: 'no redis-server on the PATH', suite });
}

function describeIf(possible: boolean, { title, reason, suite }: { title: string; reason: string; suite: () => void }) {
  if (possible) {
    describe(title, suite);
    return;
  }
  process.stderr.write(`skipped: ${title}: ${reason}\n`);
  describe.skip(`${title} (skipped: ${reason})`, suite);
}

/** A Redis for tests that leave it whole: the given one, or one started here. */
export async function redisForTests(): Promise<{ url: string; stop(): Promise<void> }> {
  return given === undefined ? OwnRedis.start() : { url: given, stop: async () => undefined };
}

/** A Redis server of this test, on a free port below the ephemeral range, that can be killed, frozen and started again. */
export class OwnRedis {
  private server: ChildProcess | undefined;

  private constructor(readonly port: number) {}

  /** Starts a server that keeps nothing on disk. */
  static async start(): Promise<OwnRedis> {
    const redis = OwnRedis.stopped(await freePort());
    await redis.startAgain();
    return redis;
  }

  /** A server that is not running yet, at a port that it will have. */
  static stopped(port: number): OwnRedis {
    return new OwnRedis(port);
  }

  get url(): string {
    return `redis://${loopback}:${this.port}`;
  }

  async startAgain(): Promise<void> {
    const place = ['--port', `${this.port}`, '--bind', loopback, '--dir', tmpdir()];
    this.server = spawn('redis-server', [...place, '--save', '', '--appendonly', 'no'], { stdio: 'ignore' });
    await this.ask(async (client) => {
      expect(await client.ping()).toBe('PONG');
    });
  }

  /** kill -9, as when the machine dies. */
  async kill(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (!server) return;
    server.kill('SIGKILL');
    if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
  }

  /** Stops the server's clock: its sockets stay open and nothing answers. */
  freeze(): void {
    this.server?.kill('SIGSTOP');
  }

  thaw(): void {
    this.server?.kill('SIGCONT');
  }

  /** Asks the server directly, past the program. */
  async ask<T>(question: (client: Redis) => Promise<T>): Promise<T> {
    const client = new Redis(this.url, { maxRetriesPerRequest: 100, retryStrategy: () => 20 });
    // Refused connections are expected while the server starts.
    client.on('error', () => undefined);
    try {
      return await question(client);
    } finally {
      client.disconnect();
    }
  }

  async stop(): Promise<void> {
    await this.kill();
  }
}
