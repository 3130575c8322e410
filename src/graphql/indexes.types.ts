import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { KnowledgeIndexStatus } from './enums';
import { RepeatableInput } from './inputs';
import { NodeType } from './node.types';
import { DateTime, Json } from './scalars';

/** A version of what a bot can find. */
@ObjectType('KnowledgeIndex', {
  description: 'A version of what a bot can find. One is active: it has every change of the documents at once.',
  implements: NodeType,
  simpleResolvers: true,
})
export abstract class KnowledgeIndexType extends NodeType {
  @Field(() => Int, { description: '1, 2, 3… for each bot, in the order in which they were begun.' })
  abstract readonly number: number;

  @Field(() => KnowledgeIndexStatus, { description: 'Whether it is whole.' })
  abstract readonly status: string;

  @Field(() => Boolean, { description: 'Whether the bot answers from it.' })
  abstract readonly active: boolean;

  @Field(() => Json, { description: 'How it was made: by which way of indexing, with which embedding model.' })
  abstract readonly settings: unknown;

  @Field(() => DateTime, { description: 'When it was begun.' })
  abstract readonly createdAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When the bot last began to answer from it.' })
  abstract readonly activatedAt: Date | null;
}

/** From which version a bot is to answer. */
@InputType('PublishKnowledgeIndexInput', { description: 'From which version of its index a bot answers from now on.' })
export abstract class PublishKnowledgeIndexInput extends RepeatableInput {
  @Field(() => ID, { description: 'The version.' })
  abstract readonly indexId: string;
}

/** From which version a bot answers. */
@ObjectType('KnowledgeIndexPayload', { description: 'From which version a bot answers.', simpleResolvers: true })
export abstract class KnowledgeIndexPayload {
  @Field(() => KnowledgeIndexType, { description: 'The version.' })
  abstract readonly index: object;
}
