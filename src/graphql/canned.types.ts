import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { DialogueInput, RepeatableInput } from './inputs';
import { NodeType } from './node.types';
import { DateTime } from './scalars';

type Maybe<T> = T | null | undefined;

/** An answer that is ready. */
@ObjectType('CannedReply', {
  description: 'An answer that is made again and again, ready in both languages.',
  implements: NodeType,
  simpleResolvers: true,
})
export abstract class CannedReplyType extends NodeType {
  @Field(() => String, { description: 'Under which name operators find it.' })
  abstract readonly title: string;

  @Field(() => DateTime, { description: 'When it last changed.' })
  abstract readonly updatedAt: Date;
}

/** A canned reply as somebody writes it. */
@InputType('SaveCannedReplyInput', {
  description: 'A canned reply as it is to be. {{user}} and {{operator}} in its texts stand for the names.',
})
export abstract class SaveCannedReplyInput extends RepeatableInput {
  @Field(() => ID, { nullable: true, description: 'The one that changes; a new one is made when not given.' })
  abstract readonly id?: Maybe<string>;

  @Field(() => ID, { nullable: true, description: 'For this bot only; for all bots when not given.' })
  abstract readonly botId?: Maybe<string>;

  @Field(() => String, { description: 'Under which name operators find it; up to 100 characters.' })
  abstract readonly title: string;

  @Field(() => String, { nullable: true, description: 'The text in Russian, CommonMark.' })
  abstract readonly ru?: Maybe<string>;

  @Field(() => String, { nullable: true, description: 'The text in English, CommonMark; one of the two is needed.' })
  abstract readonly en?: Maybe<string>;
}

/** Which canned reply. */
@InputType('CannedReplyInput', { description: 'Which canned reply.' })
export abstract class CannedReplyInput extends RepeatableInput {
  @Field(() => ID, { description: 'The canned reply.' })
  abstract readonly replyId: string;
}

/** Which canned reply to say where. */
@InputType('SendCannedReplyInput', { description: 'Which canned reply to say to which user.' })
export abstract class SendCannedReplyInput extends DialogueInput {
  @Field(() => ID, { description: 'The canned reply; it is said in the user’s language.' })
  abstract readonly replyId: string;
}

/** What became of a canned reply. */
@ObjectType('CannedReplyPayload', { description: 'What became of a canned reply.', simpleResolvers: true })
export abstract class CannedReplyPayload {
  @Field(() => CannedReplyType, { description: 'The canned reply afterwards.' })
  abstract readonly reply: object;
}

/** Which canned reply is gone. */
@ObjectType('RemoveCannedReplyPayload', { description: 'Which canned reply is gone.', simpleResolvers: true })
export abstract class RemoveCannedReplyPayload {
  @Field(() => ID, { description: 'The canned reply that was.' })
  abstract readonly replyId: string;
}
