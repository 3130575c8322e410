import { ArgsType, Field, ID, InputType, ObjectType } from 'type-graphql';
import { ForwardPageArgs } from './args';
import { ProposalStatus } from './enums';
import { RepeatableInput } from './inputs';
import { NodeType } from './node.types';
import { DateTime, LanguageTag } from './scalars';

type Maybe<T> = T | null | undefined;

/** Something that a bot could know. */
@ObjectType('KnowledgeProposal', {
  description: 'A piece of knowledge that an operator’s answer holds; it waits for approval.',
  implements: NodeType,
  simpleResolvers: true,
})
export abstract class KnowledgeProposalType extends NodeType {
  @Field(() => String, { description: 'What users ask; it becomes the heading.' })
  abstract readonly question: string;

  @Field(() => String, { description: 'What the operator answered, CommonMark.' })
  abstract readonly answer: string;

  @Field(() => LanguageTag, { description: 'The language of both.' })
  abstract readonly language: string;

  @Field(() => ProposalStatus, { description: 'What became of it.' })
  abstract readonly status: string;

  @Field(() => DateTime, { description: 'When it was made.' })
  abstract readonly createdAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When somebody decided.' })
  abstract readonly decidedAt: Date | null;
}

/** A list of proposals. */
@ArgsType()
export abstract class KnowledgeProposalsArgs extends ForwardPageArgs {
  @Field(() => ID, { description: 'For which bot.' })
  abstract readonly bot: string;

  @Field(() => ProposalStatus, { nullable: true, description: 'Only those in this state; all when not given.' })
  abstract readonly status?: Maybe<keyof typeof ProposalStatus>;
}

/** What a bot is to know. */
@InputType('ApproveKnowledgeProposalInput', { description: 'Which proposal the bot is to know, and in which words.' })
export abstract class ApproveKnowledgeProposalInput extends RepeatableInput {
  @Field(() => ID, { description: 'The proposal.' })
  abstract readonly proposalId: string;

  @Field(() => String, { nullable: true, description: 'What users ask; as proposed when not given.' })
  abstract readonly question?: Maybe<string>;

  @Field(() => String, { nullable: true, description: 'The answer; as proposed when not given.' })
  abstract readonly answer?: Maybe<string>;
}

/** What a bot need not know. */
@InputType('KnowledgeProposalInput', { description: 'Which proposal.' })
export abstract class KnowledgeProposalInput extends RepeatableInput {
  @Field(() => ID, { description: 'The proposal.' })
  abstract readonly proposalId: string;
}

/** What became of a proposal. */
@ObjectType('KnowledgeProposalPayload', { description: 'What became of a proposal.', simpleResolvers: true })
export abstract class KnowledgeProposalPayload {
  @Field(() => KnowledgeProposalType, { description: 'The proposal afterwards.' })
  abstract readonly proposal: object;
}
