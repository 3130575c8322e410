import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { McpError } from '@modelcontextprotocol/sdk/types.js';
import type { TextLanguage } from '../../infra/languages';
import type { Locales } from '../../infra/locales';
import type { Log } from '../../infra/log';
import { hashOf, isRecord } from '../canonical-json.rules';
import type { OutsideService } from '../outside/outside-service';
import { type ArgumentsCheck, argumentsCheck, type Schema, strangersSchema } from '../outside/parameters.rules';
import { previewText } from '../outside/preview';
import {
  inWords,
  markdownSafe,
  type StrangersPolicy,
  strangersData,
  strangersLine,
  strangersText,
} from '../outside/strangers-words.rules';
import { type Committed, type Proposed, type Tool, type ToolContext, ToolRefused, type ToolResult } from '../tool';
import { type McpConnection, McpFailed, type McpOffer } from './mcp-connection';
import type { AllowedTool, McpServerDefinition } from './mcp-server-definition';

/** A tool of a server, as its owner lets the bot have it. */
export interface McpToolParts {
  readonly service: OutsideService<McpServerDefinition>;
  readonly allowed: AllowedTool;
  readonly offer: McpOffer;
  readonly connection: McpConnection;
  readonly locales: Locales;
  readonly log: Log;
}

type Given = Readonly<Record<string, unknown>>;

const longest = { description: 600, words: 200, reason: 500, name: 64 };
const nothing: Schema = { type: 'object', properties: {} };

/** By which name the model calls a tool of a server. */
export function mcpToolName(server: string, tool: string): string {
  return `${server}_${tool.replaceAll(/[^\w-]/g, '_')}`.slice(0, longest.name);
}

/** A tool of an MCP server as a tool of a bot; null where what the server says of it is of no use. */
export function mcpTool(parts: McpToolParts): Tool | null {
  const { service, allowed, offer, locales } = parts;
  const policy = { domains: [], removed: locales.t('en', 'outside-tools:link_removed') };
  const schema = strangersSchema(offer.inputSchema ?? nothing, (text) => strangersLine(text, policy, longest.words));
  if (!schema) return null;
  const called = new CalledTool(parts, schema);
  const theirs = strangersLine(offer.description ?? offer.title ?? offer.name, policy, longest.description);
  const described = {
    name: mcpToolName(service.name, offer.name),
    description: allowed.description ?? { ru: theirs, en: theirs },
    parameters: schema,
    parse: (given: unknown, context: ToolContext) => called.parse(given, context),
  };
  if (allowed.effect === 'read') {
    return {
      ...described,
      effect: 'read',
      run: (input: Given, context: ToolContext) => called.run(input, context, null),
    };
  }
  return {
    ...described,
    effect: 'write',
    propose: async (input: Given, context: ToolContext) => called.propose(input, context),
    commit: (content, context) => called.commit(content, context),
  };
}

class CalledTool {
  private readonly check: ArgumentsCheck;
  private readonly version: string;

  constructor(
    private readonly parts: McpToolParts,
    private readonly schema: Schema,
  ) {
    const { service, offer } = parts;
    const { url, command, args } = service.definition;
    this.check = argumentsCheck(schema, false);
    this.version = hashOf([url, command, args, offer.name, schema]);
  }

  parse(given: unknown, { language }: ToolContext): Given {
    const { arguments: checked, faults } = this.check(given);
    if (checked) return checked;
    throw new ToolRefused(this.text(language, 'bad_arguments', { faults }));
  }

  async run(input: Given, { language, signal }: ToolContext, key: string | null): Promise<ToolResult> {
    const { connection, offer } = this.parts;
    try {
      const result = await connection.call({ name: offer.name, arguments: input, key, signal });
      return this.read(result, { language, isChange: key !== null });
    } catch (error) {
      throw this.refusal(error, language);
    }
  }

  propose(input: Given, { language }: ToolContext): Proposed {
    const { allowed, offer, service, locales } = this.parts;
    const theirs = `${service.name}: ${strangersLine(offer.title ?? offer.name, this.policy(language), longest.words)}`;
    const title = allowed.title?.[language] ?? allowed.description?.[language] ?? theirs;
    const preview = previewText({ title, schema: this.schema, labels: {}, arguments: input }, language, locales);
    return { content: { arguments: input, version: this.version }, preview };
  }

  async commit(content: Proposed['content'], context: ToolContext & { readonly key: string }): Promise<Committed> {
    if (content['version'] !== this.version) throw new ToolRefused(this.text(context.language, 'changed'));
    return this.run(this.parse(content['arguments'], context), context, context.key);
  }

  private read(
    result: CallToolResult,
    { language, isChange }: { language: TextLanguage; isChange: boolean },
  ): ToolResult {
    const policy = this.policy(language);
    const said = result.content.flatMap((one) => (one.type === 'text' ? [one.text] : []));
    const text = strangersText(said.join('\n'), policy);
    if (result.isError) {
      const why = text.slice(0, longest.reason) || '—';
      throw new ToolRefused(this.text(language, 'refused_because', { why: markdownSafe(why) }));
    }
    const data = strangersData(result.structuredContent, policy);
    const words = text || (data === null ? '' : inWords(data));
    return {
      text: words || this.text(language, isChange ? 'done' : 'nothing'),
      data: isRecord(data) ? { content: data } : {},
    };
  }

  private refusal(error: unknown, language: TextLanguage): unknown {
    const { service, offer, log } = this.parts;
    if (error instanceof McpError) {
      const why = strangersLine(error.message, this.policy(language), longest.reason);
      return new ToolRefused(this.text(language, 'refused_because', { why: markdownSafe(why) }), { cause: error });
    }
    if (!(error instanceof McpFailed)) return error;
    log.warn({ server: service.name, tool: offer.name, bot: service.botId, why: error.message }, 'a tool has failed');
    return new ToolRefused(this.text(language, error.fault), { cause: error });
  }

  private policy(language: TextLanguage): StrangersPolicy {
    const { url } = this.parts.service.definition;
    const domains = url === undefined ? [] : [new URL(url).hostname];
    return { domains, removed: this.parts.locales.t(language, 'outside-tools:link_removed') };
  }

  private text(language: TextLanguage, key: string, params: Record<string, string | number> = {}): string {
    return this.parts.locales.t(language, `outside-tools:${key}`, params);
  }
}
