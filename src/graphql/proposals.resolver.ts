import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { idType } from '../infra/ids';
import type { KnowledgeProposal } from '../infra/prisma-client/client';
import { pageOf } from './args';
import { BotType } from './bots.types';
import { KnowledgeProposalConnection, toConnection } from './connections';
import { type GraphqlDomain, knownId, plain, present, type RequestContext, readsDialogues } from './context';
import { DialogueType } from './dialogues.types';
import { KnowledgeDocumentType } from './knowledge.types';
import { OperatorType } from './people.types';
import {
  ApproveKnowledgeProposalInput,
  KnowledgeProposalInput,
  KnowledgeProposalPayload,
  KnowledgeProposalsArgs,
  KnowledgeProposalType,
} from './proposals.types';

/** What bots could know, from what operators answered. */
@Resolver(() => KnowledgeProposalType)
export class KnowledgeProposalResolver {
  constructor(private readonly domain: GraphqlDomain) {}

  @Query(() => KnowledgeProposalConnection, { description: 'What a bot could know, the newest first.' })
  async knowledgeProposals(
    @Args(() => KnowledgeProposalsArgs) args: KnowledgeProposalsArgs,
    @Ctx() context: RequestContext,
  ) {
    const filter = { botId: args.bot, status: args.status };
    return toConnection(await this.domain.proposals.page(context.viewer, filter, pageOf(args)));
  }

  @FieldResolver(() => BotType, { description: 'The bot that could know it.' })
  bot(@Root() proposal: KnowledgeProposal) {
    return this.domain.bots.get(proposal.botId);
  }

  @FieldResolver(() => DialogueType, {
    nullable: true,
    description: 'Where it was answered; null when that is gone, and for whoever may not read dialogues.',
  })
  dialogue(@Root() { dialogueId }: KnowledgeProposal, @Ctx() context: RequestContext) {
    // Whoever may read what bots know may not yet read what users wrote.
    return dialogueId === null || !readsDialogues(context) ? null : context.loaders.dialogues.load(dialogueId);
  }

  @FieldResolver(() => KnowledgeDocumentType, { nullable: true, description: 'The document that came of it.' })
  document(@Root() { documentId }: KnowledgeProposal, @Ctx() { loaders }: RequestContext) {
    return documentId === null ? null : loaders.documents.load(documentId);
  }

  @FieldResolver(() => OperatorType, { nullable: true, description: 'The operator who decided; null for an app.' })
  operator(@Root() { decidedBy }: KnowledgeProposal, @Ctx() { loaders }: RequestContext) {
    return decidedBy === null || idType(decidedBy) !== 'operator' ? null : loaders.operators.load(decidedBy);
  }

  @Mutation(() => KnowledgeProposalPayload, {
    description: 'Makes a document of a proposal, as it is or in other words; the bot answers from it at once.',
  })
  async approveKnowledgeProposal(
    @Arg('input', () => ApproveKnowledgeProposalInput, { description: 'Which one, in which words.' })
    input: ApproveKnowledgeProposalInput,
    @Ctx() context: RequestContext,
  ) {
    const proposalId = knownId('proposal', input.proposalId);
    const id = await this.domain.proposals.approve(context.viewer, plain(input, { proposalId }));
    return { proposal: present(await context.loaders.proposals.load(id)) };
  }

  @Mutation(() => KnowledgeProposalPayload, { description: 'Leaves a proposal.' })
  async rejectKnowledgeProposal(
    @Arg('input', () => KnowledgeProposalInput, { description: 'Which one.' }) input: KnowledgeProposalInput,
    @Ctx() context: RequestContext,
  ) {
    const proposalId = knownId('proposal', input.proposalId);
    const id = await this.domain.proposals.reject(context.viewer, plain(input, { proposalId }));
    return { proposal: present(await context.loaders.proposals.load(id)) };
  }
}
