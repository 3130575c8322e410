import { z } from 'zod';
import { type FetchPolicy, publicHosts } from '../../infra/safe-fetch';
import { addressFault } from '../http/url-template.rules';
import { localised, secretHeaderName, secretName } from '../outside/definition-parts';

// As the server calls it: whatever the protocol lets through that can be read.
const nameThere = z.string().regex(/^[\x21-\x7E]{1,128}$/, 'must be the name of a tool of the server');

const allowedTool = z.union([
  nameThere.transform((name) => ({ name, effect: 'write' as const })),
  z.strictObject({
    name: nameThere,
    /** What the server says of that is a hint of a stranger: unless the owner says that it only reads, the user is asked. */
    effect: z.enum(['read', 'write']).default('write'),
    title: localised.optional(),
    /** Instead of what the server says. */
    description: localised.optional(),
  }),
]);

/** A tool of a server that the bot may call. */
export type AllowedTool = z.output<typeof allowedTool> & {
  readonly title?: Readonly<Record<'ru' | 'en', string>> | undefined;
  readonly description?: Readonly<Record<'ru' | 'en', string>> | undefined;
};

const anywhere: FetchPolicy = { ...publicHosts, trusts: () => true };

/** An MCP server in bot.yaml: at an address, or a program. */
export const mcpServerDefinition = z
  .strictObject({
    name: z.string().regex(/^[a-z][a-z0-9_-]{0,23}$/i, 'must be 1 to 24 Latin letters, digits, _ and -'),
    url: z.string().trim().max(1_000).optional(),
    command: z.string().min(1).max(500).optional(),
    args: z.array(z.string().max(1_000)).max(50).default([]),
    /** Variables of its environment, each with the name of the secret that it holds. */
    env: z.record(z.string().regex(/^[A-Z_][A-Z0-9_]*$/i), secretName).default({}),
    header: z.strictObject({ name: secretHeaderName, secret: secretName.optional() }).optional(),
    tools: z.array(allowedTool).max(40),
    timeoutMs: z.int().min(500).max(10_000).default(8_000),
  })
  .superRefine((server, context) => {
    for (const [field, message] of serverFaults(server)) context.addIssue({ code: 'custom', path: [field], message });
  });

/** What an MCP server is, and what of it may be called. */
export type McpServerDefinition = Omit<z.output<typeof mcpServerDefinition>, 'tools'> & {
  readonly tools: readonly AllowedTool[];
};

interface Judged {
  readonly url?: string | undefined;
  readonly command?: string | undefined;
  readonly header?: object | undefined;
  readonly tools: readonly { readonly name: string }[];
}

function* serverFaults({ url, command, header, tools }: Judged): Generator<[string, string]> {
  if ((url === undefined) === (command === undefined)) yield ['url', 'must be there, or a command instead'];
  const fault = url === undefined ? undefined : addressFault(url, anywhere);
  if (fault !== undefined) yield ['url', fault];
  if (command !== undefined && header !== undefined) yield ['header', 'is for servers with an address'];
  if (new Set(tools.map(({ name }) => name)).size < tools.length) yield ['tools', 'must have different names'];
}
