import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

const lowest = 20_000;
// Ports above are lent to outgoing connections: one that is free now may be taken a moment later.
const beyond = 32_768;

/** A port below those of outgoing connections that nobody listens on now. */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  for (;;) {
    const port = randomInt(lowest, beyond);
    if (await canListen(port, host)) return port;
  }
}

/** Whether nobody listens on the port now. */
export function canListen(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}

const tries = 50;

/** Listens on a port below those of outgoing connections: tries one after the other until nobody else has it. */
export async function onFreePort<T>(listen: (port: number) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await listen(randomInt(lowest, beyond));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || attempt === tries) throw error;
    }
  }
}
