import { Field, ObjectType } from 'type-graphql';
import { NodeType } from './node.types';
import { LanguageTag } from './scalars';

/** One bot. */
@ObjectType('Bot', {
  description: 'One bot: its Telegram account, personas, knowledge, tools and access list. One deployment runs many.',
  implements: NodeType,
  simpleResolvers: true,
})
export abstract class BotType extends NodeType {
  @Field(() => String, { description: 'Its short name: in addresses, folders and variables.' })
  abstract readonly slug: string;

  @Field(() => String, { description: 'The name that users see.' })
  abstract readonly name: string;

  @Field(() => String, { nullable: true, description: 'Its user name at Telegram, without @.' })
  abstract readonly telegramUsername: string | null;

  @Field(() => LanguageTag, { description: 'The language for users of whom nothing else is known.' })
  abstract readonly defaultLanguage: string;

  @Field(() => [LanguageTag], { description: 'The languages that the bot speaks.' })
  abstract readonly languages: readonly string[];

  @Field(() => String, { nullable: true, description: 'The model that answers for it, where it has one of its own.' })
  abstract readonly model: string | null;

  @Field(() => Boolean, { description: 'Whether the bot answers.' })
  abstract readonly enabled: boolean;
}

/** The manner and task of a bot. */
@ObjectType('Persona', { description: 'The manner and task of a bot.', simpleResolvers: true })
export abstract class PersonaType {
  @Field(() => String, { description: 'Its short name.' })
  abstract readonly slug: string;
}
