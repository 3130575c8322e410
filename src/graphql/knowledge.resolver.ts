import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { KnowledgeDocument } from '../knowledge/knowledge.store';
import type { KnowledgeDesk } from '../knowledge/knowledge-desk';
import { KnowledgeDocumentsArgs, pageOf, SearchKnowledgeArgs } from './args';
import { BotType } from './bots.types';
import { KnowledgeDocumentConnection, toConnection } from './connections';
import { type GraphqlDomain, knownId, plain, present, type RequestContext } from './context';
import { AddKnowledgeInput, AddKnowledgeUrlInput, KnowledgeInput } from './inputs';
import { KnowledgeDocumentType, KnowledgeHitType } from './knowledge.types';
import { KnowledgePayload } from './payloads';

const defaultHits = 10;

/** What the bots know. */
@Resolver(() => KnowledgeDocumentType)
export class KnowledgeResolver {
  constructor(
    private readonly domain: GraphqlDomain,
    private readonly desk: KnowledgeDesk,
  ) {}

  @Query(() => [KnowledgeHitType], { description: 'The passages that fit a question best, best first.' })
  async searchKnowledge(@Args(() => SearchKnowledgeArgs) args: SearchKnowledgeArgs, @Ctx() context: RequestContext) {
    const { bot, query, first, index } = args;
    const question = { botId: bot, query, limit: first ?? defaultHits, indexId: index ?? undefined };
    const hits = await this.desk.search(context.viewer, question);
    const shown = await Promise.all(
      hits.map(async ({ documentId, text, heading, score, why }) => ({
        document: await context.loaders.documents.load(documentId),
        passage: text,
        heading,
        score,
        why,
      })),
    );
    return shown.filter(({ document }) => document !== null);
  }

  @Query(() => KnowledgeDocumentConnection, { description: 'What a bot knows, oldest first.' })
  async knowledgeDocuments(
    @Args(() => KnowledgeDocumentsArgs) args: KnowledgeDocumentsArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await this.desk.page(context.viewer, args.bot, pageOf(args)));
  }

  @FieldResolver(() => BotType, { description: 'The bot that knows it.' })
  bot(@Root() document: { readonly botId: string }) {
    return this.domain.bots.get(document.botId);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Why it could not be read, in the language of the caller.',
  })
  fault(@Root() { fault }: KnowledgeDocument, @Ctx() { language }: RequestContext) {
    return fault === null ? null : this.domain.locales.t(language, `errors:knowledge.${fault}`);
  }

  @Mutation(() => KnowledgePayload, { description: 'Gives a bot something to know.' })
  async addKnowledge(
    @Arg('input', () => AddKnowledgeInput, { description: 'The document.' }) input: AddKnowledgeInput,
    @Ctx() context: RequestContext,
  ) {
    const id = await this.desk.add(context.viewer, plain(input));
    return { document: present(await context.loaders.documents.load(id)) };
  }

  @Mutation(() => KnowledgePayload, {
    description:
      'Gives a bot a page or a file of the web to know; it is read in the background. Files go to POST /knowledge/<slug>.',
  })
  async addKnowledgeUrl(
    @Arg('input', () => AddKnowledgeUrlInput, { description: 'The address.' }) input: AddKnowledgeUrlInput,
    @Ctx() context: RequestContext,
  ) {
    const id = await this.domain.files.addUrl(context.viewer, plain(input));
    return { document: present(await context.loaders.documents.load(id)) };
  }

  @Mutation(() => KnowledgePayload, { description: 'Takes a document out of a bot’s knowledge.' })
  async removeKnowledge(
    @Arg('input', () => KnowledgeInput, { description: 'Which document.' }) input: KnowledgeInput,
    @Ctx() context: RequestContext,
  ) {
    const documentId = knownId('document', input.documentId);
    return { document: await this.desk.remove(context.viewer, plain(input, { documentId })) };
  }
}
