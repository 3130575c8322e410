import { randomInt } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

const lowest = 20_000;
/** Outgoing connections take their ports from here on; a server below is never in their way. */
const firstEphemeral = 32_768;
const tries = 50;

/** Listens on the given port, or on a free one below the range of outgoing connections; answers the address. */
export async function listenBelowEphemeral(server: FastifyInstance, host: string, port?: number): Promise<string> {
  if (port) return server.listen({ host, port });
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await server.listen({ host, port: randomInt(lowest, firstEphemeral) });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || attempt === tries) throw error;
    }
  }
}
