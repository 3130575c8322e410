import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server as HttpServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import {
  type CallToolRequest,
  CallToolRequestSchema,
  type CallToolResult,
  ListToolsRequestSchema,
  type Tool,
} from '@modelcontextprotocol/sdk/types.js';
import { loopbackPolicy } from './loopback-service';

/** Somebody's MCP server on loopback, spoken to over streamable HTTP. */
export interface McpService {
  readonly port: number;
  /** By a name of `.test`, which leads here. */
  readonly url: string;
  readonly policy: ReturnType<typeof loopbackPolicy>;
  /** What it offers from now on. */
  tools: Tool[];
  /** How it answers calls from now on. */
  answer: (params: CallToolRequest['params']) => Promise<CallToolResult> | CallToolResult;
  /** The calls of tools. */
  readonly calls: CallToolRequest['params'][];
  /** The headers of every request, and its method. */
  readonly requests: { readonly method: string; readonly headers: IncomingHttpHeaders }[];
  /** Whether it answers JSON rather than a stream of events. */
  isPlain: boolean;
  /** Forgets all sessions, as after a restart. */
  forget(): void;
  /** Takes no more connections. */
  stop(): Promise<void>;
  /** Takes them again, at the same port. */
  start(): Promise<void>;
}

/** Opens a server that offers one tool. */
export async function openMcpService(): Promise<McpService> {
  const sessions = new Map<string, StreamableHTTPServerTransport>();
  let http: HttpServer;
  const openSession = async () => {
    const server = new Server({ name: 'service', version: '1' }, { capabilities: { tools: {} } });
    server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: service.tools }));
    server.setRequestHandler(CallToolRequestSchema, ({ params }) => {
      service.calls.push(params);
      return service.answer(params);
    });
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      enableJsonResponse: service.isPlain,
      onsessioninitialized: (id) => void sessions.set(id, transport),
    });
    await server.connect(transport);
    return transport;
  };
  const listen = async (port: number) => {
    http = createServer((request, response) => {
      void (async () => {
        service.requests.push({ method: request.method ?? '', headers: request.headers });
        const id = request.headers['mcp-session-id'];
        const known = typeof id === 'string' ? sessions.get(id) : undefined;
        if (id !== undefined && !known) response.writeHead(404).end();
        else await (known ?? (await openSession())).handleRequest(request, response);
      })();
    });
    http.listen(port, '127.0.0.1');
    await once(http, 'listening');
    return (http.address() as AddressInfo).port;
  };
  const service: McpService = {
    port: 0,
    url: '',
    policy: loopbackPolicy(0),
    tools: [{ name: 'find', description: 'Finds a client', inputSchema: { type: 'object', properties: {} } }],
    answer: () => ({ content: [{ type: 'text', text: 'Ada' }] }),
    calls: [],
    requests: [],
    isPlain: false,
    forget: () => sessions.clear(),
    stop: async () => {
      sessions.clear();
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    },
    start: async () => void (await listen(service.port)),
  };
  const port = await listen(0);
  return Object.assign(service, { port, url: `http://mcp.test:${port}/mcp`, policy: loopbackPolicy(port) });
}
