import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { McpServer } from '../infra/prisma-client/client';
import { mcpToolName } from '../tools/mcp/mcp-tool';
import { BotType } from './bots.types';
import { type GraphqlDomain, knownId, plain, type RequestContext } from './context';
import { ServiceOrigin } from './enums';
import { given } from './http-tools.resolver';
import { originOf } from './http-tools.types';
import {
  AddMcpServerInput,
  AllowedToolType,
  EnableMcpServerInput,
  McpOfferType,
  McpServerInput,
  McpServerPayload,
  McpServerType,
  UpdateMcpServerInput,
} from './mcp-servers.types';

/** MCP servers of others whose tools bots may call. */
@Resolver(() => McpServerType)
export class McpServerResolver {
  constructor(private readonly domain: GraphqlDomain) {}

  @Query(() => [McpServerType], { description: 'The MCP servers of a bot, by name. For supervisors.' })
  mcpServers(@Arg('bot', () => ID, { description: 'The bot.' }) bot: string, @Ctx() { viewer }: RequestContext) {
    return this.domain.outside.mcpServers.list(viewer, bot);
  }

  @FieldResolver(() => BotType, { description: 'Whose server it is.' })
  bot(@Root() { botId }: McpServer) {
    return this.domain.bots.get(botId);
  }

  @FieldResolver(() => ServiceOrigin, { description: 'Where it is described.' })
  origin(@Root() server: McpServer) {
    return originOf(server);
  }

  @FieldResolver(() => String, { nullable: true, description: 'Its address; null for a program.' })
  url(@Root() server: McpServer) {
    return this.domain.outside.mcpServers.definitionOf(server).url ?? null;
  }

  @FieldResolver(() => Boolean, { description: 'Whether it has a secret.' })
  hasSecret(@Root() { secrets }: McpServer) {
    return secrets !== null;
  }

  @FieldResolver(() => [AllowedToolType], { description: 'Those of its tools that the bot may call.' })
  tools(@Root() server: McpServer) {
    const { tools } = this.domain.outside.mcpServers.definitionOf(server);
    return tools.map(({ name, effect }) => ({
      name,
      toolName: mcpToolName(server.name, name),
      effect: effect.toUpperCase(),
    }));
  }

  @FieldResolver(() => [McpOfferType], {
    nullable: true,
    description: 'What the server offers, asked now or a few minutes ago; null when it does not answer.',
  })
  async offers(@Root() server: McpServer) {
    const offers = await this.domain.outside.offersOf(server);
    const { tools } = this.domain.outside.mcpServers.definitionOf(server);
    const allowed = new Set(tools.map(({ name }) => name));
    return offers?.map((offer) => ({ ...offer, allowed: allowed.has(offer.name) })) ?? null;
  }

  @Mutation(() => McpServerPayload, { description: 'Gives a bot tools of somebody’s MCP server. For admins.' })
  async addMcpServer(
    @Arg('input', () => AddMcpServerInput, { description: 'What it is.' }) input: AddMcpServerInput,
    @Ctx() context: RequestContext,
  ) {
    const { botId, ...fields } = plain(input);
    const id = await this.domain.outside.mcpServers.add(context.viewer, { botId, ...draftOf(fields) });
    return this.payload(id, context);
  }

  @Mutation(() => McpServerPayload, { description: 'Describes an MCP server anew. For admins.' })
  async updateMcpServer(
    @Arg('input', () => UpdateMcpServerInput, { description: 'What it is from now on.' }) input: UpdateMcpServerInput,
    @Ctx() context: RequestContext,
  ) {
    const { serverId, ...fields } = plain(input);
    const id = knownId('mcpserver', serverId);
    await this.domain.outside.mcpServers.change(context.viewer, { id, ...draftOf(fields) });
    return this.payload(id, context);
  }

  @Mutation(() => McpServerPayload, { description: 'Switches an MCP server on or off. For admins.' })
  async enableMcpServer(
    @Arg('input', () => EnableMcpServerInput, { description: 'Which one.' }) input: EnableMcpServerInput,
    @Ctx() context: RequestContext,
  ) {
    const { serverId, ...rest } = plain(input);
    const id = knownId('mcpserver', serverId);
    await this.domain.outside.mcpServers.enable(context.viewer, { id, ...rest });
    return this.payload(id, context);
  }

  @Mutation(() => Boolean, { description: 'Takes an MCP server away, with its secret. For admins.' })
  async removeMcpServer(
    @Arg('input', () => McpServerInput, { description: 'Which one.' }) input: McpServerInput,
    @Ctx() { viewer }: RequestContext,
  ) {
    const { serverId, ...rest } = plain(input);
    await this.domain.outside.mcpServers.remove(viewer, { id: knownId('mcpserver', serverId), ...rest });
    return true;
  }

  private async payload(id: string, { viewer }: RequestContext) {
    return { server: await this.domain.outside.mcpServers.present(viewer, id) };
  }
}

function draftOf({ idempotencyKey, headerName, headerValue, tools, ...rest }: Omit<AddMcpServerInput, 'botId'>) {
  const definition = {
    ...given(rest),
    ...(headerName != null && { header: { name: headerName } }),
    tools: tools.map(({ effect, ...tool }) => ({ ...given(tool), ...(effect && { effect: effect.toLowerCase() }) })),
  };
  return { definition, headerValue, idempotencyKey };
}
