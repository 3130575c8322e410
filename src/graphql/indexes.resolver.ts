import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { KnowledgeIndex } from '../infra/prisma-client/client';
import { BotType } from './bots.types';
import { type GraphqlDomain, knownId, plain, type RequestContext } from './context';
import { KnowledgeIndexPayload, KnowledgeIndexType, PublishKnowledgeIndexInput } from './indexes.types';
import { TrainingRunType } from './training.types';

/** The versions of what the bots can find. */
@Resolver(() => KnowledgeIndexType)
export class KnowledgeIndexResolver {
  constructor(private readonly domain: GraphqlDomain) {}

  @Query(() => [KnowledgeIndexType], { description: 'The versions of a bot’s index, the newest first.' })
  knowledgeIndexes(
    @Arg('bot', () => ID, { description: 'Whose knowledge.' }) bot: string,
    @Ctx() context: RequestContext,
  ) {
    return this.domain.indexes.list(context.viewer, bot);
  }

  @FieldResolver(() => BotType, { description: 'Whose knowledge it is.' })
  bot(@Root() index: KnowledgeIndex) {
    return this.domain.bots.get(index.botId);
  }

  @FieldResolver(() => TrainingRunType, {
    nullable: true,
    description: 'The run that built it; null for the first one.',
  })
  run(@Root() index: KnowledgeIndex, @Ctx() context: RequestContext) {
    return index.trainingRunId === null ? null : context.loaders.trainingRuns.load(index.trainingRunId);
  }

  @FieldResolver(() => Int, { description: 'How many documents it has something of.' })
  async documents(@Root() index: KnowledgeIndex, @Ctx() context: RequestContext) {
    return (await context.loaders.indexSizes.load(index.id))?.documents ?? 0;
  }

  @FieldResolver(() => Int, { description: 'How many passages it has.' })
  async passages(@Root() index: KnowledgeIndex, @Ctx() context: RequestContext) {
    return (await context.loaders.indexSizes.load(index.id))?.passages ?? 0;
  }

  @Mutation(() => KnowledgeIndexPayload, {
    description:
      'Lets a bot answer from a version of its index from now on: a new one, or an older one as it was. Changes of documents since are not in an older one, but for those that were removed.',
  })
  async publishKnowledgeIndex(
    @Arg('input', () => PublishKnowledgeIndexInput, { description: 'Which version.' })
    input: PublishKnowledgeIndexInput,
    @Ctx() context: RequestContext,
  ) {
    const indexId = knownId('index', input.indexId);
    return { index: await this.domain.indexes.publish(context.viewer, plain(input, { indexId })) };
  }
}
