import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { PromptVersion } from '../infra/prisma-client/client';
import { type GraphqlDomain, knownId, plain, type RequestContext } from './context';
import { AddPromptVersionInput, PromptVersionPayload, PromptVersionType, PublishPromptInput } from './prompts.types';

/** What personas are told, in versions. */
@Resolver(() => PromptVersionType)
export class PromptVersionResolver {
  constructor(private readonly domain: GraphqlDomain) {}

  @Query(() => [PromptVersionType], { description: 'The versions of a bot’s prompts, the newest first.' })
  promptVersions(@Arg('bot', () => ID, { description: 'The bot.' }) bot: string, @Ctx() { viewer }: RequestContext) {
    return this.domain.promptVersions.list(viewer, bot);
  }

  @FieldResolver(() => String, { nullable: true, description: 'The task in a language.' })
  text(
    @Arg('language', () => String, { description: '"ru" or "en".' }) language: string,
    @Root() version: PromptVersion,
  ) {
    return (version.texts as Record<string, string>)[language] ?? null;
  }

  @Mutation(() => PromptVersionPayload, { description: 'Keeps a version of what a persona is told, to be tried.' })
  async addPromptVersion(
    @Arg('input', () => AddPromptVersionInput, { description: 'The version.' }) input: AddPromptVersionInput,
    @Ctx() { viewer }: RequestContext,
  ) {
    const botId = knownId('bot', input.botId);
    return { prompt: await this.domain.promptVersions.add(viewer, plain(input, { botId })) };
  }

  @Mutation(() => PromptVersionPayload, {
    description: 'Puts a version into force, in every process; also one from before, or what the folder says.',
  })
  async publishPrompt(
    @Arg('input', () => PublishPromptInput, { description: 'Which version.' }) input: PublishPromptInput,
    @Ctx() { viewer }: RequestContext,
  ) {
    const botId = knownId('bot', input.botId);
    const promptId = input.promptId ? knownId('prompt', input.promptId) : null;
    return { prompt: await this.domain.promptVersions.publish(viewer, plain(input, { botId, promptId })) };
  }
}
