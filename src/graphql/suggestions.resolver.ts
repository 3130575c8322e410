import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { Suggestion } from '../infra/prisma-client/client';
import { shownCitations } from './citations';
import { type GraphqlDomain, knownId, plain, present, type RequestContext } from './context';
import { CitationType, DialogueType, MessageType } from './dialogues.types';
import { OperatorType } from './people.types';
import {
  AcceptSuggestionInput,
  AcceptSuggestionPayload,
  SuggestionInput,
  SuggestionPayload,
  SuggestionType,
} from './suggestions.types';

/** What the bot would say, for operators. */
@Resolver(() => SuggestionType)
export class SuggestionResolver {
  constructor(private readonly domain: GraphqlDomain) {}

  @FieldResolver(() => DialogueType, { description: 'Where it would be said.' })
  dialogue(@Root() suggestion: Suggestion, @Ctx() context: RequestContext) {
    return context.loaders.dialogues.load(suggestion.dialogueId);
  }

  @FieldResolver(() => [CitationType], { description: 'Where it comes from.' })
  citations(@Root() suggestion: Suggestion, @Ctx() context: RequestContext) {
    return shownCitations(suggestion.citations, context.loaders);
  }

  @FieldResolver(() => OperatorType, { nullable: true, description: 'The operator who decided.' })
  operator(@Root() suggestion: Suggestion, @Ctx() context: RequestContext) {
    return suggestion.operatorId === null ? null : context.loaders.operators.load(suggestion.operatorId);
  }

  @FieldResolver(() => MessageType, { nullable: true, description: 'What was sent of it.' })
  message(@Root() suggestion: Suggestion, @Ctx() context: RequestContext) {
    return suggestion.messageId === null ? null : context.loaders.messages.load(suggestion.messageId);
  }

  @Mutation(() => AcceptSuggestionPayload, {
    description: 'Says a suggestion to the user, as it is or in other words, as the operator who has the dialogue.',
  })
  async acceptSuggestion(
    @Arg('input', () => AcceptSuggestionInput, { description: 'Which one, in which words.' })
    input: AcceptSuggestionInput,
    @Ctx() context: RequestContext,
  ) {
    const suggestionId = knownId('suggestion', input.suggestionId);
    const messageId = await this.domain.suggestions.accept(context.viewer, plain(input, { suggestionId }));
    const [message, suggestion] = await Promise.all([
      context.loaders.messages.load(messageId),
      context.loaders.suggestions.load(suggestionId),
    ]);
    return { message: present(message), suggestion: present(suggestion) };
  }

  @Mutation(() => SuggestionPayload, { description: 'Leaves a suggestion.' })
  async dismissSuggestion(
    @Arg('input', () => SuggestionInput, { description: 'Which one.' }) input: SuggestionInput,
    @Ctx() context: RequestContext,
  ) {
    const suggestionId = knownId('suggestion', input.suggestionId);
    const id = await this.domain.suggestions.dismiss(context.viewer, plain(input, { suggestionId }));
    return { suggestion: present(await context.loaders.suggestions.load(id)) };
  }
}
