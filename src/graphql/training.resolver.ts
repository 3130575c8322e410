import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root, Subscription } from 'type-graphql';
import type { TrainingRun } from '../infra/prisma-client/client';
import { BotType } from './bots.types';
import { type GraphqlDomain, knownId, plain, type RequestContext } from './context';
import type { LiveItem } from './live';
import type { Asked } from './live.resolver';
import { DateTime } from './scalars';
import { CancelTrainingInput, StartTrainingInput, TrainingPayload, TrainingRunType } from './training.types';

/** Runs that learn. */
@Resolver(() => TrainingRunType)
export class TrainingResolver {
  constructor(private readonly domain: GraphqlDomain) {}

  @Query(() => [TrainingRunType], { description: 'Runs that learn, the newest first. For supervisors.' })
  trainingRuns(
    @Arg('first', () => Int, { nullable: true, description: 'How many, 1..100; 50 when not given.' })
    first: number | null,
    @Ctx() context: RequestContext,
  ) {
    return this.domain.training.list(context.viewer, first ?? undefined);
  }

  @FieldResolver(() => BotType, { nullable: true, description: 'The bot that it is for, where a kind is of bots.' })
  bot(@Root() run: TrainingRun) {
    return run.botId === null ? null : this.domain.bots.get(run.botId);
  }

  @FieldResolver(() => DateTime, { description: 'When it began; while it waits, when it was asked for.' })
  startedAt(@Root() run: TrainingRun) {
    return run.startedAt ?? run.createdAt;
  }

  @Mutation(() => TrainingPayload, { description: 'Lets something be learnt: of each kind one run after the other.' })
  async startTraining(
    @Arg('input', () => StartTrainingInput, { description: 'What.' }) input: StartTrainingInput,
    @Ctx() context: RequestContext,
  ) {
    return { run: await this.domain.training.start(context.viewer, plain(input)) };
  }

  @Mutation(() => TrainingPayload, { description: 'Stops a run; one that is over stays as it is.' })
  async cancelTraining(
    @Arg('input', () => CancelTrainingInput, { description: 'Which run.' }) input: CancelTrainingInput,
    @Ctx() context: RequestContext,
  ) {
    const runId = knownId('training', input.runId);
    return { run: await this.domain.training.cancel(context.viewer, plain(input, { runId })) };
  }

  @Subscription(() => TrainingRunType, {
    description: 'A run as it goes: first how it is now, then each change; ends with the run.',
    subscribe: ({ args, context }: Asked<{ runId: string }>) => context.live.training(context.viewer, args),
  })
  trainingProgress(@Arg('runId', () => ID, { description: 'Which run.' }) _runId: string, @Root() item: LiveItem) {
    return item.value;
  }
}
