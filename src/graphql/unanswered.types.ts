import { ArgsType, Field, Float, ID, InputType, ObjectType } from 'type-graphql';
import { ForwardPageArgs } from './args';
import { UnansweredReason } from './enums';
import { RepeatableInput } from './inputs';
import { NodeType } from './node.types';
import { DateTime, LanguageTag } from './scalars';

type Maybe<T> = T | null | undefined;

/** A question that a bot could not answer. */
@ObjectType('UnansweredQuestion', {
  description:
    'A question that a bot could not answer: something that it should know, or an answer that it should have found.',
  implements: NodeType,
  simpleResolvers: true,
})
export abstract class UnansweredQuestionType extends NodeType {
  @Field(() => String, { description: 'What was asked, without what tells who asked it.' })
  abstract readonly question: string;

  @Field(() => LanguageTag, { description: 'The language of the dialogue.' })
  abstract readonly language: string;

  @Field(() => UnansweredReason, { description: 'Why there was no answer.' })
  abstract readonly reason: string;

  @Field(() => Float, { description: 'The score of the best passage, 0..1; 0 when nothing was found.' })
  abstract readonly score: number;

  @Field(() => DateTime, { description: 'When it was asked.' })
  abstract readonly createdAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When somebody dealt with it.' })
  abstract readonly resolvedAt: Date | null;
}

/** A list of unanswered questions. */
@ArgsType()
export abstract class UnansweredQuestionsArgs extends ForwardPageArgs {
  @Field(() => ID, { description: 'To which bot.' })
  abstract readonly bot: string;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Only those that somebody dealt with, or only the others; all when not given.',
  })
  abstract readonly resolved?: Maybe<boolean>;
}

/** What is done with a question. */
@InputType('ResolveUnansweredInput', { description: 'Which question is dealt with, and how.' })
export abstract class ResolveUnansweredInput extends RepeatableInput {
  @Field(() => ID, { description: 'The question.' })
  abstract readonly questionId: string;

  @Field(() => ID, { nullable: true, description: 'The document that answers it now; none where it needs no answer.' })
  abstract readonly documentId?: Maybe<string>;
}

/** What became of a question. */
@ObjectType('UnansweredQuestionPayload', { description: 'What became of a question.', simpleResolvers: true })
export abstract class UnansweredQuestionPayload {
  @Field(() => UnansweredQuestionType, { description: 'The question afterwards.' })
  abstract readonly question: object;
}
