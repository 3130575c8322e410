import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { MessageType } from './dialogues.types';
import { SuggestionKind, SuggestionStatus } from './enums';
import { RepeatableInput } from './inputs';
import { NodeType } from './node.types';
import { DateTime, LanguageTag } from './scalars';

type Maybe<T> = T | null | undefined;

/** What the bot would say. */
@ObjectType('Suggestion', {
  description: 'What the bot would say, for the operator to take, change or leave.',
  implements: NodeType,
  simpleResolvers: true,
})
export abstract class SuggestionType extends NodeType {
  @Field(() => Int, { description: 'The number of the user’s message that it answers.' })
  abstract readonly seq: number;

  @Field(() => SuggestionKind, { description: 'Where it comes from.' })
  abstract readonly kind: string;

  @Field(() => SuggestionStatus, { description: 'What became of it.' })
  abstract readonly status: string;

  @Field(() => String, { description: 'CommonMark.' })
  abstract readonly text: string;

  @Field(() => LanguageTag, { description: 'The language of the text.' })
  abstract readonly language: string;

  @Field(() => DateTime, { description: 'When it was made.' })
  abstract readonly createdAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When an operator decided, or a newer one came in its place.' })
  abstract readonly decidedAt: Date | null;
}

/** Which suggestion to say. */
@InputType('AcceptSuggestionInput', { description: 'Which suggestion to say to the user.' })
export abstract class AcceptSuggestionInput extends RepeatableInput {
  @Field(() => ID, { description: 'The suggestion.' })
  abstract readonly suggestionId: string;

  @Field(() => String, { nullable: true, description: 'What to say instead of its text; as it is when not given.' })
  abstract readonly text?: Maybe<string>;
}

/** Which suggestion nobody wants. */
@InputType('SuggestionInput', { description: 'Which suggestion.' })
export abstract class SuggestionInput extends RepeatableInput {
  @Field(() => ID, { description: 'The suggestion.' })
  abstract readonly suggestionId: string;
}

/** What became of a suggestion. */
@ObjectType('SuggestionPayload', { description: 'What became of a suggestion.', simpleResolvers: true })
export abstract class SuggestionPayload {
  @Field(() => SuggestionType, { description: 'The suggestion afterwards.' })
  abstract readonly suggestion: object;
}

/** What was said by a suggestion. */
@ObjectType('AcceptSuggestionPayload', { description: 'What was said.', simpleResolvers: true })
export abstract class AcceptSuggestionPayload {
  @Field(() => MessageType, { description: 'The message.' })
  abstract readonly message: object;

  @Field(() => SuggestionType, { description: 'The suggestion afterwards.' })
  abstract readonly suggestion: object;
}
