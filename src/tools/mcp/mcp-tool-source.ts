import type { Locales } from '../../infra/locales';
import type { Log } from '../../infra/log';
import { type FetchPolicy, publicHosts } from '../../infra/safe-fetch';
import type { OutsideRegistry } from '../outside/outside-registry';
import type { OutsideService } from '../outside/outside-service';
import { strangersLine } from '../outside/strangers-words.rules';
import type { Tool, ToolSource, ToolUser } from '../tool';
import { McpConnection, type McpOffer } from './mcp-connection';
import type { McpServerDefinition } from './mcp-server-definition';
import { mcpTool } from './mcp-tool';
import { transportTo } from './mcp-transport';

/** What tools of MCP servers need. */
export interface McpToolSourceDeps {
  readonly registry: OutsideRegistry<McpServerDefinition>;
  readonly policy?: FetchPolicy | undefined;
  readonly locales: Locales;
  readonly log: Log;
}

/** A tool of a server as its owner sees it. */
export interface ShownOffer {
  readonly name: string;
  readonly description: string;
  readonly saysReadOnly: boolean;
}

const longestShown = 600;

interface Connected {
  readonly version: string;
  readonly connection: McpConnection;
  /** Made from what the server offered. */
  built?: { readonly offers: readonly McpOffer[]; readonly tools: readonly Tool[] };
}

type Server = OutsideService<McpServerDefinition>;

/** The tools of MCP servers that their owners let bots have. */
export class McpToolSource implements ToolSource {
  private readonly connected = new Map<string, Connected>();

  constructor(private readonly deps: McpToolSourceDeps) {}

  async toolsOf(bot: ToolUser): Promise<readonly Tool[]> {
    this.leaveOthers();
    const sets = await Promise.all(this.deps.registry.of(bot.id).map((server) => this.toolsOfServer(server)));
    return sets.flat();
  }

  /** What a server offers, allowed or not, in words that can be shown; null when it does not answer. */
  async offersOf(server: Server): Promise<ShownOffer[] | null> {
    const { locales, log } = this.deps;
    const policy = { domains: [], removed: locales.t('en', 'outside-tools:link_removed') };
    const shown = (text: string) => strangersLine(text, policy, longestShown);
    try {
      const offers = await this.connectionTo(server).connection.offers();
      return offers.map(({ name, title, description, saysReadOnly }) => ({
        name: shown(name),
        description: shown(description ?? title ?? name),
        saysReadOnly,
      }));
    } catch (error) {
      log.debug({ server: server.name, why: String(error) }, 'an MCP server does not say what it offers');
      return null;
    }
  }

  async close(): Promise<void> {
    const all = [...this.connected.values()];
    this.connected.clear();
    await Promise.all(all.map(({ connection }) => connection.close()));
  }

  private async toolsOfServer(server: Server): Promise<readonly Tool[]> {
    const connected = this.connectionTo(server);
    const offers = await connected.connection.known();
    if (connected.built?.offers !== offers)
      connected.built = { offers, tools: this.toolsFrom(server, connected, offers) };
    return connected.built.tools;
  }

  private toolsFrom(server: Server, { connection }: Connected, offers: readonly McpOffer[]): Tool[] {
    const { locales, log } = this.deps;
    return server.definition.tools.flatMap((allowed) => {
      const offer = offers.find(({ name }) => name === allowed.name);
      const tool = offer && mcpTool({ service: server, allowed, offer, connection, locales, log });
      if (!tool && offers.length > 0) {
        log.warn({ server: server.name, tool: allowed.name, botId: server.botId }, 'an MCP server lacks a tool');
      }
      return tool ?? [];
    });
  }

  private connectionTo(server: Server): Connected {
    const known = this.connected.get(server.id);
    if (known?.version === server.version) return known;
    void known?.connection.close();
    const { policy = publicHosts, log } = this.deps;
    const { name, definition } = server;
    const open = () => transportTo(server, policy);
    const connection = new McpConnection({ open, name, timeoutMs: definition.timeoutMs, log });
    const made = { version: server.version, connection };
    this.connected.set(server.id, made);
    return made;
  }

  /** Servers that were taken away or switched off. */
  private leaveOthers(): void {
    const wanted = new Set(this.deps.registry.all().map(({ id }) => id));
    for (const [id, { connection }] of this.connected) {
      if (wanted.has(id)) continue;
      this.connected.delete(id);
      void connection.close();
    }
  }
}
