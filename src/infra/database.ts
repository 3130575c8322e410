import { PrismaPg } from '@prisma/adapter-pg';
import { Pool } from 'pg';
import type { Log } from './log';
import { type Prisma, PrismaClient } from './prisma-client/client';
import { isConflict } from './store-errors';

/** A transaction, as the stores see it. */
export type Tx = Prisma.TransactionClient;

/** Where the database is and how many connections a process may hold to it. */
export interface DatabaseOptions {
  readonly url: string;
  readonly poolSize?: number;
  readonly log: Log;
}

const attempts = 3;

/** The store of a process: Prisma's client and plain queries over one pool of connections. */
export class Database {
  constructor(
    readonly prisma: PrismaClient,
    readonly pool: Pool,
  ) {}

  /** Does the work in one transaction; begins anew, at most twice, when the work of others got in its way. */
  async transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.prisma.$transaction(work, { maxWait: 2_000, timeout: 10_000 });
      } catch (error) {
        if (attempt === attempts || !isConflict(error)) throw error;
      }
    }
  }

  /** Ends well when the database answers. */
  async ping(): Promise<void> {
    await this.pool.query('select 1');
  }

  /** Gives all connections back. */
  async close(): Promise<void> {
    await this.prisma.$disconnect();
    await this.pool.end();
  }
}

/** Opens the pool and checks that the database answers. */
export async function openDatabase({ url, poolSize = 10, log }: DatabaseOptions): Promise<Database> {
  const pool = new Pool({
    connectionString: url,
    max: poolSize,
    application_name: 'besedka',
    connectionTimeoutMillis: 2_000,
    statement_timeout: 10_000,
    query_timeout: 12_000, // a server that is frozen does not keep its own time limit
    keepAlive: true,
  });
  // An idle connection that breaks is replaced when the next one is wanted; without a listener it would end the process.
  pool.on('error', (error) => log.warn({ err: error }, 'a connection to the database broke'));
  // While a connection passes from the pool to who waits for it, for a moment neither of them listens to it: a server that
  // ends its sessions just then ended the process, too. The error itself reaches whoever uses the connection next.
  pool.on('connect', (client) => client.on('error', (error) => log.debug({ err: error }, 'a connection broke')));
  const database = new Database(new PrismaClient({ adapter: new PrismaPg(pool) }), pool);
  try {
    await database.ping();
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}
