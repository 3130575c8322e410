import { type FastifyInstance, fastify, LogController } from 'fastify';
import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Log } from './log';

/** What asks whether the process can do its work: a name and a check that throws when it cannot. */
export interface Readiness {
  readonly name: string;
  readonly check: () => Promise<void> | void;
}

/** The HTTP server of a process and what its surroundings ask it. */
export interface HttpServer {
  readonly server: FastifyInstance;
  readonly metrics: Registry;
  /** Says from now on that this process takes no more work. */
  retire(): void;
}

const headersTimeoutMs = 15_000;
const requestTimeoutMs = 30_000;
// Longer than the usual 60 s of balancers, so that it is they who close idle connections.
const keepAliveTimeoutMs = 65_000;
const mostConnections = 10_000;
const bodyBytes = 256 * 1_024;

/** Opens the server with what every process has: limits, safe headers, /healthz, /readyz and /metrics. */
export function openHttpServer({ log, readiness }: { log: Log; readiness: readonly Readiness[] }): HttpServer {
  const server = fastify({
    loggerInstance: log.child({ part: 'http' }, { level: 'warn' }),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyBytes,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: keepAliveTimeoutMs,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
  }) as unknown as FastifyInstance;
  server.server.headersTimeout = headersTimeoutMs;
  server.server.maxConnections = mostConnections;
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  let retired = false;

  server.addHook('onRequest', (_request, reply, done) => {
    reply.header('x-content-type-options', 'nosniff');
    reply.header('referrer-policy', 'no-referrer');
    // Pages say what they need themselves.
    reply.header('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
    done();
  });
  server.get('/healthz', async () => ({ status: 'ok' }));
  server.get('/readyz', async (_request, reply) => {
    const away = retired ? ['retired'] : await notReady(readiness);
    return reply.code(away.length > 0 ? 503 : 200).send({ status: away.length > 0 ? 'away' : 'ok', away });
  });
  server.get('/metrics', async (_request, reply) =>
    reply.header('content-type', metrics.contentType).send(await metrics.metrics()),
  );
  return {
    server,
    metrics,
    retire: () => {
      retired = true;
    },
  };
}

async function notReady(readiness: readonly Readiness[]): Promise<string[]> {
  const verdicts = await Promise.all(
    readiness.map(async ({ name, check }) => {
      try {
        await check();
        return [];
      } catch {
        return [name]; // the reason is in the log of the part itself; outside only the name is told
      }
    }),
  );
  return verdicts.flat();
}
