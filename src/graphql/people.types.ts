import { type ClassType, createUnionType, Field, Int, ObjectType } from 'type-graphql';
import { Channel, LanguageSource, OperatorRole, Presence } from './enums';
import { NodeType, typeNameOf } from './node.types';
import { DateTime, LanguageTag } from './scalars';

/** An end user who talks to a bot. */
@ObjectType('User', {
  description: 'An end user who talks to a bot: a Telegram account, or a user of an integrating app.',
  implements: NodeType,
  simpleResolvers: true,
})
export abstract class UserType extends NodeType {
  @Field(() => Channel, { description: 'Where the user writes from.' })
  abstract readonly channel: string;

  @Field(() => String, { description: 'The Telegram user id, or the integrating app’s own id.' })
  abstract readonly externalId: string;

  @Field(() => String, { nullable: true, description: 'The user name at Telegram, without @.' })
  abstract readonly username: string | null;

  @Field(() => String, { description: 'How the user calls themselves.' })
  abstract readonly displayName: string;

  @Field(() => LanguageTag, { description: 'The language that replies to this user are in.' })
  abstract readonly language: string;

  @Field(() => LanguageSource, { description: 'How that language was chosen.' })
  abstract readonly languageSource: string;

  @Field(() => Boolean, { description: 'Whether we have shut this user out.' })
  abstract readonly blocked: boolean;

  @Field(() => DateTime, { description: 'When the user first wrote.' })
  abstract readonly createdAt: Date;
}

/** A person who answers instead of the bot. */
@ObjectType('Operator', {
  description: 'A person who answers instead of the bot: in the console, over GraphQL, or from Telegram.',
  implements: NodeType,
  simpleResolvers: true,
})
export abstract class OperatorType extends NodeType {
  @Field(() => String, { description: 'The name that users see.' })
  abstract readonly name: string;

  @Field(() => String, { nullable: true, description: 'The address to sign in with.' })
  abstract readonly email: string | null;

  @Field(() => OperatorRole, { description: 'What the operator may do.' })
  abstract readonly role: string;

  @Field(() => [LanguageTag], { description: 'The languages that the operator answers in.' })
  abstract readonly languages: readonly string[];

  @Field(() => Presence, { description: 'Whether the operator is there.' })
  abstract readonly presence: string;

  @Field(() => Int, { description: 'How many dialogues the operator takes at once.' })
  abstract readonly capacity: number;

  @Field(() => Boolean, {
    description: 'Whether what is written in other languages is translated for the operator, and back for the user.',
  })
  abstract readonly translation: boolean;
}

/** An integrating app. */
@ObjectType('ApiClient', {
  description: 'An integrating app that shows an API key.',
  implements: NodeType,
  simpleResolvers: true,
})
export abstract class ApiClientType extends NodeType {
  @Field(() => String, { description: 'What the key is for.' })
  abstract readonly name: string;

  @Field(() => [String], { description: 'What the key may do.' })
  abstract readonly scopes: readonly string[];

  @Field(() => DateTime, { description: 'When the key was made.' })
  abstract readonly createdAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When the key was last seen, to the minute.' })
  abstract readonly lastUsedAt: Date | null;
}

/** Who is asking. */
export const ViewerType = createUnionType({
  name: 'Viewer',
  description: 'Who is asking: an operator who is signed in, or an integrating app.',
  types: () => [OperatorType, ApiClientType] as unknown as readonly ClassType<{ id: string }>[],
  resolveType: typeNameOf,
});
