import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Bot } from '../dialogues/bots';
import type { ToolCall } from '../infra/prisma-client/client';
import { pageOf } from './args';
import { BotType } from './bots.types';
import { ToolCallConnection, toConnection } from './connections';
import type { GraphqlDomain, RequestContext } from './context';
import { DialogueType } from './dialogues.types';
import { BotToolType, ToolCallRecordType, ToolCallsArgs } from './tools.types';

/** What bots have called. */
@Resolver(() => ToolCallRecordType)
export class ToolCallResolver {
  constructor(private readonly domain: GraphqlDomain) {}

  @Query(() => ToolCallConnection, { description: 'What the bot has called in a dialogue, the newest first.' })
  async toolCalls(@Args(() => ToolCallsArgs) args: ToolCallsArgs, @Ctx() { viewer }: RequestContext) {
    return toConnection(await this.domain.toolCalls.page(viewer, args.dialogue, pageOf(args)));
  }

  @FieldResolver(() => DialogueType, { description: 'Where it was called.' })
  dialogue(@Root() { dialogueId }: ToolCall, @Ctx() { loaders }: RequestContext) {
    return loaders.dialogues.load(dialogueId);
  }
}

/** What bots may call. */
@Resolver(() => BotType)
export class BotToolResolver {
  constructor(private readonly domain: GraphqlDomain) {}

  @FieldResolver(() => [BotToolType], { description: 'What it can do by function calling, at this moment.' })
  async tools(@Root() bot: Bot, @Ctx() { language }: RequestContext) {
    const { tools, foreign } = await this.domain.toolBox.of(bot, language);
    return tools.map(({ name, description, effect, parameters }) => ({
      name,
      description: description[language],
      effect: effect.toUpperCase(),
      parameters,
      foreign: foreign.has(name),
    }));
  }
}
