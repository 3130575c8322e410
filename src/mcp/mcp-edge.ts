import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { fromAcceptLanguage } from '../infra/languages';
import { RateLimit } from '../infra/rate-limit';
import type { Viewer } from '../people/viewer';
import type { McpDeps } from './mcp-domain';
import { McpServers } from './mcp-server';

/** Requests a minute, as over GraphQL. */
const mostOfClient = 600;
const mostOfAddress = 30;
const bearer = /^Bearer +(\S{1,500})$/i;
const loopbackNames = ['localhost', '127.0.0.1', '[::1]'];
const forwarded = ['accept', 'content-type', 'mcp-protocol-version'] as const;
// The codes of JSON-RPC for what went wrong before a method was looked at.
const invalidRequest = -32_600;
const refused = -32_001;

/** Opens `/mcp`: assistants with an API key reach what the key allows, over streamable HTTP without sessions. */
export function registerMcp(server: FastifyInstance, deps: McpDeps): void {
  const edge = new McpEdge(deps);
  server.route({
    method: 'POST',
    url: '/mcp',
    onRequest: (request, reply) => edge.admit(request, reply),
    handler: (request, reply) => edge.answer(request, reply),
  });
  const onlyPosts = (_request: FastifyRequest, reply: FastifyReply) =>
    fault(reply.header('allow', 'POST'), 405, 'Only POST is answered: there are no sessions.');
  server.route({
    method: ['GET', 'DELETE', 'PUT', 'PATCH'],
    url: '/mcp',
    // Whatever else is wrong with it.
    onRequest: async (request, reply) => onlyPosts(request, reply),
    handler: onlyPosts,
  });
}

class McpEdge {
  private readonly servers: McpServers;
  private readonly rates = new RateLimit();
  private readonly viewers = new WeakMap<FastifyRequest, Viewer>();
  private readonly origins: ReadonlySet<string>;

  constructor(private readonly deps: McpDeps) {
    this.servers = new McpServers(deps);
    this.origins = ownOrigins(deps.publicUrl);
  }

  /** Before anything is read: from where, who, how often. Sessions of browsers do not count here. */
  async admit(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { origin, authorization } = request.headers;
    if (origin !== undefined && !this.origins.has(origin)) return fault(reply, 403, 'The origin is foreign.');
    const key = bearer.exec(authorization ?? '')?.[1];
    const viewer = key === undefined ? null : await this.deps.domain.apiKeys.viewerOf(key);
    const wait = this.count(viewer, request.ip);
    if (wait !== undefined) return fault(reply.header('retry-after', String(wait)), 429, 'Too many requests.');
    if (!viewer) {
      const challenge = `Bearer realm="besedka"${authorization === undefined ? '' : ', error="invalid_token"'}`;
      return fault(
        reply.header('www-authenticate', challenge),
        401,
        'An API key is needed: Authorization: Bearer bsk_…',
      );
    }
    this.viewers.set(request, viewer);
  }

  async answer(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const viewer = this.viewers.get(request);
    if (!viewer) return fault(reply, 401, 'An API key is needed.');
    // One request is one request: a list of them would be counted as one, too.
    if (Array.isArray(request.body)) return fault(reply, 400, 'Batches are not accepted.');
    const language = fromAcceptLanguage(request.headers['accept-language']);
    const server = this.servers.serverFor({ viewer, language });
    const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
    try {
      await server.connect(transport);
      const response = await transport.handleRequest(asWebRequest(request), { parsedBody: request.body });
      const contentType = response.headers.get('content-type');
      if (contentType) reply.header('content-type', contentType);
      await reply
        .header('cache-control', 'no-store')
        .code(response.status)
        .send(await response.text());
    } finally {
      await server.close();
    }
  }

  private count(viewer: Viewer | null, ip: string): number | undefined {
    if (!viewer) return this.rates.count(`ip:${ip}`, mostOfAddress);
    return viewer.kind === 'client' && viewer.unlimited ? undefined : this.rates.count(viewer.id, mostOfClient);
  }
}

function asWebRequest({ headers }: FastifyRequest): Request {
  const given = forwarded.flatMap((name) => {
    const value = headers[name];
    return typeof value === 'string' ? [[name, value] as [string, string]] : [];
  });
  return new Request('http://besedka/mcp', { method: 'POST', headers: given });
}

function fault(reply: FastifyReply, status: number, message: string): void {
  const code = status === 400 ? invalidRequest : refused;
  reply.code(status).send({ jsonrpc: '2.0', error: { code, message }, id: null });
}

/** The origins of our own pages: a loopback address has several names. */
function ownOrigins(publicUrl: string): ReadonlySet<string> {
  const { origin, protocol, hostname, port } = new URL(publicUrl);
  const names = loopbackNames.includes(hostname) ? loopbackNames : [];
  return new Set([origin, ...names.map((name) => new URL(`${protocol}//${name}${port && `:${port}`}`).origin)]);
}
