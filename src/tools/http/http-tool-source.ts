import type { Locales } from '../../infra/locales';
import type { Log } from '../../infra/log';
import { type FetchPolicy, publicHosts } from '../../infra/safe-fetch';
import type { OutsideRegistry } from '../outside/outside-registry';
import type { OutsideService } from '../outside/outside-service';
import type { Tool, ToolSource, ToolUser } from '../tool';
import { HttpCaller } from './http-caller';
import { httpTool } from './http-tool';
import type { HttpToolDefinition } from './http-tool-definition';

/** What HTTP tools need. */
export interface HttpToolSourceDeps {
  readonly registry: OutsideRegistry<HttpToolDefinition>;
  readonly policy?: FetchPolicy | undefined;
  readonly locales: Locales;
  readonly log: Log;
}

/** The HTTP tools of bots. What a service has shown of itself stays known for as long as it stays as it is. */
export class HttpToolSource implements ToolSource {
  private readonly built = new Map<string, { version: string; tool: Tool }>();

  constructor(private readonly deps: HttpToolSourceDeps) {}

  async toolsOf(bot: ToolUser): Promise<readonly Tool[]> {
    return this.deps.registry.of(bot.id).map((service) => this.toolOf(service));
  }

  private toolOf(service: OutsideService<HttpToolDefinition>): Tool {
    const known = this.built.get(service.id);
    if (known?.version === service.version) return known.tool;
    const { policy = publicHosts, locales, log } = this.deps;
    const caller = new HttpCaller({ definition: service.definition, secrets: service.secrets, policy });
    const tool = httpTool({ service, caller, locales, log });
    this.built.set(service.id, { version: service.version, tool });
    return tool;
  }
}
