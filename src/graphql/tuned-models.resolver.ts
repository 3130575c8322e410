import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { TunedModel } from '../infra/prisma-client/client';
import { BotType } from './bots.types';
import { type GraphqlDomain, knownId, plain, type RequestContext } from './context';
import { TrainingRunType } from './training.types';
import { TunedModelType, UseModelInput, UseModelPayload } from './tuned-models.types';

/** The models that were tuned for bots. */
@Resolver(() => TunedModelType)
export class TunedModelResolver {
  constructor(private readonly domain: GraphqlDomain) {}

  @Query(() => [TunedModelType], { description: 'The models tuned for a bot, the newest first. For supervisors.' })
  tunedModels(@Arg('bot', () => ID, { description: 'The bot.' }) bot: string, @Ctx() context: RequestContext) {
    return this.domain.tunedModels.list(context.viewer, bot);
  }

  @FieldResolver(() => BotType, { description: 'The bot that it was made for.' })
  bot(@Root() tuned: TunedModel) {
    return this.domain.bots.get(tuned.botId);
  }

  @FieldResolver(() => Boolean, { description: 'Whether it answers for the bot now.' })
  active(@Root() tuned: TunedModel) {
    return this.domain.bots.get(tuned.botId).model === tuned.model;
  }

  @FieldResolver(() => TrainingRunType, { nullable: true, description: 'The run that it came from.' })
  run(@Root() tuned: TunedModel, @Ctx() context: RequestContext) {
    return context.loaders.trainingRuns.load(tuned.trainingRunId);
  }

  @Mutation(() => UseModelPayload, {
    description: 'Lets a tuned model answer for a bot from now on, in every process, or the deployment’s own again.',
  })
  async useModel(
    @Arg('input', () => UseModelInput, { description: 'Which model.' }) input: UseModelInput,
    @Ctx() context: RequestContext,
  ) {
    const botId = knownId('bot', input.botId);
    await this.domain.tunedModels.use(context.viewer, plain(input, { botId }));
    return { bot: this.domain.bots.get(botId) };
  }
}
