import type { FastifyInstance } from 'fastify';
import { onFreePort } from '../../infra/free-port';

/** Listens on the given port, or on a free one below the range of outgoing connections; answers the address. */
export async function listenBelowEphemeral(server: FastifyInstance, host: string, port?: number): Promise<string> {
  if (port) return server.listen({ host, port });
  return onFreePort((free) => server.listen({ host, port: free }));
}
