import { createServer } from 'node:net';

const lowest = 20_000;
const highest = 32_767;

/** A port that nobody listens on, below those that the system lends to outgoing connections. */
export async function freePort(): Promise<number> {
  for (;;) {
    // At random, so that test files that run side by side hardly ever try the same one.
    const port = lowest + Math.floor(Math.random() * (highest - lowest));
    if (await canListen(port)) return port;
  }
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
