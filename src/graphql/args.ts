import { ArgsType, Field, ID, InputType, Int } from 'type-graphql';
import type { PageRequest } from '../infra/page';
import { DialogueOrder, DialogueStatus } from './enums';
import { LanguageTag } from './scalars';

type Maybe<T> = T | null | undefined;

/** A page read from the beginning. */
@ArgsType()
export abstract class ForwardPageArgs {
  @Field(() => Int, { nullable: true, description: 'How many, 1..100; 50 when not given.' })
  abstract readonly first?: Maybe<number>;

  @Field(() => String, { nullable: true, description: 'Only what comes after this cursor.' })
  abstract readonly after?: Maybe<string>;
}

/** A page read from either end. */
@ArgsType()
export abstract class PageArgs extends ForwardPageArgs {
  @Field(() => Int, { nullable: true, description: 'How many from the end, 1..100; not together with `first`.' })
  abstract readonly last?: Maybe<number>;

  @Field(() => String, { nullable: true, description: 'Only what comes before this cursor.' })
  abstract readonly before?: Maybe<string>;
}

/** Which dialogues to list. */
@InputType('DialogueFilter', { description: 'Which dialogues to list; all that is given must hold.' })
export abstract class DialogueFilterInput {
  @Field(() => [DialogueStatus], { nullable: true, description: 'Answered by one of these.' })
  abstract readonly status?: Maybe<readonly (keyof typeof DialogueStatus)[]>;

  @Field(() => ID, { nullable: true, description: 'With this bot.' })
  abstract readonly bot?: Maybe<string>;

  @Field(() => ID, { nullable: true, description: 'Held by this operator.' })
  abstract readonly operator?: Maybe<string>;

  @Field(() => ID, { nullable: true, description: 'Of this user.' })
  abstract readonly user?: Maybe<string>;

  @Field(() => LanguageTag, { nullable: true, description: 'In this language.' })
  abstract readonly language?: Maybe<string>;

  @Field(() => String, { nullable: true, description: 'With this text in the user’s name, the subject or a message.' })
  abstract readonly search?: Maybe<string>;

  @Field(() => String, { nullable: true, description: 'With this mark.' })
  abstract readonly tag?: Maybe<string>;
}

/** A list of dialogues. */
@ArgsType()
export abstract class DialoguesArgs extends ForwardPageArgs {
  @Field(() => DialogueFilterInput, { nullable: true, description: 'Which dialogues; all when not given.' })
  abstract readonly filter?: Maybe<DialogueFilterInput>;

  @Field(() => DialogueOrder, { nullable: true, description: 'UPDATED_DESC when not given.' })
  abstract readonly orderBy?: Maybe<keyof typeof DialogueOrder>;
}

/** A list of users. */
@ArgsType()
export abstract class UsersArgs extends ForwardPageArgs {
  @Field(() => String, { nullable: true, description: 'With this text in a name, or this very id.' })
  abstract readonly search?: Maybe<string>;
}

/** A list of documents. */
@ArgsType()
export abstract class KnowledgeDocumentsArgs extends ForwardPageArgs {
  @Field(() => ID, { description: 'Whose knowledge.' })
  abstract readonly bot: string;
}

/** A search in a bot's knowledge. */
@ArgsType()
export abstract class SearchKnowledgeArgs {
  @Field(() => ID, { description: 'Whose knowledge.' })
  abstract readonly bot: string;

  @Field(() => String, { description: 'The question.' })
  abstract readonly query: string;

  @Field(() => Int, { nullable: true, description: 'How many passages, 1..100; 10 when not given.' })
  abstract readonly first?: Maybe<number>;

  @Field(() => ID, { nullable: true, description: 'In this version of its index; the active one when not given.' })
  abstract readonly index?: Maybe<string>;
}

/** A list of canned replies. */
@ArgsType()
export abstract class CannedRepliesArgs {
  @Field(() => ID, { nullable: true, description: 'Those for this bot and those for all; every one when not given.' })
  abstract readonly bot?: Maybe<string>;

  @Field(() => String, { nullable: true, description: 'With this text in the title or in a text.' })
  abstract readonly search?: Maybe<string>;

  @Field(() => Int, { nullable: true, description: 'How many, 1..100; 50 when not given.' })
  abstract readonly first?: Maybe<number>;
}

/** A text for the detector. */
@ArgsType()
export abstract class DetectHandoffArgs {
  @Field(() => String, { description: 'What a user might write.' })
  abstract readonly text: string;

  @Field(() => LanguageTag, { nullable: true, description: 'The language of the text; detected when not given.' })
  abstract readonly language?: Maybe<string>;
}

/** Which new messages. */
@ArgsType()
export abstract class MessageAddedArgs {
  @Field(() => ID, { nullable: true, description: 'Of this dialogue only.' })
  abstract readonly dialogueId?: Maybe<string>;

  @Field(() => Int, { nullable: true, description: 'First those with a greater `seq`; needs `dialogueId`.' })
  abstract readonly afterSeq?: Maybe<number>;
}

/** Which events. */
@ArgsType()
export abstract class EventsArgs {
  @Field(() => String, {
    nullable: true,
    description: 'Only what happened after this cursor; from now on when not given.',
  })
  abstract readonly after?: Maybe<string>;

  @Field(() => ID, { nullable: true, description: 'In this dialogue only.' })
  abstract readonly dialogueId?: Maybe<string>;
}

/** A page request without nulls. */
export function pageOf(args: PageArgs | ForwardPageArgs): PageRequest {
  const { first, after } = args;
  const { last, before } = args as PageArgs;
  return { first: first ?? undefined, after: after ?? undefined, last: last ?? undefined, before: before ?? undefined };
}
