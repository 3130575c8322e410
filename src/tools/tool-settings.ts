import { z } from 'zod';
import { httpToolDefinition } from './http/http-tool-definition';
import { type McpServerDefinition, mcpServerDefinition } from './mcp/mcp-server-definition';

/** The section `tools` of bot.yaml: what of the product's own tools the bot may call, and whose others. */
export const toolSettings = z
  .strictObject({
    /** Names of the product's own tools. */
    use: z.array(z.string().regex(/^[\w-]{1,64}$/)).default([]),
    /** HTTP services, one tool each: docs/tools.md. */
    http: z.array(httpToolDefinition).max(50).default([]),
    /** MCP servers, with those of their tools that the bot may call. */
    mcp: z
      .array(mcpServerDefinition)
      .max(10)
      .default([])
      .transform((servers): McpServerDefinition[] => servers),
  })
  .refine(({ http }) => new Set(http.map(({ name }) => name)).size === http.length, {
    path: ['http'],
    error: 'must have different names',
  })
  .refine(({ mcp }) => new Set(mcp.map(({ name }) => name)).size === mcp.length, {
    path: ['mcp'],
    error: 'must have different names',
  })
  .prefault({});

/** What a bot may call, as its folder says. */
export type ToolSettings = z.infer<typeof toolSettings>;
