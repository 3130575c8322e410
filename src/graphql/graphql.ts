import 'reflect-metadata';
import type { FastifyInstance } from 'fastify';
import type { Bus } from '../infra/bus';
import type { Locales } from '../infra/locales';
import type { Log } from '../infra/log';
import { AccessSignal } from '../people/access-signal';
import { Callers, sessionRules } from './callers';
import type { GraphqlDomain } from './context';
import { EventStreams } from './event-stream';
import { HttpEdge } from './http-edge';
import { Live } from './live';
import { registerPages } from './pages';
import { Pipeline } from './pipeline';
import { Reporter } from './reporter';
import { buildApiSchema } from './schema';
import { SocketEdge } from './socket-edge';
import { SocketRegister } from './socket-register';
import { UploadEdge } from './upload-edge';

/** What the GraphQL edge needs. */
export interface GraphqlDeps {
  readonly domain: GraphqlDomain;
  readonly bus: Bus;
  readonly locales: Locales;
  readonly log: Log;
  /** Where browsers reach this deployment: pages from there may use a session. */
  readonly publicUrl: string;
  /** The slugs of the bots that live on the stand-in Telegram. */
  readonly chatPages: readonly string[];
}

/** Opens GraphQL over HTTP and WebSocket and the pages around it; the domain's event feed must run. */
export async function registerGraphql(server: FastifyInstance, deps: GraphqlDeps): Promise<{ close(): Promise<void> }> {
  const { domain, bus, locales, publicUrl, chatPages } = deps;
  const log = deps.log.child({ part: 'graphql' });
  const access = new AccessSignal(bus);
  const schema = await buildApiSchema(domain, access);
  const callers = new Callers(domain, sessionRules(publicUrl));
  const pipeline = new Pipeline(schema);
  const reporter = new Reporter({ locales, log });

  const way = { schema, callers, pipeline, reporter, live: new Live({ domain, bus }) };
  const register = new SocketRegister({ callers, access, log });
  await register.start();

  const http = new HttpEdge({ way, domain, streams: new EventStreams({ way, register, log }) });
  await http.register(server);
  await new UploadEdge({ way, domain, locales }).register(server);
  new SocketEdge({ way, register, log }).attach(server.server);
  // A server waits for its open sockets when it closes: they must go first, whoever closes it.
  server.addHook('preClose', () => register.close());
  await registerPages(server, { domain, callers, locales, access, chatPages });
  return {
    close: async () => {
      await register.close();
      await http.close();
    },
  };
}
