import type { z } from 'zod';
import { type HttpToolDefinition, httpToolDefinition } from '../http/http-tool-definition';
import { type McpServerDefinition, mcpServerDefinition } from '../mcp/mcp-server-definition';
import type { OutsideKind } from './outside-service';

/** The names by which a file calls its secrets. */
export interface SecretNames {
  readonly header?: string | undefined;
  readonly signature?: string | undefined;
  readonly variables?: Readonly<Record<string, string>> | undefined;
}

/** What one kind of other people's tools is. */
export interface KindRules<Definition> {
  readonly kind: OutsideKind;
  readonly schema: z.ZodType<Definition>;
  /** Where it is; null: it is a program. */
  addressOf(definition: Definition): string | null;
  secretsOf(definition: Definition): SecretNames;
}

/** HTTP tools. */
export const httpTools: KindRules<HttpToolDefinition> = {
  kind: 'http',
  schema: httpToolDefinition,
  addressOf: ({ url }) => url.replaceAll(/\{[^{}]*\}/g, 'x'),
  secretsOf: ({ header, signature }) => ({
    ...(header && { header: header.secret ?? '' }),
    ...(signature && { signature: signature.secret ?? '' }),
  }),
};

/** MCP servers. */
export const mcpServers: KindRules<McpServerDefinition> = {
  kind: 'mcp',
  schema: mcpServerDefinition,
  addressOf: ({ url }) => url ?? null,
  secretsOf: ({ header, env }) => ({
    ...(header && { header: header.secret ?? '' }),
    ...(Object.keys(env).length > 0 && { variables: env }),
  }),
};
