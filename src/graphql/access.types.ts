import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { AccessKind } from './enums';
import { RepeatableInput } from './inputs';
import { DateTime } from './scalars';

type Maybe<T> = T | null | undefined;

/** Somebody who may write to a bot that is not for everyone. */
@ObjectType('AccessEntry', {
  description: 'Who may write to a bot that is not for everyone, beside those whom its folder names.',
  simpleResolvers: true,
})
export abstract class AccessEntryType {
  @Field(() => ID, { description: 'For `revokeAccess`.' })
  abstract readonly id: string;

  @Field(() => AccessKind, { description: 'How they are known.' })
  abstract readonly kind: keyof typeof AccessKind;

  @Field(() => String, { description: 'The id, the name without @, or the domain.' })
  abstract readonly value: string;

  @Field(() => String, { description: 'Who let them in: the id of an operator or app, or "invitation".' })
  abstract readonly addedBy: string;

  @Field(() => DateTime, { description: 'Since when.' })
  abstract readonly createdAt: Date;
}

/** Whom to let in. */
@InputType('GrantAccessInput', { description: 'Whom to let in.' })
export abstract class GrantAccessInput extends RepeatableInput {
  @Field(() => ID, { description: 'The bot that they may write to.' })
  abstract readonly botId: string;

  @Field(() => AccessKind, { description: 'How they are known.' })
  abstract readonly kind: keyof typeof AccessKind;

  @Field(() => String, { description: 'The id, the name with or without @, or the domain.' })
  abstract readonly value: string;
}

/** Whom not to let in any more. */
@InputType('RevokeAccessInput', { description: 'Whom not to let in any more.' })
export abstract class RevokeAccessInput extends RepeatableInput {
  @Field(() => ID, { description: 'The entry of the list.' })
  abstract readonly entryId: string;
}

/** How many may come. */
@InputType('CreateAccessInviteInput', { description: 'How many may come, and for how long.' })
export abstract class CreateAccessInviteInput extends RepeatableInput {
  @Field(() => ID, { description: 'The bot that they may write to.' })
  abstract readonly botId: string;

  @Field(() => Int, { nullable: true, description: 'How many users it lets in, 1..10,000; 1 when not given.' })
  abstract readonly uses?: Maybe<number>;

  @Field(() => Int, { nullable: true, description: 'For how many days it is good, 1..365; 7 when not given.' })
  abstract readonly days?: Maybe<number>;
}

/** Which user. */
@InputType('UserInput', { description: 'Which user.' })
export abstract class UserInput extends RepeatableInput {
  @Field(() => ID, { description: 'The user.' })
  abstract readonly userId: string;
}

/** In which manner to answer. */
@InputType('SetPersonaInput', { description: 'In which manner a dialogue is answered from now on.' })
export abstract class SetPersonaInput extends RepeatableInput {
  @Field(() => ID, { description: 'The dialogue.' })
  abstract readonly dialogueId: string;

  @Field(() => String, { description: 'The slug of one of the bot’s personas.' })
  abstract readonly persona: string;
}

/** Who was let in. */
@ObjectType('GrantAccessPayload', { description: 'Who was let in.', simpleResolvers: true })
export abstract class GrantAccessPayload {
  @Field(() => AccessEntryType, { description: 'The entry; the one that there was, if they were let in before.' })
  abstract readonly entry: object;
}

/** The way in. */
@ObjectType('AccessInvitePayload', { description: 'A link that lets users in.', simpleResolvers: true })
export abstract class AccessInvitePayload {
  @Field(() => String, { description: 'The t.me link; it is shown this once.' })
  abstract readonly url: string;

  @Field(() => Int, { description: 'How many users it lets in.' })
  abstract readonly uses: number;

  @Field(() => DateTime, { description: 'Until when it can be opened.' })
  abstract readonly expiresAt: Date;
}

/** What became of a user’s data. */
@ObjectType('EraseUserPayload', { description: 'What is left after an erasure.', simpleResolvers: true })
export abstract class EraseUserPayload {
  @Field(() => [ID], {
    description:
      'Documents that were made from answers to this user and still hold a name or a number of theirs; read them again.',
  })
  abstract readonly documentsToRead: readonly string[];
}
