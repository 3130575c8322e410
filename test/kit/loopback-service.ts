import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isPublicAddress } from '../../src/infra/public-address.rules';
import type { FetchPolicy } from '../../src/infra/safe-fetch';

/** A request as a service got it. */
export interface AskedOf {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Somebody's HTTP service on loopback that answers as a test wants. */
export interface LoopbackService {
  readonly port: number;
  /** All that was asked of it. */
  readonly asked: AskedOf[];
  /** How it answers from now on. */
  answer: (response: ServerResponse, asked: AskedOf) => void;
  /** As for public hosts, but names of `.test` lead to it, at its port. */
  readonly policy: FetchPolicy;
  close(): Promise<void>;
}

/** Opens a service. */
export async function openLoopbackService(): Promise<LoopbackService> {
  const asked: AskedOf[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { method = '', url = '', headers } = request;
      const one = { method, url, headers, body: Buffer.concat(chunks).toString() };
      asked.push(one);
      service.answer(response, one);
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const service: LoopbackService = {
    port,
    asked,
    answer: (response) => json(response, {}),
    policy: loopbackPolicy(port),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return service;
}

/** Names of `.test` lead to this machine, at this port; all else as for public hosts. */
export function loopbackPolicy(port: number): FetchPolicy {
  return {
    ports: [80, 443, port],
    allows: (address) => isPublicAddress(address),
    lookup: async (host) => [host.endsWith('.test') ? '127.0.0.1' : '10.0.0.1'],
    trusts: (host) => host.endsWith(`.test:${port}`),
  };
}

/** Answers JSON. */
export function json(response: ServerResponse, content: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(content));
}
