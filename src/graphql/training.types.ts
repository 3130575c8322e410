import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import { TrainingKind, TrainingStatus } from './enums';
import { RepeatableInput } from './inputs';
import { NodeType } from './node.types';
import { DateTime, Json, LanguageTag } from './scalars';

type Maybe<T> = T | null | undefined;

/** A run that learns. */
@ObjectType('TrainingRun', {
  description:
    'A run that learns from training data: a knowledge index, the detector of the wish for a human, or a fine-tuned model.',
  implements: NodeType,
  simpleResolvers: true,
})
export abstract class TrainingRunType extends NodeType {
  @Field(() => TrainingKind, { description: 'What is learnt.' })
  abstract readonly kind: string;

  @Field(() => TrainingStatus, { description: 'How far it has come.' })
  abstract readonly status: string;

  @Field(() => Float, { description: 'How much of it is done, 0..1.' })
  abstract readonly progress: number;

  @Field(() => Json, {
    nullable: true,
    description: 'What came of it, such as precision and recall on held-out texts.',
  })
  abstract readonly metrics: unknown;

  @Field(() => String, { nullable: true, description: 'Why it failed.' })
  abstract readonly error: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was over.' })
  abstract readonly endedAt: Date | null;
}

/** A detector that was learnt. */
@ObjectType('DetectorVersion', {
  description: 'A detector of the wish for a human that was learnt; one is in use.',
  implements: NodeType,
  simpleResolvers: true,
})
export abstract class DetectorVersionType extends NodeType {
  @Field(() => Int, { description: '1, 2, 3… in the order in which they were learnt.' })
  abstract readonly number: number;

  @Field(() => Boolean, { description: 'Whether it is the one in use.' })
  abstract readonly active: boolean;

  @Field(() => String, { description: '"shipped" with the program, or "trained" here.' })
  abstract readonly source: string;

  @Field(() => Json, { description: 'How good it is on texts that it did not learn from.' })
  abstract readonly metrics: unknown;

  @Field(() => DateTime, { description: 'When it was learnt here, or came with the program.' })
  abstract readonly createdAt: Date;
}

/** Something to learn from. */
@InputType('TrainingExampleInput', { description: 'A text from which the next run of the detector learns.' })
export abstract class TrainingExampleInput extends RepeatableInput {
  @Field(() => String, { description: 'What a user wrote.' })
  abstract readonly text: string;

  @Field(() => Boolean, { description: 'Whether the writer wants a human to answer.' })
  abstract readonly wantsHuman: boolean;

  @Field(() => LanguageTag, { nullable: true, description: 'The language of the text; detected when not given.' })
  abstract readonly language?: Maybe<string>;
}

/** What is to be learnt. */
@InputType('StartTrainingInput', { description: 'What is to be learnt.' })
export abstract class StartTrainingInput extends RepeatableInput {
  @Field(() => TrainingKind, { description: 'What.' })
  abstract readonly kind: keyof typeof TrainingKind;

  @Field(() => ID, {
    nullable: true,
    description: 'For this bot, where a kind is of bots; without it a knowledge index is built for every bot.',
  })
  abstract readonly botId?: Maybe<string>;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether a bot answers from its new knowledge index as soon as that is whole; true when not given. Without it the version waits for `publishKnowledgeIndex`.',
  })
  abstract readonly publish?: Maybe<boolean>;
}

/** Which run stops. */
@InputType('CancelTrainingInput', { description: 'Which run is to stop.' })
export abstract class CancelTrainingInput extends RepeatableInput {
  @Field(() => ID, { description: 'The run.' })
  abstract readonly runId: string;
}

/** Which detector is used. */
@InputType('ActivateDetectorInput', { description: 'Which detector is used from now on.' })
export abstract class ActivateDetectorInput extends RepeatableInput {
  @Field(() => ID, { description: 'The version.' })
  abstract readonly versionId: string;
}

/** What was added to learn from. */
@ObjectType('TrainingExamplePayload', { description: 'What was added to learn from.', simpleResolvers: true })
export abstract class TrainingExamplePayload {
  @Field(() => ID, { description: 'The example.' })
  abstract readonly id: string;
}

/** What became of a run. */
@ObjectType('TrainingPayload', { description: 'What became of a run.', simpleResolvers: true })
export abstract class TrainingPayload {
  @Field(() => TrainingRunType, { description: 'The run afterwards.' })
  abstract readonly run: object;
}

/** Which detector is used. */
@ObjectType('DetectorVersionPayload', { description: 'Which detector is used from now on.', simpleResolvers: true })
export abstract class DetectorVersionPayload {
  @Field(() => DetectorVersionType, { description: 'The version.' })
  abstract readonly version: object;
}
