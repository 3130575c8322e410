import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import { TestRunStatus } from './enums';
import { RepeatableInput } from './inputs';
import { DateTime, LanguageTag } from './scalars';

type Maybe<T> = T | null | undefined;

/** A question with what a right answer holds. */
@ObjectType('AnswerTest', { description: 'A question with what a right answer holds.', simpleResolvers: true })
export abstract class AnswerTestType {
  @Field(() => ID, { description: 'Opaque and sortable by time.' })
  abstract readonly id: string;

  @Field(() => String, { description: 'Its name, unique in its bot.' })
  abstract readonly key: string;

  @Field(() => String, { description: '"file": from the bot’s tests.yaml; "api": added here.' })
  abstract readonly origin: string;

  @Field(() => LanguageTag, { description: 'The language that it is asked in.' })
  abstract readonly language: string;

  @Field(() => String, { nullable: true, description: 'Which persona is asked; the first one when none is named.' })
  abstract readonly persona: string | null;

  @Field(() => String, { description: 'The question.' })
  abstract readonly question: string;

  @Field(() => [[String]], { description: 'The facts of a right answer, each with the ways to say it.' })
  abstract readonly facts: unknown;

  @Field(() => [String], { description: 'Titles of documents of which one has to be cited.' })
  abstract readonly documents: unknown;

  @Field(() => String, { description: '"answer", or "unsure" where the bot is to say that it does not know.' })
  abstract readonly outcome: string;
}

/** A document that was found for a test. */
@ObjectType('TestFinding', { description: 'A document that was found for a test.', simpleResolvers: true })
export abstract class TestFindingType {
  @Field(() => ID, { description: 'The document.' })
  abstract readonly documentId: string;

  @Field(() => String, { description: 'What it was called then.' })
  abstract readonly title: string;

  @Field(() => Float, { description: 'How well its passage fitted, 0..1.' })
  abstract readonly score: number;
}

/** What a test came to. */
@ObjectType('TestResult', { description: 'What a test came to in a run.', simpleResolvers: true })
export abstract class TestResultType {
  @Field(() => AnswerTestType, { description: 'The test.' })
  abstract readonly test: AnswerTestType;

  @Field(() => Boolean, { description: 'Whether the answer was right.' })
  abstract readonly passed: boolean;

  @Field(() => String, { description: 'What the bot did: answer, clarify, unsure, wants human, away.' })
  abstract readonly kind: string;

  @Field(() => String, { description: 'What it said.' })
  abstract readonly answer: string;

  @Field(() => [[String]], { description: 'The facts that neither the answer nor its sources hold.' })
  abstract readonly missing: unknown;

  @Field(() => [TestFindingType], { description: 'The documents of the passages that were found, best first.' })
  abstract readonly found: unknown;

  @Field(() => [String], { description: 'Titles of the documents that it cites.' })
  abstract readonly cited: unknown;

  @Field(() => Int, { description: 'How long it took, in milliseconds.' })
  abstract readonly ms: number;
}

/** All tests, asked once. */
@ObjectType('TestRun', { description: 'All tests of a bot, asked once.', simpleResolvers: true })
export abstract class TestRunType {
  @Field(() => ID, { description: 'Opaque and sortable by time.' })
  abstract readonly id: string;

  @Field(() => TestRunStatus, { description: 'How far it has come.' })
  abstract readonly status: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The index that was asked, if it was another than the one in force.',
  })
  abstract readonly indexId: string | null;

  @Field(() => ID, { nullable: true, description: 'The version of a prompt that was tried.' })
  abstract readonly promptId: string | null;

  @Field(() => String, { nullable: true, description: 'The model that was asked, if it was another than the bot’s.' })
  abstract readonly model: string | null;

  @Field(() => Int, { description: 'How many tests it has.' })
  abstract readonly total: number;

  @Field(() => Int, { description: 'How many were asked.' })
  abstract readonly done: number;

  @Field(() => Int, { description: 'How many were answered rightly.' })
  abstract readonly passed: number;

  @Field(() => String, { nullable: true, description: 'Why it failed.' })
  abstract readonly error: string | null;

  @Field(() => DateTime, { description: 'When it was asked for.' })
  abstract readonly createdAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was over.' })
  abstract readonly endedAt: Date | null;
}

