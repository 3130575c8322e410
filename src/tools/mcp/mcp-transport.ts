import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { FetchLike, Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { fetch as undiciFetch } from 'undici';
import { invariant } from '../../infra/invariant';
import { type FetchPolicy, FetchRefused, safeAgent } from '../../infra/safe-fetch';
import { isInClear } from '../http/url-template.rules';
import type { OutsideService } from '../outside/outside-service';
import type { McpServerDefinition } from './mcp-server-definition';

const most = { bytes: 1_000_000, message: 1_000_000, ms: 15_000 };

/** The way to an MCP server: over HTTP to the very address that was checked, or a program of this machine. */
export function transportTo(service: OutsideService<McpServerDefinition>, policy: FetchPolicy): Transport {
  const { url, command, args } = service.definition;
  if (url !== undefined) return httpTransport(url, service, policy);
  invariant(command !== undefined && service.origin === 'file', 'a program is named by a file');
  // Without a shell, and with nothing of this process's environment but where programs are found.
  const program = { command, args: [...args], env: { ...service.secrets.variables }, maxBufferSize: most.message };
  return new StdioClientTransport({ ...program, stderr: 'ignore' });
}

function httpTransport(url: string, { definition, secrets }: OutsideService<McpServerDefinition>, policy: FetchPolicy) {
  const { header } = definition;
  const secret = header && secrets.header !== undefined ? { [header.name]: secrets.header } : {};
  return new StreamableHTTPClientTransport(new URL(url), {
    fetch: guardedFetch(policy),
    requestInit: { headers: { 'user-agent': 'Besedka', ...secret } },
    redirectPolicy: 'same-origin',
    // Nobody waits for an answer that comes in pieces over minutes.
    reconnectionOptions: {
      maxRetries: 1,
      initialReconnectionDelay: 500,
      maxReconnectionDelay: 2_000,
      reconnectionDelayGrowFactor: 2,
    },
  }) as Transport;
}

/** A fetch for the client of the protocol: checked addresses, no redirects, an end of time and of bytes. */
function guardedFetch(policy: FetchPolicy): FetchLike {
  return async (input, init = {}) => {
    const { method = 'GET' } = init;
    const headers = new Headers(init.headers);
    // What a server has to say unasked is asked for instead: no connection is held open.
    if (method === 'GET' && !headers.has('last-event-id')) return new Response(null, { status: 405 });
    if (isInClear(String(input), policy)) throw new FetchRefused('forbidden', 'it could be read on the way');
    const agent = await safeAgent(String(input), { policy, limits: { ms: most.ms, bytes: most.bytes } });
    const clock = AbortSignal.timeout(most.ms);
    const signal = init.signal ? AbortSignal.any([init.signal, clock]) : clock;
    const body = typeof init.body === 'string' ? init.body : null;
    try {
      const way = { signal, redirect: 'manual', dispatcher: agent } as const;
      const answer = await undiciFetch(String(input), { method, headers: Object.fromEntries(headers), body, ...way });
      return passedOn(answer, () => void agent.destroy());
    } catch (error) {
      await agent.destroy();
      throw error;
    }
  };
}

const bare = new Set([204, 205, 304]);

function passedOn(answer: Awaited<ReturnType<typeof undiciFetch>>, close: () => void): Response {
  const { status, statusText } = answer;
  const body = answer.body && !bare.has(status) ? bounded(answer.body as ReadableStream<Uint8Array>, close) : null;
  if (!body) close();
  return new Response(body, { status, statusText, headers: Object.fromEntries(answer.headers) });
}

/** The stream up to its limit; at its end, or when nobody reads it any more, what it came over is closed. */
function bounded(stream: ReadableStream<Uint8Array>, close: () => void): ReadableStream<Uint8Array> {
  const reader = stream.getReader();
  let length = 0;
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      try {
        const { done, value } = await reader.read();
        length += value?.byteLength ?? 0;
        if (length > most.bytes) throw new FetchRefused('too_large', 'it is too long');
        if (value) controller.enqueue(value);
        if (!done) return;
        controller.close();
        close();
      } catch (error) {
        controller.error(error);
        close();
      }
    },
    cancel: async (reason) => {
      await reader.cancel(reason).catch(() => undefined);
      close();
    },
  });
}
