import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { RepeatableInput } from './inputs';
import { DateTime } from './scalars';

type Maybe<T> = T | null | undefined;

/** What a persona is told. */
@ObjectType('PromptVersion', {
  description: 'What a persona of a bot is told, instead of what the bot’s folder says.',
  simpleResolvers: true,
})
export abstract class PromptVersionType {
  @Field(() => ID, { description: 'Opaque and sortable by time.' })
  abstract readonly id: string;

  @Field(() => String, { description: 'The persona.' })
  abstract readonly persona: string;

  @Field(() => Int, { description: '1, 2, 3… of its persona.' })
  abstract readonly number: number;

  @Field(() => Boolean, { description: 'Whether it is in force.' })
  abstract readonly active: boolean;

  @Field(() => String, { nullable: true, description: 'What its author says of it.' })
  abstract readonly note: string | null;

  @Field(() => DateTime, { description: 'When it was written.' })
  abstract readonly createdAt: Date;
}

/** What a persona is to be told. */
@InputType('AddPromptVersionInput', { description: 'What a persona is to be told; nobody is, before it is published.' })
export abstract class AddPromptVersionInput extends RepeatableInput {
  @Field(() => ID, { description: 'The bot.' })
  abstract readonly botId: string;

  @Field(() => String, { description: 'The persona.' })
  abstract readonly persona: string;

  @Field(() => String, { nullable: true, description: 'Its task in Russian; up to 8,000 characters.' })
  abstract readonly ru?: Maybe<string>;

  @Field(() => String, { nullable: true, description: 'Its task in English; one of the two is needed.' })
  abstract readonly en?: Maybe<string>;

  @Field(() => String, { nullable: true, description: 'A word about it for the others; up to 200 characters.' })
  abstract readonly note?: Maybe<string>;
}

/** Which version is in force. */
@InputType('PublishPromptInput', { description: 'Which version of a prompt is in force from now on.' })
export abstract class PublishPromptInput extends RepeatableInput {
  @Field(() => ID, { description: 'The bot.' })
  abstract readonly botId: string;

  @Field(() => String, { description: 'The persona.' })
  abstract readonly persona: string;

  @Field(() => ID, { nullable: true, description: 'The version, also one from before; none: as the folder says.' })
  abstract readonly promptId?: Maybe<string>;
}

/** A version afterwards. */
@ObjectType('PromptVersionPayload', { description: 'A version of a prompt afterwards.', simpleResolvers: true })
export abstract class PromptVersionPayload {
  @Field(() => PromptVersionType, { nullable: true, description: 'The version; null: the bot’s folder is in force.' })
  abstract readonly prompt: object | null;
}