/** What is otherwise. */
@ObjectType('TestComparison', { description: 'What is otherwise than in another run.', simpleResolvers: true })
export abstract class TestComparisonType {
  @Field(() => TestRunType, { description: 'The other run.' })
  abstract readonly run: object;

  @Field(() => [ID], { description: 'Tests that pass now and did not.' })
  abstract readonly better: readonly string[];

  @Field(() => [ID], { description: 'Tests that passed and do not any more.' })
  abstract readonly worse: readonly string[];

  @Field(() => Int, { description: 'How many tests are as they were.' })
  abstract readonly same: number;
}

/** A test as somebody writes it. */
@InputType('AddAnswerTestInput', { description: 'A question with what a right answer holds.' })
export abstract class AddAnswerTestInput extends RepeatableInput {
  @Field(() => ID, { description: 'The bot.' })
  abstract readonly botId: string;

  @Field(() => String, { nullable: true, description: 'A name: a–z, 0–9 and hyphens; made when not given.' })
  abstract readonly key?: Maybe<string>;

  @Field(() => LanguageTag, { description: 'The language that it is asked in.' })
  abstract readonly language: string;

  @Field(() => String, { nullable: true, description: 'Which persona is asked.' })
  abstract readonly persona?: Maybe<string>;

  @Field(() => String, { description: 'The question; up to 2,000 characters.' })
  abstract readonly question: string;

  @Field(() => [[String]], {
    nullable: true,
    description: 'The facts of a right answer, each with the ways to say it.',
  })
  abstract readonly facts?: Maybe<string[][]>;

  @Field(() => [String], { nullable: true, description: 'Titles of documents of which one has to be cited.' })
  abstract readonly documents?: Maybe<string[]>;

  @Field(() => String, { nullable: true, description: '"answer" or "unsure"; "answer" when not given.' })
  abstract readonly outcome?: Maybe<string>;
}

/** Which test. */
@InputType('AnswerTestInput', { description: 'Which test.' })
export abstract class AnswerTestInput extends RepeatableInput {
  @Field(() => ID, { description: 'The test.' })
  abstract readonly testId: string;
}

/** What is to be asked. */
@InputType('RunAnswerTestsInput', { description: 'What is asked: what is in force, where nothing else is named.' })
export abstract class RunAnswerTestsInput extends RepeatableInput {
  @Field(() => ID, { description: 'The bot.' })
  abstract readonly botId: string;

  @Field(() => ID, { nullable: true, description: 'An index version of it.' })
  abstract readonly indexId?: Maybe<string>;

  @Field(() => ID, { nullable: true, description: 'A version of the prompt of one of its personas.' })
  abstract readonly promptId?: Maybe<string>;

  @Field(() => String, { nullable: true, description: 'Another model of the same service.' })
  abstract readonly model?: Maybe<string>;
}

/** Which run. */
@InputType('TestRunInput', { description: 'Which run of tests.' })
export abstract class TestRunInput extends RepeatableInput {
  @Field(() => ID, { description: 'The run.' })
  abstract readonly runId: string;
}

/** A test afterwards. */
@ObjectType('AnswerTestPayload', { description: 'A test afterwards.', simpleResolvers: true })
export abstract class AnswerTestPayload {
  @Field(() => AnswerTestType, { description: 'The test.' })
  abstract readonly test: object;
}

/** A run afterwards. */
@ObjectType('TestRunPayload', { description: 'A run of tests afterwards.', simpleResolvers: true })
export abstract class TestRunPayload {
  @Field(() => TestRunType, { description: 'The run.' })
  abstract readonly run: object;
}
