import type { Bus } from '../../infra/bus';
import type { Database } from '../../infra/database';
import type { Locales } from '../../infra/locales';
import type { Log } from '../../infra/log';
import type { FetchPolicy } from '../../infra/safe-fetch';
import type { Sealing } from '../../infra/sealing';
import { SharedState } from '../../infra/shared-state';
import type { Idempotency } from '../../people/idempotency';
import { HttpToolSource } from '../http/http-tool-source';
import { McpToolSource } from '../mcp/mcp-tool-source';
import type { ToolSource, ToolUser } from '../tool';
import type { OutsideRow } from './outside.store';
import { httpTools, mcpServers } from './outside-kind';
import { OutsideRegistry } from './outside-registry';
import { OutsideTools } from './outside-tools';
import { namedSecrets } from './tool-secrets';

/** What other people's tools stand on. */
export interface OutsideGround {
  readonly database: Database;
  readonly bus: Bus;
  readonly sealing: Sealing;
  readonly locales: Locales;
  readonly log: Log;
  readonly fetchPolicy?: FetchPolicy | undefined;
}

/** Whom they serve. */
export interface OutsidePeople {
  readonly idempotency: Idempotency;
  /** Throws NOT_FOUND for a bot that is not there. */
  readonly demandBot: (botId: string) => unknown;
}

/** Other people's tools, whole: HTTP services and MCP servers. */
export type OutsideHouse = ReturnType<typeof buildOutsideHouse>;

/** Builds what other people's tools need. Nothing is called yet. */
export function buildOutsideHouse(ground: OutsideGround, { idempotency, demandBot }: OutsidePeople) {
  const { database, bus, sealing, locales, log, fetchPolicy: policy } = ground;
  const http = new OutsideRegistry({ database, sealing, log }, httpTools);
  const mcp = new OutsideRegistry({ database, sealing, log }, mcpServers);
  const read = async () => void (await Promise.all([http.read(), mcp.read()]));
  const changes = new SharedState({ bus, log }, { topic: 'outside tools', read });
  const httpSource = new HttpToolSource({ registry: http, policy, locales, log });
  const mcpSource = new McpToolSource({ registry: mcp, policy, locales, log });
  const sources: readonly ToolSource[] = [httpSource, mcpSource];
  const deps = { idempotency, sealing, changes, demandBot, policy };
  return {
    sources,
    httpTools: new OutsideTools(deps, http),
    mcpServers: new OutsideTools(deps, mcp),
    /** What an MCP server offers; null when it does not answer. */
    offersOf: async (row: OutsideRow) => {
      const service = mcp.serviceOf(row);
      return service && mcpSource.offersOf(service);
    },
    /** Takes up what the bots' files say, with secrets from the environment. Throws StartError. */
    keepFiles: async (bots: readonly ToolUser[], secrets: Readonly<Record<string, string>>) => {
      for (const bot of bots) {
        const named = namedSecrets(bot.slug, secrets);
        await http.keepFile(bot, bot.tools.http, named);
        await mcp.keepFile(bot, bot.tools.mcp, named);
      }
      await read();
    },
    /** Follows what other processes change. */
    start: () => changes.start(),
    close: async () => {
      await changes.stop();
      await mcpSource.close();
    },
  };
}
