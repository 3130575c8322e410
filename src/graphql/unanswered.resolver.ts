import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { idType } from '../infra/ids';
import type { UnansweredQuestion } from '../infra/prisma-client/client';
import { pageOf } from './args';
import { BotType } from './bots.types';
import { toConnection, UnansweredQuestionConnection } from './connections';
import { type GraphqlDomain, knownId, plain, present, type RequestContext, readsDialogues } from './context';
import { DialogueType, MessageType } from './dialogues.types';
import { KnowledgeDocumentType } from './knowledge.types';
import { OperatorType } from './people.types';
import {
  ResolveUnansweredInput,
  UnansweredQuestionPayload,
  UnansweredQuestionsArgs,
  UnansweredQuestionType,
} from './unanswered.types';

/** What bots could not answer. */
@Resolver(() => UnansweredQuestionType)
export class UnansweredQuestionResolver {
  constructor(private readonly domain: GraphqlDomain) {}

  @Query(() => UnansweredQuestionConnection, { description: 'What a bot could not answer, the newest first.' })
  async unansweredQuestions(
    @Args(() => UnansweredQuestionsArgs) args: UnansweredQuestionsArgs,
    @Ctx() context: RequestContext,
  ) {
    const filter = { botId: args.bot, resolved: args.resolved };
    return toConnection(await this.domain.unanswered.page(context.viewer, filter, pageOf(args)));
  }

  @FieldResolver(() => BotType, { description: 'The bot that was asked.' })
  bot(@Root() question: UnansweredQuestion) {
    return this.domain.bots.get(question.botId);
  }

  @FieldResolver(() => DialogueType, {
    nullable: true,
    description: 'Where it was asked; null for whoever may not read dialogues.',
  })
  dialogue(@Root() { dialogueId }: UnansweredQuestion, @Ctx() context: RequestContext) {
    return readsDialogues(context) ? context.loaders.dialogues.load(dialogueId) : null;
  }

  @FieldResolver(() => MessageType, {
    nullable: true,
    description: 'The message that asks it; null for whoever may not read dialogues.',
  })
  message(@Root() { messageId }: UnansweredQuestion, @Ctx() context: RequestContext) {
    return readsDialogues(context) ? context.loaders.messages.load(messageId) : null;
  }

  @FieldResolver(() => KnowledgeDocumentType, { nullable: true, description: 'The document that answers it now.' })
  document(@Root() { documentId }: UnansweredQuestion, @Ctx() { loaders }: RequestContext) {
    return documentId === null ? null : loaders.documents.load(documentId);
  }

  @FieldResolver(() => OperatorType, {
    nullable: true,
    description: 'The operator who dealt with it; null for an app.',
  })
  operator(@Root() { resolvedBy }: UnansweredQuestion, @Ctx() { loaders }: RequestContext) {
    return resolvedBy === null || idType(resolvedBy) !== 'operator' ? null : loaders.operators.load(resolvedBy);
  }

  @Mutation(() => UnansweredQuestionPayload, {
    description: 'Puts a question aside: a document answers it now, or it needs no answer.',
  })
  async resolveUnanswered(
    @Arg('input', () => ResolveUnansweredInput, { description: 'Which one, and how.' }) input: ResolveUnansweredInput,
    @Ctx() context: RequestContext,
  ) {
    const questionId = knownId('question', input.questionId);
    const given = input.documentId ?? null;
    const documentId = given === null ? null : knownId('document', given);
    const id = await this.domain.unanswered.resolve(context.viewer, plain(input, { questionId, documentId }));
    return { question: present(await context.loaders.unanswered.load(id)) };
  }
}
