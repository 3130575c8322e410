import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { HttpTool } from '../infra/prisma-client/client';
import { BotType } from './bots.types';
import { type GraphqlDomain, knownId, plain, type RequestContext } from './context';
import { HttpMethod, ServiceOrigin, ToolEffect } from './enums';
import {
  AddHttpToolInput,
  EnableHttpToolInput,
  HttpToolInput,
  HttpToolPayload,
  HttpToolType,
  originOf,
  ToolTrialType,
  TryToolArgs,
  UpdateHttpToolInput,
} from './http-tools.types';
import { Json } from './scalars';

/** HTTP services of others as tools of bots. */
@Resolver(() => HttpToolType)
export class HttpToolResolver {
  constructor(private readonly domain: GraphqlDomain) {}

  @Query(() => [HttpToolType], { description: 'The HTTP tools of a bot, by name. For supervisors.' })
  httpTools(@Arg('bot', () => ID, { description: 'The bot.' }) bot: string, @Ctx() { viewer }: RequestContext) {
    return this.domain.outside.httpTools.list(viewer, bot);
  }

  @Query(() => ToolTrialType, {
    description:
      'Calls a tool of a bot as nobody’s user: what reads is called, of what changes something only the preview is made. For admins.',
  })
  tryTool(@Args(() => TryToolArgs) args: TryToolArgs, @Ctx() { viewer, language }: RequestContext) {
    return this.domain.toolTrials.make(viewer, plain(args, { language }));
  }

  @FieldResolver(() => BotType, { description: 'Whose tool it is.' })
  bot(@Root() { botId }: HttpTool) {
    return this.domain.bots.get(botId);
  }

  @FieldResolver(() => ServiceOrigin, { description: 'Where it is described.' })
  origin(@Root() tool: HttpTool) {
    return originOf(tool);
  }

  @FieldResolver(() => HttpMethod, { description: 'By which method it calls.' })
  method(@Root() tool: HttpTool) {
    return this.domain.outside.httpTools.definitionOf(tool).method;
  }

  @FieldResolver(() => String, { description: 'Its address, with {arguments}.' })
  url(@Root() tool: HttpTool) {
    return this.domain.outside.httpTools.definitionOf(tool).url;
  }

  @FieldResolver(() => ToolEffect, { description: 'Whether it changes something.' })
  effect(@Root() tool: HttpTool) {
    return this.domain.outside.httpTools.definitionOf(tool).effect.toUpperCase();
  }

  @FieldResolver(() => Json, { description: 'All that is said of it, as bot.yaml would say it; no secrets.' })
  definition(@Root() tool: HttpTool) {
    return this.domain.outside.httpTools.definitionOf(tool);
  }

  @FieldResolver(() => Boolean, { description: 'Whether it has a secret: a header or a key of signatures.' })
  hasSecret(@Root() { secrets }: HttpTool) {
    return secrets !== null;
  }

  @Mutation(() => HttpToolPayload, {
    description: 'Gives a bot a tool that calls somebody’s HTTP service. For admins.',
  })
  async addHttpTool(
    @Arg('input', () => AddHttpToolInput, { description: 'What it is.' }) input: AddHttpToolInput,
    @Ctx() context: RequestContext,
  ) {
    const { botId, ...fields } = plain(input);
    const id = await this.domain.outside.httpTools.add(context.viewer, { botId, ...draftOf(fields) });
    return this.payload(id, context);
  }

  @Mutation(() => HttpToolPayload, { description: 'Describes an HTTP tool anew. For admins.' })
  async updateHttpTool(
    @Arg('input', () => UpdateHttpToolInput, { description: 'What it is from now on.' }) input: UpdateHttpToolInput,
    @Ctx() context: RequestContext,
  ) {
    const { toolId, ...fields } = plain(input);
    const id = knownId('httptool', toolId);
    await this.domain.outside.httpTools.change(context.viewer, { id, ...draftOf(fields) });
    return this.payload(id, context);
  }

  @Mutation(() => HttpToolPayload, { description: 'Switches an HTTP tool on or off. For admins.' })
  async enableHttpTool(
    @Arg('input', () => EnableHttpToolInput, { description: 'Which one.' }) input: EnableHttpToolInput,
    @Ctx() context: RequestContext,
  ) {
    const { toolId, ...rest } = plain(input);
    const id = knownId('httptool', toolId);
    await this.domain.outside.httpTools.enable(context.viewer, { id, ...rest });
    return this.payload(id, context);
  }

  @Mutation(() => Boolean, { description: 'Takes an HTTP tool away, with its secrets. For admins.' })
  async removeHttpTool(
    @Arg('input', () => HttpToolInput, { description: 'Which one.' }) input: HttpToolInput,
    @Ctx() { viewer }: RequestContext,
  ) {
    const { toolId, ...rest } = plain(input);
    await this.domain.outside.httpTools.remove(viewer, { id: knownId('httptool', toolId), ...rest });
    return true;
  }

  private async payload(id: string, { viewer }: RequestContext) {
    return { tool: await this.domain.outside.httpTools.present(viewer, id) };
  }
}

/** What the input says, as bot.yaml would say it. */
function draftOf(fields: Omit<AddHttpToolInput, 'botId'>) {
  const { idempotencyKey, headerName, headerValue, signingKey, effect, ...rest } = fields;
  const definition = {
    ...given(rest),
    ...(effect && { effect: effect.toLowerCase() }),
    ...(headerName != null && { header: { name: headerName } }),
    ...(signingKey != null && { signature: {} }),
  };
  return { definition, headerValue, signingKey, idempotencyKey };
}

/** Without what was not given, at any depth. */
export function given(fields: object): Record<string, unknown> {
  const entries = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(
    entries.map(([key, value]: [string, unknown]) => [key, isInput(value) ? given(value) : value]),
  );
}

/** Inputs are instances of classes; JSON is not. */
function isInput(value: unknown): value is object {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.getPrototypeOf(value) !== Object.prototype
  );
}
