import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Bot, Persona } from '../dialogues/bots';
import { nearestLanguage } from '../infra/languages';
import { demand } from '../people/viewer';
import { BotType, PersonaType } from './bots.types';
import type { GraphqlDomain, RequestContext } from './context';
import { LanguageTag } from './scalars';

/** The bots of this deployment. */
@Resolver(() => BotType)
export class BotResolver {
  constructor(private readonly domain: GraphqlDomain) {}

  @Query(() => [BotType], { description: 'The bots of this deployment.' })
  bots(@Ctx() { viewer }: RequestContext) {
    demand(viewer, 'dialogues:read');
    return this.domain.bots.all();
  }

  @FieldResolver(() => String, { description: 'Where Telegram delivers its updates: /telegram/<slug>.' })
  webhookPath(@Root() bot: Bot) {
    return `/telegram/${bot.slug}`;
  }

  @FieldResolver(() => [PersonaType], { description: 'Its manners and tasks; the first one is the default.' })
  personas(@Root() bot: Bot) {
    return bot.personas;
  }
}

/** The personas of bots. */
@Resolver(() => PersonaType)
export class PersonaResolver {
  @FieldResolver(() => String, { description: 'How it is called.' })
  name(
    @Root() persona: Persona,
    @Arg('language', () => LanguageTag, {
      nullable: true,
      description: 'In which language; the caller’s when not given.',
    })
    language: string | null,
    @Ctx() context: RequestContext,
  ) {
    return inLanguage(persona.name, language ?? context.language);
  }

  @FieldResolver(() => String, { description: 'What it is for.' })
  description(
    @Root() persona: Persona,
    @Arg('language', () => LanguageTag, {
      nullable: true,
      description: 'In which language; the caller’s when not given.',
    })
    language: string | null,
    @Ctx() context: RequestContext,
  ) {
    return inLanguage(persona.description, language ?? context.language);
  }
}

function inLanguage(texts: Readonly<Record<string, string>>, tag: string): string {
  return texts[nearestLanguage(tag)] ?? Object.values(texts)[0] ?? '';
}
