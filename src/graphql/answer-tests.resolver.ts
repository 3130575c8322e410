import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { TestRun } from '../infra/prisma-client/client';
import {
  AddAnswerTestInput,
  AnswerTestInput,
  AnswerTestPayload,
  AnswerTestType,
  RunAnswerTestsInput,
  TestComparisonType,
  TestResultType,
  TestRunInput,
  TestRunPayload,
  TestRunType,
} from './answer-tests.types';
import { BotType } from './bots.types';
import { type GraphqlDomain, knownId, orNull, plain, type RequestContext } from './context';

/** Tests of answers and their runs. */
@Resolver(() => TestRunType)
export class AnswerTestResolver {
  constructor(private readonly domain: GraphqlDomain) {}

  @Query(() => [AnswerTestType], { description: 'The tests of a bot’s answers, those of its file first.' })
  answerTests(@Arg('bot', () => ID, { description: 'The bot.' }) bot: string, @Ctx() { viewer }: RequestContext) {
    return this.domain.answerTests.list(viewer, bot);
  }

  @Query(() => [TestRunType], { description: 'The runs of a bot’s tests, the newest first.' })
  testRuns(
    @Arg('bot', () => ID, { description: 'The bot.' }) bot: string,
    @Arg('first', () => Int, { nullable: true, description: 'How many, 1..100; 20 when not given.' })
    first: number | null,
    @Ctx() { viewer }: RequestContext,
  ) {
    return this.domain.answerTests.runs(viewer, bot, first ?? undefined);
  }

  @Query(() => TestRunType, { nullable: true, description: 'A run of tests; null when there is none.' })
  testRun(@Arg('id', () => ID, { description: 'The run.' }) id: string, @Ctx() { viewer }: RequestContext) {
    return orNull(() => this.domain.answerTests.run(viewer, id));
  }

  @FieldResolver(() => BotType, { description: 'The bot that was asked.' })
  bot(@Root() run: TestRun) {
    return this.domain.bots.get(run.botId);
  }

  @FieldResolver(() => [TestResultType], { description: 'What each test came to so far.' })
  results(@Root() run: TestRun) {
    return this.domain.answerTests.results(run);
  }

  @FieldResolver(() => TestComparisonType, {
    nullable: true,
    description: 'What is better and worse than in another run; null when there is none.',
  })
  comparedTo(
    @Arg('run', () => ID, { nullable: true, description: 'The other run; the last one before, when not given.' })
    other: string | null,
    @Root() run: TestRun,
  ) {
    return this.domain.answerTests.compare(run, other ?? null);
  }

  @Mutation(() => AnswerTestPayload, { description: 'Adds a test to a bot.' })
  async addAnswerTest(
    @Arg('input', () => AddAnswerTestInput, { description: 'The test.' }) input: AddAnswerTestInput,
    @Ctx() { viewer }: RequestContext,
  ) {
    const botId = knownId('bot', input.botId);
    return { test: await this.domain.answerTests.add(viewer, plain(input, { botId })) };
  }

  @Mutation(() => Boolean, { description: 'Removes a test that was added here; those of a file go with the file.' })
  async removeAnswerTest(
    @Arg('input', () => AnswerTestInput, { description: 'Which test.' }) input: AnswerTestInput,
    @Ctx() { viewer }: RequestContext,
  ) {
    await this.domain.answerTests.remove(viewer, plain(input, { testId: knownId('test', input.testId) }));
    return true;
  }

  @Mutation(() => TestRunPayload, { description: 'Has all tests of a bot asked, in the background.' })
  async runAnswerTests(
    @Arg('input', () => RunAnswerTestsInput, { description: 'What is asked.' }) input: RunAnswerTestsInput,
    @Ctx() { viewer }: RequestContext,
  ) {
    const botId = knownId('bot', input.botId);
    return { run: await this.domain.answerTests.start(viewer, plain(input, { botId })) };
  }

  @Mutation(() => TestRunPayload, { description: 'Stops a run of tests; one that is over stays as it is.' })
  async cancelTestRun(
    @Arg('input', () => TestRunInput, { description: 'Which run.' }) input: TestRunInput,
    @Ctx() { viewer }: RequestContext,
  ) {
    const runId = knownId('testrun', input.runId);
    return { run: await this.domain.answerTests.cancel(viewer, plain(input, { runId })) };
  }
}
